import { canonicalJson } from '../../../../src/domain/log/canonical-json.js';
import { formatConsistency } from '../../../../src/domain/log/consistency-file.js';
import { entryBytes } from '../../../../src/domain/log/entry.js';
import { formatProof } from '../../../../src/domain/log/tlog-proof.js';
import { UnreadableBundleError } from '../../../../src/domain/evidence/bundle-files.js';
import { earlierName, proofName } from '../../../../src/domain/evidence/bundle.js';
import {
  at,
  bundleOf,
  entry,
  linesOf,
  LOG,
  OTHER,
  PAYLOAD,
  REQUEST,
  SALT,
  SampleLog,
  sampleEntries,
  vkeyOf,
  type Files,
} from './sample-bundle.js';
import { changed, faultsOf, verify } from './verifying.js';

const entries = sampleEntries();
const log = new SampleLog(entries);
const SIZE = entries.length;

/** The entries' file with something else in it, all the rest as it was. */
const withLines = (lines: readonly Uint8Array[]): Files => changed(bundleOf(log), { 'entries.jsonl': linesOf(lines) });

/** What a forger can make who has no key: entries, tree, proofs, report; the checkpoint with the signature as it was. */
function forged(lines: readonly Uint8Array[]): Files {
  const other = new SampleLog([], lines);
  const [text = ''] = other.checkpoint().split('\n\n');
  const [, signatures = ''] = log.checkpoint().split('\n\n');
  const note = `${text}\n\n${signatures}`;
  const files = bundleOf(other);
  return changed(files, {
    checkpoint: note,
    ...Object.fromEntries(
      lines.map((extra, index) => [
        proofName(index),
        formatProof({ extra, index, path: other.path(index), checkpoint: note }),
      ]),
    ),
  });
}

describe('a bundle as it was given out', () => {
  test('is verified, and says what was looked at', async () => {
    const verdict = await verify(bundleOf(log, { earlier: [3, 7] }), { trustedKeys: [vkeyOf(LOG)] });
    expect([verdict.outcome, verdict.unconfirmed, verdict.complete]).toEqual(['proved', [], 'not-claimed']);
    expect(verdict.checks.map(({ check, state, count }) => [check, state, count])).toEqual([
      ['files-complete', 'passed', 6 + SIZE + 2],
      ['entries-well-formed', 'passed', SIZE],
      ['entries-in-log', 'passed', SIZE + 1],
      ['checkpoint-signed', 'passed', 1],
      ['key-known', 'passed', 1],
      ['earlier-checkpoints', 'passed', 2],
      ['held-before', 'absent', 0],
      ['key-succession', 'absent', 0],
      ['epochs-told', 'absent', 0],
      ['witnesses', 'absent', 0],
      ['witnesses-named', 'absent', 0],
      ['time-stamps', 'absent', 0],
      ['time-stamps-named', 'absent', 0],
      ['period-complete', 'absent', 0],
      ['contents-bound', 'absent', 0],
      ['report-unchanged', 'passed', 1],
      ['figures-recounted', 'absent', 0],
      ['disclosures', 'absent', 0],
      ['references', 'absent', 0],
      ['sequence-allowed', 'passed', 2],
    ]);
    expect(verdict.requests[0]).toMatchObject({
      request: REQUEST,
      receivedAt: at(-59),
      recordedAt: at(1),
      forwardedAt: at(3),
      acknowledgedAt: at(6),
      directly: true,
      atOnce: true,
      deadline: 'open',
    });
  });

  test('is verified in parts, too', async () => {
    const runs = [
      { first: 0, count: 6 },
      { first: 8, count: 1 },
      { first: 10, count: 1 },
    ];
    expect(await faultsOf(bundleOf(log, { runs }))).toEqual([]);
  });

  test('without a known key names the key for people to compare', async () => {
    const { checks, keys, outcome, unconfirmed, ok } = await verify(bundleOf(log));
    expect([outcome, unconfirmed, ok]).toEqual(['consistent', ['no-key'], false]);
    expect(checks.find(({ check }) => check === 'key-known')?.state).toBe('absent');
    expect(keys).toMatchObject([{ vkey: vkeyOf(LOG), name: LOG.name }]);
    expect(keys[0]?.fingerprint).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  });
});

const swappedAt = (lines: readonly Uint8Array[], first: number) =>
  lines.map((line, index) => (index === first ? lines[first + 1] : index === first + 1 ? lines[first] : line) ?? line);
