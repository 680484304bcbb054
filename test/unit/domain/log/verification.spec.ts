import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryBytes } from '../../../../src/domain/log/entry.js';
import { publicKeyOf } from '../../../../src/domain/log/ed25519.js';
import { formatCheckpoint } from '../../../../src/domain/log/checkpoint.js';
import { leafHash } from '../../../../src/domain/log/merkle.js';
import { formatVkey, holds, parseNote, signNote } from '../../../../src/domain/log/signed-note.js';
import { formatProof, parseProof, type TlogProof } from '../../../../src/domain/log/tlog-proof.js';
import {
  openReceipt,
  RECEIPT_CHECKS,
  verifyReceipt,
  type ReceiptVerdict,
} from '../../../../src/domain/log/verification.js';
import { ACCEPTED } from './entries.js';
import { flipped, sha } from './naive-tree.js';

const FOLDER = join(import.meta.dirname, '../../../vectors/log');
const RECEIPT = readFileSync(join(FOLDER, 'receipt.tlog-proof'), 'utf8');
const VKEY = readFileSync(join(FOLDER, 'receipt.vkey'), 'utf8').trim();
const ORIGIN = 'log.example/ihk-musterstadt';
const OTHER_SEED = sha(Buffer.from('somebody else'));

const parsed = parseProof(RECEIPT);
if (parsed === undefined) {
  throw new Error('the vector is no proof');
}
const PROOF: TlogProof = parsed;
const TEXT = parseNote(PROOF.checkpoint)?.text ?? '';

const changed = (change: Partial<TlogProof>) => formatProof({ ...PROOF, ...change });

/** The checks that failed, with why. */
function failed({ checks }: ReceiptVerdict): Record<string, string | undefined> {
  return Object.fromEntries(checks.filter(({ ok }) => !ok).map(({ check, detail }) => [check, detail]));
}

test('a receipt, its key, and nothing else: every check is passed', () => {
  const verdict = verifyReceipt(RECEIPT, [VKEY]);
  expect(failed(verdict)).toEqual({});
  expect(verdict).toMatchObject({
    ok: true,
    index: 258,
    entry: { event: 'request.recorded', at: '2026-11-23T15:02:12.900Z' },
    checkpoint: { origin: ORIGIN, size: 300 },
  });
});

test('the key of the log is found among those of other logs', () => {
  const other = formatVkey('other.example', publicKeyOf(OTHER_SEED));
  expect(verifyReceipt(RECEIPT, [other, VKEY]).ok).toBe(true);
});

test('all checks are reported in their order, whatever they find', () => {
  for (const text of [RECEIPT, 'no proof', '', changed({ checkpoint: 'no note' })]) {
    expect(verifyReceipt(text, [VKEY]).checks.map(({ check }) => check)).toEqual(RECEIPT_CHECKS);
  }
});

const otherEntry = entryBytes(ACCEPTED);
const forged = signNote(TEXT, [{ name: ORIGIN, seed: OTHER_SEED }]);
const forgedLine = forged.slice(TEXT.length + 1);
const otherRoot = formatCheckpoint({ origin: ORIGIN, size: 300, root: sha(Buffer.from('other root')) });
const withoutExtra: TlogProof = { index: PROOF.index, path: PROOF.path, checkpoint: PROOF.checkpoint };
const cut = PROOF.extra?.subarray(0, -1) ?? otherEntry;
// A log of one entry, which is itself the root: signed by the right name, but not by its key.
const alone = formatCheckpoint({ origin: ORIGIN, size: 1, root: leafHash(otherEntry) });

// The seed behind the vector, so that a log may be wrong and yet sign.
const signed = (text: string) => signNote(text, [{ name: ORIGIN, seed: sha(Buffer.from('test vector only')) }]);

const NOTHING = {
  'checkpoint-well-formed': 'not-checkable',
  'entry-well-formed': 'not-checkable',
  'entry-in-log': 'not-checkable',
  'origin-matches': 'not-checkable',
  'checkpoint-signed': 'not-checkable',
};

