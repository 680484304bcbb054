import type { CivilDate } from '../domain/civil-date.js';
import type { Distribution } from '../domain/reports/figures.js';
import { statement, type Executor } from '../platform/database/statement.js';

/** Requests of a period: recorded at an index from `first` and below `end`, which is the size of the log at its end. */
export interface Cohort {
  readonly organisationId: string;
  readonly first: number;
  readonly end: number;
  /** Last day of the period: a running deadline before it is missed. */
  readonly to: CivilDate;
}

// A sort that fits into memory, and no compiling of statements that run for a second.
const SETTINGS = statement(
  'compliance-settings',
  `SELECT set_config('work_mem', '96MB', true), set_config('jit', 'off', true)`,
);

/** Sent ahead of the statements below, in the same transaction. */
export async function prepareCounting(executor: Executor): Promise<void> {
  await executor.run(SETTINGS);
}

/** Requests that have not changed since; those that have are counted anew from their entries. */
const UNCHANGED = `organisation_id = $1 AND recorded_index >= $2 AND recorded_index < $3 AND last_index < $3`;

const PROFILES = statement(
  'compliance-profiles',
  `SELECT c.profile AS id, c.overdue, c.count, p.profile FROM (
     SELECT profile, coalesce(running_until < $4, false) AS overdue, count(*)::float8 AS count
     FROM compliance_request WHERE ${UNCHANGED} GROUP BY 1, 2
   ) c JOIN compliance_profile p ON p.organisation_id = $1 AND p.id = c.profile ORDER BY c.profile, c.overdue`,
);

export interface ProfileRow {
  readonly id: number;
  readonly profile: string;
  readonly overdue: boolean;
  readonly count: number;
}

export async function profilesOf(executor: Executor, cohort: Cohort): Promise<readonly ProfileRow[]> {
  const { organisationId, first, end, to } = cohort;
  const { rows } = await executor.run<ProfileRow>(PROFILES, [organisationId, first, end, to]);
  return rows;
}

const DAYS = statement(
  'compliance-days',
  `SELECT recorded_on::text AS day, count(*)::float8 AS recorded, count(*) FILTER (WHERE followed)::float8 AS followed,
          count(*) FILTER (WHERE missed OR running_until < $4)::float8 AS missed
   FROM compliance_request WHERE ${UNCHANGED} GROUP BY recorded_on`,
);

export async function daysOf(
  executor: Executor,
  { organisationId, first, end, to }: Cohort,
): Promise<readonly { day: CivilDate; recorded: number; followed: number; missed: number }[]> {
  const { rows } = await executor.run<{ day: CivilDate; recorded: number; followed: number; missed: number }>(DAYS, [
    ...[organisationId, first, end, to],
  ]);
  return rows;
}

const MEASURED = ['receipt_to_recording', 'recording_to_forwarding', 'forwarding_to_acknowledgement'] as const;
export type Measured = (typeof MEASURED)[number] | 'receipt_to_answer_days';

const DISTRIBUTIONS = new Map(
  [...MEASURED, 'receipt_to_answer_days' as const].map((column) => [
    column,
    statement(
      `compliance-${column}`,
      `SELECT count(value)::float8 AS count, percentile_disc(ARRAY[0.5, 0.9, 0.99, 1]) WITHIN GROUP (ORDER BY value) AS ranks
       FROM (SELECT ${column}::float8 AS value FROM compliance_request WHERE ${UNCHANGED} AND ${column} IS NOT NULL
             UNION ALL SELECT unnest($4::float8[])) v`,
    ),
  ]),
);

/** Nearest rank, as `distributionOf`; `more` are values of requests counted anew. */
export async function distributionIn(
  executor: Executor,
  column: Measured,
  { organisationId, first, end }: Cohort,
  more: readonly number[],
): Promise<Distribution> {
  const wanted = DISTRIBUTIONS.get(column);
  const { rows } = wanted
    ? await executor.run<{ count: number; ranks: readonly number[] | null }>(wanted, [
        ...[organisationId, first, end, more],
      ])
    : { rows: [] };
  const { count = 0, ranks = null } = rows[0] ?? {};
  const [median = null, p90 = null, p99 = null, longest = null] = ranks ?? [];
  return { count, median, p90, p99, longest };
}

const CHANGED = statement(
  'compliance-changed',
  `SELECT rights_request_id AS id FROM compliance_request
   WHERE organisation_id = $1 AND last_index >= $3 AND recorded_index >= $2 AND recorded_index < $3
   ORDER BY recorded_index`,
);

export async function changedSince(
  executor: Executor,
  { organisationId, first, end }: Cohort,
): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(CHANGED, [organisationId, first, end]);
  return rows.map(({ id }) => id);
}

const TOTALS = statement(
  'compliance-totals',
  `SELECT count(*) FILTER (WHERE recorded_index >= $2)::float8 AS recorded,
          count(*) FILTER (WHERE recorded_index < $2 AND open @> ($2::bigint - 1))::float8 AS "carriedOver"
   FROM compliance_request WHERE organisation_id = $1 AND recorded_index < $3`,
);

/** All of the period, changed or not, and those that were open when it began. */
export async function totalsOf(
  executor: Executor,
  { organisationId, first, end }: Cohort,
): Promise<{ readonly recorded: number; readonly carriedOver: number }> {
  const { rows } = await executor.run<{ recorded: number; carriedOver: number }>(TOTALS, [organisationId, first, end]);
  return rows[0] ?? { recorded: 0, carriedOver: 0 };
}

const EXCEPTIONS = statement(
  'compliance-exceptions',
  `SELECT rights_request_id AS id FROM compliance_request WHERE ${UNCHANGED} AND NOT followed
   ORDER BY recorded_index LIMIT $4`,
);