const withFlip = (index: number) =>
  log.lines.map((line, here) =>
    here === index ? Buffer.from(Buffer.from(line).toString('utf8').replace('"smtpCode":1', '"smtpCode":2')) : line,
  );

describe('entries that are not those of the log', () => {
  test.each<[string, readonly Uint8Array[], unknown[]]>([
    ['one byte of one changed', withFlip(5), [['entries-in-log', 'other-entry', 5]]],
    [
      'two reordered',
      swappedAt(log.lines, 4),
      [
        ['entries-in-log', 'other-entry', 4],
        ['sequence-allowed', 'attempt-out-of-turn', 4],
      ],
    ],
  ])('%s', async (_, lines, faults) => {
    const found = await faultsOf(withLines(lines));
    faults.forEach((fault) => expect(found).toContainEqual(fault));
    // And a forger who makes everything anew lacks the key.
    expect(await faultsOf(forged(lines))).toContainEqual(['checkpoint-signed', 'bad-signature', 'checkpoint']);
  });

  test.each<[string, readonly Uint8Array[]]>([
    ['one deleted', log.lines.filter((_, index) => index !== 5)],
    ['the tail cut off', log.lines.slice(0, -2)],
    ['one inserted', [...log.lines.slice(0, 5), entryBytes(entry('clock.anomaly', 3)), ...log.lines.slice(5)]],
    ['one said twice', [...log.lines.slice(0, 5), ...log.lines.slice(4)]],
  ])('%s', async (_, lines) => {
    const faults = await faultsOf(withLines(lines));
    expect(faults).toContainEqual(['entries-well-formed', 'other-count', 'entries.jsonl']);
    expect(faults).toContainEqual(expect.arrayContaining(['entries-in-log']));
    expect(await faultsOf(forged(lines))).toContainEqual(['checkpoint-signed', 'bad-signature', 'checkpoint']);
  });

  const text = Buffer.from(log.lines[5] ?? '').toString('utf8');
  test.each([
    ['keys in another order', text.replace('{"actor":"system",', '{').replace(/}$/, ',"actor":"system"}')],
    ['a space', text.replace('":"', '": "')],
    ['a key twice', text.replace('{', '{"actor":"system",')],
    ['an invalid escape', text.replace('"system"', '"\\u0073ystem"')],
    ['a number written otherwise', text.replace('"smtpCode":1', '"smtpCode":1.0')],
    ['a fact that this event has not', text.replace('"smtpCode":1', '"note":"x","smtpCode":1')],
    ['an unknown event', text.replace('forwarding.accepted', 'forwarding.imagined')],
  ])('in a form that is not the canonical one: %s', async (_, line) => {
    expect(line).not.toBe(text);
    const lines = log.lines.map((own, index) => (index === 5 ? Buffer.from(line) : own));
    // Even signed by the log's own key: the form is a promise of its own.
    const signed = bundleOf(new SampleLog([], lines));
    expect(await faultsOf(signed)).toContainEqual(['entries-well-formed', 'malformed', 5]);
  });

  test('with times out of order, even when the log itself has signed them', async () => {
    const late = new SampleLog([...entries.slice(0, 9), entry('clock.anomaly', -400), ...entries.slice(9)]);
    expect(await faultsOf(bundleOf(late))).toEqual([['sequence-allowed', 'time-runs-backwards', 9]]);
  });
});

describe('a manifest that does not say what is there', () => {
  test.each([
    ['another place', [{ first: 1, count: SIZE }]],
    ['fewer entries', [{ first: 0, count: SIZE - 1 }]],
    ['more entries', [{ first: 0, count: SIZE + 1 }]],
    [
      'a gap that does not exist',
      [
        { first: 0, count: 4 },
        { first: 5, count: SIZE - 4 },
      ],
    ],
  ])('%s', async (_, runs) => {
    const manifest = Buffer.from(bundleOf(log).get('bundle.json') ?? '').toString('utf8');
    const lied = canonicalJson({ ...(JSON.parse(manifest) as object), runs });
    expect(await faultsOf(changed(bundleOf(log), { 'bundle.json': lied }))).not.toEqual([]);
  });

  test.each(['', '{}', 'null', '{"v":2}'])('is none: %s', async (text) => {
    await expect(verify(changed(bundleOf(log), { 'bundle.json': text }))).rejects.toThrow(UnreadableBundleError);
  });
});

