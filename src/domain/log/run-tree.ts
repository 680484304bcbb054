import { sameBytes } from './encoding.js';
import { HASH_BYTES, HashedNodes, levelOf, nodeHash } from './merkle.js';

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
   * @param nodes of the same tree, to hash no pair of children twice where many runs are checked
   */
  isIn(
    size: number,
    root: Uint8Array,
    firstPath: readonly Uint8Array[],
    lastPath: readonly Uint8Array[],
    nodes = new HashedNodes(),
  ): boolean {
    const isHash = ({ length }: Uint8Array) => length === HASH_BYTES;
    if (this.count === 0 || this.next > size || !firstPath.every(isHash) || !lastPath.every(isHash)) {
      return false;
    }
    /** Hash over the leaves [from, to), a subtree of this level and `depth` edges below the root. */
    const hashOf = (from: number, to: number, level: number, depth: number): Uint8Array | undefined => {
      if (to <= this.first) {
        return firstPath[firstPath.length - depth];
      }
      if (from >= this.next) {
        return lastPath[lastPath.length - depth];
      }
      const width = 2 ** level;
      const index = Math.floor(from / width);
      const node =
        to - from === width ? this.nodes.find((one) => one.level === level && one.index === index) : undefined;
      if (node !== undefined || level === 0) {
        return node?.hash;
      }
      const middle = from + width / 2;
      const left = hashOf(from, middle, level - 1, depth + 1);
      const right = hashOf(middle, to, to === from + width ? level - 1 : levelOf(to - middle), depth + 1);
      return left === undefined || right === undefined ? undefined : nodes.hash(level, index, left, right);
    };
    const computed = hashOf(0, size, levelOf(size), 0);
    return computed !== undefined && sameBytes(computed, root);
  }
}
