// Art. 12–22, 77 GDPR: the form in which each right says what its article demands. One file a right; words at the edge.

import type { Check, CheckAnswer, CheckAnswers } from './check.js';
import type { Ground, Outcome } from './outcome.js';
import type { Right } from './right.js';

/** What must follow an outcome. */
export const FOLLOW_UPS = [
  'send-copy',
  'redact',
  'rectify',
  'add-statement',
  'erase',
  'erase-without-basis',
  'offer-restriction',
  'pass-on',
  'charge-fee',
  'stop-consent-processing',
  'tell-recipients',
  'name-recipients',
  'tell-publishers',
  'register-restriction',
  'announce-lifting',
  'hand-over-package',
  'stop-processing',
  'stop-marketing',
  'restrict-meanwhile',
  'human-review',
  'point-to-authority',
  'tell-reasons-and-remedies',
] as const;

export type FollowUp = (typeof FOLLOW_UPS)[number];

export interface AskedCheck {
  readonly check: Check;
  readonly norm: string;
  /** Must be answered before anything is decided. */
  readonly first?: true;
}

export interface OutcomeRule {
  /** One of these must be given; none where the outcome speaks for itself. */
  readonly grounds: readonly Ground[];
  readonly follows: readonly FollowUp[];
}

export interface RightRule {
  readonly right: Right;
  readonly checks: readonly AskedCheck[];
  readonly outcomes: Readonly<Partial<Record<Outcome, OutcomeRule>>>;
  /** The answer that carries each ground, besides those of every right. */
  readonly carriers?: Carriers;
  /** Besides those of every right. */
  readonly contradictions: readonly Contradiction[];
  /** Why an outcome that the list allows is still not possible, given what was checked. */
  readonly bars?: (outcome: Outcome, answers: CheckAnswers, ground: Ground | null) => Bar | undefined;
}

/**
 * Art. 12(4), 5(2) GDPR: a ground is given because something was found, so each names the check that carries it. Where
 * part is granted, a ground that denies (`whenPartly`) may hold for the other part: it is enough that it was looked at.
 */
export interface Carrier {
  readonly check: Check;
  readonly answer: CheckAnswer;
  readonly whenPartly?: 'answered';
}

export type Carriers = Readonly<Partial<Record<Ground | Outcome, Carrier>>>;

/** Art. 12(5) s. 2, 11(2), 12(6), 4(7), 26, 28 GDPR: what any right may rest on. */
export const COMMON_CARRIERS: Carriers = {
  unfounded: { check: 'well-founded', answer: 'no' },
  excessive: { check: 'well-founded', answer: 'no' },
  fee: { check: 'well-founded', answer: 'no' },
  'not-identified': { check: 'identity-clear', answer: 'no' },
  'not-identifiable': { check: 'identity-clear', answer: 'no' },
  'not-controller': { check: 'our-processing', answer: 'no' },
  'joint-controller': { check: 'jointly-controlled', answer: 'yes' },
  processor: { check: 'processed-for-another', answer: 'yes' },
};

/**
 * What cannot be decided on a check that says the opposite. A ground is contradicted where all is refused on it; where
 * part is granted, the check may speak of the one part and the ground of the other.
 */
export interface Contradiction {
  readonly when: Outcome | Ground;
  readonly check: Check;
  readonly answer: CheckAnswer;
}

/** `absolute`: Art. 21(3) leaves nothing to weigh. `contradicts`: a check says the opposite; `checks`: which. */
export type Bar = 'absolute' | 'contradicts' | { readonly checks: readonly Check[] };

/** Art. 12(6), 12(5), 4(7) GDPR: asked of every claim, whatever its right. */
export const COMMON_CHECKS: readonly AskedCheck[] = [
  { check: 'identity-clear', norm: 'Art. 12(6)' },
  { check: 'our-processing', norm: 'Art. 4(7)' },
  { check: 'well-founded', norm: 'Art. 12(5)' },
  { check: 'jointly-controlled', norm: 'Art. 26(3)' },
  { check: 'processed-for-another', norm: 'Art. 28(3)(e)' },
];

/** Art. 4(7) GDPR: whose processing it is. */
export const COMMON_CONTRADICTIONS: readonly Contradiction[] = [
  { when: 'granted', check: 'our-processing', answer: 'no' },
  { when: 'partly', check: 'our-processing', answer: 'no' },
];

/** Art. 12(6), 32 GDPR: nothing is told, changed or handed over to somebody who may be another. */
export const IDENTITY_NEEDED: readonly Contradiction[] = [
  { when: 'granted', check: 'identity-clear', answer: 'no' },
  { when: 'partly', check: 'identity-clear', answer: 'no' },
];

/** Each of these outcomes is contradicted by that answer. */
export function contradicted(
  outcomes: readonly Outcome[],
  check: Check,
  answer: CheckAnswer,
): readonly Contradiction[] {
  return outcomes.map((when) => ({ when, check, answer }));
}

/** Each of these grounds, or outcomes, is carried by that answer. */
export function carried(
  grounds: readonly (Ground | Outcome)[],
  check: Check,
  answer: CheckAnswer,
  whenPartly?: 'answered',
): Carriers {
  const carrier: Carrier = whenPartly === undefined ? { check, answer } : { check, answer, whenPartly };
  return Object.fromEntries(grounds.map((ground) => [ground, carrier]));
}

/** Art. 12(5), 11(2) GDPR: grounds that any right can be refused on; that it is so, is for us to show. */
export const COMMON_REFUSALS: readonly Ground[] = ['unfounded', 'excessive', 'not-identified'];

/** Outcomes that every right has: the person takes it back, we cannot tell who it is, it does not reach the case. */
export const COMMON_OUTCOMES = {
  withdrawn: { grounds: [], follows: [] },
  'not-identifiable': { grounds: [], follows: ['tell-reasons-and-remedies'] },
  'not-applicable': { grounds: ['not-controller'], follows: ['tell-reasons-and-remedies'] },
  'passed-on': { grounds: ['joint-controller', 'processor'], follows: ['pass-on'] },
  // Art. 12(5)(a): instead of a refusal; what was asked for is done all the same.
  fee: { grounds: ['unfounded', 'excessive'], follows: ['charge-fee'] },
} as const satisfies RightRule['outcomes'];

/** Art. 12(4) GDPR: who gets less than they asked for hears why, and where to turn. */
export function lessThanAsked(grounds: readonly Ground[], ...more: readonly FollowUp[]): OutcomeRule {
  return { grounds: [...grounds, ...COMMON_REFUSALS], follows: [...more, 'tell-reasons-and-remedies'] };
}
