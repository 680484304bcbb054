import { formatProof } from '../../../../src/domain/log/tlog-proof.js';
import { entryBytes } from '../../../../src/domain/log/entry.js';
import { compareHeld, heldBy, rootsOf, type Held } from '../../../../src/domain/evidence/held.js';
import { heldInBundle } from '../../../../src/domain/evidence/held-bundle.js';
import { parseCheckpoint } from '../../../../src/domain/log/checkpoint.js';
import { verifyReceiptFile } from '../../../../src/domain/evidence/verify-receipt.js';
import { NODE_PORT } from '../../../../src/verifier/node-port.js';
import { asFiles, bundleOf, entry, LOG, OTHER, SampleLog, sampleEntries, vkeyOf, withAnchor } from './sample-bundle.js';
import { faultsOf, verify } from './verifying.js';

const entries = sampleEntries();
const log = new SampleLog([...entries, entry('clock.anomaly', 20), entry('clock.anomaly', 21)]);
/** The same but for one entry: another history under the same key. */
const fork = new SampleLog(
  [],
  log.lines.map((line, at) => (at === 6 ? entryBytes(entry('clock.anomaly', 4)) : line)),
);
const receipt = (of: SampleLog, index: number, size: number) =>
  formatProof({
    extra: of.lines[index] ?? Buffer.alloc(0),
    index,
    path: of.path(index, size),
    checkpoint: of.checkpoint(size),
  });
const held = (text: string): Held => heldBy(text) ?? { notes: [], leaves: new Map() };

describe('a bundle against what its reader holds', () => {
  test('continues the receipt: its key is remembered, and nobody has to name it', async () => {
    const verdict = await verify(bundleOf(log), { held: [held(receipt(log, 3, 9))] });
    expect([verdict.outcome, verdict.keys[0]?.standing]).toEqual(['proved', 'remembered']);
  });

  test.each([
    ['a receipt of an entry that was changed', receipt(fork, 6, 9)],
    ['a receipt of another entry of the fork', receipt(fork, 3, 9)],
    ['a checkpoint of the fork alone', fork.checkpoint(9)],
  ])('is another version than %s', async (_, text) => {
    expect(await faultsOf(bundleOf(log), { held: [held(text)], trustedKeys: [vkeyOf(LOG)] })).toEqual([
      ['held-before', 'forked', LOG.name],
    ]);
  });

  test('is not shown to continue what it shares nothing with', async () => {
    const part = bundleOf(log, {
      runs: [
        { first: 0, count: 6 },
        { first: 10, count: 1 },
      ],
    });
    const verdict = await verify(part, { held: [held(receipt(log, 8, 9))], trustedKeys: [vkeyOf(LOG)] });
    expect([verdict.outcome, verdict.unconfirmed]).toEqual(['consistent', ['not-linked']]);
    const with9 = bundleOf(log, {
      runs: [
        { first: 0, count: 6 },
        { first: 10, count: 1 },
      ],
      earlier: [9],
    });
    expect((await verify(with9, { held: [held(receipt(log, 8, 9))] })).outcome).toBe('proved');
  });

  test('of another log, or of another key, is not the one that is known', async () => {
    const sister = { ...LOG, name: 'dsb.example/schwester' };
    expect(await faultsOf(bundleOf(log), { held: [held(log.checkpoint(9, [sister]))] })).toContainEqual([
      'held-before',
      'other-origin',
      sister.name,
    ]);
    const stranger = await verify(bundleOf(log, { signers: [OTHER] }), { held: [held(log.checkpoint(9))] });
    expect([stranger.outcome, stranger.unconfirmed]).toEqual(['consistent', ['no-key']]);
  });
});

test('two files are compared: one history, two, or nothing in common', () => {
  const side = (text: string) => {
    const checkpoint = parseCheckpoint(held(text).notes[0] ?? '');
    return { log: LOG.name, roots: rootsOf(checkpoint === undefined ? [] : [checkpoint]), leaves: held(text).leaves };
  };
  expect(compareHeld(held(receipt(log, 3, 9)), side(receipt(log, 5, 9)))).toBe('agrees');
  expect(compareHeld(held(receipt(log, 3, 9)), side(receipt(log, 3, 10)))).toBe('agrees');
  expect(compareHeld(held(receipt(log, 3, 9)), side(receipt(fork, 5, 9)))).toBe('forked');
  expect(compareHeld(held(receipt(log, 6, 9)), side(receipt(fork, 6, 10)))).toBe('forked');
  expect(compareHeld(held(receipt(log, 3, 9)), side(receipt(fork, 5, 10)))).toBe('unlinked');
});

test('a bundle is something to hold, and a false one is not', async () => {
  const bundle = await heldInBundle(asFiles(bundleOf(log, { earlier: [9] })), NODE_PORT);
  expect(bundle?.notes.map((note) => parseCheckpoint(note)?.size)).toEqual([log.lines.length, 9]);
  expect(bundle?.leaves.size).toBe(log.lines.length);
  expect(await heldInBundle(asFiles(bundleOf(log, { report: Buffer.from('another') })), NODE_PORT)).toBeUndefined();
});

describe('a receipt', () => {
  const text = receipt(log, 3, 9);
  const options = { trustedKeys: [vkeyOf(LOG)] };
  const policy = Buffer.from(withAnchor(bundleOf(log), log).get('anchors/policy') ?? '').toString('utf8');

  test('is proved by the key that was named, and without one it is consistent in itself', async () => {
    expect((await verifyReceiptFile(text, NODE_PORT, options)).outcome).toBe('proved');
    expect((await verifyReceiptFile(text, NODE_PORT)).outcome).toBe('consistent');
    expect((await verifyReceiptFile(text, NODE_PORT, { trustedKeys: [vkeyOf(OTHER)] })).outcome).toBe('false');
  });

  test('must have been seen by the witnesses that were named', async () => {
    const { outcome, checks } = await verifyReceiptFile(text, NODE_PORT, { ...options, trustedPolicy: policy });
    expect([outcome, checks.at(-1)]).toEqual([
      'false',
      { check: 'witnesses-named', ok: false, detail: 'too-few-witnesses' },
    ]);
  });

  test('is held against what its reader holds already', async () => {
    const against = async (other: string) =>
      (await verifyReceiptFile(text, NODE_PORT, { ...options, held: [held(other)] })).outcome;
    expect(await against(receipt(log, 5, 9))).toBe('proved');
    expect(await against(receipt(fork, 5, 9))).toBe('false');
    expect(await against(receipt(fork, 5, 10))).toBe('consistent');
  });
});
