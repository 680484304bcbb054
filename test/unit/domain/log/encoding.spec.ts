import { randomBytes } from 'node:crypto';
import { decodeBase64, encodeBase64, sameBytes } from '../../../../src/domain/log/encoding.js';

test('base64 is read back at every length', () => {
  for (let length = 0; length < 100; length += 1) {
    const bytes = randomBytes(length);
    const text = bytes.toString('base64');
    expect(encodeBase64(bytes)).toBe(text);
    expect(Buffer.from(decodeBase64(text) ?? Buffer.from('other')).equals(bytes)).toBe(true);
  }
});

test('of one, two and three letters nothing but the spelling that encoding gives is read', () => {
  const letters = ['A', 'B', 'Q', 'g', 'w', '/', '+', '-', '_', '=', ' ', '\n', 'ä', '\u{1F600}', '\u0000'];
  for (const a of letters) {
    for (const b of letters) {
      for (const c of letters) {
        for (const text of [a, a + b, `${a}${b}${c}`, `${a}${b}${c}=`, `${a}${b}==`, `${a}===`, `AAAA${a}${b}${c}A`]) {
          const bytes = decodeBase64(text);
          const isRight = Buffer.from(text, 'base64').toString('base64') === text;
          expect([text, bytes !== undefined]).toEqual([text, isRight]);
        }
      }
    }
  }
});

test('bytes are the same only when all of them are', () => {
  const bytes = randomBytes(33);
  const other = Buffer.from(bytes);
  expect(sameBytes(bytes, other)).toBe(true);
  for (let at = 0; at < 33; at += 1) {
    other[at] = (other[at] ?? 0) ^ 1;
    expect(sameBytes(bytes, other)).toBe(false);
    other[at] = (other[at] ?? 0) ^ 1;
  }
  expect(sameBytes(bytes, bytes.subarray(0, 32))).toBe(false);
  expect(sameBytes(bytes.subarray(0, 32), bytes)).toBe(false);
  expect(sameBytes(new Uint8Array(), new Uint8Array())).toBe(true);
});
