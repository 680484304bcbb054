import { statement, type Executor } from '../platform/database/statement.js';

/** An entry but for its time, which the database gives it together with its place. */
export interface PendingEntry {
  readonly before: string;
  readonly after: string;
  readonly event: string;
  readonly rightsRequestId: string | null;
}

/** The constraint that a row beyond the log's end makes the next entry violate. */
export const PLACE_TAKEN = 'log_entry_pkey';

export interface Appended {
  readonly first: number;
  readonly at: Date;
  /** How far the database's clock stands behind the log's last entry; 0 when it runs forward. */
  readonly behindMs: number;
}

const CREATE_LOG = statement('create-log', `SELECT forthwith_create_log($1)`);

export async function createLog(executor: Executor, organisationId: string): Promise<void> {
  await executor.run(CREATE_LOG, [organisationId]);
}

/** The role of the application only reads the log's tables; the function gives place and time (migration guard-the-log). */
const APPEND_ENTRIES = statement(
  'append-entries',
  `SELECT first::float8 AS first, at, greatest(0, extract(epoch FROM behind) * 1000)::float8 AS "behindMs"
   FROM forthwith_append($1, $2, $3, $4, $5)`,
);

/**
 * The last statement of every transaction that changes something: takes the log's head row, so that whoever commits
 * has a place, without gap or fork, and keeps the lock no longer than the commit.
 */
export async function appendEntries(
  executor: Executor,
  organisationId: string,
  entries: readonly PendingEntry[],
): Promise<Appended> {
  const { rows } = await executor.run<Appended | { readonly first: null }>(APPEND_ENTRIES, [
    organisationId,
    entries.map((entry) => entry.before),
    entries.map((entry) => entry.after),
    entries.map((entry) => entry.event),
    entries.map((entry) => entry.rightsRequestId),
  ]);
  const appended = rows[0];
  if (appended === undefined || appended.first === null) {
    throw new Error(`organisation ${organisationId} has no log`);
  }
  return appended;
}

const LAST_AT = statement('last-at', `SELECT last_at AS "lastAt" FROM log_head WHERE organisation_id = $1`);

/** Time of the log's last entry; undefined for an organisation that has none yet. */
export async function lastAt(executor: Executor, organisationId: string): Promise<Date | undefined> {
  return (await executor.run<{ lastAt: Date }>(LAST_AT, [organisationId])).rows[0]?.lastAt;
}

const WRITTEN = statement('written', `SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS written`);

/** Whether this transaction has changed (or locked) any row. */
export async function hasWritten(executor: Executor): Promise<boolean> {
  const { rows } = await executor.run<{ written: boolean }>(WRITTEN);
  return rows[0]?.written ?? false;
}

const FIND_ENTRY = statement(
  'find-entry',
  `SELECT index::float8 AS index, bytes, event, at, rights_request_id AS "rightsRequestId"
   FROM log_entry WHERE organisation_id = $1 AND index = $2`,
);

export interface StoredEntry {
  readonly index: number;
  readonly bytes: Buffer;
  readonly event: string;
  readonly at: Date;
  readonly rightsRequestId: string | null;
}

export async function findEntry(
  executor: Executor,
  organisationId: string,
  index: number,
): Promise<StoredEntry | undefined> {
  const { rows } = await executor.run<StoredEntry>(FIND_ENTRY, [organisationId, index]);
  return rows[0];
}

const ENTRIES_OF_REQUEST = statement(
  'entries-of-request',
  `SELECT index::float8 AS index, bytes, event, at, rights_request_id AS "rightsRequestId"
   FROM log_entry WHERE rights_request_id = $1 ORDER BY index`,
);

export async function entriesOfRequest(executor: Executor, rightsRequestId: string): Promise<readonly StoredEntry[]> {
  const { rows } = await executor.run<StoredEntry>(ENTRIES_OF_REQUEST, [rightsRequestId]);
  return rows;
}

/** Which entries; what is null is not asked for. `until` is the first moment behind. */
export interface EntryFilter {
  readonly event: string | null;
  readonly rightsRequestId: string | null;
  readonly from: Date | null;
  readonly until: Date | null;
}

const NEWEST_ENTRIES = statement(
  'newest-entries',
  `SELECT index::float8 AS index, bytes, event, at, rights_request_id AS "rightsRequestId"
   FROM log_entry WHERE organisation_id = $1 AND index < $2
     AND ($4::text IS NULL OR event = $4) AND ($5::uuid IS NULL OR rights_request_id = $5)
     AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)
   ORDER BY index DESC LIMIT $3`,
);

/** Newest first, below `before`. */
export async function newestEntries(
  executor: Executor,
  organisationId: string,
  { event, rightsRequestId, from, until }: EntryFilter,
  before: number,
  limit: number,
): Promise<readonly StoredEntry[]> {
  const { rows } = await executor.run<StoredEntry>(NEWEST_ENTRIES, [
    ...[organisationId, before, limit],
    ...[event, rightsRequestId, from, until],
  ]);
  return rows;
}

const ENTRIES_FROM = statement(
  'entries-from',
  `SELECT index::float8 AS index, bytes, event, at, rights_request_id AS "rightsRequestId"
   FROM log_entry WHERE organisation_id = $1 AND index >= $2 ORDER BY index LIMIT $3`,
);

/** Oldest first, from `first` on. */
export async function entriesFrom(
  executor: Executor,
  organisationId: string,
  first: number,
  limit: number,
): Promise<readonly StoredEntry[]> {
  const { rows } = await executor.run<StoredEntry>(ENTRIES_FROM, [organisationId, first, limit]);
  return rows;
}

const LOG_SIZE = statement('log-size', `SELECT size::float8 AS size FROM log_head WHERE organisation_id = $1`);

/** Entries committed, built into the tree or not yet. */
export async function logSize(executor: Executor, organisationId: string): Promise<number> {
  const { rows } = await executor.run<{ size: number }>(LOG_SIZE, [organisationId]);
  return rows[0]?.size ?? 0;
}
