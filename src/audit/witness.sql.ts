import { statement, type Executor } from '../platform/database/statement.js';
import { LOG_OF_LOGS_ID } from './log-of-logs-place.js';

const LOGS_TO_ANCHOR = statement(
  'logs-to-anchor',
  `SELECT i.organisation_id AS id FROM log_integration i
   WHERE i.organisation_id <> $1 AND i.size > 0
     AND NOT EXISTS (SELECT 1 FROM log_anchor a WHERE a.organisation_id = i.organisation_id AND a.size = i.size)
   ORDER BY i.organisation_id`,
);

/** Organisations whose newest checkpoint is no leaf yet. Needs the worker's scope (no organisation). */
export async function logsToAnchor(executor: Executor): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(LOGS_TO_ANCHOR, [LOG_OF_LOGS_ID]);
  return rows.map(({ id }) => id);
}

/** The leaf is the checkpoint as it stands in the organisation's log. */
const APPEND_ANCHOR = statement('append-anchor', `SELECT forthwith_append_anchor($1, $2, $3)`);

/** The name of the constraint that a second instance runs into. */
export const ANCHORED_ALREADY = 'log_anchor_pkey';

export async function appendAnchor(executor: Executor, organisationId: string, size: number): Promise<void> {
  await executor.run(APPEND_ANCHOR, [LOG_OF_LOGS_ID, organisationId, size]);
}

export interface AnchorRow {
  /** Of the organisation's log. */
  readonly size: number;
  /** Leaf of the log of logs. */
  readonly index: number;
}

const NEWEST_ANCHOR = statement(
  'newest-anchor',
  `SELECT size::float8 AS size, index::float8 AS index FROM log_anchor
   WHERE organisation_id = $1 AND index < $2 AND size <= $3 ORDER BY index DESC LIMIT 1`,
);

/** The newest checkpoint of an organisation, of at most `size`, within the first `below` leaves of the log of logs. */
export async function newestAnchor(
  executor: Executor,
  organisationId: string,
  below: number,
  size: number,
): Promise<AnchorRow | undefined> {
  const { rows } = await executor.run<AnchorRow>(NEWEST_ANCHOR, [organisationId, below, size]);
  return rows[0];
}

const SAVE_COSIGNATURE = statement(
  'save-cosignature',
  `INSERT INTO log_cosignature (organisation_id, size, witness, line) VALUES ($1, $2, $3, $4)
   ON CONFLICT ON CONSTRAINT log_cosignature_pkey DO NOTHING`,
);

export interface CosignatureRow {
  readonly size: number;
  readonly witness: string;
  readonly line: string;
}

export async function saveCosignature(
  executor: Executor,
  { logId, size, witness, line }: CosignatureRow & { readonly logId: string },
): Promise<void> {
  await executor.run(SAVE_COSIGNATURE, [logId, size, witness, line]);
}

const COSIGNATURES = statement(
  'cosignatures',
  `SELECT size::float8 AS size, witness, line FROM log_cosignature
   WHERE organisation_id = $1 AND size = $2 ORDER BY witness`,
);

/** Under the checkpoint of that size of a log. */
export async function cosignaturesOf(
  executor: Executor,
  logId: string,
  size: number,
): Promise<readonly CosignatureRow[]> {
  const { rows } = await executor.run<CosignatureRow>(COSIGNATURES, [logId, size]);
  return rows;
}

const LAST_COSIGNED = statement(
  'last-cosigned',
  `SELECT witness, max(size)::float8 AS size FROM log_cosignature WHERE organisation_id = $1 GROUP BY witness`,
);

/** Per witness the largest size of a log that it has signed. */
export async function lastCosigned(executor: Executor, logId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await executor.run<{ witness: string; size: number }>(LAST_COSIGNED, [logId]);
  return new Map(rows.map(({ witness, size }) => [witness, size]));
}

