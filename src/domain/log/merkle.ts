// RFC 6962 s2.1 (= RFC 9162 s2.1) with SHA-256. Sizes and indexes are safe integers, up to 2^53 - 1 (the RFC allows
// 2^64 - 1). A tree of size 0 has a root and no proofs, so callers treat it before they ask for one.

import { sameBytes } from './encoding.js';
import { sha256 } from './sha256.js';

export const HASH_BYTES = 32;

const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);

/** The hash of a tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT = sha256();

export function leafHash(bytes: Uint8Array): Uint8Array {
  return sha256(LEAF_PREFIX, bytes);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE_PREFIX, left, right);
}

/** Hash of the complete subtree that covers the leaves [index · 2^level, (index + 1) · 2^level). */
export type ReadNode = (level: number, index: number) => Uint8Array;

/** The root over `size` leaves, from its complete subtrees. */
export function rootOf(size: number, readNode: ReadNode): Uint8Array {
  if (!isIndex(size)) {
    throw new RangeError('no size of a tree');
  }
  return size === 0 ? EMPTY_ROOT : rangeHash(0, size, readNode);
}

/** MTH over leaf hashes that are all at hand. */
export function rootOfLeaves(leaves: readonly Uint8Array[]): Uint8Array {
  return rootOf(leaves.length, nodesOver(leaves));
}

/** Reads the nodes of a tree whose leaf hashes are all at hand: for small trees, an evidence bundle's for one. */
export function nodesOver(leaves: readonly Uint8Array[]): ReadNode {
  const read: ReadNode = (level, index) => {
    if (level > 0) {
      return nodeHash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1));
    }
    const leaf = leaves[index];
    if (leaf === undefined) {
      throw new RangeError('no such leaf in this tree');
    }
    return leaf;
  };
  return read;
}

/** PATH(index, D[size]): from the leaf's sibling up to the child of the root. */
export function inclusionPath(index: number, size: number, readNode: ReadNode): Uint8Array[] {
  if (!isIndex(index) || !isIndex(size) || index >= size) {
    throw new RangeError('no such leaf in this tree');
  }
  return pathIn(index, 0, size, readNode);
}

function pathIn(index: number, from: number, to: number, readNode: ReadNode): Uint8Array[] {
  if (to - from === 1) {
    return [];
  }
  const middle = from + splitOf(to - from);
  return index < middle
    ? [...pathIn(index, from, middle, readNode), rangeHash(middle, to, readNode)]
    : [...pathIn(index, middle, to, readNode), rangeHash(from, middle, readNode)];
}

/** PROOF(older, D[newer]): that the tree of size `older` is the beginning of that of size `newer`. */
export function consistencyPath(older: number, newer: number, readNode: ReadNode): Uint8Array[] {
  if (!isIndex(older) || !isIndex(newer) || older === 0 || older > newer) {
    throw new RangeError('no consistency proof between these sizes');
  }
  return older === newer ? [] : subproof(older, 0, newer, true, readNode);
}

/** SUBPROOF of RFC 6962 s2.1.2; `whole`: the old tree is a complete part of it, whose hash the verifier knows. */
function subproof(older: number, from: number, to: number, whole: boolean, readNode: ReadNode): Uint8Array[] {
  const size = to - from;
  if (older === size) {
    return whole ? [] : [rangeHash(from, to, readNode)];
  }
  const split = splitOf(size);
  return older <= split
    ? [...subproof(older, from, from + split, whole, readNode), rangeHash(from + split, to, readNode)]
    : [...subproof(older - split, from + split, to, false, readNode), rangeHash(from, from + split, readNode)];
}

