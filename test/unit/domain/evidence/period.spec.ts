import { canonicalJson } from '../../../../src/domain/log/canonical-json.js';
import type { LogEntry } from '../../../../src/domain/log/entry.js';
import type { Run } from '../../../../src/domain/evidence/bundle.js';
import {
  accepted,
  attempt,
  bundleOf,
  issued,
  LOG,
  recorded,
  REQUEST,
  SampleLog,
  SECOND,
  settings,
  vkeyOf,
  type Files,
} from './sample-bundle.js';
import { changed, faultsOf, verify } from './verifying.js';

const DAY = 86_400;
const FROM = '2026-11-23';
const TO = '2026-11-24';
const trustedKeys = [vkeyOf(LOG)];

/** Two days with a case each; settings on the day before, and something on the day after. */
const entries: LogEntry[] = [
  ...settings().map((one) => ({ ...one, at: one.at.replace('2026-11-23', '2026-11-22') })),
  recorded(1),
  attempt(2),
  accepted(3),
  recorded(DAY + 4, SECOND, { handoverLate: true, safeOn: '2026-12-24', dueOn: '2026-12-24' }),
  attempt(DAY + 5, SECOND),
  accepted(DAY + 6, SECOND),
  issued(2 * DAY, undefined, { kind: 'evidence-of-period', from: FROM, to: TO }),
];
const log = new SampleLog(entries);
const manifest = { kind: 'period', from: FROM, to: TO, requests: [] } as const;
const bundle = (runs?: readonly Run[], change: object = {}): Files =>
  bundleOf(log, { ...(runs === undefined ? {} : { runs }), manifest: { ...manifest, ...change } });

test('a period with what stands before and behind it holds every entry of its days', async () => {
  const verdict = await verify(bundle(), { trustedKeys });
  expect([verdict.outcome, verdict.complete]).toEqual(['proved', 'yes']);
});

test('a period that the log has not left yet holds them up to the checkpoint', async () => {
  const short = new SampleLog([
    ...entries.slice(0, -1),
    issued(DAY + 7, undefined, { kind: 'evidence-of-period', from: FROM, to: TO }),
  ]);
  const verdict = await verify(bundleOf(short, { manifest }), { trustedKeys });
  expect([verdict.outcome, verdict.complete]).toEqual(['proved', 'up-to-checkpoint']);
});

test('a case left out of a period is missed (the dropped late case)', async () => {
  const runs = [
    { first: 0, count: 6 },
    { first: 9, count: 1 },
  ];
  const verdict = await verify(bundle(runs), { trustedKeys });
  expect([verdict.outcome, verdict.complete, verdict.unconfirmed]).toEqual(['consistent', 'no', ['not-complete']]);
  const within = [
    { first: 0, count: 3 },
    { first: 6, count: 4 },
  ];
  // What the first case left behind is a hole at the edge: nothing shows what stood there.
  expect((await verify(bundle(within), { trustedKeys })).outcome).not.toBe('proved');
});

test('an entry left out from the middle of a period is a gap, and the bundle is false', async () => {
  const runs = [
    { first: 0, count: 5 },
    { first: 6, count: 4 },
  ];
  expect(await faultsOf(bundle(runs))).toContainEqual(['period-complete', 'gap', 5]);
});

test.each([
  ['the end cut off', [{ first: 0, count: 9 }]],
  ['the beginning cut off', [{ first: 3, count: 7 }]],
])('%s: completeness is not confirmed, so nothing is proved', async (_, runs) => {
  const verdict = await verify(bundle(runs), { trustedKeys });
  expect(verdict.outcome).not.toBe('proved');
  expect(verdict.complete).toBe('no');
});

test.each([
  ['of other days', { from: '2026-11-01', to: '2026-11-30' }],
  ['called one for single cases', { kind: 'request', from: null, to: null, requests: [REQUEST] }],
])('a period %s has a report of another kind', async (_, change) => {
  expect(await faultsOf(bundle(undefined, change))).toEqual([['report-unchanged', 'other-kind', 'report.pdf']]);
});

test('a bundle for one case that is called a period has a report of another kind', async () => {
  const one = new SampleLog([...entries.slice(0, -1), issued(2 * DAY)]);
  expect(await faultsOf(bundleOf(one, { manifest }))).toEqual([['report-unchanged', 'other-kind', 'report.pdf']]);
});

test('a report in the place of another that was given out as well is noticed', async () => {
  const compliance = Buffer.from('%PDF-1.7 compliance');
  const both = new SampleLog([...entries, issued(2 * DAY + 1, compliance, { kind: 'compliance', from: FROM, to: TO })]);
  const good = changed(bundleOf(both, { manifest }), { 'compliance.pdf': compliance });
  expect(await faultsOf(good)).toEqual([]);
  expect(await faultsOf(changed(good, { 'report.pdf': compliance }))).toEqual([
    ['report-unchanged', 'other-kind', 'report.pdf'],
  ]);
});

describe('the figures of the compliance report', () => {
  const report = (change: object) => {
    const text = (figures: object) =>
      Buffer.from(canonicalJson({ schema: 'urn:forthwith:schema:compliance-report:1', figures }));
    return { text, change };
  };

  /** The bundle with figures in it that the log says were given out, whatever they say. */
  async function withFigures(figures: object): Promise<unknown[]> {
    const bytes = report({}).text(figures);
    const told = new SampleLog([...entries, issued(2 * DAY + 1, bytes, { kind: 'compliance', from: FROM, to: TO })]);
    return faultsOf(changed(bundleOf(told, { manifest }), { 'compliance.json': bytes }));
  }

  test('are counted again, and a lie in them is found though the log has recorded its issue', async () => {
    const { ComplianceFold } = await import('../../../../src/domain/reports/compliance-fold.js');
    const fold = new ComplianceFold({ from: FROM, to: TO } as never, 'Europe/Berlin');
    entries.slice(0, 9).forEach((one, index) => fold.add(index, one));
    const figures = fold.finish();
    expect(figures.requests.recorded).toBe(2);
    expect(await withFigures(figures)).toEqual([]);
    const lied = { ...figures, verdict: { ...figures.verdict, atOnce: 0 } };
    expect(await withFigures(lied)).toEqual([['figures-recounted', 'other-figure', 'verdict']]);
    const fewer = { ...figures, requests: { ...figures.requests, recorded: 1 } };
    expect(await withFigures(fewer)).toEqual([['figures-recounted', 'other-figure', 'requests']]);
    expect(await withFigures({})).toEqual([['figures-recounted', 'malformed', 'compliance.json']]);
  });
});
