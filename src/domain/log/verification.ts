import { parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { InvalidEntryError, parseEntry, type LogEntry } from './entry.js';
import { leafHash, verifyInclusion } from './merkle.js';
import { claimsOf, holds, parseNote, parseVkey, type SignatureClaim, type Verifier } from './signed-note.js';
import { parseProof, type TlogProof } from './tlog-proof.js';

/** What is checked of a receipt, in this order and always all of it; the words for people are added at the edge. */
export const RECEIPT_CHECKS = [
  'proof-well-formed',
  'checkpoint-well-formed',
  'entry-well-formed',
  'entry-in-log',
  'origin-matches',
  'checkpoint-signed',
] as const;

/** The others are made only where whoever verifies names witnesses, or what they hold already. */
export type ReceiptCheck = (typeof RECEIPT_CHECKS)[number] | 'witnesses-named' | 'held-before';

/** Why a check is not passed. */
export type ReceiptFault =
  /** Not the format, or not its one spelling. */
  | 'malformed'
  /** The receipt carries no entry. */
  | 'no-entry'
  /** The path does not lead from this entry to the checkpoint's root. */
  | 'other-root'
  /** No verifier key was given: nothing says whose log it is. */
  | 'no-key'
  /** One of the keys given cannot be read. */
  | 'unreadable-key'
  /** The keys given are those of another log. */
  | 'other-origin'
  | 'no-known-signature'
  | 'bad-signature'
  | 'too-few-witnesses'
  /** Another history than what whoever verifies holds already. */
  | 'forked'
  /** Nothing in common with what whoever verifies holds already. */
  | 'not-linked'
  /** Cannot be checked, because something before it is malformed. */
  | 'not-checkable';

export interface ReceiptCheckResult {
  readonly check: ReceiptCheck;
  readonly ok: boolean;
  readonly detail?: ReceiptFault;
}

/**
 * `proved` by whom the reader named; `consistent` in itself, because no key was given that says whose log it is; `false`.
 */
export type ReceiptOutcome = 'proved' | 'consistent' | 'false';

export interface ReceiptVerdict {
  readonly outcome: ReceiptOutcome;
  /** Every check is passed: proved by the key that was given. */
  readonly ok: boolean;
  readonly checks: readonly ReceiptCheckResult[];
  readonly entry?: LogEntry;
  readonly index?: number;
  readonly checkpoint?: Checkpoint;
}

/** A receipt with everything checked but its signatures, so that a browser can check those asynchronously. */
export interface OpenedReceipt {
  readonly claims: readonly SignatureClaim[];
  /** @param held for each of `claims`, in its order, whether the signature holds */
  readonly conclude: (held: readonly boolean[]) => ReceiptVerdict;
}

/**
 * Whether the entry that a `.tlog-proof` carries is in the log, and whether the log's key has signed the checkpoint.
 * Without a key of the checkpoint's origin nothing is verified.
 */
export function verifyReceipt(text: string, vkeys: readonly string[]): ReceiptVerdict {
  const { claims, conclude } = openReceipt(text, vkeys);
  return conclude(claims.map(holds));
}

export function openReceipt(text: string, vkeys: readonly string[]): OpenedReceipt {
  const proof = parseProof(text);
  const note = proof && parseNote(proof.checkpoint);
  const checkpoint = note && proof && parseCheckpoint(proof.checkpoint);
  const entry = entryOf(proof);
  const keys = vkeys.map((vkey) => parseVkey(vkey));
  const ours = keys.filter((key): key is Verifier => key !== undefined && key.name === checkpoint?.origin);
  const claims = note === undefined ? [] : claimsOf(note, ours);
  const conclude = (held: readonly boolean[]): ReceiptVerdict => {
    const faults: Record<(typeof RECEIPT_CHECKS)[number], ReceiptFault | undefined> = {
      'proof-well-formed': proof ? undefined : 'malformed',
      'checkpoint-well-formed': givenThat(proof, checkpoint ? undefined : 'malformed'),
      'entry-well-formed': givenThat(proof, proof?.extra === undefined ? 'no-entry' : entry ? undefined : 'malformed'),
      'entry-in-log': givenThat(proof?.extra && checkpoint, isIncluded(proof, checkpoint) ? undefined : 'other-root'),
      'origin-matches': givenThat(checkpoint, originFault(keys, ours)),
      'checkpoint-signed': givenThat(checkpoint && ours[0], signatureFault(claims, held)),
    };
    const checks = RECEIPT_CHECKS.map((check) => resultOf(check, faults[check]));
    return {
      outcome: outcomeOfReceipt(checks),
      ok: checks.every(({ ok }) => ok),
      checks,
      ...(entry && { entry }),
      ...(proof && { index: proof.index }),
      ...(checkpoint && { checkpoint }),
    };
  };
  return { claims, conclude };
}

export function outcomeOfReceipt(checks: readonly ReceiptCheckResult[]): ReceiptOutcome {
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length === 0) {
    return 'proved';
  }
  const lacksKey = failed.some(({ detail }) => detail === 'no-key');
  const isOpen = ({ check, detail }: ReceiptCheckResult) =>
    detail === 'not-linked' || (lacksKey && (check === 'origin-matches' || check === 'checkpoint-signed'));
  return failed.every(isOpen) ? 'consistent' : 'false';
}

function entryOf(proof: TlogProof | undefined): LogEntry | undefined {
  try {
    return proof?.extra && parseEntry(proof.extra);
  } catch (error) {
    if (error instanceof InvalidEntryError) {
      return undefined;
    }
    throw error;
  }
}

function isIncluded(proof: TlogProof | undefined, checkpoint: Checkpoint | undefined): boolean {
  return (
    proof?.extra !== undefined &&
    checkpoint !== undefined &&
    verifyInclusion(leafHash(proof.extra), proof.index, checkpoint.size, proof.path, checkpoint.root)
  );
}

function originFault(
  keys: readonly (Verifier | undefined)[],
  ours: readonly Verifier[],
): 'no-key' | 'unreadable-key' | 'other-origin' | undefined {
  if (keys.length === 0) {
    return 'no-key';
  }
  if (keys.includes(undefined)) {
    return 'unreadable-key';
  }
  return ours.length === 0 ? 'other-origin' : undefined;
}

function signatureFault(
  claims: readonly SignatureClaim[],
  held: readonly boolean[],
): 'no-known-signature' | 'bad-signature' | undefined {
  if (claims.length === 0) {
    return 'no-known-signature';
  }
  // By index, so that an answer that is missing counts as a signature that fails.
  return claims.every((_, at) => held[at] === true) ? undefined : 'bad-signature';
}

/** `fault`, once there is what it is a fault of. */
function givenThat(base: unknown, fault: ReceiptFault | undefined): ReceiptFault | undefined {
  return base === undefined ? 'not-checkable' : fault;
}

function resultOf(check: ReceiptCheck, fault: ReceiptFault | undefined): ReceiptCheckResult {
  return fault === undefined ? { check, ok: true } : { check, ok: false, detail: fault };
}
