import { formatConsistency } from '../../../../src/domain/log/consistency-file.js';
import { publicKeyOf } from '../../../../src/domain/log/ed25519.js';
import { keyIdOf, type Signer } from '../../../../src/domain/log/signed-note.js';
import { earlierName } from '../../../../src/domain/evidence/bundle.js';
import { sha } from '../log/naive-tree.js';
import { bundleOf, entry, LOG, OTHER, SampleLog, sampleEntries, vkeyOf, type Files } from './sample-bundle.js';
import { changed, faultsOf, verify } from './verifying.js';

const hex = ({ name, seed }: Signer) => Buffer.from(keyIdOf(name, publicKeyOf(seed))).toString('hex');
const whole = ({ seed }: Signer) => Buffer.from(sha(publicKeyOf(seed))).toString('base64');

/** By which the log says that `next` takes the place of `before`; without `named` by 32 bits only. */
const rotation = (second: number, before: Signer, next: Signer, named: Signer | undefined = next) =>
  entry('key.rotated', second, {
    ...{ purpose: 'log', keyId: hex(next), replaces: hex(before), epoch: 2 },
    key: named === undefined ? undefined : whole(named),
  });

const AFTER = [entry('clock.anomaly', 10), entry('clock.anomaly', 11)];
const THIRD: Signer = { ...LOG, seed: Buffer.alloc(32, 42) };
const BEFORE = sampleEntries();
const HANDOVER = BEFORE.length + 1;

interface Scene {
  readonly says?: ReturnType<typeof rotation> | undefined;
  /** Who signed the checkpoint over the entry that hands over, and who the newest. */
  readonly handover?: readonly Signer[];
  readonly newest: readonly Signer[];
  readonly keys?: readonly Signer[];
}

function scene({ says, handover, newest, keys = [LOG, OTHER] }: Scene): Files {
  const log = new SampleLog([...BEFORE, says ?? entry('clock.anomaly', 9), ...AFTER]);
  const files = bundleOf(log, { signers: newest, keys: keys.map(vkeyOf) });
  return handover === undefined
    ? files
    : changed(files, {
        [earlierName(HANDOVER)]: formatConsistency({
          ...{ old: HANDOVER, path: log.consistency(HANDOVER), checkpoint: log.checkpoint(HANDOVER, handover) },
        }),
      });
}

const outcome = async (files: Files, keys: readonly Signer[]) => {
  const verdict = await verify(files, { trustedKeys: keys.map(vkeyOf) });
  return [verdict.outcome, ...verdict.unconfirmed];
};

