import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  consistencyPath,
  EMPTY_ROOT,
  inclusionPath,
  leafHash,
  nodeHash,
  nodesOver,
  rootOf,
  rootOfLeaves,
  verifyConsistency,
  verifyInclusion,
} from '../../../../src/domain/log/merkle.js';
import { flipped, hex, leafHashes, NaiveTree } from './naive-tree.js';

interface Vectors {
  readonly leaves: readonly string[];
  readonly roots: readonly string[];
  readonly nodes: Readonly<Record<string, string>>;
  readonly inclusion: readonly { index: number; size: number; path: readonly string[] }[];
  readonly consistency: readonly { older: number; newer: number; path: readonly string[] }[];
  readonly hasher: readonly { leaf?: string; left?: string; right?: string; hash: string }[];
}

const VECTORS = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../vectors/log/rfc6962.json'), 'utf8'),
) as Vectors;
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const LEAVES = VECTORS.leaves.map((leaf) => leafHash(bytes(leaf)));
/** The path with one of its hashes, another one for each proof, put through `change`; none for a path without hashes. */
function changed(path: readonly Uint8Array[], at: number, change: (hash: Uint8Array) => Uint8Array[]): Uint8Array[][] {
  const step = at % path.length;
  return path.length === 0 ? [] : [path.flatMap((hash, other) => (other === step ? change(hash) : [hash]))];
}

const node = (name: string) => bytes(VECTORS.nodes[name] ?? '');

describe('the vectors of RFC 6962', () => {
  test.each(VECTORS.hasher)('hash to $hash', ({ leaf, left, right, hash }) => {
    const hashed = leaf === undefined ? nodeHash(bytes(left ?? ''), bytes(right ?? '')) : leafHash(bytes(leaf));
    expect(hex(hashed)).toBe(hash);
  });

  test.each(VECTORS.roots.map((root, size) => ({ size, root })))('the root of $size leaves', ({ size, root }) => {
    expect(hex(rootOfLeaves(LEAVES.slice(0, size)))).toBe(root);
  });

  test.each(Object.entries(VECTORS.nodes))('the node %s', (name, hash) => {
    const [level = 0, index = 0] = name.split('.').map(Number);
    expect(hex(nodesOver(LEAVES)(level, index))).toBe(hash);
  });

  test.each(VECTORS.inclusion)('the inclusion of $index in $size', ({ index, size, path }) => {
    const proof = inclusionPath(index, size, nodesOver(LEAVES));
    expect(proof.map(hex)).toEqual(path.map((name) => VECTORS.nodes[name]));
    expect(verifyInclusion(node(`0.${index}`), index, size, proof, bytes(VECTORS.roots[size] ?? ''))).toBe(true);
  });

  test.each(VECTORS.consistency)('the consistency of $older with $newer', ({ older, newer, path }) => {
    const proof = consistencyPath(older, newer, nodesOver(LEAVES));
    const [olderRoot, newerRoot] = [VECTORS.roots[older] ?? '', VECTORS.roots[newer] ?? ''].map(bytes);
    expect(proof.map(hex)).toEqual(path.map((name) => VECTORS.nodes[name]));
    expect(verifyConsistency(older, newer, proof, olderRoot ?? EMPTY_ROOT, newerRoot ?? EMPTY_ROOT)).toBe(true);
  });

  test('a leaf without bytes is not the empty tree', () => {
    expect(hex(leafHash(new Uint8Array()))).not.toBe(hex(EMPTY_ROOT));
    expect(hex(rootOfLeaves([]))).toBe(hex(EMPTY_ROOT));
  });

  test('a leaf that looks like a node hashes otherwise: second preimages are told apart by the prefix', () => {
    const [left, right] = [node('0.0'), node('0.1')];
    expect(hex(leafHash(Buffer.concat([left, right])))).not.toBe(hex(nodeHash(left, right)));
  });
});