export async function firstExceptions(
  executor: Executor,
  { organisationId, first, end }: Cohort,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(EXCEPTIONS, [organisationId, first, end, limit]);
  return rows.map(({ id }) => id);
}

const MEASURES = statement(
  'compliance-measures',
  `SELECT measure, coalesce(sum(count) FILTER (WHERE day >= $2), 0)::float8 AS "inPeriod", sum(count)::float8 AS ever
   FROM compliance_day WHERE organisation_id = $1 AND day < $3 GROUP BY measure`,
);

/** Before the last day of the period, which is counted from its entries because it may be going on. */
export async function measuresBefore(
  executor: Executor,
  organisationId: string,
  from: CivilDate,
  lastDay: CivilDate,
): Promise<readonly { readonly measure: string; readonly inPeriod: number; readonly ever: number }[]> {
  const { rows } = await executor.run<{ measure: string; inPeriod: number; ever: number }>(MEASURES, [
    ...[organisationId, from, lastDay],
  ]);
  return rows;
}

const ANSWERED = statement(
  'compliance-answered',
  `SELECT day::text AS day, count::float8 AS count FROM compliance_day
   WHERE organisation_id = $1 AND measure = 'request.answered' AND day >= $2 AND day < $3 ORDER BY day`,
);

export async function answeredBefore(
  executor: Executor,
  organisationId: string,
  from: CivilDate,
  lastDay: CivilDate,
): Promise<readonly { readonly day: CivilDate; readonly count: number }[]> {
  const { rows } = await executor.run<{ day: CivilDate; count: number }>(ANSWERED, [organisationId, from, lastDay]);
  return rows;
}

const OUTAGES = statement(
  'compliance-outages',
  `SELECT o.from_at AS "from", o.to_at AS "to", o.from_index::float8 AS "fromIndex", o.to_index::float8 AS "toIndex"
   FROM compliance_outage o
   WHERE organisation_id = $1 AND from_index < $3 AND (to_index IS NULL OR to_index >= $2)
   ORDER BY coalesce(CASE WHEN to_index < $3 THEN to_at END, 'infinity') - from_at DESC, from_index LIMIT $4`,
);

export interface OutageRow {
  readonly from: Date;
  readonly to: Date | null;
  readonly fromIndex: number;
  readonly toIndex: number | null;
}

/** The longest; those that began first where as long. `toIndex` may lie behind the period. */
export async function longestOutages(
  executor: Executor,
  { organisationId, first, end }: Cohort,
  limit: number,
): Promise<readonly OutageRow[]> {
  const { rows } = await executor.run<OutageRow>(OUTAGES, [organisationId, first, end, limit]);
  return rows;
}

const OUTAGE_COUNT = statement(
  'compliance-outage-count',
  `SELECT count(*)::float8 AS count FROM compliance_outage
   WHERE organisation_id = $1 AND from_index < $3 AND (to_index IS NULL OR to_index >= $2)`,
);

export async function outagesIn(executor: Executor, { organisationId, first, end }: Cohort): Promise<number> {
  const { rows } = await executor.run<{ count: number }>(OUTAGE_COUNT, [organisationId, first, end]);
  return rows[0]?.count ?? 0;
}

const OUTAGE_REQUESTS = statement(
  'compliance-outage-requests',
  `SELECT o.from::float8 AS "from", count(DISTINCT e.rights_request_id)::float8 AS count
   FROM unnest($2::bigint[], $3::bigint[]) AS o ("from", until)
   JOIN log_entry e ON e.organisation_id = $1 AND e.index >= o.from AND e.index < o.until
     AND e.event IN ('forwarding.deferred', 'forwarding.refused')
   GROUP BY 1`,
);

/** By the index at which the outage began. */
export async function requestsOfOutages(
  executor: Executor,
  organisationId: string,
  outages: readonly { readonly from: number; readonly until: number }[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await executor.run<{ from: number; count: number }>(OUTAGE_REQUESTS, [
    organisationId,
    outages.map(({ from }) => from),
    outages.map(({ until }) => until),
  ]);
  return new Map(rows.map(({ from, count }) => [from, count]));
}

const BEHIND = statement(
  'compliance-behind',
  `SELECT c.rights_request_id AS id, c.recorded_index::float8 AS index FROM compliance_request c
   WHERE ${UNCHANGED} AND recorded_index > $5 AND (profile = ANY($6) AND NOT coalesce(running_until < $4, false)
     OR profile = ANY($7) AND running_until < $4)
   ORDER BY recorded_index LIMIT $8`,
);

/** Unchanged requests of these profiles, `overdue` of those, behind an index. */
export async function requestsWith(
  executor: Executor,
  { organisationId, first, end, to }: Cohort,
  profiles: { readonly inTime: readonly number[]; readonly overdue: readonly number[] },
  after: number,
  limit: number,
): Promise<readonly { readonly id: string; readonly index: number }[]> {
  const { rows } = await executor.run<{ id: string; index: number }>(BEHIND, [
    ...[organisationId, first, end, to, after, profiles.inTime, profiles.overdue, limit],
  ]);
  return rows;
}

const LAST_EVENTS = statement(
  'compliance-last-events',
  `SELECT index::float8 AS index, event, at FROM log_entry WHERE organisation_id = $1 AND index < $2
   ORDER BY index DESC LIMIT $3`,
);

export async function lastEvents(
  executor: Executor,
  organisationId: string,
  size: number,
  limit: number,
): Promise<readonly { readonly index: number; readonly event: string; readonly at: Date }[]> {
  const { rows } = await executor.run<{ index: number; event: string; at: Date }>(LAST_EVENTS, [
    ...[organisationId, size, limit],
  ]);
  return rows;
}
