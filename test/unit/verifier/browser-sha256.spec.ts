import { createHash, randomBytes } from 'node:crypto';
import { sha256 } from '../../../src/verifier/browser/sha256.js';

// What verify.html hashes with must be SHA-256 for every length: around the block, the padding and its own desk.

const reference = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('it agrees with node:crypto at every length up to four blocks', () => {
  for (let length = 0; length <= 260; length += 1) {
    const bytes = randomBytes(length);
    expect([length, hex(sha256(bytes))]).toEqual([length, reference(bytes)]);
  }
});

test.each([65_535, 65_536, 66_000, 66_048, 66_049, 1_000_000])('it agrees at %i bytes, also in parts', (length) => {
  const bytes = randomBytes(length);
  expect(hex(sha256(bytes))).toBe(reference(bytes));
  expect(hex(sha256(bytes.subarray(0, 1), bytes.subarray(1, 700), bytes.subarray(700)))).toBe(reference(bytes));
});

test('a digest stays what it was when the next one is made', () => {
  const first = sha256(Buffer.from('first'));
  sha256(Buffer.from('second'));
  expect(hex(first)).toBe(reference(Buffer.from('first')));
});