describe('signatures', () => {
  test('by another key hold for whoever asks for nothing, and not for whoever knows the log', async () => {
    const files = bundleOf(log, { signers: [OTHER] });
    expect(await faultsOf(files)).toEqual([]);
    expect(await faultsOf(files, { trustedKeys: [vkeyOf(LOG)] })).toEqual([['key-known', 'other-key', LOG.name]]);
    expect(await faultsOf(files, { ownKeys: [vkeyOf(LOG)] })).toEqual([['key-known', 'other-key', LOG.name]]);
  });

  test('by a key that the bundle does not name are none', async () => {
    const keys = [vkeyOf(LOG)];
    expect(await faultsOf(bundleOf(log, { signers: [OTHER], keys }))).toContainEqual([
      'checkpoint-signed',
      'no-known-signature',
      'checkpoint',
    ]);
  });

  test('of another log are refused, whoever made them', async () => {
    const stranger = { ...LOG, name: 'dsb.example/schwester' };
    expect(await faultsOf(bundleOf(log, { keys: [vkeyOf(stranger)] }))).toContainEqual([
      'checkpoint-signed',
      'other-origin',
      'checkpoint',
    ]);
  });

  test('a key of its own for a log of another name is not asked of this one', async () => {
    const ownKeys = [vkeyOf({ ...OTHER, name: 'dsb.example/schwester' })];
    expect(await faultsOf(bundleOf(log), { ownKeys })).toEqual([]);
  });
});

describe('a log in its second epoch', () => {
  const second = { ...LOG, name: `${LOG.name}/2` };
  const opened = new SampleLog([...entries, entry('log.epoch-opened', 9, { epoch: 2 })]);
  const files = (then: typeof LOG, of = opened) =>
    changed(bundleOf(of, { signers: [second], keys: [vkeyOf(LOG), vkeyOf(second)] }), {
      [earlierName(9)]: formatConsistency({
        old: 9,
        path: of.consistency(9),
        checkpoint: of.checkpoint(9, [then]),
      }),
    });

  test('begins with what is left of the first, and is known by the same key', async () => {
    expect(await faultsOf(files(LOG), { trustedKeys: [vkeyOf(LOG)] })).toEqual([]);
  });

  test('has no past that another key signed, or a later epoch', async () => {
    expect(await faultsOf(files(OTHER))).toEqual([['earlier-checkpoints', 'no-known-signature', earlierName(9)]]);
    expect(await faultsOf(files({ ...LOG, name: `${LOG.name}/3` }))).toEqual([
      ['earlier-checkpoints', 'no-known-signature', earlierName(9)],
    ]);
  });

  test('tells that it opened it', async () => {
    expect(await faultsOf(files(LOG, log))).toEqual([['epochs-told', 'no-epoch', second.name]]);
  });
});

describe('earlier checkpoints', () => {
  const fork = new SampleLog(
    [],
    [...log.lines.slice(0, 6), entryBytes(entry('clock.anomaly', 5)), ...log.lines.slice(7)],
  );
  const name = earlierName(8);

  test('of a fork do not lead to this log', async () => {
    const other = formatConsistency({ old: 8, path: fork.consistency(8), checkpoint: fork.checkpoint(8) });
    const files = changed(bundleOf(log), { [name]: other });
    expect(await faultsOf(files)).toEqual([['earlier-checkpoints', 'not-consistent', name]]);
  });

  test('with another root for the same size are a fork, too', async () => {
    const other = formatConsistency({ old: SIZE, path: [], checkpoint: fork.checkpoint(SIZE) });
    const files = changed(bundleOf(log), { [earlierName(SIZE)]: other });
    expect(await faultsOf(files)).toEqual([['earlier-checkpoints', 'not-consistent', earlierName(SIZE)]]);
  });

  test.each([
    [
      'with a proof for another size',
      formatConsistency({ old: 8, path: log.consistency(7), checkpoint: log.checkpoint(8) }),
      'not-consistent',
    ],
    [
      'under another size’s name',
      formatConsistency({ old: 7, path: log.consistency(7), checkpoint: log.checkpoint(7) }),
      'malformed',
    ],
    [
      'by another key',
      formatConsistency({ old: 8, path: log.consistency(8), checkpoint: log.checkpoint(8, [OTHER]) }),
      'no-known-signature',
    ],
    ['that are rubbish', 'rubbish', 'malformed'],
  ])('%s', async (_, text, fault) => {
    expect(await faultsOf(changed(bundleOf(log), { [name]: text }))).toEqual([['earlier-checkpoints', fault, name]]);
  });
});

