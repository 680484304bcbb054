// SHA-256 (FIPS 180-4) for the browser. WebCrypto has it only asynchronously and a call at a time: a tree over a million
// entries would take a minute. Compared with WebCrypto's before the page verifies anything; signatures are WebCrypto's.

const ROUNDS = 64;
const BLOCK = 64;

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of 8. */
const { constants: K, initial: INITIAL } = constantsOf();

const words = new Int32Array(ROUNDS);

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const message = padded(parts);
  const state = Int32Array.from(INITIAL);
  const view = new DataView(message.buffer);
  for (let at = 0; at < message.length; at += BLOCK) {
    compress(state, view, at);
  }
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  state.forEach((word, index) => out.setInt32(4 * index, word));
  return digest;
}

function padded(parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const message = new Uint8Array((((length + 8) >> 6) + 1) * BLOCK);
  let at = 0;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  message[length] = 0x80;
  new DataView(message.buffer).setBigUint64(message.length - 8, BigInt(length) * 8n);
  return message;
}

function compress(state: Int32Array, view: DataView, from: number): void {
  for (let t = 0; t < 16; t += 1) {
    words[t] = view.getInt32(from + 4 * t);
  }
  for (let t = 16; t < ROUNDS; t += 1) {
    const [w15, w2] = [words[t - 15] ?? 0, words[t - 2] ?? 0];
    const s0 = rotated(w15, 7) ^ rotated(w15, 18) ^ (w15 >>> 3);
    const s1 = rotated(w2, 17) ^ rotated(w2, 19) ^ (w2 >>> 10);
    words[t] = ((words[t - 16] ?? 0) + s0 + (words[t - 7] ?? 0) + s1) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
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
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = ((state[index] ?? 0) + word) | 0;
  });
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