describe('inclusion, for every leaf of every tree up to 100 leaves', () => {
  const size = 100;
  const leaves = leafHashes(size);
  const tree = new NaiveTree(leaves);
  const all = Array.from({ length: size }, (_, n) => n + 1).flatMap((n) =>
    Array.from({ length: n }, (_, index) => ({ index, n })),
  );
  const proven = all.map(({ index, n }) => ({
    ...{ index, n, path: inclusionPath(index, n, tree.node) },
    ...{ leaf: leaves[index] ?? EMPTY_ROOT, root: tree.root(n) },
  }));

  test('the path is the one of RFC 6962 s2.1.1, and leads to the root', () => {
    const wrong = proven.filter(
      ({ index, n, path, leaf, root }) =>
        path.map(hex).join() !== tree.path(index, 0, n).map(hex).join() || !verifyInclusion(leaf, index, n, path, root),
    );
    expect(wrong).toEqual([]);
    expect(proven).toHaveLength(5050);
  });

  test('one bit turned over in leaf, path or root, and nothing is proven', () => {
    const fooled = proven.filter(({ index, n, path, leaf, root }, at) => {
      const turned = changed(path, at, (hash) => [flipped(hash, at)]);
      return (
        verifyInclusion(flipped(leaf, at), index, n, path, root) ||
        verifyInclusion(leaf, index, n, path, flipped(root, at)) ||
        turned.some((other) => verifyInclusion(leaf, index, n, other, root))
      );
    });
    expect(fooled).toEqual([]);
  });

  test('a hash left out, one too many or one of another length, and nothing is proven', () => {
    const fooled = proven.filter(({ index, n, path, leaf, root }, at) =>
      [
        ...changed(path, at, () => []),
        [...path, root],
        [root, ...path],
        ...changed(path, at, (hash) => [hash.subarray(1)]),
      ].some((other) => verifyInclusion(leaf, index, n, other, root)),
    );
    expect(fooled).toEqual([]);
  });

  test('a proof holds for its own place only', () => {
    const fooled = proven.filter(({ index, n, path, leaf, root }) =>
      [index - 1, index + 1, n, n + index, -1, index + 0.5].some((other) =>
        verifyInclusion(leaf, other, n, path, root),
      ),
    );
    expect(fooled).toEqual([]);
  });

  test('bytes cannot be moved between a leaf and its sibling', () => {
    const [left = EMPTY_ROOT, right = EMPTY_ROOT] = leaves;
    const longer = Buffer.concat([left, right.subarray(0, 1)]);
    expect(verifyInclusion(left, 0, 2, [right], tree.root(2))).toBe(true);
    expect(verifyInclusion(longer, 0, 2, [right.subarray(1)], tree.root(2))).toBe(false);
    expect(verifyInclusion(left.subarray(1), 0, 1, [], left.subarray(1))).toBe(false);
  });

  test('a leaf behind the end of the tree has no path', () => {
    expect(() => inclusionPath(3, 3, tree.node)).toThrow(RangeError);
    expect(() => inclusionPath(-1, 3, tree.node)).toThrow(RangeError);
    expect(() => inclusionPath(0, 2 ** 53, tree.node)).toThrow(RangeError);
  });
});