const SAVE_FORK = statement(
  'save-fork',
  `INSERT INTO log_fork (origin, witness, seen, shown, found_at) VALUES ($1, $2, $3, $4, clock_timestamp())
   ON CONFLICT ON CONSTRAINT log_fork_pkey DO NOTHING`,
);

/** Two signed notes of one log of which one does not continue the other. */
export interface ForkProof {
  readonly origin: string;
  /** Who refused; empty: this installation, as a witness. */
  readonly witness: string;
  readonly seen: string;
  readonly shown: string;
}

/** The first one found is kept: what comes after it adds nothing. False: one was there. */
export async function saveFork(executor: Executor, { origin, witness, seen, shown }: ForkProof): Promise<boolean> {
  const { count } = await executor.run(SAVE_FORK, [origin, witness, seen, shown]);
  return count === 1;
}

const FORKS = statement('forks', `SELECT origin, witness, seen, shown FROM log_fork ORDER BY found_at`);

export async function keptForks(executor: Executor): Promise<readonly ForkProof[]> {
  return (await executor.run<ForkProof>(FORKS)).rows;
}

const CONTRADICTED = statement(
  'contradicted-logs',
  `SELECT place FROM log_alarm WHERE kind = 'witness-contradicts' AND resolved_at IS NULL`,
);

/** Origins that a witness has seen otherwise, until a person has dealt with it. Needs the worker's scope. */
export async function contradictedOrigins(executor: Executor): Promise<readonly string[]> {
  const { rows } = await executor.run<{ place: string }>(CONTRADICTED);
  return rows.map(({ place }) => /\(([^()]*)\)$/.exec(place)?.[1] ?? '');
}

const SAVE_TIME_STAMP = statement(
  'save-time-stamp',
  `INSERT INTO log_time_stamp (size, response, stamped_at) VALUES ($1, $2, $3)
   ON CONFLICT ON CONSTRAINT log_time_stamp_pkey DO NOTHING`,
);

export async function saveTimeStamp(executor: Executor, size: number, response: Uint8Array, at: Date): Promise<void> {
  await executor.run(SAVE_TIME_STAMP, [size, Buffer.from(response), at]);
}

export interface TimeStampRow {
  readonly size: number;
  readonly response: Buffer;
  readonly stampedAt: Date;
}

const LAST_TIME_STAMP = statement(
  'last-time-stamp',
  `SELECT size::float8 AS size, response, stamped_at AS "stampedAt" FROM log_time_stamp
   WHERE size <= $1 ORDER BY size DESC LIMIT 1`,
);

/** The newest time stamp over the log of logs of at most this size. */
export async function lastTimeStamp(
  executor: Executor,
  size = Number.MAX_SAFE_INTEGER,
): Promise<TimeStampRow | undefined> {
  const { rows } = await executor.run<TimeStampRow>(LAST_TIME_STAMP, [size]);
  return rows[0];
}

const WITNESSED = statement('witnessed', `SELECT note FROM witnessed_log WHERE origin = $1`);

/** The signed note last cosigned of somebody's log. */
export async function witnessedNote(executor: Executor, origin: string): Promise<string | undefined> {
  const { rows } = await executor.run<{ note: string }>(WITNESSED, [origin]);
  return rows[0]?.note;
}

const RECORD_WITNESSED = statement(
  'record-witnessed',
  `INSERT INTO witnessed_log AS known (origin, size, note, seen_at) VALUES ($1, $3, $4, clock_timestamp())
   ON CONFLICT ON CONSTRAINT witnessed_log_pkey
   DO UPDATE SET size = excluded.size, note = excluded.note, seen_at = excluded.seen_at WHERE known.size = $2`,
);

/** False when the log's size is not `old` any more: somebody was faster. Persisted before anything is answered. */
export async function recordWitnessed(
  executor: Executor,
  origin: string,
  old: number,
  checkpoint: { readonly size: number; readonly note: string },
): Promise<boolean> {
  const { count } = await executor.run(RECORD_WITNESSED, [origin, old, checkpoint.size, checkpoint.note]);
  return count === 1;
}