test.each<[string, string, readonly string[], Record<string, string>]>([
  ['no key', RECEIPT, [], { 'origin-matches': 'no-key', 'checkpoint-signed': 'not-checkable' }],
  ['a key that cannot be read', RECEIPT, [VKEY, 'key'], { 'origin-matches': 'unreadable-key' }],
  [
    'the key of another log',
    RECEIPT,
    [formatVkey('other.example', publicKeyOf(OTHER_SEED))],
    { 'origin-matches': 'other-origin', 'checkpoint-signed': 'not-checkable' },
  ],
  [
    'another key under the same name',
    RECEIPT,
    [formatVkey(ORIGIN, publicKeyOf(OTHER_SEED))],
    { 'checkpoint-signed': 'no-known-signature' },
  ],
  ['text that is no proof', `${RECEIPT.slice(1)}`, [VKEY], { 'proof-well-formed': 'malformed', ...NOTHING }],
  [
    'carriage returns put in by a mail program',
    RECEIPT.replaceAll('\n', '\r\n'),
    [VKEY],
    { 'proof-well-formed': 'malformed', ...NOTHING },
  ],
  [
    'no entry in it',
    formatProof(withoutExtra),
    [VKEY],
    { 'entry-well-formed': 'no-entry', 'entry-in-log': 'not-checkable' },
  ],
  ['another entry', changed({ extra: otherEntry }), [VKEY], { 'entry-in-log': 'other-root' }],
  [
    'bytes that are no entry',
    changed({ extra: cut }),
    [VKEY],
    { 'entry-well-formed': 'malformed', 'entry-in-log': 'other-root' },
  ],
  ['another place', changed({ index: 257 }), [VKEY], { 'entry-in-log': 'other-root' }],
  ['a place behind the end', changed({ index: 300 }), [VKEY], { 'entry-in-log': 'other-root' }],
  ['a path that is too short', changed({ path: PROOF.path.slice(1) }), [VKEY], { 'entry-in-log': 'other-root' }],
  [
    'a checkpoint that is no note',
    changed({ checkpoint: TEXT }),
    [VKEY],
    {
      'checkpoint-well-formed': 'malformed',
      'entry-in-log': 'not-checkable',
      'origin-matches': 'not-checkable',
      'checkpoint-signed': 'not-checkable',
    },
  ],
  [
    'a malformed checkpoint that its log has signed',
    changed({ checkpoint: signed(`${TEXT}\nextension\n`) }),
    [VKEY],
    {
      'checkpoint-well-formed': 'malformed',
      'entry-in-log': 'not-checkable',
      'origin-matches': 'not-checkable',
      'checkpoint-signed': 'not-checkable',
    },
  ],
  [
    'a checkpoint signed by somebody else under the same name',
    changed({ checkpoint: forged }),
    [VKEY],
    { 'checkpoint-signed': 'no-known-signature' },
  ],
  [
    'another root under the old signature',
    changed({ checkpoint: PROOF.checkpoint.replace(TEXT, otherRoot) }),
    [VKEY],
    { 'entry-in-log': 'other-root', 'checkpoint-signed': 'bad-signature' },
  ],
  [
    'a log of its own making under the old signature',
    changed({ extra: otherEntry, index: 0, path: [], checkpoint: PROOF.checkpoint.replace(TEXT, alone) }),
    [VKEY],
    { 'checkpoint-signed': 'bad-signature' },
  ],
])('a receipt with %s is not verified, and the checks say why', (_why, text, vkeys, faults) => {
  const verdict = verifyReceipt(text, vkeys);
  expect(failed(verdict)).toEqual(faults);
  expect(verdict.ok).toBe(false);
});

test('a line by an unknown key beside that of the log changes nothing', () => {
  expect(verifyReceipt(changed({ checkpoint: `${PROOF.checkpoint}${forgedLine}` }), [VKEY]).ok).toBe(true);
});

test('one bit turned over in any hash of the path, and it is not verified', () => {
  const turned = PROOF.path.map((_, step) =>
    PROOF.path.map((hash, at) => (at === step ? flipped(hash, step * 37) : hash)),
  );
  expect(turned.filter((path) => verifyReceipt(changed({ path }), [VKEY]).ok)).toEqual([]);
  expect(turned).toHaveLength(7);
});

test('a character of a receipt changed, anywhere in it, and it is not verified', () => {
  const places = Array.from({ length: Math.floor(RECEIPT.length / 11) }, (_, step) => step * 11);
  const verified = places.filter((at) => {
    const other = RECEIPT[at] === 'A' ? 'B' : 'A';
    return verifyReceipt(`${RECEIPT.slice(0, at)}${other}${RECEIPT.slice(at + 1)}`, [VKEY]).ok;
  });
  expect(verified).toEqual([]);
  expect(places.length).toBeGreaterThan(100);
});

test('signatures can be checked outside, as a browser does; an answer that is missing counts against it', () => {
  const { claims, conclude } = openReceipt(RECEIPT, [VKEY]);
  expect(claims).toHaveLength(1);
  expect(conclude(claims.map(holds)).ok).toBe(true);
  expect(failed(conclude([false]))).toEqual({ 'checkpoint-signed': 'bad-signature' });
  expect(failed(conclude([]))).toEqual({ 'checkpoint-signed': 'bad-signature' });
});
