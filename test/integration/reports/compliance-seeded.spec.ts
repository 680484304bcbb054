import { civilDate, civilDateIn } from '../../../src/domain/civil-date.js';
import { parseEntry, type LogEntry } from '../../../src/domain/log/entry.js';
import { Replay } from '../../../src/domain/evidence/replay.js';
import { questionOf } from '../../../src/domain/reports/figure-names.js';
import { ComplianceFold } from '../../../src/domain/reports/compliance-fold.js';
import type { ReportPeriod } from '../../../src/domain/reports/figures.js';
import { commandLineActor, type Actor } from '../../../src/audit/actor.js';
import { AuditLog } from '../../../src/audit/audit-log.js';
import { Seeder } from '../../../src/cli/seed/seeder.js';
import { Database } from '../../../src/platform/database/database.js';
import { uuidv7 } from '../../../src/platform/ids.js';
import { ComplianceReports } from '../../../src/reports/compliance/compliance-reports.service.js';
import { COMPLIANCE_DE } from '../../../src/reports/compliance/writing/words.de.js';
import { figureGroups } from '../../../src/web/reports/figures-views.js';
import { CHAMBER, startTestApplication, type TestApplication } from '../../support/application.js';

const ZONE = 'Europe/Berlin';
const REQUESTS = 600;

let app: TestApplication;
let reports: ComplianceReports;
let actor: Actor;
let log: readonly LogEntry[];
beforeAll(async () => {
  app = await startTestApplication();
  const { application } = app.running;
  reports = application.get(ComplianceReports);
  const { organisationId } = await new Seeder(application.get(Database), {
    profile: { ...CHAMBER, slug: 'probe' },
    requests: REQUESTS,
    from: Date.parse('2023-11-30T23:00:00Z'),
    until: Date.parse('2024-12-31T23:00:00Z'),
  }).run(() => undefined);
  actor = commandLineActor(organisationId);
  const { rows } = await app.database.asOwner((client) =>
    client.query<{ bytes: Buffer }>(`SELECT bytes FROM log_entry WHERE organisation_id = $1 ORDER BY index`, [
      organisationId,
    ]),
  );
  log = rows.map(({ bytes }) => parseEntry(bytes));
});
afterAll(() => app.stop());

const period = (from: string, to: string): ReportPeriod => ({ from: civilDate(from), to: civilDate(to) });

function foldOf(days: ReportPeriod): ComplianceFold {
  const fold = new ComplianceFold(days, ZONE);
  log.forEach((entry, index) => fold.add(index, entry));
  return fold;
}

test('a seeded log is one that the lifecycle allows', () => {
  const replay = new Replay(undefined, 'Europe/Berlin');
  log.forEach((entry, index) => replay.add(index, entry));
  const { requests, faults } = replay.finish();
  expect(faults).toEqual([]);
  expect(requests).toHaveLength(REQUESTS);
});

test('whoever takes a seeded request over is who the entry says did', () => {
  const taken = log.filter(({ event }) => event === 'request.acknowledged');
  expect(taken.length).toBeGreaterThan(0);
  const others = taken.filter(({ actor: who, facts }) => who !== `user:${String((facts as { user: string }).user)}`);
  expect(others).toEqual([]);
});

// Whole years, one day, a month with the change of clocks, and ends after which requests went on.
test.each([
  ['2024-01-01', '2024-12-31'],
  ['2023-12-31', '2024-01-01'],
  ['2024-03-01', '2024-03-31'],
  ['2024-03-31', '2024-03-31'],
  ['2024-10-27', '2024-10-27'],
  ['2023-11-01', '2024-06-15'],
  ['2025-01-01', '2025-06-30'],
  ['2015-01-01', '2015-12-31'],
])('what is kept of each request says the same as the entries: %s to %s', async (from, to) => {
  const days = period(from, to);
  expect(await reports.figures(actor, days)).toEqual(foldOf(days).finish());
});

test('the same when it is made anew, as after a change of the rules', async () => {
  await app.database.asOwner((client) => client.query(`UPDATE compliance_standing SET rules = rules - 1`));
  const days = period('2024-02-01', '2024-08-31');
  expect(await reports.figures(actor, days)).toEqual(foldOf(days).finish());
});

test('the counts are those of plain SQL over the entries', async () => {
  const figures = await reports.figures(actor, period('2024-01-01', '2024-12-31'));
  const { rows } = await app.database.asOwner((client) =>
    client.query(
      `SELECT count(*)::int AS recorded, count(*) FILTER (WHERE facts -> 'rights' ? 'erasure')::int AS erasure,
         percentile_disc(0.5) WITHIN GROUP (ORDER BY ms)::int AS median, percentile_disc(0.99) WITHIN GROUP (ORDER BY ms)::int AS p99
       FROM (SELECT convert_from(bytes, 'UTF8')::jsonb -> 'facts' AS facts,
               extract(epoch FROM (convert_from(bytes, 'UTF8')::jsonb #>> '{facts,recordedAt}')::timestamptz
                 - (convert_from(bytes, 'UTF8')::jsonb #>> '{facts,receivedAt}')::timestamptz) * 1000 AS ms
             FROM log_entry WHERE organisation_id = $1 AND event = 'request.recorded'
               AND at >= '2024-01-01 00:00 Europe/Berlin' AND at < '2025-01-01 00:00 Europe/Berlin') e`,
      [actor.organisationId],
    ),
  );
  const { count, median, p99 } = figures.times.receiptToRecording;
  expect(rows).toEqual([{ recorded: count, erasure: figures.requests.byRight.erasure, median, p99 }]);
});