/**
 * RFC 9162 s2.1.3.2. False for anything that does not lead from this leaf to this root.
 * @param nodes of the same tree, to hash no pair of children twice where many proofs are checked
 */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
  nodes = new HashedNodes(),
): boolean {
  if (!isIndex(index) || !isIndex(size) || index >= size || !isHash(leaf) || !isHash(root) || !path.every(isHash)) {
    return false;
  }
  let at = index;
  let last = size - 1;
  let level = 0;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) {
      return false;
    }
    if (at === last) {
      // Nothing stands to its right: it has a sibling only where it is a right child.
      while (!isOdd(at)) {
        [at, last, level] = [half(at), half(last), level + 1];
      }
    }
    const isRight = isOdd(at);
    [at, last, level] = [half(at), half(last), level + 1];
    hash = isRight ? nodes.hash(level, at, sibling, hash) : nodes.hash(level, at, hash, sibling);
  }
  return last === 0 && sameBytes(hash, root);
}

interface HashedNode {
  readonly left: Uint8Array;
  readonly right: Uint8Array;
  readonly hash: Uint8Array;
}

/**
 * Inner nodes of a tree that have been hashed. Proofs of one tree share most of their way to the root; that way is hashed
 * once and only compared by those that come later. Other children at the same place are hashed for themselves, so that
 * nothing is believed that was not computed.
 */
export class HashedNodes {
  private readonly levels: Map<number, HashedNode>[] = [];

  /** @param level of the node: its children are one lower; @param index of the node among those of its level */
  hash(level: number, index: number, left: Uint8Array, right: Uint8Array): Uint8Array {
    const nodes = (this.levels[level] ??= new Map<number, HashedNode>());
    const known = nodes.get(index);
    if (known !== undefined && sameBytes(known.left, left) && sameBytes(known.right, right)) {
      return known.hash;
    }
    const hash = nodeHash(left, right);
    if (known === undefined) {
      nodes.set(index, { left, right, hash });
    }
    return hash;
  }
}

/** RFC 9162 s2.1.4.2, for 1 ≤ older ≤ newer. */
export function verifyConsistency(
  older: number,
  newer: number,
  path: readonly Uint8Array[],
  olderRoot: Uint8Array,
  newerRoot: Uint8Array,
): boolean {
  if (
    !isIndex(older) ||
    !isIndex(newer) ||
    older === 0 ||
    older > newer ||
    ![olderRoot, newerRoot, ...path].every(isHash)
  ) {
    return false;
  }
  if (older === newer) {
    return path.length === 0 && sameBytes(olderRoot, newerRoot);
  }
  const [first, ...rest] = isPowerOfTwo(older) ? [olderRoot, ...path] : path;
  if (first === undefined) {
    return false;
  }
  let at = older - 1;
  let last = newer - 1;
  while (isOdd(at)) {
    [at, last] = [half(at), half(last)];
  }
  let oldHash = first;
  let newHash = first;
  for (const sibling of rest) {
    if (last === 0) {
      return false;
    }
    if (isOdd(at) || at === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (!isOdd(at) && at !== 0) {
        [at, last] = [half(at), half(last)];
      }
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && sameBytes(oldHash, olderRoot) && sameBytes(newHash, newerRoot);
}

/** Hash over the leaves [from, to); `from` is always a multiple of the largest power of two the range needs. */
function rangeHash(from: number, to: number, readNode: ReadNode): Uint8Array {
  const size = to - from;
  if (isPowerOfTwo(size)) {
    return readNode(levelOf(size), from / size);
  }
  const middle = from + splitOf(size);
  return nodeHash(rangeHash(from, middle, readNode), rangeHash(middle, to, readNode));
}

// By doubling: Math.log2 rounds, so that 2^53 - 1 would pass for a power of two.

/** Largest power of two strictly below `size`, for size > 1. */
export function splitOf(size: number): number {
  let power = 1;
  while (power * 2 < size) {
    power *= 2;
  }
  return power;
}

export function isPowerOfTwo(size: number): boolean {
  return size === 1 || splitOf(size) * 2 === size;
}

/** Height of the complete subtree with `size` leaves. */
export function levelOf(size: number): number {
  let level = 0;
  while (2 ** level < size) {
    level += 1;
  }
  return level;
}

// Bit operations of JavaScript end at 32 bits; these do not.
function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === HASH_BYTES;
}