describe('a further key', () => {
  const good = scene({ says: rotation(9, LOG, OTHER), handover: [LOG, OTHER], newest: [OTHER] });

  test('counts by an entry that names all of it, under a checkpoint of the key before it', async () => {
    expect(await outcome(good, [LOG])).toEqual(['proved']);
    expect(await outcome(good, [OTHER])).toEqual(['proved']);
    expect(await outcome(good, [])).toEqual(['consistent', 'no-key']);
    const { keys } = await verify(good, { trustedKeys: [vkeyOf(LOG)] });
    expect(keys.map(({ standing }) => standing)).toEqual(['named', 'handed-over']);
  });

  test('takes over nothing by signing beside the genuine key (the take-over of a public log)', async () => {
    // The forger adds a signature of their own under a genuine checkpoint, and entries under their own key alone.
    const forged = scene({ handover: [LOG, OTHER], newest: [OTHER] });
    expect(await faultsOf(forged, { trustedKeys: [vkeyOf(LOG)] })).toEqual([
      ['key-known', 'other-key', LOG.name],
      ['key-succession', 'no-handover', vkeyOf(OTHER)],
    ]);
    expect(await faultsOf(forged)).toEqual([['key-succession', 'no-handover', vkeyOf(OTHER)]]);
  });

  test('takes over nothing by an entry of its own that the key before it has not signed for', async () => {
    const forged = scene({ says: rotation(9, LOG, OTHER), handover: [OTHER], newest: [OTHER] });
    expect(await faultsOf(forged, { trustedKeys: [vkeyOf(LOG)] })).toContainEqual(['key-known', 'other-key', LOG.name]);
    const without = scene({ says: rotation(9, LOG, OTHER), newest: [OTHER] });
    expect(await faultsOf(without)).toEqual([['key-succession', 'no-handover', vkeyOf(OTHER)]]);
  });

  test('is not the one that the entry names when only 32 bits of it agree', async () => {
    const forged = scene({ says: rotation(9, LOG, OTHER, THIRD), handover: [LOG, OTHER], newest: [OTHER] });
    expect(await faultsOf(forged, { trustedKeys: [vkeyOf(LOG)] })).toEqual([
      ['key-known', 'other-key', LOG.name],
      ['key-succession', 'no-handover', vkeyOf(OTHER)],
    ]);
  });

  test('named by 32 bits only, as entries of before did, is confirmed by nobody but whoever names it', async () => {
    const old = scene({ says: rotation(9, LOG, OTHER, undefined), handover: [LOG, OTHER], newest: [OTHER] });
    // `undefined` stands for the default in a parameter, so the entry is made here.
    const facts = { purpose: 'log', keyId: hex(OTHER), replaces: hex(LOG), epoch: 2, key: undefined } as const;
    const weak = scene({ says: entry('key.rotated', 9, facts), handover: [LOG, OTHER], newest: [OTHER] });
    expect(await outcome(old, [LOG])).toEqual(['proved']);
    expect(await outcome(weak, [LOG])).toEqual(['consistent', 'weak-handover']);
    expect(await outcome(weak, [OTHER])).toEqual(['proved']);
    expect(await outcome(weak, [LOG, OTHER])).toEqual(['proved']);
  });

  test('is introduced by a chain, each link by the one before', async () => {
    const facts = { purpose: 'log', keyId: hex(THIRD), replaces: hex(OTHER), epoch: 3, key: whole(THIRD) } as const;
    const log = new SampleLog([...BEFORE, rotation(9, LOG, OTHER), entry('key.rotated', 10, facts), ...AFTER]);
    const at = (size: number, signers: readonly Signer[]) =>
      formatConsistency({ old: size, path: log.consistency(size), checkpoint: log.checkpoint(size, signers) });
    const files = changed(bundleOf(log, { signers: [THIRD], keys: [LOG, OTHER, THIRD].map(vkeyOf) }), {
      [earlierName(HANDOVER)]: at(HANDOVER, [LOG, OTHER]),
      [earlierName(HANDOVER + 1)]: at(HANDOVER + 1, [OTHER, THIRD]),
    });
    expect(await outcome(files, [LOG])).toEqual(['proved']);
    const broken = changed(files, { [earlierName(HANDOVER + 1)]: at(HANDOVER + 1, [LOG, THIRD]) });
    expect(await faultsOf(broken, { trustedKeys: [vkeyOf(LOG)] })).toContainEqual(['key-known', 'other-key', LOG.name]);
  });
});

describe('a key that was replaced', () => {
  const says = rotation(9, LOG, OTHER);

  test('signs nothing that counts afterwards, whoever names it', async () => {
    const stolen = scene({ says, handover: [LOG, OTHER], newest: [LOG] });
    expect(await faultsOf(stolen, { trustedKeys: [vkeyOf(LOG)] })).toContainEqual([
      'checkpoint-signed',
      'retired-key',
      'checkpoint',
    ]);
    expect(await faultsOf(stolen)).toContainEqual(['checkpoint-signed', 'retired-key', 'checkpoint']);
  });

  test('does not sign for whoever names its successor, even where the entry is left out', async () => {
    const stolen = scene({ handover: [LOG, OTHER], newest: [LOG] });
    expect(await faultsOf(stolen, { trustedKeys: [vkeyOf(OTHER)] })).toContainEqual([
      'key-known',
      'other-key',
      LOG.name,
    ]);
  });

  test('has no later checkpoint among those that the log is said to continue', async () => {
    const log = new SampleLog([...BEFORE, says, ...AFTER]);
    const size = HANDOVER + 1;
    const files = changed(scene({ says, handover: [LOG, OTHER], newest: [OTHER] }), {
      [earlierName(size)]: formatConsistency({
        ...{ old: size, path: log.consistency(size), checkpoint: log.checkpoint(size, [LOG]) },
      }),
    });
    expect(await faultsOf(files)).toEqual([['earlier-checkpoints', 'retired-key', earlierName(size)]]);
  });
});

test('a key twice, or a thousand of them, is no list of keys', async () => {
  const files = bundleOf(new SampleLog(BEFORE));
  const doubled = changed(files, { keys: `${vkeyOf(LOG)}\n${vkeyOf(LOG)}\n` });
  expect(await faultsOf(doubled)).toContainEqual(['checkpoint-signed', 'malformed', 'keys']);
});
