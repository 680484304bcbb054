// C2SP tlog-witness v1.0.0, add-checkpoint: what a witness answers a log that asks for its cosignature.

import { parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { parseConsistency } from './consistency-file.js';
import { sameBytes } from './encoding.js';
import { EMPTY_ROOT, verifyConsistency } from './merkle.js';
import { claimsOf, holds, parseNote, type Verifier } from './signed-note.js';

export type WitnessAnswer =
  /** Cosign it, once it is recorded that nothing smaller has been seen meanwhile. */
  | { readonly status: 200; readonly old: number; readonly checkpoint: Checkpoint; readonly text: string }
  /** The log's old size is not what was last seen: this is. */
  | { readonly status: 409; readonly size: number }
  /** 400 not understood, 403 not signed by the log, 404 unknown log, 422 not a continuation. */
  | { readonly status: 400 | 403 | 404 | 422 };

/** @param seen the largest checkpoint cosigned of a log; undefined for none */
export function answerAddCheckpoint(
  body: string,
  logs: readonly Verifier[],
  seen: (origin: string) => Checkpoint | undefined,
): WitnessAnswer {
  const asked = parseConsistency(body);
  const note = asked && parseNote(asked.checkpoint);
  const checkpoint = asked && parseCheckpoint(asked.checkpoint);
  if (asked === undefined || note === undefined || checkpoint === undefined) {
    return { status: 400 };
  }
  const keys = logs.filter(({ name }) => name === checkpoint.origin);
  if (keys.length === 0) {
    return { status: 404 };
  }
  const claims = claimsOf(note, keys);
  if (claims.length === 0 || !claims.every(holds)) {
    return { status: 403 };
  }
  if (asked.old > checkpoint.size) {
    return { status: 400 };
  }
  const known = seen(checkpoint.origin);
  if (asked.old !== (known?.size ?? 0)) {
    return { status: 409, size: known?.size ?? 0 };
  }
  return isContinuation(asked.old, asked.path, known, checkpoint)
    ? { status: 200, old: asked.old, checkpoint, text: note.text }
    : { status: 422 };
}

/** Size 0 has no proof and needs none; everything else is RFC 9162 s2.1.4.2. */
function isContinuation(
  old: number,
  path: readonly Uint8Array[],
  known: Checkpoint | undefined,
  { size, root }: Checkpoint,
): boolean {
  if (old === 0) {
    // Of nothing there is one root only.
    return path.length === 0 && (size > 0 || sameBytes(root, EMPTY_ROOT));
  }
  if (known === undefined) {
    return false;
  }
  return old === size
    ? path.length === 0 && sameBytes(known.root, root)
    : verifyConsistency(old, size, path, known.root, root);
}
