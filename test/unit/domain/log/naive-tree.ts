import { createHash } from 'node:crypto';

// The oracle of these tests: RFC 6962 s2.1 word for word, over all leaves, with none of the code under test.

export function sha(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return hash.digest();
}

/** Leaf hashes of a log whose entries are the decimal numbers. */
export function leafHashes(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => sha(Uint8Array.of(0), Buffer.from(String(index))));
}

export class NaiveTree {
  private readonly known = new Map<string, Uint8Array>();

  constructor(private readonly leaves: readonly Uint8Array[]) {}

  /** MTH(D[from:to]) */
  hash(from: number, to: number): Uint8Array {
    if (to === from) {
      return sha();
    }
    if (to - from === 1) {
      return this.leaves[from] ?? Buffer.from('no such leaf');
    }
    const key = `${from}:${to}`;
    const middle = from + split(to - from);
    const hash = this.known.get(key) ?? sha(Uint8Array.of(1), this.hash(from, middle), this.hash(middle, to));
    this.known.set(key, hash);
    return hash;
  }

  root(size: number): Uint8Array {
    return this.hash(0, size);
  }

  readonly node = (level: number, index: number): Uint8Array => this.hash(index * 2 ** level, (index + 1) * 2 ** level);

  /** PATH(m, D[from:to]) */
  path(m: number, from: number, to: number): Uint8Array[] {
    if (to - from === 1) {
      return [];
    }
    const middle = from + split(to - from);
    return m < middle - from
      ? [...this.path(m, from, middle), this.hash(middle, to)]
      : [...this.path(m - (middle - from), middle, to), this.hash(from, middle)];
  }

  /** PROOF(m, D[n]) */
  proof(m: number, n: number): Uint8Array[] {
    return this.subproof(m, 0, n, true);
  }

  private subproof(m: number, from: number, to: number, whole: boolean): Uint8Array[] {
    if (m === to - from) {
      return whole ? [] : [this.hash(from, to)];
    }
    const middle = from + split(to - from);
    return m <= middle - from
      ? [...this.subproof(m, from, middle, whole), this.hash(middle, to)]
      : [...this.subproof(m - (middle - from), middle, to, false), this.hash(from, middle)];
  }

  /** The bytes of a tile, by the definition of tlog-tiles: MTH(D[(n·256 + i)·256^l : (n·256 + i + 1)·256^l]) for each i. */
  tile(level: number, index: number, size: number): Uint8Array {
    const span = 256 ** level;
    const hashes: Uint8Array[] = [];
    for (let at = index * 256; hashes.length < 256 && (at + 1) * span <= size; at += 1) {
      hashes.push(this.hash(at * span, (at + 1) * span));
    }
    return Buffer.concat(hashes);
  }
}

/** Largest power of two strictly smaller than n. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) {
    k *= 2;
  }
  return k;
}

/** `bytes` with one bit turned over. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = Math.floor(bit / 8) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
