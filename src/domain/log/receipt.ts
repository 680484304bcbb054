import { parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { InvalidEntryError, parseEntry, type LogEntry } from './entry.js';
import { leafHash, verifyInclusion } from './merkle.js';
import { openNote, parseVkey, type NoteFault, type Verifier } from './signed-note.js';
import { parseProof, type TlogProof } from './tlog-proof.js';

/** The steps of checking a receipt, in order; the words for people are added at the edge. */
export type ReceiptCheck = 'proof-well-formed' | 'checkpoint-well-formed' | 'entry-well-formed' | 'entry-in-log' | 'checkpoint-signed';

export interface ReceiptVerdict {
  readonly verified: boolean;
  readonly checks: readonly { readonly check: ReceiptCheck; readonly passed: boolean; readonly fault?: NoteFault | 'no-key' }[];
  readonly entry?: LogEntry;
  readonly index?: number;
  readonly checkpoint?: Checkpoint;
}

type Check = ReceiptVerdict['checks'][number];

/**
 * Whether the entry in a `.tlog-proof` is in the log, and whether the log's key has signed the checkpoint. Undefined
 * when the text is no proof at all. Without a key that belongs to the checkpoint's origin nothing is verified.
 */
export function verifyReceipt(text: string, vkeys: readonly string[]): ReceiptVerdict | undefined {
  const proof = parseProof(text);
  if (proof === undefined) {
    return undefined;
  }
  const checkpoint = parseCheckpoint(proof.checkpoint);
  const entry = entryOf(proof);
  const checks: Check[] = [
    { check: 'proof-well-formed', passed: true },
    { check: 'checkpoint-well-formed', passed: checkpoint !== undefined },
    { check: 'entry-well-formed', passed: entry !== undefined },
    { check: 'entry-in-log', passed: isIncluded(proof, checkpoint) },
    signatureCheck(proof, checkpoint, vkeys),
  ];
  return {
    verified: checks.every(({ passed }) => passed),
    checks,
    index: proof.index,
    ...(entry === undefined ? {} : { entry }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
  };
}

function entryOf({ extra }: TlogProof): LogEntry | undefined {
  try {
    return extra === undefined ? undefined : parseEntry(extra);
  } catch (error) {
    if (error instanceof InvalidEntryError) {
      return undefined;
    }
    throw error;
  }
}

function isIncluded({ extra, index, path }: TlogProof, checkpoint: Checkpoint | undefined): boolean {
  return (
    extra !== undefined &&
    checkpoint !== undefined &&
    verifyInclusion(leafHash(extra), index, checkpoint.size, path, checkpoint.root)
  );
}

function signatureCheck({ checkpoint: note }: TlogProof, checkpoint: Checkpoint | undefined, vkeys: readonly string[]): Check {
  const verifiers = vkeys.map(parseVkey).filter((verifier): verifier is Verifier => verifier?.name === checkpoint?.origin);
  if (verifiers.length === 0) {
    return { check: 'checkpoint-signed', passed: false, fault: 'no-key' };
  }
  const opened = openNote(note, verifiers);
  return typeof opened === 'string'
    ? { check: 'checkpoint-signed', passed: false, fault: opened }
    : { check: 'checkpoint-signed', passed: true };
}
