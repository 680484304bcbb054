import type { CivilDate } from '../../../domain/civil-date.js';
import { MEASURED, type Measured } from '../../../domain/reports/cohort-tally.js';
import { NOTHING_MEASURED } from '../../../domain/reports/distribution.js';
import { OPEN } from '../../../domain/reports/figure-names.js';
import type { Distribution } from '../../../domain/reports/figures.js';
import { statement, type Executor } from '../../../platform/database/statement.js';

/** Requests of a period: recorded at an index from `first` and below `end`, which is the size of the log at its end. */
export interface Cohort {
  readonly organisationId: string;
  readonly first: number;
  readonly end: number;
  /** First and last day of the period; a running deadline before the last is missed. */
  readonly from: CivilDate;
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

const COUNTS = statement(
  'compliance-counts',
  `SELECT figure, sum(count)::float8 AS count FROM compliance_count
   WHERE organisation_id = $1 AND day >= $2 AND day <= $3 AND figure <> '${OPEN}' GROUP BY figure`,
);

/** Requests recorded in the period, as they stand now, by figure. */
export async function figureCounts(
  executor: Executor,
  { organisationId, from, to }: Cohort,
): Promise<readonly { readonly figure: string; readonly count: number }[]> {
  const { rows } = await executor.run<{ figure: string; count: number }>(COUNTS, [organisationId, from, to]);
  return rows;
}

const DAYS = statement(
  'compliance-days',
  `SELECT day::text AS day, figure, count::float8 AS count FROM compliance_count
   WHERE organisation_id = $1 AND day >= $2 AND day <= $3 AND figure = ANY($4)`,
);

export async function daysOf(
  executor: Executor,
  { organisationId, from, to }: Cohort,
  figures: readonly string[],
): Promise<readonly { readonly day: CivilDate; readonly figure: string; readonly count: number }[]> {
  const { rows } = await executor.run<{ day: CivilDate; figure: string; count: number }>(DAYS, [
    ...[organisationId, from, to, figures],
  ]);
  return rows;
}

const OVERDUE = statement(
  'compliance-overdue',
  `SELECT recorded_on::text AS day, count(*)::float8 AS count FROM compliance_request
   WHERE ${UNCHANGED} AND running_until < $4 GROUP BY 1`,
);

/** Unchanged requests whose deadline runs and has passed by the end of the period. */
export async function overdueOn(
  executor: Executor,
  { organisationId, first, end, to }: Cohort,
): Promise<readonly { readonly day: CivilDate; readonly count: number }[]> {
  const { rows } = await executor.run<{ day: CivilDate; count: number }>(OVERDUE, [organisationId, first, end, to]);
  return rows;
}

const OPEN_BEFORE = statement(
  'compliance-open-before',
  `SELECT coalesce(sum(count), 0)::float8 AS count FROM compliance_count
   WHERE organisation_id = $1 AND day < $2 AND figure = '${OPEN}'`,
);

/** Requests that were somebody's task when the period began. */
export async function openBefore(executor: Executor, { organisationId, from }: Cohort): Promise<number> {
  const { rows } = await executor.run<{ count: number }>(OPEN_BEFORE, [organisationId, from]);
  return rows[0]?.count ?? 0;
}

const COLUMNS: Readonly<Record<Measured, string>> = {
  receiptToRecording: 'receipt_to_recording',
  recordingToForwarding: 'recording_to_forwarding',
  forwardingToAcknowledgement: 'forwarding_to_acknowledgement',
  receiptToAnswerDays: 'receipt_to_answer_days',
};

/** Sorted as whole numbers, which is half the time of sorting fractions; rows that are added cost as much again. */
function distribution(name: Measured, added: boolean) {
  const kept = `SELECT ${COLUMNS[name]}::bigint AS value FROM compliance_request WHERE ${UNCHANGED} AND ${COLUMNS[name]} IS NOT NULL`;
  return statement(
    `compliance-${name}${added ? '-added' : ''}`,
    `SELECT count(*)::float8 AS count,
       (percentile_disc(ARRAY[0.5, 0.9, 0.99, 1]) WITHIN GROUP (ORDER BY value))::float8[] AS ranks
     FROM (${kept}${added ? ' UNION ALL SELECT unnest($4::bigint[])' : ''}) v`,
  );
}

const DISTRIBUTIONS = new Map(
  MEASURED.map((name) => [name, { kept: distribution(name, false), added: distribution(name, true) }]),
);

/** Nearest rank, as `distributionOf`; `more` are values of requests counted anew. */
export async function distributionIn(
  executor: Executor,
  name: Measured,
  { organisationId, first, end }: Cohort,
  more: readonly number[],
): Promise<Distribution> {
  const wanted = DISTRIBUTIONS.get(name);
  if (wanted === undefined) {
    return NOTHING_MEASURED;
  }
  const [asked, values] =
    more.length === 0
      ? [wanted.kept, [organisationId, first, end]]
      : [wanted.added, [organisationId, first, end, more]];
  const { rows } = await executor.run<{ count: number; ranks: readonly number[] | null }>(asked, values);
  const { count = 0, ranks = null } = rows[0] ?? {};
  const [median = null, p90 = null, p99 = null, longest = null] = ranks ?? [];
  return { count, median, p90, p99, longest };
}

const SINCE = `c.organisation_id = $1 AND c.last_index >= $2 AND c.recorded_on >= $3 AND c.recorded_on <= $4`;

const CHANGED_COUNTS = statement(
  'compliance-changed-counts',
  `SELECT c.recorded_on::text AS "recordedOn", p.profile, c.count
   FROM (SELECT c.recorded_on, c.profile, count(*)::float8 AS count FROM compliance_request c WHERE ${SINCE} GROUP BY 1, 2) c
   JOIN compliance_profile p ON p.organisation_id = $1 AND p.id = c.profile`,
);

/** How requests recorded in the period that have changed, or have come, since it ended are counted now, by day. */
export async function countedSince(
  executor: Executor,
  { organisationId, end, from, to }: Cohort,
): Promise<readonly { readonly recordedOn: CivilDate; readonly profile: string; readonly count: number }[]> {
  const { rows } = await executor.run<{ recordedOn: CivilDate; profile: string; count: number }>(CHANGED_COUNTS, [
    ...[organisationId, end, from, to],
  ]);
  return rows;
}

const CHANGED = statement(
  'compliance-changed',
  `SELECT c.rights_request_id AS id FROM compliance_request c WHERE ${SINCE} AND c.recorded_index < $2`,
);

/** Requests recorded in the period, and before its end, that have changed since. */
export async function changedSince(
  executor: Executor,
  { organisationId, end, from, to }: Cohort,
): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(CHANGED, [organisationId, end, from, to]);
  return rows.map(({ id }) => id);
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
  { organisationId, from, to }: Cohort,
): Promise<readonly { readonly measure: string; readonly inPeriod: number; readonly ever: number }[]> {
  const { rows } = await executor.run<{ measure: string; inPeriod: number; ever: number }>(MEASURES, [
    ...[organisationId, from, to],
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
  { organisationId, from, to }: Cohort,
): Promise<readonly { readonly day: CivilDate; readonly count: number }[]> {
  const { rows } = await executor.run<{ day: CivilDate; count: number }>(ANSWERED, [organisationId, from, to]);
  return rows;
}

const BEHIND = statement(
  'compliance-behind',
  `SELECT c.rights_request_id AS id, c.recorded_index::float8 AS index, c.profile FROM compliance_request c
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
): Promise<readonly { readonly id: string; readonly index: number; readonly profile: number }[]> {
  const { rows } = await executor.run<{ id: string; index: number; profile: number }>(BEHIND, [
    ...[organisationId, first, end, to, after, profiles.inTime, profiles.overdue, limit],
  ]);
  return rows;
}

const LAST_EVENTS = statement(
  'compliance-last-events',
  // A range and no LIMIT, whose value a prepared plan does not know: it would go through the whole log.
  `SELECT index::float8 AS index, event, at FROM log_entry
   WHERE organisation_id = $1 AND index < $2 AND index >= $2::bigint - $3::bigint ORDER BY index DESC`,
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
