import { pad, paddedLength, unpad } from '../../../../src/platform/vault/padding.js';

test.each([
  [0, 256],
  [1, 256],
  [256, 256],
  [257, 272],
  [1000, 1024],
  [1025, 1088],
  [10_000, 10_240],
  [1_000_000, 1_015_808],
])('%d bytes look like %d', (length, expected) => {
  expect(paddedLength(length)).toBe(expected);
});

test('padding grows with the content and costs at most 12 % beyond the smallest size', () => {
  const wrong = Array.from({ length: 100_000 }, (_, index) => 257 + index).filter((length) => {
    const padded = paddedLength(length);
    return padded < length || padded < paddedLength(length - 1) || padded > length * 1.12;
  });
  expect(wrong).toEqual([]);
});

test('all short texts have one length', () => {
  expect(new Set(Array.from({ length: 256 }, (_, length) => pad(Buffer.alloc(length, 0x41)).length))).toEqual(
    new Set([256]),
  );
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['zeros only', Buffer.alloc(16)],
  ['something after the mark', Buffer.from('4180000100', 'hex')],
])('%s is not padded content', (_what, bytes) => {
  expect(unpad(bytes)).toBeUndefined();
});
