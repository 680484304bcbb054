import { canonicalJson } from '../../../../src/domain/log/canonical-json.js';
import type { LogEntry } from '../../../../src/domain/log/entry.js';
import { manifestHash, type Manifest, type Run } from '../../../../src/domain/evidence/bundle.js';
import { referenceCommitment } from '../../../../src/domain/evidence/verify-documents.js';
import { sha } from '../log/naive-tree.js';
import {
  accepted,
  attempt,
  bundleOf,
  entry,
  issued,
  LOG,
  recorded,
  REPORT,
  REQUEST,
  SALT,
  SampleLog,
  SECOND,
  settings,
  vkeyOf,
  type Files,
} from './sample-bundle.js';
import { changed, faultsOf, verify } from './verifying.js';

const trustedKeys = [vkeyOf(LOG)];
const reference = (of: string) => referenceCommitment(SALT, of);
const opened = (request: string, of: string) =>
  `${canonicalJson({ reference: of, request, salt: SALT.toString('base64') })}\n`;
const REFERENCES = opened(REQUEST, 'DSR-2026-AAAAAAA') + opened(SECOND, 'DSR-2026-BBBBBBB');
const BEFORE: readonly LogEntry[] = [
  ...settings(),
  recorded(1, REQUEST, { reference: reference('DSR-2026-AAAAAAA') }),
  attempt(2),
  accepted(3),
  recorded(4, SECOND, { reference: reference('DSR-2026-BBBBBBB') }),
  attempt(5, SECOND),
  accepted(6, SECOND),
];
const PAGE = Buffer.from('<!doctype html>');
const base64 = (bytes: Uint8Array) => Buffer.from(sha(bytes)).toString('base64');

/** A bundle whose extent and enclosures the log has noted, as the program gives it out. */
function bound(chosen: readonly Run[], between: readonly LogEntry[] = []): { files: Files; manifest: Manifest } {
  const manifest: Manifest = {
    ...{ v: 1, kind: 'requests', requests: [REQUEST, SECOND], references: {}, from: null, to: null },
    ...{ timeZone: 'Europe/Berlin', runs: [] },
    bound: {
      ...{ size: BEFORE.length, chosen, earlier: [7] },
      files: {
        'verify.html': base64(PAGE),
        'references.jsonl': base64(Buffer.from(REFERENCES)),
        'LIESMICH.txt': base64(Buffer.from('how to verify\n')),
      },
    },
  };
  const log = new SampleLog([...BEFORE, ...between, issued(8, REPORT, { manifest: manifestHash(manifest) })]);
  const last = { first: log.lines.length - 1, count: 1 };
  const runs =
    (chosen.at(-1)?.count ?? 0) === BEFORE.length && between.length === 0
      ? [{ first: 0, count: log.lines.length }]
      : [...chosen, last];
  const files = changed(bundleOf(log, { runs, earlier: [7], manifest: { ...manifest, runs } }), {
    'verify.html': PAGE.toString(),
    'references.jsonl': REFERENCES,
  });
  return { files, manifest: { ...manifest, runs } };
}

const ALL = [{ first: 0, count: BEFORE.length }];
const good = bound(ALL);
const withManifest = (change: object) =>
  changed(good.files, { 'bundle.json': canonicalJson({ ...good.manifest, ...change }) });

test('extent and enclosures are those that the log has noted', async () => {
  const { outcome, checks, requests } = await verify(good.files, { trustedKeys });
  expect(outcome).toBe('proved');
  expect(checks.find(({ check }) => check === 'contents-bound')).toMatchObject({ state: 'passed', count: 5 });
  expect(requests.map((one) => one.reference)).toEqual(['DSR-2026-AAAAAAA', 'DSR-2026-BBBBBBB']);
});

test.each<[string, object]>([
  ['other requests', { requests: [REQUEST] }],
  ['another kind', { kind: 'request' }],
  ['another choice', { bound: { ...good.manifest.bound, chosen: [{ first: 0, count: 5 }] } }],
  ['no earlier checkpoints', { bound: { ...good.manifest.bound, earlier: [] } }],
  ['no enclosures', { bound: { ...good.manifest.bound, files: {} } }],
  ['nothing bound at all', { bound: undefined }],
])('a manifest with %s is not the one noted', async (_, change) => {
  const members = Object.fromEntries(
    Object.entries({ ...good.manifest, ...change }).filter(([, value]) => value !== undefined),
  );
  expect(await faultsOf(changed(good.files, { 'bundle.json': canonicalJson(members) }))).toContainEqual([
    'contents-bound',
    'other-contents',
    'bundle.json',
  ]);
});

