import type { EventName } from '../../domain/log/events.js';
import { statement, type Executor } from '../../platform/database/statement.js';
import type { Run } from '../../domain/evidence/bundle.js';

/** What a verdict needs besides the entries of the requests: who was designated, and what was instructed. */
const CONTEXT: readonly EventName[] = [
  'organisation.created',
  'organisation.changed',
  'designation.set',
  'designation.ended',
  'instruction.issued',
  'key.rotated',
  'log.epoch-opened',
  // By it the times of what was recorded meanwhile are understood.
  'clock.anomaly',
];

const CONTEXT_INDEXES = statement(
  'evidence-context',
  `SELECT index::float8 AS index FROM log_entry
   WHERE organisation_id = $1 AND rights_request_id IS NULL AND event = ANY($2) AND index < $3 ORDER BY index`,
);

export async function contextIndexes(
  executor: Executor,
  organisationId: string,
  size: number,
  events = CONTEXT,
): Promise<number[]> {
  return indexesOf(executor, CONTEXT_INDEXES, [organisationId, events, size]);
}

const INDEXES_OF_REPORTS = statement(
  'evidence-reports',
  `SELECT index::float8 AS index FROM log_entry
   WHERE organisation_id = $1 AND rights_request_id IS NULL AND event = 'report.issued'
     AND convert_from(bytes, 'UTF8')::jsonb -> 'facts' ->> 'report' = ANY($2) ORDER BY index`,
);

/** Where it stands that these were given out. */
export async function indexesOfReports(
  executor: Executor,
  organisationId: string,
  reports: readonly string[],
): Promise<number[]> {
  return reports.length === 0 ? [] : indexesOf(executor, INDEXES_OF_REPORTS, [organisationId, reports]);
}

const INDEXES_OF_REQUESTS = statement(
  'evidence-of-requests',
  `SELECT index::float8 AS index FROM log_entry WHERE rights_request_id = ANY($1) AND index < $2 ORDER BY index`,
);

export async function indexesOfRequests(
  executor: Executor,
  requests: readonly string[],
  size: number,
): Promise<number[]> {
  return indexesOf(executor, INDEXES_OF_REQUESTS, [requests, size]);
}

const TIME_AT = statement('evidence-time-at', `SELECT at FROM log_entry WHERE organisation_id = $1 AND index = $2`);

/** The first of the first `size` entries that is not before a moment: by halving, because their times never run back. */
export async function firstNotBefore(
  executor: Executor,
  organisationId: string,
  moment: Date,
  size: number,
): Promise<number> {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { rows } = await executor.run<{ at: Date }>(TIME_AT, [organisationId, middle]);
    [low, high] = (rows[0]?.at ?? moment) < moment ? [middle + 1, high] : [low, middle];
  }
  return low;
}

/** Entries outside of the range of requests that have one inside: what a case needs to be judged as a whole. */
const STRADDLING = statement(
  'evidence-straddling',
  `SELECT e.index::float8 AS index FROM (
     SELECT DISTINCT rights_request_id AS id FROM log_entry
     WHERE organisation_id = $1 AND index >= $2 AND index < $3 AND rights_request_id IS NOT NULL
   ) touched JOIN log_entry e ON e.rights_request_id = touched.id
   WHERE e.index < $4 AND (e.index < $2 OR e.index >= $3) ORDER BY e.index`,
);

export async function straddlingIndexes(
  executor: Executor,
  organisationId: string,
  { first, count }: Run,
  size: number,
): Promise<number[]> {
  return indexesOf(executor, STRADDLING, [organisationId, first, first + count, size]);
}

async function indexesOf(
  executor: Executor,
  wanted: ReturnType<typeof statement>,
  parameters: readonly unknown[],
): Promise<number[]> {
  const { rows } = await executor.run<{ index: number }>(wanted, parameters);
  return rows.map(({ index }) => index);
}

const ENTRIES_IN_RUNS = statement(
  'evidence-entries',
  // OFFSET 0 keeps each run a short range of the log; as a join, all of the log was compared with all of the runs.
  `SELECT e.index::float8 AS index, e.bytes
   FROM unnest($2::bigint[], $3::bigint[]) AS run (first, count), LATERAL (
     SELECT index, bytes FROM log_entry
     WHERE organisation_id = $1 AND index >= run.first AND index < run.first + run.count OFFSET 0) e
   ORDER BY e.index`,
);

export interface EntryRow {
  readonly index: number;
  readonly bytes: Buffer;
}

/** Exact bytes of the entries, in order. */
export async function entriesInRuns(
  executor: Executor,
  organisationId: string,
  runs: readonly Run[],
): Promise<readonly EntryRow[]> {
  const { rows } = await executor.run<EntryRow>(ENTRIES_IN_RUNS, [
    organisationId,
    runs.map(({ first }) => first),
    runs.map(({ count }) => count),
  ]);
  return rows;
}

const CHECKPOINTS_RELIED_ON = statement(
  'evidence-checkpoints',
  `SELECT DISTINCT c.size::float8 AS size, c.note
   FROM unnest($2::bigint[]) AS wanted (index)
   CROSS JOIN LATERAL (
     SELECT size, note FROM log_checkpoint
     WHERE organisation_id = $1 AND size > wanted.index ORDER BY size LIMIT 1) c
   WHERE c.size < $3 ORDER BY size`,
);

/** For each index the first checkpoint that covered it: the one a receipt or a mail to the DPO carries. */
export async function firstCheckpointsOver(
  executor: Executor,
  organisationId: string,
  indexes: readonly number[],
  size: number,
): Promise<readonly { readonly size: number; readonly note: string }[]> {
  const { rows } = await executor.run<{ size: number; note: string }>(CHECKPOINTS_RELIED_ON, [
    organisationId,
    indexes,
    size,
  ]);
  return rows;
}

const REFERENCES = statement('evidence-references', `SELECT id, reference FROM rights_request WHERE id = ANY($1)`);

export async function referencesOf(
  executor: Executor,
  requests: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await executor.run<{ id: string; reference: string }>(REFERENCES, [requests]);
  return new Map(rows.map(({ id, reference }) => [id, reference]));
}

const COMMITTED_REFERENCES = statement(
  'evidence-committed-references',
  `SELECT rights_request_id AS id FROM log_entry
   WHERE rights_request_id = ANY($1) AND event = 'request.recorded'
     AND convert_from(bytes, 'UTF8')::jsonb #> '{facts,reference}' IS NOT NULL`,
);

/** Those of the requests whose entry commits to their reference; entries of before do not. */
export async function withCommittedReference(
  executor: Executor,
  requests: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await executor.run<{ id: string }>(COMMITTED_REFERENCES, [requests]);
  return new Set(rows.map(({ id }) => id));
}

const REQUESTS_IN_RANGE = statement(
  'evidence-requests-in-range',
  `SELECT DISTINCT rights_request_id AS id, min(index)::float8 AS first FROM log_entry
   WHERE organisation_id = $1 AND index >= $2 AND index < $3 AND rights_request_id IS NOT NULL AND event = 'request.recorded'
   GROUP BY rights_request_id ORDER BY first LIMIT $4`,
);

/** Requests recorded in a range of indexes, in their order, at most `limit`; `first` is where each was recorded. */
export async function requestsRecordedIn(
  executor: Executor,
  organisationId: string,
  from: number,
  until: number,
  limit: number,
): Promise<readonly { readonly id: string; readonly first: number }[]> {
  const { rows } = await executor.run<{ id: string; first: number }>(REQUESTS_IN_RANGE, [
    organisationId,
    from,
    until,
    limit,
  ]);
  return rows;
}
