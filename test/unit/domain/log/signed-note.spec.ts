import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatCosignerVkey, parseCosignerVkey } from '../../../../src/domain/log/cosignature.js';
import { publicKeyOf } from '../../../../src/domain/log/ed25519.js';
import {
  formatVkey,
  openNote,
  parseNote,
  parseVkey,
  signNote,
  type Verifier,
} from '../../../../src/domain/log/signed-note.js';
import { hex, sha } from './naive-tree.js';

interface Vectors {
  readonly notes: readonly {
    readonly source: string;
    readonly vkey: string;
    readonly signerKey?: string;
    readonly text: string;
    readonly signature: string;
  }[];
  readonly cosigner: { readonly vkey: string };
  readonly badVkeys: readonly { readonly why: string; readonly vkey: string }[];
}

const { notes, cosigner, badVkeys } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../vectors/log/signed-notes.json'), 'utf8'),
) as Vectors;

function verifier(vkey: string): Verifier {
  const parsed = parseVkey(vkey);
  if (parsed === undefined) {
    throw new Error('the vector is no verifier key');
  }
  return parsed;
}

const [GO = { vkey: '', text: '', signature: '', signerKey: '' }] = notes;
const GO_KEY = verifier(GO.vkey);
const GO_NOTE = `${GO.text}\n${GO.signature}`;
const SEED = Uint8Array.from(Buffer.from(GO.signerKey ?? '', 'base64').subarray(1));
const OTHER_SEED = Uint8Array.from(sha(Buffer.from('another key')));
const OTHER_KEY = verifier(formatVkey('other.example', publicKeyOf(OTHER_SEED)));

describe('notes that others have signed', () => {
  test.each(notes)('$source', ({ vkey, text, signature }) => {
    expect(openNote(`${text}\n${signature}`, [verifier(vkey)])).toMatchObject({ text });
    expect(openNote(`${text}x\n\n${signature}`, [verifier(vkey)])).toBe('bad-signature');
  });

  test.each(notes)('the verifier key of it is written back byte for byte: $source', ({ vkey }) => {
    expect(formatVkey(verifier(vkey).name, verifier(vkey).publicKey)).toBe(vkey);
  });
});

test('signing again what Go has signed gives the same bytes', () => {
  expect(signNote(GO.text, [{ name: 'PeterNeumann', seed: SEED }])).toBe(GO_NOTE);
  expect(formatVkey('PeterNeumann', publicKeyOf(SEED))).toBe(GO.vkey);
  expect(hex(GO_KEY.keyId)).toBe('c74f20a3');
});

test.each(badVkeys)('a verifier key with $why is rejected', ({ vkey }) => {
  expect(parseVkey(vkey)).toBeUndefined();
});

test('the key of a witness is no key of a log, nor the other way round', () => {
  const key = parseCosignerVkey(cosigner.vkey);
  expect(key?.name).toBe('remora.n621.de');
  expect(formatCosignerVkey('remora.n621.de', key?.publicKey ?? SEED)).toBe(cosigner.vkey);
  expect(parseVkey(cosigner.vkey)).toBeUndefined();
  expect(parseCosignerVkey(GO.vkey)).toBeUndefined();
});

