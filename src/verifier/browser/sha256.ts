// SHA-256 (FIPS 180-4) for the browser. WebCrypto has it only asynchronously and a call at a time: a tree over a million
// entries would take a minute. Compared with WebCrypto's before the page verifies anything; signatures are WebCrypto's.

const ROUNDS = 64;
const BLOCK = 64;

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of 8. */
const { constants: K, initial: INITIAL } = constantsOf();

const words = new Int32Array(ROUNDS);
const state = new Int32Array(8);
/** Holds the longest entry with its prefix and padding; used within one call and never across two. */
const DESK = new Uint8Array(66_048);

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const end = (((length + 8) >>> 6) + 1) * BLOCK;
  const message = end <= DESK.length ? DESK : new Uint8Array(end);
  let at = 0;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  message.fill(0, length, end);
  message[length] = 0x80;
  // The length in bits, big-endian; a file has fewer than 2^53 of them.
  for (let [place, rest] = [end - 1, length * 8]; rest > 0; place -= 1) {
    message[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  state.set(INITIAL);
  for (let from = 0; from < end; from += BLOCK) {
    compress(message, from);
  }
  const digest = new Uint8Array(32);
  for (let index = 0; index < 8; index += 1) {
    const word = state[index] ?? 0;
    digest[4 * index] = word >>> 24;
    digest[4 * index + 1] = word >>> 16;
    digest[4 * index + 2] = word >>> 8;
    digest[4 * index + 3] = word;
  }
  return digest;
}

// Without destructuring and closures in the loops: each block is compressed in half a microsecond instead of eight.
function compress(message: Uint8Array, from: number): void {
  for (let t = 0; t < 16; t += 1) {
    const at = from + 4 * t;
    words[t] =
      ((message[at] ?? 0) << 24) |
      ((message[at + 1] ?? 0) << 16) |
      ((message[at + 2] ?? 0) << 8) |
      (message[at + 3] ?? 0);
  }
  for (let t = 16; t < ROUNDS; t += 1) {
    const w15 = words[t - 15] ?? 0;
    const w2 = words[t - 2] ?? 0;
    const s0 = rotated(w15, 7) ^ rotated(w15, 18) ^ (w15 >>> 3);
    const s1 = rotated(w2, 17) ^ rotated(w2, 19) ^ (w2 >>> 10);
    words[t] = ((words[t - 16] ?? 0) + s0 + (words[t - 7] ?? 0) + s1) | 0;
  }
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let t = 0; t < ROUNDS; t += 1) {
    const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[t] ?? 0) + (words[t] ?? 0)) | 0;
    const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = ((state[0] ?? 0) + a) | 0;
  state[1] = ((state[1] ?? 0) + b) | 0;
  state[2] = ((state[2] ?? 0) + c) | 0;
  state[3] = ((state[3] ?? 0) + d) | 0;
  state[4] = ((state[4] ?? 0) + e) | 0;
  state[5] = ((state[5] ?? 0) + f) | 0;
  state[6] = ((state[6] ?? 0) + g) | 0;
  state[7] = ((state[7] ?? 0) + h) | 0;
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function constantsOf(): { readonly constants: Int32Array; readonly initial: Int32Array } {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < ROUNDS; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) {
      primes.push(candidate);
    }
  }
  return {
    constants: Int32Array.from(primes, (prime) => fractionBits(Math.cbrt(prime))),
    initial: Int32Array.from(primes.slice(0, 8), (prime) => fractionBits(Math.sqrt(prime))),
  };
}

function fractionBits(value: number): number {
  return ((value - Math.floor(value)) * 2 ** 32) | 0;
}