describe('consistency, for all pairs of sizes up to 64', () => {
  const tree = new NaiveTree(leafHashes(64));
  const all = Array.from({ length: 64 }, (_, n) => n + 1).flatMap((newer) =>
    Array.from({ length: newer }, (_, m) => ({ older: m + 1, newer })),
  );
  const proven = all.map(({ older, newer }) => ({
    ...{ older, newer, path: consistencyPath(older, newer, tree.node) },
    ...{ olderRoot: tree.root(older), newerRoot: tree.root(newer) },
  }));

  test('the path is the one of RFC 6962 s2.1.2, and leads to both roots', () => {
    const wrong = proven.filter(
      ({ older, newer, path, olderRoot, newerRoot }) =>
        path.map(hex).join() !== tree.proof(older, newer).map(hex).join() ||
        !verifyConsistency(older, newer, path, olderRoot, newerRoot),
    );
    expect(wrong).toEqual([]);
    expect(proven).toHaveLength(2080);
  });

  test('one bit turned over in the path or in a root, and nothing is proven', () => {
    const fooled = proven.filter(({ older, newer, path, olderRoot, newerRoot }, at) => {
      const turned = changed(path, at, (hash) => [flipped(hash, at)]);
      return (
        verifyConsistency(older, newer, path, flipped(olderRoot, at), newerRoot) ||
        verifyConsistency(older, newer, path, olderRoot, flipped(newerRoot, at)) ||
        turned.some((other) => verifyConsistency(older, newer, other, olderRoot, newerRoot))
      );
    });
    expect(fooled).toEqual([]);
  });

  test('a hash left out, one too many or one of another length, and nothing is proven', () => {
    const fooled = proven.filter(({ older, newer, path, olderRoot, newerRoot }, at) =>
      [
        ...changed(path, at, () => []),
        [...path, newerRoot],
        [newerRoot, ...path],
        ...changed(path, at, (hash) => [hash.subarray(1)]),
      ].some((other) => verifyConsistency(older, newer, other, olderRoot, newerRoot)),
    );
    expect(fooled).toEqual([]);
  });

  test('two roots of one size are a fork, with whatever path', () => {
    const [root, other] = [tree.root(7), tree.root(8)];
    expect(verifyConsistency(7, 7, [], root, root)).toBe(true);
    expect(verifyConsistency(7, 7, [], root, other)).toBe(false);
    expect(verifyConsistency(7, 7, [other], root, root)).toBe(false);
  });

  test('bytes cannot be moved between an older root and the path', () => {
    const [left, right] = [tree.hash(0, 1), tree.hash(1, 2)];
    const longer = Buffer.concat([left, right.subarray(0, 1)]);
    expect(verifyConsistency(1, 2, [right], left, tree.root(2))).toBe(true);
    expect(verifyConsistency(1, 2, [right.subarray(1)], longer, tree.root(2))).toBe(false);
  });

  test('a size of 0 has no proof, and neither has a tree that shrinks', () => {
    expect(verifyConsistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)).toBe(false);
    expect(verifyConsistency(0, 7, [], EMPTY_ROOT, tree.root(7))).toBe(false);
    expect(verifyConsistency(8, 7, [], tree.root(8), tree.root(7))).toBe(false);
    expect(() => consistencyPath(0, 7, tree.node)).toThrow(RangeError);
    expect(() => consistencyPath(8, 7, tree.node)).toThrow(RangeError);
  });
});

describe('sizes as large as they may be', () => {
  // Every complete subtree hashes as if all leaves were the same, so that a tree of 2^53 - 1 leaves can be proven.
  const levels: Uint8Array[] = [leafHash(Uint8Array.of(7))];
  for (let level = 0; level < 53; level += 1) {
    const below = levels[level] ?? EMPTY_ROOT;
    levels.push(nodeHash(below, below));
  }
  const same = (level: number) => levels[level] ?? EMPTY_ROOT;
  const most = Number.MAX_SAFE_INTEGER;

  test.each([
    { index: 0, size: most },
    { index: most - 1, size: most },
    { index: 2 ** 52, size: most },
    { index: 2 ** 40 + 1, size: 2 ** 49 - 1 },
    { index: 2 ** 50 - 1, size: 2 ** 50 },
  ])('leaf $index of $size is proven, and no other size', ({ index, size }) => {
    const path = inclusionPath(index, size, same);
    expect(verifyInclusion(same(0), index, size, path, rootOf(size, same))).toBe(true);
    expect(verifyInclusion(same(0), index, size, path, rootOf(size - 1, same))).toBe(false);
  });

  test.each([
    { older: 2 ** 52, newer: most },
    { older: 2 ** 49 - 1, newer: 2 ** 49 },
    { older: most - 1, newer: most },
  ])('$older is the beginning of $newer', ({ older, newer }) => {
    const path = consistencyPath(older, newer, same);
    expect(verifyConsistency(older, newer, path, rootOf(older, same), rootOf(newer, same))).toBe(true);
    expect(verifyConsistency(older - 1, newer, path, rootOf(older, same), rootOf(newer, same))).toBe(false);
  });
});
