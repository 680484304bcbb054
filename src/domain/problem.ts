import type { Missing } from './rights/aftercare.js';
import type { Right } from './rights/right.js';
import type { FollowUp } from './rights/rule.js';

/** `answer`, right null: the person hears of it. */
export interface OpenDuty {
  readonly right: Right | null;
  readonly duty: 'answer' | FollowUp;
}

/**
 * Refusals: expected outcomes that a user can do something about. Closed set of codes; each carries only typed facts,
 * never personal data, never a sentence in German and never an HTTP status: those are added at the edge in one table.
 * Everything that is not a Refusal is a defect.
 */
export interface RefusalFacts {
  'not-found': Record<never, never>;
  'not-allowed': Record<never, never>;
  'not-signed-in': Record<never, never>;
  'wrong-credentials': Record<never, never>;
  'access-ended': Record<never, never>;
  'too-many-attempts': { retryAfterSeconds: number };
  'form-expired': Record<never, never>;
  'invalid-input': { fields: readonly FieldProblem[] };
  'malformed-body': Record<never, never>;
  'unsupported-media-type': { allowed: readonly string[] };
  'too-large': { limitBytes: number };
  'idempotency-key-reused': Record<never, never>;
  /** `first`: what would make it possible, step by step, each with the commands that do it; empty where nothing does. */
  'command-not-allowed': {
    command: string;
    state: string;
    possible: readonly string[];
    first: readonly (readonly string[])[];
  };
  'withdrawal-too-late': { limitMinutes: number };
  /** `latest`: what happened last, where it is known. */
  'version-conflict': {
    current: number;
    latest?: readonly { readonly at: string; readonly event: string; readonly actor: string }[];
  };
  'precondition-required': Record<never, never>;
  'content-erased': Record<never, never>;
  'no-designation': Record<never, never>;
  /** The provider's answer did not check out; why is in the program's log. */
  'sign-in-elsewhere-failed': Record<never, never>;
  /** Signed in at the provider, and nobody here. */
  'no-role': Record<never, never>;
  /** A link of an account was used already, or its time is over. */
  'link-over': Record<never, never>;
  /** Nobody else has this role, and without it the organisation cannot be run. */
  'last-of-role': { role: 'admin' | 'dpo' };
  /** It is the only role of the account: taking it is leaving. */
  'last-role': Record<never, never>;
  'account-suspended': Record<never, never>;
  /** A role of the account is used only with a second factor, and there is none yet. */
  'second-factor-due': Record<never, never>;
  /** `duties`: what follows from the decisions and is neither done nor left out. */
  'not-ready-to-close': { missing: readonly Missing[]; duties: readonly OpenDuty[] };
  /** Something has come of it meanwhile, or the time for it is over. */
  'undo-too-late': Record<never, never>;
  /** Whoever set it cannot confirm it too. */
  'second-person-needed': Record<never, never>;
  /** The clock is not believed: nothing is erased until somebody has confirmed it. */
  'erasure-halted': Record<never, never>;
  'not-forwarded': Record<never, never>;
  /** The log has no entry at this index: a report over it would be of something else than what happened. */
  'log-has-gap': { index: number };
  unavailable: { retryAfterSeconds: number };
}

export type RefusalCode = keyof RefusalFacts;

/** One input field and the closed code of what is wrong with it; `limit` is the bound that was crossed, if any. */
export interface FieldProblem {
  readonly field: string;
  readonly code: FieldProblemCode;
  readonly limit?: number | string;
}

export type FieldProblemCode =
  | 'required'
  | 'too-long'
  | 'too-short'
  | 'easily-guessed'
  /** It stands in a published list of stolen passwords. */
  | 'published'
  | 'too-many'
  | 'too-large'
  | 'not-a-moment'
  | 'not-a-date'
  | 'not-a-number'
  | 'in-the-future'
  | 'too-long-ago'
  | 'unknown-value'
  | 'not-text'
  | 'wrong-type'
  | 'unknown-field'
  | 'malware'
  | 'empty-file'
  /** A file that was kept from an earlier showing of the form is kept no more. */
  | 'file-gone'
  | 'control-characters'
  | 'not-an-address'
  | 'before-receipt'
  /** Seen before it arrived. */
  | 'before-arrival'
  /** A stated day before the DPO had the request, or before they took it over. */
  | 'before-forwarding'
  | 'before-acknowledgement'
  /** What is named as proof is not of this case; is of another kind; has not gone out; did not arrive; is of another day. */
  | 'other-case'
  | 'proves-something-else'
  | 'not-sent'
  | 'came-back'
  | 'other-day'
  /** Art. 12(3) s. 2: neither complexity nor number. */
  | 'no-legal-cause'
  /** Art. 23 GDPR: this provision does not hold for this body, or limits another right; or none is named. */
  | 'not-for-this-body'
  | 'norm-missing'
  | 'before-last-step'
  | 'before-decision'
  | 'after-first-month'
  | 'only-once'
  /** Another organisation has this short name; or it is reserved. */
  | 'name-taken'
  | 'not-a-web-address'
  | 'not-a-picture'
  | 'not-the-key'
  | 'not-a-colour'
  | 'nothing-asked'
  | 'not-ended'
  | 'before-start'
  | 'check-open'
  | 'check-contradicts'
  | 'not-for-this-right'
  | 'not-for-this-outcome'
  | 'absolute-right'
  | 'too-far-ahead'
  /** A number outside of what may be set; `limit` says from where to where. */
  | 'beyond-limits'
  | 'only-one-of-these'
  | 'wrong-code'
  | 'wrong-password'
  | 'wrong-app-code'
  | 'code-expired'
  | 'code-locked'
  | 'unknown-placeholder'
  | 'unfilled-gap'
  | 'beyond-window'
  | 'no-postal-address'
  | 'missing-contents'
  /** A template without a block that the law demands of its kind; `limit`: which. */
  | 'missing-blocks'
  | 'not-announced'
  | 'same-case'
  | 'not-taken-over'
  | 'nothing-left'
  | 'period-too-long'
  | 'not-machine-readable'
  /** A department has not said that it is done; a register shows it; this ground does not leave this duty out. */
  | 'not-done'
  /** The DPO may only recommend it: no delegation is in force. */
  | 'not-delegated'
  /** Art. 38(6): whose answer this is does not hold the function that decides. */
  | 'no-decider'
  /** Another kind of letter than the decision needs. */
  | 'tells-something-else'
  | 'seen-in-register'
  | 'not-for-this-duty';

export class Refusal<C extends RefusalCode = RefusalCode> extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: C,
    readonly facts: RefusalFacts[C],
  ) {
    super(`refused: ${code}`);
  }
}

/** The one way to refuse; returns `never` so that the happy path reads straight. */
export function refuse<C extends RefusalCode>(code: C, facts: RefusalFacts[C]): never {
  throw new Refusal(code, facts);
}

/** Each code with its own facts: looking at `code` narrows `facts`. */
export type AnyRefusal = { readonly [C in RefusalCode]: Refusal<C> }[RefusalCode];

/** A refusal; of one of these codes, where any are named. */
export function isRefusal(error: unknown): error is AnyRefusal;
export function isRefusal<C extends RefusalCode>(
  error: unknown,
  ...codes: readonly [C, ...C[]]
): error is { readonly [K in C]: Refusal<K> }[C];
export function isRefusal(error: unknown, ...codes: readonly RefusalCode[]): boolean {
  return error instanceof Refusal && (codes.length === 0 || codes.some((code) => code === error.code));
}
