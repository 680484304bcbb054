import type { RequestSummary } from '../../../domain/reports/request-summary.js';
import { statement, type Executor } from '../../../platform/database/statement.js';

const HOLD_STANDING = statement(
  'compliance-hold',
  `INSERT INTO compliance_standing AS s (organisation_id, position, time_zone, rules) VALUES ($1, 0, $2, $3)
   ON CONFLICT ON CONSTRAINT compliance_standing_pkey DO UPDATE SET time_zone = $2, rules = $3,
     position = CASE WHEN s.time_zone = $2 AND s.rules = $3 THEN s.position ELSE 0 END
   RETURNING position::float8 AS position`,
);

/** How many entries are counted; held until the transaction ends. 0 where other rules or days have held so far. */
export async function holdStanding(
  executor: Executor,
  organisationId: string,
  timeZone: string,
  rules: number,
): Promise<number> {
  const { rows } = await executor.run<{ position: number }>(HOLD_STANDING, [organisationId, timeZone, rules]);
  return rows[0]?.position ?? 0;
}

const POSITION = statement(
  'compliance-position',
  `SELECT position::float8 AS position FROM compliance_standing
   WHERE organisation_id = $1 AND time_zone = $2 AND rules = $3`,
);

export async function positionOf(
  executor: Executor,
  organisationId: string,
  timeZone: string,
  rules: number,
): Promise<number> {
  const { rows } = await executor.run<{ position: number }>(POSITION, [organisationId, timeZone, rules]);
  return rows[0]?.position ?? 0;
}

const KEPT = ['compliance_request', 'compliance_profile', 'compliance_count', 'compliance_day', 'compliance_outage'];
const FORGET = KEPT.map((table) => statement(`forget-${table}`, `DELETE FROM ${table} WHERE organisation_id = $1`));

export async function forgetCounted(executor: Executor, organisationId: string): Promise<void> {
  for (const one of FORGET) {
    await executor.run(one, [organisationId]);
  }
}

const MOVE_POSITION = statement(
  'compliance-move',
  `UPDATE compliance_standing SET position = $2 WHERE organisation_id = $1`,
);

export async function movePosition(executor: Executor, organisationId: string, position: number): Promise<void> {
  await executor.run(MOVE_POSITION, [organisationId, position]);
}

const COUNT_ENTRIES = statement(
  'compliance-count-entries',
  `SELECT count(*)::float8 AS count FROM log_entry WHERE organisation_id = $1 AND index >= $2 AND index < $3`,
);

export async function countEntries(
  executor: Executor,
  organisationId: string,
  from: number,
  until: number,
): Promise<number> {
  const { rows } = await executor.run<{ count: number }>(COUNT_ENTRIES, [organisationId, from, until]);
  return rows[0]?.count ?? 0;
}

const FIRST_GAP = statement(
  'compliance-first-gap',
  `SELECT coalesce(
     (SELECT $2::bigint WHERE NOT EXISTS (SELECT 1 FROM log_entry WHERE organisation_id = $1 AND index = $2)),
     (SELECT index + 1 FROM (
        SELECT index, lead(index) OVER (ORDER BY index) AS next FROM log_entry
        WHERE organisation_id = $1 AND index >= $2 AND index < $3
      ) e WHERE next IS DISTINCT FROM index + 1 ORDER BY index LIMIT 1))::float8 AS gap`,
);

/** The first index of the range that has no entry. */
export async function firstGap(
  executor: Executor,
  organisationId: string,
  from: number,
  until: number,
): Promise<number> {
  const { rows } = await executor.run<{ gap: number }>(FIRST_GAP, [organisationId, from, until]);
  return rows[0]?.gap ?? from;
}

/** As `measureOf` of the fold names them. */
const MEASURE = `CASE WHEN event IN ('deadline.paused', 'deadline.resumed')
  THEN event || ':' || (convert_from(bytes, 'UTF8')::jsonb -> 'facts' ->> 'kind') ELSE event END`;

const COUNT_DAYS = statement(
  'compliance-count-days',
  `INSERT INTO compliance_day AS d (organisation_id, day, measure, count)
   SELECT $1, (at AT TIME ZONE $4)::date, ${MEASURE}, count(*) FROM log_entry
   WHERE organisation_id = $1 AND index >= $2 AND index < $3 GROUP BY 2, 3
   ON CONFLICT ON CONSTRAINT compliance_day_pkey DO UPDATE SET count = d.count + excluded.count`,
);

export async function countDays(
  executor: Executor,
  organisationId: string,
  from: number,
  until: number,
  timeZone: string,
): Promise<void> {
  await executor.run(COUNT_DAYS, [organisationId, from, until, timeZone]);
}

const COUNT_MEASURES = statement(
  'compliance-count-measures',
  `SELECT ${MEASURE} AS measure, count(*)::float8 AS count FROM log_entry
   WHERE organisation_id = $1 AND index >= $2 AND index < $3 GROUP BY 1`,
);

export async function countMeasures(
  executor: Executor,
  organisationId: string,
  from: number,
  until: number,
): Promise<readonly { readonly measure: string; readonly count: number }[]> {
  const { rows } = await executor.run<{ measure: string; count: number }>(COUNT_MEASURES, [
    organisationId,
    from,
    until,
  ]);
  return rows;
}

