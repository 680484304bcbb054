import { crc32 as zlibCrc32 } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { linesOf, type BundleFiles } from '../../../../src/domain/evidence/bundle-files.js';
import { crc32 } from '../../../../src/domain/evidence/crc32.js';
import { formatProofLine, parseProofLine } from '../../../../src/domain/evidence/proof-lines.js';

// What every byte of a bundle goes through is written for speed; here it is held against the plain way.

test('the check sum is that of zlib, at every length and place, in one piece and in two', () => {
  for (let length = 0; length < 70; length += 1) {
    const bytes = randomBytes(length + 3).subarray(3);
    const cut = length >> 1;
    expect([length, crc32(bytes)]).toEqual([length, zlibCrc32(bytes)]);
    expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(zlibCrc32(bytes));
  }
});

const filesOf = (chunks: readonly Uint8Array[]): BundleFiles => ({
  names: ['lines'],
  size: () => undefined,
  open: async function* () {
    await Promise.resolve();
    yield* chunks;
  },
});

async function read(chunks: readonly Uint8Array[], limit = 100) {
  const lines: [string, string | undefined][] = [];
  for await (const some of linesOf(filesOf(chunks), 'lines', limit)) {
    lines.push(...some.map(({ bytes, text }): [string, string | undefined] => [Buffer.from(bytes).toString(), text]));
  }
  return lines;
}

test('lines are the same wherever the file is cut', async () => {
  const whole = Buffer.from('one\n\ntwo and more\nthree\n');
  for (let a = 0; a <= whole.length; a += 1) {
    for (let b = a; b <= whole.length; b += 1) {
      const lines = await read([whole.subarray(0, a), whole.subarray(a, b), whole.subarray(b)]);
      expect([a, b, lines.map(([text]) => text)]).toEqual([a, b, ['one', '', 'two and more', 'three']]);
      expect(lines.every(([bytes, text]) => bytes === text)).toBe(true);
    }
  }
});

test('the text of what is not ASCII is left to whoever reads it', async () => {
  expect(await read([Buffer.from('eins\nzwölf\n')])).toEqual([
    ['eins', undefined],
    ['zwölf', undefined],
  ]);
});

test.each([
  ['without a newline at the end', ['one\ntwo']],
  ['longer than allowed', [`${'x'.repeat(101)}\n`]],
  ['longer than allowed, in parts', ['x'.repeat(60), 'x'.repeat(60), '\n']],
])('a file %s is damaged', async (_, chunks) => {
  await expect(read(chunks.map((text) => Buffer.from(text)))).rejects.toMatchObject({ fault: 'damaged' });
});

describe('a line of proofs', () => {
  const path = [randomBytes(32), randomBytes(32), randomBytes(32)];
  const line = formatProofLine({ index: 7, path });

  test.each([0, 1, 2, 3])('with %i hashes is read as it was written', (count) => {
    const read_ = parseProofLine(formatProofLine({ index: 12, path: path.slice(0, count) }));
    expect(read_?.index).toBe(12);
    expect(read_?.path.map((hash) => Buffer.from(hash).toString('hex'))).toEqual(
      path.slice(0, count).map((hash) => hash.toString('hex')),
    );
  });

  test('has one spelling: whatever one letter more, less or other makes of it is none, or says something else', () => {
    for (let at = 0; at <= line.length; at += 1) {
      const others = [
        line.slice(0, at) + line.slice(at + 1),
        ...['"', ',', ' ', 'A', '=', '0', ']'].map((letter) => line.slice(0, at) + letter + line.slice(at)),
      ];
      for (const other of others.filter((one) => one !== line)) {
        const read_ = parseProofLine(other);
        expect([other, read_ === undefined || formatProofLine(read_) === other]).toEqual([other, true]);
      }
    }
  });

  test('has at most 64 hashes', () => {
    const many = (count: number) =>
      formatProofLine({ index: 1, path: Array.from({ length: count }, () => path[0] as Uint8Array) });
    expect(parseProofLine(many(64))).toBeDefined();
    expect(parseProofLine(many(65))).toBeUndefined();
  });
});
