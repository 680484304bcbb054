import fc from 'fast-check';
import { formatEntryBundle, parseEntryBundle } from '../../../../src/domain/log/entry-bundle.js';
import { hex } from './naive-tree.js';

test('each entry stands behind its length, two bytes, the high one first', () => {
  expect(hex(formatEntryBundle([Uint8Array.of(0xaa), new Uint8Array(258)]))).toBe(`0001aa0102${'00'.repeat(258)}`);
});

test('what is written is read again', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 20 });
  fc.assert(
    fc.property(entries, (written) => {
      expect(parseEntryBundle(formatEntryBundle(written))?.map(hex)).toEqual(written.map(hex));
    }),
  );
});

test.each([['00'], ['0001'], ['0002aa'], ['0001aa00']])('a bundle that breaks off is none: %s', (bytes) => {
  expect(parseEntryBundle(Buffer.from(bytes, 'hex'))).toBeUndefined();
});

test('65,535 bytes are the longest entry', () => {
  expect(parseEntryBundle(formatEntryBundle([new Uint8Array(65_535)]))?.[0]).toHaveLength(65_535);
  expect(() => formatEntryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
});
