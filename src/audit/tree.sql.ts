import { LOG_OF_LOGS_SLUG } from './log-of-logs-place.js';
import { statement, type Executor } from '../platform/database/statement.js';

export interface StoredTile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Buffer;
}

export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
}

const HOLD_INTEGRATION = statement(
  'hold-integration',
  `WITH held AS MATERIALIZED (SELECT forthwith_hold_integration($1) AS size)
   SELECT held.size::float8 AS size, e.index::float8 AS index, e.bytes,
     (SELECT h.size FROM log_head h WHERE h.organisation_id = $1)::float8 AS head
   FROM held LEFT JOIN LATERAL (
     SELECT index, bytes FROM log_entry
     WHERE organisation_id = $1 AND index >= held.size
       AND index < (SELECT h.size FROM log_head h WHERE h.organisation_id = $1)
     ORDER BY index LIMIT $2
   ) e ON true
   WHERE held.size IS NOT NULL
   ORDER BY e.index`,
);

export interface HeldIntegration {
  /** How far the log is built. */
  readonly size: number;
  /** Bytes of the entries from there on, in order and without gap. */
  readonly entries: readonly Buffer[];
  /** The first index that is missing among those committed; the head row's lock leaves no gap, so somebody took it. */
  readonly gap: number | undefined;
}

/** The log's integration, held until the transaction ends; undefined: another instance is at it. */
export async function holdIntegration(
  executor: Executor,
  organisationId: string,
  limit: number,
): Promise<HeldIntegration | undefined> {
  const { rows } = await executor.run<{ size: number; index: number | null; bytes: Buffer; head: number }>(
    HOLD_INTEGRATION,
    [organisationId, limit],
  );
  const [first] = rows;
  if (first === undefined) {
    return undefined;
  }
  const { size, head } = first;
  const found = rows.filter((row) => row.index !== null);
  const strange = found.findIndex((row, at) => row.index !== size + at);
  const entries = (strange === -1 ? found : found.slice(0, strange)).map(({ bytes }) => bytes);
  // Also where it is the last ones that are missing, and nothing stands behind them.
  const isShort = strange !== -1 || found.length < Math.min(limit, head - size);
  return { size, entries, gap: isShort ? size + entries.length : undefined };
}

const READ_TILES = statement(
  'read-tiles',
  `SELECT t.level::int AS level, t.index::float8 AS index, t.hashes
   FROM unnest($2::smallint[], $3::bigint[]) AS wanted (level, index)
   JOIN log_tile t ON t.organisation_id = $1 AND t.level = wanted.level AND t.index = wanted.index`,
);

/** The named tiles, by primary key in one round trip. */
export async function readTiles(
  executor: Executor,
  organisationId: string,
  wanted: readonly { readonly level: number; readonly index: number }[],
): Promise<readonly StoredTile[]> {
  if (wanted.length === 0) {
    return [];
  }
  const { rows } = await executor.run<StoredTile>(READ_TILES, [
    organisationId,
    wanted.map((tile) => tile.level),
    wanted.map((tile) => tile.index),
  ]);
  return rows;
}

const INTEGRATE = statement('integrate', `SELECT forthwith_integrate($1, $2, $3, $4, $5)`);

/**
 * Builds the entries up to `size` into the stored tiles and publishes the checkpoint over them. The database computes
 * the tiles itself; the primary key (log, size) is the last guard: a second root for one size cannot be stored.
 */
export async function integrate(
  executor: Executor,
  organisationId: string,
  old: number,
  { size, root, note }: { readonly size: number; readonly root: Uint8Array; readonly note: string },
): Promise<void> {
  await executor.run(INTEGRATE, [organisationId, old, size, Buffer.from(root), note]);
}

const REBUILD_TREE = statement('rebuild-tree', `SELECT forthwith_rebuild_tree($1)`);

/** Computes every tile anew from the entries. */
export async function rebuildTree(executor: Executor, organisationId: string): Promise<void> {
  await executor.run(REBUILD_TREE, [organisationId]);
}

const PUT_ASIDE_STRAYS = statement('put-aside-strays', `SELECT forthwith_put_aside_strays($1)::float8 AS strays`);

/** Takes rows beyond the log's end out of the way, and a head that was set back to where it was signed; returns how many. */
export async function putAsideStrays(executor: Executor, organisationId: string): Promise<number> {
  const { rows } = await executor.run<{ strays: number }>(PUT_ASIDE_STRAYS, [organisationId]);
  return rows[0]?.strays ?? 0;
}

const BUILT_SIZE = statement(
  'built-size',
  `SELECT size::float8 AS size FROM log_integration WHERE organisation_id = $1`,
);

/** Entries built into the tree, as the integrator left it. */
export async function builtSize(executor: Executor, organisationId: string): Promise<number> {
  const { rows } = await executor.run<{ size: number }>(BUILT_SIZE, [organisationId]);
  return rows[0]?.size ?? 0;
}

const HAS_STRAYS = statement(
  'has-strays',
  `SELECT EXISTS (SELECT 1 FROM log_entry e JOIN log_head h USING (organisation_id)
     WHERE e.organisation_id = $1 AND e.index >= h.size) AS found`,
);