test('a verifier in the bundle that is not the one given out is a fault (the fake verifier inside)', async () => {
  expect(await faultsOf(changed(good.files, { 'verify.html': 'everything is fine' }))).toEqual([
    ['contents-bound', 'other-contents', 'verify.html'],
  ]);
  expect(await faultsOf(changed(good.files, { 'verify.html': undefined }))).toEqual([
    ['contents-bound', 'missing-file', 'verify.html'],
  ]);
});

test('an earlier checkpoint that was enclosed cannot be taken out', async () => {
  expect(await faultsOf(changed(good.files, { 'checkpoints/000000000007.consistency': undefined }))).toEqual([
    ['contents-bound', 'missing-file', 'checkpoints/7'],
  ]);
});

test('an entry that was chosen cannot be left out, and none be put in', async () => {
  const log = new SampleLog([...BEFORE, issued(8, REPORT, { manifest: manifestHash(good.manifest) })]);
  const runs = [
    { first: 0, count: 6 },
    { first: 7, count: 3 },
  ];
  const fewer = changed(bundleOf(log, { runs, earlier: [7], manifest: { ...good.manifest, runs } }), {
    'verify.html': PAGE.toString(),
    'references.jsonl': REFERENCES,
  });
  expect(await faultsOf(fewer)).toContainEqual(['contents-bound', 'gap', 'entries.jsonl']);
  const part = bound([{ first: 0, count: 6 }], [entry('clock.anomaly', 7)]);
  expect(await faultsOf(part.files)).not.toContainEqual(expect.arrayContaining(['contents-bound', 'not-chosen']));
  const more = bound([{ first: 0, count: 6 }]);
  const whole = [{ first: 0, count: BEFORE.length + 1 }];
  const all = changed(
    bundleOf(new SampleLog([...BEFORE, issued(8, REPORT, { manifest: manifestHash(more.manifest) })]), {
      ...{ runs: whole, earlier: [7], manifest: { ...more.manifest, runs: whole } },
    }),
    { 'verify.html': PAGE.toString(), 'references.jsonl': REFERENCES },
  );
  expect(await faultsOf(all)).toContainEqual(['contents-bound', 'not-chosen', 6]);
});

test('a manifest takes no member that it has not', async () => {
  await expect(verify(withManifest({ note: 'x' }))).rejects.toThrow('bundle.json');
});

describe('references', () => {
  const swapped = opened(REQUEST, 'DSR-2026-BBBBBBB') + opened(SECOND, 'DSR-2026-AAAAAAA');
  const unbound = bundleOf(new SampleLog([...BEFORE, issued(8)]), { manifest: { requests: [REQUEST, SECOND] } });

  test('that are swapped open no commitment (the punctual case shown as the late one)', async () => {
    const files = changed(unbound, { 'references.jsonl': swapped });
    expect(await faultsOf(files)).toEqual([['references', 'other-commitment', REQUEST]]);
  });

  test('that nothing proves are not told, whatever the manifest says', async () => {
    const old = bundleOf(new SampleLog([...settings(), recorded(1), attempt(2), accepted(3), issued(8)]), {
      manifest: { references: { [REQUEST]: 'DSR-2026-XXXXXXX' } },
    });
    const { requests, outcome } = await verify(old, { trustedKeys });
    expect([outcome, requests[0]?.reference]).toEqual(['proved', null]);
  });

  test.each([
    ['rubbish', 'rubbish\n', 'malformed', 'references.jsonl'],
    ['of a case that is not there', opened('0198c0de-0000-7000-8000-000000000999', 'X'), 'no-entry', expect.anything()],
    ['twice', opened(REQUEST, 'DSR-2026-AAAAAAA').repeat(2), 'malformed', REQUEST],
  ])('%s', async (_, text, fault, where) => {
    expect(await faultsOf(changed(unbound, { 'references.jsonl': text }))).toContainEqual(['references', fault, where]);
  });
});