async function allBehind(days: ReportPeriod, figure: string): Promise<{ counts: number[]; found: string[] }> {
  const [counts, found]: [number[], string[]] = [[], []];
  for (let cursor: number | null = -1; cursor !== null;) {
    const page: Awaited<ReturnType<typeof reports.behind>> = await reports.behind(actor, days, figure, cursor);
    found.push(...page.requests.map(({ request }) => request));
    counts.push(page.count);
    cursor = page.next;
  }
  return { counts: [...new Set(counts)], found };
}

test.each(['recorded', 'verdict:exceptions', 'deadline:missed'])(
  '%s: the requests behind it, page by page',
  async (figure) => {
    const days = period('2023-12-01', '2024-07-31');
    const { counts, found } = await allBehind(days, figure);
    const question = questionOf(figure) ?? (() => 0);
    const wanted = foldOf(days)
      .summaries()
      .filter(({ profile, runningUntil }) => question(profile, runningUntil !== null && runningUntil < days.to) > 0);
    expect(found).toEqual(wanted.map(({ request }) => request));
    expect(counts).toEqual([found.length]);
  },
);

test('every number on the page has so many references behind it', async () => {
  const days = period('2024-03-01', '2024-03-14');
  const figures = await reports.figures(actor, days);
  const rows = figureGroups(figures, new Map(), COMPLIANCE_DE).flatMap((group) => group.rows);
  const names = rows.map(({ figure }) => figure);
  expect(names).toEqual(expect.arrayContaining(['recorded', 'right:access', 'answers', 'erasures:closed']));
  expect(names.some((name) => name.startsWith('handover:'))).toBe(true);
  for (const { figure, count } of rows) {
    const { counts, found } = await allBehind(days, figure);
    expect({ figure, counts, found: found.length }).toEqual({ figure, counts: [count], found: count });
  }
});

test('what was open when a period began is behind its number', async () => {
  const days = period('2024-03-01', '2024-03-31');
  const { requests } = await reports.figures(actor, days);
  expect(requests.carriedOver).toBeGreaterThan(0);
  const { count, requests: found } = await reports.behind(actor, days, 'carried-over');
  expect([count, found.length]).toEqual([requests.carriedOver, requests.carriedOver]);
});

test('what was begun and not ended is behind its number, one line each', async () => {
  const [rightsRequestId = ''] = log.flatMap(({ subject }) => ('request' in subject ? [subject.request] : []));
  const [first, second, complaint] = [uuidv7(1), uuidv7(2), uuidv7(3)];
  const today = civilDateIn(new Date(), ZONE);
  await app.running.application.get(AuditLog).transact(actor, (transaction) => {
    const of = { rightsRequestId };
    transaction.record('restriction.began', { restriction: first, ground: 'accuracy-contested' }, of);
    transaction.record('restriction.began', { restriction: second, ground: 'unlawful' }, of);
    transaction.record('restriction.lifted', { restriction: first, on: today }, of);
    transaction.record('complaint.opened', { complaint, dueOn: today }, of);
    return Promise.resolve();
  });
  const days = period(today, today);
  const { restrictions, complaints } = await reports.figures(actor, days);
  expect(restrictions).toEqual({ began: 2, lifted: 1, activeAtEnd: 1 });
  expect(complaints).toEqual({ opened: 1, concluded: 0, openAtEnd: 1 });
  const behind = async (figure: string): Promise<number[]> => {
    const { count, requests } = await reports.behind(actor, days, figure);
    return [count, requests.length];
  };
  expect(await behind('restrictions:began')).toEqual([2, 2]);
  expect(await behind('restrictions:lifted')).toEqual([1, 1]);
  expect(await behind('restrictions:active')).toEqual([1, 1]);
  expect(await behind('complaints:open')).toEqual([1, 1]);
  expect(await behind('complaints:concluded')).toEqual([0, 0]);
  await expect(reports.behind(actor, days, 'restrictions:nonsense')).rejects.toThrow('not-found');
});

test('a request whose rows are gone is still counted, and named by its id', async () => {
  await app.database.asOwner(async (client) => {
    for (const table of ['forwarding', 'rights_request']) {
      await client.query(`DELETE FROM ${table} WHERE organisation_id = $1`, [actor.organisationId]);
    }
  });
  const days = period('2024-01-01', '2024-01-31');
  const { requests } = await reports.behind(actor, days, 'recorded');
  expect(requests.length).toBeGreaterThan(10);
  expect(requests.every(({ reference }) => reference === null)).toBe(true);
  expect(await reports.figures(actor, days)).toEqual(foldOf(days).finish());
});
