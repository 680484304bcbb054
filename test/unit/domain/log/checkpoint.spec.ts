import { formatCheckpoint, parseCheckpoint } from '../../../../src/domain/log/checkpoint.js';
import { EMPTY_ROOT } from '../../../../src/domain/log/merkle.js';
import { signNote } from '../../../../src/domain/log/signed-note.js';
import { sha } from './naive-tree.js';

// The example of c2sp.org/tlog-checkpoint.
const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
const TEXT = `example.com/behind-the-sofa\n20852163\n${ROOT}\n`;
const CHECKPOINT = {
  origin: 'example.com/behind-the-sofa',
  size: 20_852_163,
  root: Uint8Array.from(Buffer.from(ROOT, 'base64')),
};
const EMPTY = Buffer.from(EMPTY_ROOT).toString('base64');

test('origin, size and root stand one a line', () => {
  expect(formatCheckpoint(CHECKPOINT)).toBe(TEXT);
  expect(parseCheckpoint(TEXT)).toEqual(CHECKPOINT);
});

test('a signed checkpoint is read like its text', () => {
  const note = signNote(TEXT, [{ name: CHECKPOINT.origin, seed: sha(Buffer.from('seed')) }]);
  expect(parseCheckpoint(note)).toEqual(CHECKPOINT);
});

test('extension lines are passed over, and others may have an origin with spaces', () => {
  expect(parseCheckpoint(`${TEXT}extension\nanother\n`)).toEqual(CHECKPOINT);
  expect(parseCheckpoint(`go.sum database tree\n1\n${ROOT}\n`)?.origin).toBe('go.sum database tree');
});

test('the empty log has the root of the empty tree and no other', () => {
  expect(parseCheckpoint(`o.example\n0\n${EMPTY}\n`)?.size).toBe(0);
  expect(parseCheckpoint(`o.example\n0\n${ROOT}\n`)).toBeUndefined();
});

test.each([
  ['no origin', `\n1\n${ROOT}\n`],
  ['a leading zero', `o.example\n01\n${ROOT}\n`],
  ['a sign', `o.example\n+1\n${ROOT}\n`],
  ['a negative size', `o.example\n-1\n${ROOT}\n`],
  ['a fraction', `o.example\n1.0\n${ROOT}\n`],
  ['a space', `o.example\n1 \n${ROOT}\n`],
  ['digits that are not ASCII', `o.example\n\u0661\n${ROOT}\n`],
  ['a size past 2^53 - 1', `o.example\n9007199254740992\n${ROOT}\n`],
  ['no size', `o.example\n\n${ROOT}\n`],
  ['a root that is too short', `o.example\n1\n${Buffer.alloc(31).toString('base64')}\n`],
  ['a root that is too long', `o.example\n1\n${Buffer.alloc(33).toString('base64')}\n`],
  ['a root without padding', `o.example\n1\n${ROOT.slice(0, -1)}\n`],
  ['a root with a second spelling', `o.example\n1\n${ROOT.slice(0, -2)}J=\n`],
  ['no root', 'o.example\n1\n'],
  ['no newline at its end', `o.example\n1\n${ROOT}`],
  ['a control character', `o.ex\u0001ample\n1\n${ROOT}\n`],
  ['a tab in an extension line', `o.example\n1\n${ROOT}\na\tb\n`],
  ['an empty extension line', `o.example\n1\n${ROOT}\n\nextension\n\n— a.example x08go/ZJ\n`],
  ['carriage returns', `o.example\r\n1\r\n${ROOT}\r\n`],
])('with %s it is no checkpoint', (_why, text) => {
  expect(parseCheckpoint(text)).toBeUndefined();
});

test.each([
  { ...CHECKPOINT, origin: '' },
  { ...CHECKPOINT, origin: 'a b' },
  { ...CHECKPOINT, origin: 'a+b' },
  { ...CHECKPOINT, origin: 'a\nb' },
  { ...CHECKPOINT, size: -1 },
  { ...CHECKPOINT, size: 2 ** 53 },
  { ...CHECKPOINT, size: 0 },
  { ...CHECKPOINT, root: new Uint8Array(31) },
])('%j is not written', (checkpoint) => {
  expect(() => formatCheckpoint(checkpoint)).toThrow(RangeError);
});