export async function hasStrays(executor: Executor, organisationId: string): Promise<boolean> {
  return (await executor.run<{ found: boolean }>(HAS_STRAYS, [organisationId])).rows[0]?.found ?? false;
}

const UNTOLD_STRAYS = statement(
  'untold-strays',
  `SELECT DISTINCT s.index::float8 AS index, s.kind FROM (
     SELECT organisation_id, index, found_at,
       CASE WHEN event = 'head-set-back' THEN 'head-changed' ELSE 'stray-entry' END AS kind FROM log_stray_entry
   ) s
   WHERE s.organisation_id = $1 AND NOT EXISTS (
     SELECT 1 FROM log_alarm a WHERE a.organisation_id = s.organisation_id AND a.kind = s.kind
       AND a.place = s.index::text AND a.raised_at >= s.found_at)
   ORDER BY 1 LIMIT 20`,
);

export interface UntoldStray {
  readonly index: number;
  readonly kind: 'stray-entry' | 'head-changed';
}

/** Indexes of rows put aside, and places to which the end was set, about which no alarm was raised since. */
export async function untoldStrays(executor: Executor, organisationId: string): Promise<readonly UntoldStray[]> {
  return (await executor.run<UntoldStray>(UNTOLD_STRAYS, [organisationId])).rows;
}

const CHECKPOINTS_BETWEEN = statement(
  'checkpoints-between',
  `SELECT size::float8 AS size, root, note FROM log_checkpoint
   WHERE organisation_id = $1 AND size > $2 AND size <= $3 ORDER BY size`,
);

export async function checkpointsBetween(
  executor: Executor,
  organisationId: string,
  first: number,
  last: number,
): Promise<readonly StoredCheckpoint[]> {
  return (await executor.run<StoredCheckpoint>(CHECKPOINTS_BETWEEN, [organisationId, first, last])).rows;
}

const LATEST_CHECKPOINT = statement(
  'latest-checkpoint',
  `SELECT size::float8 AS size, root, note FROM log_checkpoint WHERE organisation_id = $1 ORDER BY size DESC LIMIT 1`,
);

export async function latestCheckpoint(
  executor: Executor,
  organisationId: string,
): Promise<StoredCheckpoint | undefined> {
  const { rows } = await executor.run<StoredCheckpoint>(LATEST_CHECKPOINT, [organisationId]);
  return rows[0];
}

const CHECKPOINT_AT = statement(
  'checkpoint-at',
  `SELECT size::float8 AS size, root, note FROM log_checkpoint WHERE organisation_id = $1 AND size = $2`,
);

export async function checkpointAt(
  executor: Executor,
  organisationId: string,
  size: number,
): Promise<StoredCheckpoint | undefined> {
  const { rows } = await executor.run<StoredCheckpoint>(CHECKPOINT_AT, [organisationId, size]);
  return rows[0];
}

const LOGS_TO_INTEGRATE = statement(
  'logs-to-integrate',
  `SELECT h.organisation_id AS id, coalesce(o.slug, '${LOG_OF_LOGS_SLUG}') AS slug FROM log_head h
   JOIN log_integration i USING (organisation_id) LEFT JOIN organisation o ON o.id = h.organisation_id
   WHERE h.size > i.size ORDER BY slug`,
);

/** Logs that have grown since they were last built. Needs the worker's scope (no organisation). */
export async function logsToIntegrate(
  executor: Executor,
): Promise<readonly { readonly id: string; readonly slug: string }[]> {
  const { rows } = await executor.run<{ id: string; slug: string }>(LOGS_TO_INTEGRATE);
  return rows;
}

const ALL_LOGS = statement(
  'all-logs',
  `SELECT h.organisation_id AS id, coalesce(o.slug, '${LOG_OF_LOGS_SLUG}') AS slug FROM log_head h
   LEFT JOIN organisation o ON o.id = h.organisation_id WHERE h.size > 0 ORDER BY slug`,
);

/** Every log that has entries. Needs the worker's scope (no organisation). */
export async function allLogs(executor: Executor): Promise<readonly { readonly id: string; readonly slug: string }[]> {
  const { rows } = await executor.run<{ id: string; slug: string }>(ALL_LOGS);
  return rows;
}

const LOGS_WITH_TREE = statement(
  'logs-with-tree',
  `SELECT o.id, o.slug FROM log_integration i JOIN organisation o ON o.id = i.organisation_id
   WHERE i.size > 0 ORDER BY o.slug`,
);

/** Organisations' logs that have been signed at least once. Needs the worker's scope (no organisation). */
export async function logsWithTree(
  executor: Executor,
): Promise<readonly { readonly id: string; readonly slug: string }[]> {
  const { rows } = await executor.run<{ id: string; slug: string }>(LOGS_WITH_TREE);
  return rows;
}

const DATABASE_TIME = statement('database-time', `SELECT clock_timestamp() AS now`);

/** By the clock that gives entries their time. */
export async function databaseTime(executor: Executor): Promise<Date> {
  return (await executor.run<{ now: Date }>(DATABASE_TIME)).rows[0]?.now ?? new Date(0);
}