const LINE = GO.signature;
const BASE64 = LINE.slice('— PeterNeumann '.length, -1);
test.each([
  ['without a signature', GO.text],
  ['with an empty line and nothing behind it', `${GO.text}\n`],
  ['whose last line does not end', GO_NOTE.slice(0, -1)],
  ['whose last line ends otherwise', `${GO_NOTE.slice(0, -1)} `],
  ['without the empty line', `${GO.text}${LINE}`],
  ['with a line that is no signature', `${GO_NOTE}Unexpected line.\n`],
  ['with a line before the signature', `${GO.text}\nUnexpected line.\n${LINE}`],
  ['with an empty line at its end', `${GO_NOTE}\n`],
  ['with a control character in the text', `\u0001${GO_NOTE}`],
  ['with a tab in the text', `a\tb\n\n${LINE}`],
  ['with carriage returns', GO_NOTE.replaceAll('\n', '\r\n')],
  ['with a lone surrogate', `\ud800${GO_NOTE}`],
  ['with a space in the key name', `${GO.text}\n— Bad Name ${BASE64}\n`],
  ['with another space in the key name', `${GO.text}\n— Bad\u00a0Name ${BASE64}\n`],
  ['with a next line (U+0085) in the key name', `${GO.text}\n— Bad\u0085Name ${BASE64}\n`],
  ['with a plus in the key name', `${GO.text}\n— Bad+Name ${BASE64}\n`],
  ['without a key name', `${GO.text}\n—  ${BASE64}\n`],
  ['with two spaces', `${GO.text}\n— PeterNeumann  ${BASE64}\n`],
  ['with something behind the signature', `${GO.text}\n— PeterNeumann ${BASE64} \n`],
  ['with a hyphen for the dash', `${GO.text}\n- PeterNeumann ${BASE64}\n`],
  ['with base64 that is not padded', `${GO.text}\n— PeterNeumann ${BASE64.slice(0, -1)}\n`],
  ['with base64 that has a second spelling', `${GO.text}\n— PeterNeumann ${BASE64.slice(0, -2)}N=\n`],
  ['with a key ID and no signature', `${GO.text}\n— PeterNeumann x08gow==\n`],
])('a note %s is malformed', (_why, note) => {
  expect(openNote(note, [GO_KEY])).toBe('malformed');
});

test('what is malformed is told from what only sits next to it: every single fault of the table is needed', () => {
  expect(openNote(GO_NOTE, [GO_KEY])).toMatchObject({ text: GO.text });
});

test('the last empty line separates text and signatures, so that the text may have some of its own', () => {
  const text = 'first\n\n\nsecond\n\n';
  const note = signNote(text, [{ name: 'other.example', seed: OTHER_SEED }]);
  expect(openNote(note, [OTHER_KEY])).toMatchObject({ text });
});

test('the signature covers the last newline and nothing behind it', () => {
  const note = signNote('a\n', [{ name: 'other.example', seed: OTHER_SEED }]);
  expect(openNote(note.replace('a\n\n', 'a\n\n\n'), [OTHER_KEY])).toBe('bad-signature');
});

test('signatures by unknown keys are passed over, even under a known name', () => {
  const both = `${GO_NOTE}${signNote(GO.text, [{ name: 'PeterNeumann', seed: OTHER_SEED }]).slice(GO.text.length + 1)}`;
  expect(openNote(both, [GO_KEY])).toMatchObject({ text: GO.text });
  expect(openNote(both, [OTHER_KEY])).toBe('no-known-signature');
  expect(openNote(both, [])).toBe('no-known-signature');
  expect(openNote(GO_NOTE, [{ ...GO_KEY, name: 'AnotherName' }])).toBe('no-known-signature');
});

test('one known key that fails spoils the note, whoever else has signed it', () => {
  const wrong = signNote('other text\n', [{ name: 'other.example', seed: OTHER_SEED }]).slice('other text\n\n'.length);
  expect(openNote(`${GO_NOTE}${wrong}`, [GO_KEY])).toMatchObject({ text: GO.text });
  expect(openNote(`${GO_NOTE}${wrong}`, [GO_KEY, OTHER_KEY])).toBe('bad-signature');
});

test('100 signatures are read, as by Go, and no more; nor is a note beyond a megabyte', () => {
  expect(parseNote(`${GO.text}\n${LINE.repeat(100)}`)?.signatures).toHaveLength(100);
  expect(parseNote(`${GO.text}\n${LINE.repeat(101)}`)).toBeUndefined();
  expect(parseNote(`${'ä'.repeat(500_000)}\n\n${LINE}`)).toBeUndefined();
});

test.each([
  ['a text without a newline at its end', 'a', 'other.example'],
  ['a text with a control character', 'a\u0000\n', 'other.example'],
  ['a text that is no Unicode', '\udfff\n', 'other.example'],
  ['a name with a space', 'a\n', 'other example'],
  ['a name with a plus', 'a\n', 'other+example'],
  ['no name', 'a\n', ''],
])('%s is not signed', (_why, text, name) => {
  expect(() => signNote(text, [{ name, seed: OTHER_SEED }])).toThrow(RangeError);
});

test('a note is not signed by nobody', () => {
  expect(() => signNote('a\n', [])).toThrow(RangeError);
});
