import type { LogEntry } from '../../../../src/domain/log/entry.js';
import { tell } from '../../../../src/verifier/told.js';
import { en } from '../../../../src/verifier/words.en.js';
import {
  accepted,
  at,
  attempt,
  bundleOf,
  entry,
  issued,
  LOG,
  of,
  recorded,
  REQUEST,
  SampleLog,
  settings,
  vkeyOf,
} from './sample-bundle.js';
import { faultsOf, verify } from './verifying.js';

const trustedKeys = [vkeyOf(LOG)];
const [created, instruction, designation] = settings() as [LogEntry, LogEntry, LogEntry];
const bundle = (...entries: readonly LogEntry[]) => bundleOf(new SampleLog([...entries, issued(9_000)]));
const START = [created, instruction, designation];
/** Handed over an hour late under an instruction of ten minutes. */
const LATE = recorded(1, REQUEST, { receivedAt: at(-3_600), handoverLate: true });
const again = (second: number, facts: object) =>
  entry('instruction.issued', second, { ...(instruction.facts as object), ...facts });

describe('the two moments of a hand-over', () => {
  const seen = (facts: object) => recorded(1, REQUEST, { receivedAt: at(-3_600), arrival: 'moment', ...facts });
  const told = async (one: LogEntry) => verify(bundle(...START, one, attempt(2), accepted(3)), { trustedKeys });

  test('“at once” is counted from seeing', async () => {
    const verdict = await told(seen({ seenAt: at(-30), seen: 'moment' }));
    expect([verdict.outcome, verdict.requests[0]?.atOnce]).toEqual(['proved', true]);
  });

  test('an arrival that nobody knows is no success', async () => {
    const verdict = await told(seen({ arrival: 'unknown', seenAt: at(-3_600), seen: 'moment' }));
    expect([verdict.outcome, verdict.requests[0]?.atOnce]).toEqual(['proved', false]);
  });

  test.each([
    ['before it arrived', -3_601],
    ['after it was handed over', 2],
  ])('seen %s is a contradiction', async (_, second) => {
    const verdict = await told(seen({ seenAt: at(second), seen: 'moment' }));
    expect(verdict.checks.find(({ check }) => check === 'sequence-allowed')?.findings).toEqual([
      { fault: 'time-contradicts', where: 3 },
    ]);
  });
});

test('an instruction issued a second time under its id moves no verdict, and is a fault', async () => {
  const verdict = await verify(
    bundle(...START, LATE, attempt(2), accepted(3), again(60, { handoverLimitMinutes: 1_000_000 })),
  );
  expect(verdict.requests[0]?.atOnce).toBe(false);
  expect(verdict.outcome).toBe('false');
  expect(verdict.checks.find(({ check }) => check === 'sequence-allowed')?.findings).toEqual([
    { fault: 'issued-twice', where: 6 },
  ]);
});

test('a designation set a second time under its id is a fault, too', async () => {
  const twice = { ...designation, at: at(60), id: '0198c0de-0000-7000-8000-000000009999' };
  expect(await faultsOf(bundle(...START, LATE, attempt(2), accepted(3), twice))).toEqual([
    ['sequence-allowed', 'issued-twice', 6],
  ]);
});

test('what is handed over is judged by the instruction in force then, and by no other', async () => {
  const kinder = again(-300, {
    ...{ instruction: '0198c0de-0000-7000-8000-000000000077', version: 2, holdsFrom: '2026-02-01' },
    handoverLimitMinutes: 1_000_000,
  });
  expect(await faultsOf(bundle(...START, kinder, LATE, attempt(2), accepted(3)))).toEqual([
    ['sequence-allowed', 'other-instruction', 4],
  ]);
  const later = again(60, { ...(kinder.facts as object), holdsFrom: '2026-01-01' });
  const verdict = await verify(bundle(...START, LATE, attempt(2), accepted(3), later), { trustedKeys });
  expect([verdict.outcome, verdict.requests[0]?.atOnce]).toEqual(['proved', false]);
});