describe('proofs', () => {
  const proof = (index: number, of = index) =>
    formatProof({ extra: log.lines[of] ?? Buffer.alloc(0), index, path: log.path(of), checkpoint: log.checkpoint() });
  test.each([
    ['for another index', { [proofName(4)]: proof(5) }, 'malformed'],
    ['of another entry under this index', { [proofName(4)]: proof(4, 5) }, 'other-entry'],
    ['that is missing at an end', { [proofName(0)]: undefined }, 'no-proof'],
    [
      'against another checkpoint',
      { [proofName(4)]: proof(4).replace(log.checkpoint(), log.checkpoint(9)) },
      'other-checkpoint',
    ],
    ['for what is not in the bundle', { [proofName(SIZE)]: proof(4).replace('index 4', `index ${SIZE}`) }, 'no-entry'],
    ['that is rubbish', { [proofName(4)]: 'c2sp.org/tlog-proof@v1\n' }, 'malformed'],
  ])('%s', async (_, changes, fault) => {
    const faults = await faultsOf(changed(bundleOf(log), changes));
    expect(faults[0]).toEqual(['entries-in-log', fault, expect.any(Number)]);
  });
});

describe('files', () => {
  test.each([
    ['one too many', { 'notes.txt': 'x' }, 'unknown-file', 'notes.txt'],
    ['a number in another spelling', { 'proofs/4.tlog-proof': 'x' }, 'unknown-file', 'proofs/4.tlog-proof'],
    ['without a report', { 'report.pdf': undefined }, 'missing-file', 'report.pdf'],
  ])('%s', async (_, changes, fault, where) => {
    expect(await faultsOf(changed(bundleOf(log), changes))).toEqual([['files-complete', fault, where]]);
  });

  test.each(['keys', 'checkpoint'])('without %s nothing is proven', async (name) => {
    const faults = await faultsOf(changed(bundleOf(log), { [name]: undefined }));
    expect(faults).toContainEqual(['files-complete', 'missing-file', name]);
    expect(faults).toContainEqual(expect.arrayContaining(['checkpoint-signed']));
  });

  test('of two bundles of two logs, swapped one by one, are noticed', async () => {
    const sister = { name: 'dsb.example/schwester', seed: Buffer.alloc(32, 7) };
    const report = Buffer.from('%PDF-1.7 another report');
    const theirs = bundleOf(new SampleLog(sampleEntries(report)), { signers: [sister], report });
    const noticed: [string, boolean][] = [];
    for (const name of bundleOf(log).keys()) {
      if (name !== 'bundle.json' && name !== 'LIESMICH.txt') {
        const swapped = changed(bundleOf(log), { [name]: theirs.get(name) });
        noticed.push([name, (await faultsOf(swapped)).length > 0]);
      }
    }
    expect(noticed.filter(([, seen]) => !seen)).toEqual([]);
    expect(noticed.length).toBeGreaterThan(4);
  });
});

describe('the report', () => {
  test('is the one of which the log has the hash', async () => {
    expect(await faultsOf(changed(bundleOf(log), { 'report.pdf': 'another' }))).toEqual([
      ['report-unchanged', 'other-document', 'report.pdf'],
    ]);
  });

  test('proves nothing where no entry says that it was given out', async () => {
    const without = new SampleLog(entries.slice(0, -1));
    expect(await faultsOf(bundleOf(without))).toEqual([['report-unchanged', 'not-recorded', 'report.pdf']]);
  });
});

describe('disclosures', () => {
  const line = (change: object = {}) =>
    `${canonicalJson({ index: 3, salt: SALT.toString('base64'), payload: PAYLOAD, ...change })}\n`;
  const faults = (text: string) => faultsOf(changed(bundleOf(log), { 'disclosures.jsonl': text }));

  test('open what the log has committed to', async () => {
    expect(await faults(line())).toEqual([]);
  });

  test.each([
    ['another payload', line({ payload: { message: 'Bitte behalten' } }), 'other-commitment', 3],
    ['another salt', line({ salt: Buffer.alloc(32, 1).toString('base64') }), 'other-commitment', 3],
    ['an entry without a commitment', line({ index: 4 }), 'no-entry', 4],
    ['no payload', line().replace('"payload"', '"qayload"'), 'malformed', 'disclosures.jsonl'],
    ['rubbish', 'rubbish\n', 'malformed', 'disclosures.jsonl'],
  ])('%s', async (_, text, fault, where) => {
    expect(await faults(text)).toEqual([['disclosures', fault, where]]);
  });
});
