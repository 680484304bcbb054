import fc from 'fast-check';
import { formatProof, parseProof } from '../../../../src/domain/log/tlog-proof.js';
import { leafHashes } from './naive-tree.js';

const [A = new Uint8Array(32), B = new Uint8Array(32)] = leafHashes(2).map((hash) => Uint8Array.from(hash));
const [A64, B64] = [A, B].map((hash) => Buffer.from(hash).toString('base64'));
const EXTRA = Uint8Array.from(Buffer.from('extra information'));
const EXTRA64 = Buffer.from(EXTRA).toString('base64');
const HEADER = 'c2sp.org/tlog-proof@v1';

// The three shapes that the reference implementation (transparency-dev/formats) is tested with.
test.each([
  ['without extra data', { index: 5, path: [A, B], checkpoint: 'test\n' }, `index 5\n${A64}\n${B64}\n\ntest\n`],
  [
    'with it',
    { extra: EXTRA, index: 10, path: [A], checkpoint: 'data\n' },
    `extra ${EXTRA64}\nindex 10\n${A64}\n\ndata\n`,
  ],
  ['of a log with one entry', { index: 0, path: [], checkpoint: 'checkpoint\n' }, 'index 0\n\ncheckpoint\n'],
])('a proof %s', (_name, proof, lines) => {
  expect(formatProof(proof)).toBe(`${HEADER}\n${lines}`);
  expect(parseProof(`${HEADER}\n${lines}`)).toEqual(proof);
});

test('the checkpoint is kept verbatim, its empty lines included', () => {
  const checkpoint = 'o.example\n1\nroot\n\n— o.example AAAA\n';
  expect(parseProof(`${HEADER}\nindex 0\n\n${checkpoint}`)?.checkpoint).toBe(checkpoint);
});

test('what is written is read again', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const proof = fc.record(
    {
      extra: fc.uint8Array({ minLength: 1 }),
      index: fc.maxSafeNat(),
      path: fc.array(hash, { maxLength: 53 }),
      checkpoint: fc.string(),
    },
    { requiredKeys: ['index', 'path', 'checkpoint'] },
  );
  fc.assert(fc.property(proof, (written) => expect(parseProof(formatProof(written))).toEqual(written)));
});

test.each([
  ['another header', `c2sp.org/tlog-proof@v2\nindex 0\n\nc\n`],
  ['a space behind the header', `${HEADER} \nindex 0\n\nc\n`],
  ['something before the header', `\n${HEADER}\nindex 0\n\nc\n`],
  ['no index', `${HEADER}\n${A64}\n\nc\n`],
  ['an index without a number', `${HEADER}\nindex \n\nc\n`],
  ['a leading zero', `${HEADER}\nindex 05\n\nc\n`],
  ['a negative index', `${HEADER}\nindex -1\n\nc\n`],
  ['an index past 2^53 - 1', `${HEADER}\nindex 9007199254740992\n\nc\n`],
  ['a space behind the index', `${HEADER}\nindex 5 \n\nc\n`],
  ['extra data that is no base64', `${HEADER}\nextra !!\nindex 0\n\nc\n`],
  ['an empty line of extra data', `${HEADER}\nextra \nindex 0\n\nc\n`],
  ['extra data twice', `${HEADER}\nextra ${EXTRA64}\nextra ${EXTRA64}\nindex 0\n\nc\n`],
  ['extra data behind the index', `${HEADER}\nindex 0\nextra ${EXTRA64}\n\nc\n`],
  ['a hash that is too short', `${HEADER}\nindex 0\n${Buffer.alloc(31).toString('base64')}\n\nc\n`],
  ['a hash without padding', `${HEADER}\nindex 0\n${String(A64).slice(0, -1)}\n\nc\n`],
  ['65 hashes', `${HEADER}\nindex 0\n${`${A64}\n`.repeat(65)}\nc\n`],
  ['no empty line', `${HEADER}\nindex 0\n${A64}\n`],
  ['carriage returns', `${HEADER}\r\nindex 0\r\n\r\nc\r\n`],
  ['nothing in it', ''],
])('with %s it is no proof', (_why, text) => {
  expect(parseProof(text)).toBeUndefined();
});

test.each([
  { index: -1, path: [], checkpoint: 'c\n' },
  { index: 0.5, path: [], checkpoint: 'c\n' },
  { index: 0, path: [new Uint8Array(31)], checkpoint: 'c\n' },
  { index: 0, path: [], checkpoint: 'c\n', extra: new Uint8Array() },
])('%j is not written', (proof) => {
  expect(() => formatProof(proof)).toThrow(RangeError);
});
