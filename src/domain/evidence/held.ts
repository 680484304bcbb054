import { parseCheckpoint, type Checkpoint } from '../log/checkpoint.js';
import { sameBytes } from '../log/encoding.js';
import { leafHash, verifyInclusion } from '../log/merkle.js';
import { parseOrigin } from '../log/origin.js';
import { parseProof } from '../log/tlog-proof.js';

/** What somebody holds of a log: checkpoints of one history, and entries at their places in it. */
export interface Held {
  readonly notes: readonly string[];
  /** Leaf hashes by index. */
  readonly leaves: ReadonlyMap<number, Uint8Array>;
}

/** Of a receipt, or of a checkpoint alone; undefined when it is none, or does not hold in itself. */
export function heldBy(text: string): Held | undefined {
  const alone = parseCheckpoint(text);
  if (alone !== undefined) {
    return { notes: [text], leaves: new Map() };
  }
  const proof = parseProof(text);
  const checkpoint = proof && parseCheckpoint(proof.checkpoint);
  if (proof?.extra === undefined || checkpoint === undefined) {
    return undefined;
  }
  const leaf = leafHash(proof.extra);
  return verifyInclusion(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)
    ? { notes: [proof.checkpoint], leaves: new Map([[proof.index, leaf]]) }
    : undefined;
}

/**
 * `forked`: two histories under one name, which is proof that whoever signs has shown two of them. `agrees`: the same
 * checkpoint, or the same entry at the same place. `unlinked`: nothing that both hold.
 */
export type Comparison = 'agrees' | 'forked' | 'unlinked' | 'other-log';

/** @param roots of the other side, by size; where an epoch gave the log a new name, its past is the same */
export function compareHeld(
  held: Held,
  {
    log,
    roots,
    leaves,
  }: { readonly log: string; readonly roots: ReadonlyMap<number, Uint8Array>; readonly leaves: Held['leaves'] },
): Comparison {
  const checkpoints = held.notes.map((note) => parseCheckpoint(note)).filter((one) => one !== undefined);
  if (checkpoints.some(({ origin }) => parseOrigin(origin).log !== log)) {
    return 'other-log';
  }
  const pairs = [
    ...checkpoints.flatMap(({ size, root }) => pairOf(root, roots.get(size))),
    ...[...held.leaves].flatMap(([index, leaf]) => pairOf(leaf, leaves.get(index))),
  ];
  return pairs.includes(false) ? 'forked' : pairs.includes(true) ? 'agrees' : 'unlinked';
}

function pairOf(one: Uint8Array, other: Uint8Array | undefined): readonly boolean[] {
  return other === undefined ? [] : [sameBytes(one, other)];
}

/** By size. */
export function rootsOf(checkpoints: readonly Checkpoint[]): ReadonlyMap<number, Uint8Array> {
  return new Map(checkpoints.map(({ size, root }) => [size, root]));
}
