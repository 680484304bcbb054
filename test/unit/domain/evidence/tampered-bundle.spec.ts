import { canonicalJson } from '../../../../src/domain/log/canonical-json.js';
import { UnreadableBundleError } from '../../../../src/domain/evidence/bundle-files.js';
import type { BundleVerdict } from '../../../../src/domain/evidence/verify-bundle.js';
import { tell } from '../../../../src/verifier/told.js';
import { en } from '../../../../src/verifier/words.en.js';
import {
  bundleOf,
  entry,
  LOG,
  PAYLOAD,
  SALT,
  SampleLog,
  sampleEntries,
  vkeyOf,
  withAnchor,
  type Files,
} from './sample-bundle.js';
import { changed, faultsOf, verify } from './verifying.js';

const entries = sampleEntries();
const log = new SampleLog(entries);
const SIZE = entries.length;

const policyIn = (files: Files) => Buffer.from(files.get('anchors/policy') ?? '').toString('utf8');

describe('witnesses', () => {
  const anchor = 'anchors/000000000002.tlog-proof';
  const forgedLine = (files: Files) => {
    const text = Buffer.from(files.get(anchor) ?? '').toString('utf8');
    const at = text.lastIndexOf('—') + 60;
    return changed(files, { [anchor]: text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1) });
  };

  test('two of three have seen it', async () => {
    const files = withAnchor(bundleOf(log), log);
    const verdict = await verify(files, { trustedPolicy: policyIn(files) });
    expect(verdict.outcome).toBe('consistent');
    expect(verdict.seen).toEqual([{ size: SIZE, at: '2026-11-23T12:00:20.000Z' }]);
    expect(verdict.anchors).toMatchObject([{ size: SIZE, quorum: { needed: 2, of: 3 } }]);
    expect(verdict.anchors[0]?.witnesses).toHaveLength(2);
  });

  test('one is too few', async () => {
    const files = withAnchor(bundleOf(log), log, 1);
    expect(await faultsOf(files, { trustedPolicy: policyIn(files) })).toEqual([
      ['witnesses-named', 'too-few-witnesses', 'anchors/policy'],
    ]);
  });

  test('whom only the bundle names have confirmed nothing', async () => {
    const verdict = await verify(withAnchor(bundleOf(log), log), { trustedKeys: [vkeyOf(LOG)] });
    expect([verdict.outcome, verdict.seen]).toEqual(['proved', []]);
    expect(verdict.anchors).toMatchObject([{ named: false, witnesses: [{}, {}] }]);
    expect(verdict.requests.map(({ seenAt }) => seenAt)).toEqual([null, null]);
  });

  test('who saw it before its entries came to be are contradicted by them', async () => {
    expect(await faultsOf(withAnchor(bundleOf(log), log, 2, 2, -600))).toEqual([
      ['witnesses', 'later-than-seen', SIZE - 1],
    ]);
  });

  test('have seen the beginning, and what came after it nobody has seen', async () => {
    const longer = new SampleLog([...entries, entry('clock.anomaly', 900), entry('clock.anomaly', 901)]);
    const files = withAnchor(bundleOf(longer, { earlier: [SIZE] }), log);
    const verdict = await verify(files, { trustedKeys: [vkeyOf(LOG)], trustedPolicy: policyIn(files) });
    expect(verdict.outcome).toBe('proved');
    expect(verdict.seen).toEqual([{ size: SIZE, at: '2026-11-23T12:00:20.000Z' }]);
    const told = tell(verdict, en, (at) => at);
    expect(told.seen).toEqual([
      `The first ${SIZE} entries existed by 2026-11-23T12:00:20.000Z; that is confirmed by whom you named.`,
      'The last 2 entries have been seen by nobody whom you named.',
    ]);
  });

  test('that a bundle has lost are missed by whoever named them', async () => {
    const trustedPolicy = policyIn(withAnchor(bundleOf(log), log));
    expect(await faultsOf(bundleOf(log), { trustedPolicy })).toEqual([
      ['witnesses-named', 'too-few-witnesses', 'anchors/policy'],
    ]);
  });

  test('the policy of the person who verifies counts, not the bundle’s', async () => {
    const lax = withAnchor(bundleOf(log), log, 1, 1);
    const strict = withAnchor(bundleOf(log), log, 2, 3).get('anchors/policy') ?? Buffer.alloc(0);
    expect(await faultsOf(lax)).toEqual([]);
    const trustedPolicy = Buffer.from(strict).toString('utf8');
    expect(await faultsOf(lax, { trustedPolicy })).toEqual([
      ['witnesses-named', 'too-few-witnesses', 'anchors/policy'],
    ]);
  });

  test('a forged cosignature is a fault, whatever the others say', async () => {
    expect(await faultsOf(forgedLine(withAnchor(bundleOf(log), log, 3)))).toContainEqual([
      'witnesses',
      'bad-signature',
      anchor,
    ]);
  });

  test('who have seen another checkpoint have not seen this one', async () => {
    const other = new SampleLog(entries.slice(0, 8));
    expect(await faultsOf(withAnchor(bundleOf(log), other))).toContainEqual(['witnesses', 'other-checkpoint', anchor]);
  });
});

const STRIDE = 13;

test('one bit changed, anywhere, is never verified, but in what is no evidence', async () => {
  const files = withAnchor(
    changed(
      bundleOf(log, {
        earlier: [9],
        runs: [
          { first: 0, count: 4 },
          { first: 10, count: 1 },
        ],
      }),
      {
        'disclosures.jsonl': `${canonicalJson({ index: 3, payload: PAYLOAD, salt: SALT.toString('base64') })}\n`,
      },
    ),
    log,
  );
  const named = { trustedKeys: [vkeyOf(LOG)], trustedPolicy: policyIn(files) };
  expect(await faultsOf(files, named)).toEqual([]);
  const survivors = new Set<string>();
  for (const [name, bytes] of files) {
    // Every byte would take a minute; a prime stride meets each kind of place.
    for (let place = bytes.length % STRIDE; place < bytes.length; place += STRIDE) {
      const flipped = Buffer.from(bytes);
      flipped[place] = (flipped[place] ?? 0) ^ 0x01;
      const outcome = await verify(changed(files, { [name]: flipped }), named).catch((error: unknown) => error);
      if (outcome instanceof Error ? !(outcome instanceof UnreadableBundleError) : (outcome as BundleVerdict).ok) {
        survivors.add(name);
      }
    }
  }
  // The policy in the bundle is its maker's: whoever wants another brings it along (trustedPolicy).
  expect([...survivors].filter((name) => !['LIESMICH.txt', 'anchors/policy'].includes(name))).toEqual([]);
});