describe('a deadline is counted, not believed', () => {
  test.each([
    ['five years too late', '2031-12-23'],
    ['a day too late', '2026-12-24'],
    ['a day too early', '2026-12-22'],
  ])('%s', async (_, dueOn) => {
    const files = bundle(...START, recorded(1, REQUEST, { dueOn }), attempt(2), accepted(3));
    expect(await faultsOf(files)).toEqual([['sequence-allowed', 'other-deadline', 3]]);
  });

  test('with an extension three months from receipt, and no longer', async () => {
    const acknowledged = entry('request.acknowledged', 6, {}, of(REQUEST));
    const extended = (dueOn: string) =>
      entry(
        'deadline.extended',
        7,
        { decidedOn: '2026-11-23', sentOn: '2026-11-23', safeOn: dueOn, dueOn, proof: undefined, evidence: undefined },
        of(REQUEST),
      );
    const with_ = (dueOn: string) =>
      faultsOf(bundle(...START, recorded(1), attempt(2), accepted(3), acknowledged, extended(dueOn)));
    expect(await with_('2027-02-23')).toEqual([]);
    expect(await with_('2027-05-23')).toEqual([['sequence-allowed', 'other-deadline', 7]]);
  });

  test('by the holidays of the Land that the log tells', async () => {
    // 6 January is Epiphany in Baden-Württemberg, and no holiday in Berlin.
    const received = {
      receivedAt: '2026-12-06T11:00:00.000Z',
      recordedAt: '2026-12-06T11:00:00.000Z',
      safeOn: '2027-01-06',
    };
    const files = (land: 'BW' | 'BE', dueOn: string) => {
      const day = 13 * 86_400;
      const seat = entry('organisation.created', -500, { synthetic: undefined, timeZone: 'Europe/Berlin', land });
      const case_ = recorded(day, REQUEST, { ...received, dueOn });
      return bundleOf(
        new SampleLog([seat, instruction, designation, { ...case_, at: '2026-12-06T11:00:01.000Z' }, issued(2 * day)]),
      );
    };
    expect(await faultsOf(files('BW', '2027-01-07'))).toEqual([]);
    expect(await faultsOf(files('BE', '2027-01-06'))).toEqual([]);
    expect(await faultsOf(files('BE', '2027-01-07'))).toEqual([['sequence-allowed', 'other-deadline', 3]]);
    expect(await faultsOf(files('BW', '2027-01-06'))).toEqual([['sequence-allowed', 'other-deadline', 3]]);
  });
});

test('days are counted in the time zone that the log tells', async () => {
  const log = new SampleLog([...START, recorded(1), attempt(2), accepted(3), issued(9_000)]);
  expect(await faultsOf(bundleOf(log, { manifest: { timeZone: 'Pacific/Kiritimati' } }))).toContainEqual([
    'files-complete',
    'other-time-zone',
    'bundle.json',
  ]);
});

describe('while the database’s clock was behind', () => {
  const BEHIND = 86_400;
  // The entry stands at the last time; what it tells of its own moment is what the clock said.
  const behind = recorded(1, REQUEST, {
    recordedAt: at(1 - BEHIND),
    receivedAt: at(1 - BEHIND - 60),
    safeOn: '2026-12-22',
    dueOn: '2026-12-22',
  });

  test('an entry that tells so explains it', async () => {
    expect(await faultsOf(bundle(...START, behind, entry('clock.anomaly', 1, { behindMs: BEHIND * 1_000 })))).toEqual(
      [],
    );
  });

  test('without one it is a contradiction', async () => {
    expect(await faultsOf(bundle(...START, behind))).toEqual([['sequence-allowed', 'time-contradicts', 3]]);
    const less = entry('clock.anomaly', 1, { behindMs: 120_000 });
    expect(await faultsOf(bundle(...START, behind, less))).toEqual([['sequence-allowed', 'time-contradicts', 3]]);
  });
});

test('a log that is made up says so for ever, before anything else', async () => {
  const seat = entry('organisation.created', -500, { synthetic: true, timeZone: 'Europe/Berlin', land: 'BW' });
  const verdict = await verify(bundle(seat, instruction, designation, recorded(1), attempt(2), accepted(3)), {
    trustedKeys,
  });
  expect([verdict.outcome, verdict.synthetic]).toEqual(['proved', true]);
  expect(tell(verdict, en, (moment) => moment).warnings).toEqual([
    'Sample data: this log says of itself that all of it is made up.',
  ]);
});
