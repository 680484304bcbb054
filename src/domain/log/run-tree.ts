import { sameBytes } from './encoding.js';
import { HASH_BYTES, isPowerOfTwo, levelOf, nodeHash, splitOf } from './merkle.js';

/**
 * Hashes neighbouring leaves into the subtrees that lie wholly among them, one leaf at a time: a million entries leave
 * some forty hashes.
 */
export class RunTree {
  private readonly nodes: { readonly level: number; readonly index: number; readonly hash: Uint8Array }[] = [];
  private next: number;

  constructor(readonly first: number) {
    this.next = first;
  }

  get count(): number {
    return this.next - this.first;
  }

  /** @param onNode is told each node that becomes complete, the leaf included */
  add(leaf: Uint8Array, onNode?: (level: number, index: number, hash: Uint8Array) => void): void {
    let [level, index, hash] = [0, this.next, leaf];
    this.next += 1;
    onNode?.(level, index, hash);
    // A right child completes its parent, if the left one is ours as well.
    for (let left = this.nodes.at(-1); index % 2 === 1 && left?.level === level; left = this.nodes.at(-1)) {
      this.nodes.pop();
      [level, index, hash] = [level + 1, (index - 1) / 2, nodeHash(left.hash, hash)];
      onNode?.(level, index, hash);
    }
    this.nodes.push({ level, index, hash });
  }

  /** Root of the tree of these leaves alone, where they are all of it; undefined where others stand before them. */
  root(): Uint8Array | undefined {
    const [last, ...before] = [...this.nodes].reverse();
    return this.first === 0 && last !== undefined
      ? before.reduce((right, { hash }) => nodeHash(hash, right), last.hash)
      : undefined;
  }

  /**
   * Whether these leaves stand in the tree of `size` leaves with this root. The proofs of the first and of the last
   * leaf bring the hashes to their left and to their right.
   */
  isIn(size: number, root: Uint8Array, firstPath: readonly Uint8Array[], lastPath: readonly Uint8Array[]): boolean {
    if (
      this.count === 0 ||
      this.next > size ||
      ![...firstPath, ...lastPath].every(({ length }) => length === HASH_BYTES)
    ) {
      return false;
    }
    const known = new Map(this.nodes.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
    /** Hash over the leaves [from, to); `depth` edges below the root. */
    const hashOf = (from: number, to: number, depth: number): Uint8Array | undefined => {
      if (to <= this.first) {
        return firstPath[firstPath.length - depth];
      }
      if (from >= this.next) {
        return lastPath[lastPath.length - depth];
      }
      const node = isPowerOfTwo(to - from) ? known.get(`${levelOf(to - from)}/${from / (to - from)}`) : undefined;
      if (node !== undefined || to - from === 1) {
        return node;
      }
      const middle = from + splitOf(to - from);
      const left = hashOf(from, middle, depth + 1);
      const right = hashOf(middle, to, depth + 1);
      return left === undefined || right === undefined ? undefined : nodeHash(left, right);
    };
    const computed = hashOf(0, size, 0);
    return computed !== undefined && sameBytes(computed, root);
  }
}
