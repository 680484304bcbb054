import { canonicalJson } from '../../../../src/domain/log/canonical-json.js';
import { UnreadableBundleError } from '../../../../src/domain/evidence/bundle-files.js';
import type { BundleVerdict } from '../../../../src/domain/evidence/verify-bundle.js';
import {
  bundleOf,
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

describe('witnesses', () => {
  const anchor = 'anchors/000000000002.tlog-proof';
  const forgedLine = (files: Files) => {
    const text = Buffer.from(files.get(anchor) ?? '').toString('utf8');
    const at = text.lastIndexOf('—') + 60;
    return changed(files, { [anchor]: text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1) });
  };

  test('two of three have seen it', async () => {
    const verdict = await verify(withAnchor(bundleOf(log), log));
    expect(verdict.ok).toBe(true);
    expect(verdict.anchors).toMatchObject([{ size: SIZE, quorum: { needed: 2, of: 3 } }]);
    expect(verdict.anchors[0]?.witnesses).toHaveLength(2);
  });

  test('one is too few', async () => {
    expect(await faultsOf(withAnchor(bundleOf(log), log, 1))).toEqual([
      ['witnesses', 'too-few-witnesses', 'anchors/policy'],
    ]);
  });

  test('the policy of the person who verifies counts, not the bundle’s', async () => {
    const lax = withAnchor(bundleOf(log), log, 1, 1);
    const strict = withAnchor(bundleOf(log), log, 2, 3).get('anchors/policy') ?? Buffer.alloc(0);
    expect(await faultsOf(lax)).toEqual([]);
    const trustedPolicy = Buffer.from(strict).toString('utf8');
    expect(await faultsOf(lax, { trustedPolicy })).toEqual([['witnesses', 'too-few-witnesses', 'anchors/policy']]);
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
  const trustedKeys = [vkeyOf(LOG)];
  expect(await faultsOf(files, { trustedKeys })).toEqual([]);
  const survivors = new Set<string>();
  for (const [name, bytes] of files) {
    // Every byte would take a minute; a prime stride meets each kind of place.
    for (let place = bytes.length % STRIDE; place < bytes.length; place += STRIDE) {
      const flipped = Buffer.from(bytes);
      flipped[place] = (flipped[place] ?? 0) ^ 0x01;
      const outcome = await verify(changed(files, { [name]: flipped }), { trustedKeys }).catch(
        (error: unknown) => error,
      );
      if (outcome instanceof Error ? !(outcome instanceof UnreadableBundleError) : (outcome as BundleVerdict).ok) {
        survivors.add(name);
      }
    }
  }
  // The policy in the bundle is its maker's: whoever wants another brings it along (trustedPolicy).
  expect([...survivors].filter((name) => !['LIESMICH.txt', 'anchors/policy'].includes(name))).toEqual([]);
});