const TOUCHED = statement(
  'compliance-touched',
  `SELECT e.id FROM (
     SELECT rights_request_id AS id, max(index) AS last FROM log_entry
     WHERE organisation_id = $1 AND index >= $2 AND index < $3 AND rights_request_id IS NOT NULL GROUP BY 1
   ) e LEFT JOIN compliance_request c ON c.organisation_id = $1 AND c.rights_request_id = e.id
   WHERE c.counted IS NULL OR c.counted <= e.last ORDER BY e.id`,
);

/** Requests with entries in the range that are not counted yet. */
export async function touchedRequests(
  executor: Executor,
  organisationId: string,
  from: number,
  until: number,
): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(TOUCHED, [organisationId, from, until]);
  return rows.map(({ id }) => id);
}

/** As text: half of what the same costs in hexadecimal digits, and nothing outside the heap that is collected late. */
const TEXT = `convert_from(bytes, 'UTF8') AS text`;

const ENTRIES = statement(
  'compliance-entries',
  `SELECT rights_request_id AS id, index::float8 AS index, ${TEXT} FROM log_entry
   WHERE rights_request_id = ANY($2) AND organisation_id = $1 AND index < $3 ORDER BY rights_request_id, index`,
);

export interface RequestEntryRow {
  readonly id: string;
  readonly index: number;
  readonly text: string;
}

export async function entriesOfRequests(
  executor: Executor,
  organisationId: string,
  requests: readonly string[],
  size: number,
): Promise<readonly RequestEntryRow[]> {
  const { rows } = await executor.run<RequestEntryRow>(ENTRIES, [organisationId, requests, size]);
  return rows;
}

const ORGANISATION_ENTRIES = statement(
  'compliance-organisation-entries',
  `SELECT ${TEXT} FROM log_entry
   WHERE organisation_id = $1 AND rights_request_id IS NULL AND event = ANY($2) AND index < $3 ORDER BY index`,
);

export async function organisationEntries(
  executor: Executor,
  organisationId: string,
  events: readonly string[],
  size: number,
): Promise<readonly string[]> {
  const { rows } = await executor.run<{ text: string }>(ORGANISATION_ENTRIES, [organisationId, events, size]);
  return rows.map(({ text }) => text);
}

const SAVE_PROFILES = statement(
  'compliance-save-profiles',
  `WITH wanted AS (SELECT DISTINCT unnest($2::text[]) AS profile),
   known AS (SELECT coalesce(max(id), 0) AS last FROM compliance_profile WHERE organisation_id = $1),
   made AS (
     INSERT INTO compliance_profile (organisation_id, id, profile)
     SELECT $1, known.last + row_number() OVER (ORDER BY w.profile), w.profile FROM known, wanted w
     WHERE NOT EXISTS (SELECT 1 FROM compliance_profile p WHERE p.organisation_id = $1 AND p.profile = w.profile)
     RETURNING id, profile
   )
   SELECT id, profile FROM made UNION ALL
   SELECT p.id, p.profile FROM compliance_profile p JOIN wanted USING (profile) WHERE p.organisation_id = $1`,
);

/** Only under the hold of the standing: numbers are given one after the other. */
export async function saveProfiles(
  executor: Executor,
  organisationId: string,
  profiles: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await executor.run<{ id: number; profile: string }>(SAVE_PROFILES, [organisationId, profiles]);
  return new Map(rows.map(({ id, profile }) => [profile, id]));
}

const SAVE_SUMMARIES = statement(
  'compliance-save-summaries',
  `INSERT INTO compliance_request (organisation_id, rights_request_id, recorded_index, last_index, counted,
     receipt_to_recording, recording_to_forwarding, forwarding_to_acknowledgement, profile, recorded_on, running_until,
     receipt_to_answer_days, followed, open)
   SELECT $1, id, recorded, last, $2, t1, t2, t3, profile, day, until, days, followed, open::date[]
   FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::integer[],
     $10::date[], $11::date[], $12::integer[], $13::boolean[], $14::text[])
     AS row (id, recorded, last, t1, t2, t3, profile, day, until, days, followed, open)
   ON CONFLICT ON CONSTRAINT compliance_request_pkey DO UPDATE SET
     recorded_index = excluded.recorded_index, last_index = excluded.last_index, counted = excluded.counted,
     receipt_to_recording = excluded.receipt_to_recording,
     recording_to_forwarding = excluded.recording_to_forwarding,
     forwarding_to_acknowledgement = excluded.forwarding_to_acknowledgement, profile = excluded.profile,
     recorded_on = excluded.recorded_on, running_until = excluded.running_until,
     receipt_to_answer_days = excluded.receipt_to_answer_days, followed = excluded.followed,
     open = excluded.open`,
);

export async function saveSummaries(
  executor: Executor,
  organisationId: string,
  size: number,
  rows: readonly { readonly summary: RequestSummary; readonly profile: number }[],
): Promise<void> {
  const of = <T>(value: (summary: RequestSummary) => T): T[] => rows.map(({ summary }) => value(summary));
  await executor.run(SAVE_SUMMARIES, [
    ...[organisationId, size],
    of((one) => one.request),
    of((one) => one.recordedIndex),
    of((one) => one.lastIndex),
    of((one) => one.receiptToRecording),
    of((one) => one.recordingToForwarding),
    of((one) => one.forwardingToAcknowledgement),
    rows.map(({ profile }) => profile),
    of((one) => one.recordedOn),
    of((one) => one.runningUntil),
    of((one) => one.receiptToAnswerDays),
    of((one) => one.exception === null),
    of((one) => `{${one.open.join(',')}}`),
  ]);
}
