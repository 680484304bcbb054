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
  `WITH held AS MATERIALIZED (
     SELECT size FROM log_integration WHERE organisation_id = $1 FOR UPDATE SKIP LOCKED
   )
   SELECT held.size::float8 AS size, e.bytes
   FROM held LEFT JOIN LATERAL (
     SELECT index, bytes FROM log_entry WHERE organisation_id = $1 AND index >= held.size ORDER BY index LIMIT $2
   ) e ON true
   ORDER BY e.index`,
);

export interface HeldIntegration {
  /** How far the log is built. */
  readonly size: number;
  /** Bytes of the entries from there on, in order, without gap: the head row's lock orders the commits. */
  readonly entries: readonly Buffer[];
}

/** The log's integration, held until the transaction ends; undefined: another instance is at it. */
export async function holdIntegration(
  executor: Executor,
  organisationId: string,
  limit: number,
): Promise<HeldIntegration | undefined> {
  const { rows } = await executor.run<{ size: number; bytes: Buffer | null }>(HOLD_INTEGRATION, [
    organisationId,
    limit,
  ]);
  const size = rows[0]?.size;
  return size === undefined
    ? undefined
    : { size, entries: rows.map((row) => row.bytes).filter((bytes) => bytes !== null) };
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

const WRITE_TILES = statement(
  'write-tiles',
  `INSERT INTO log_tile (organisation_id, level, index, hashes)
   SELECT $1, * FROM unnest($2::smallint[], $3::bigint[], $4::bytea[])
   ON CONFLICT ON CONSTRAINT log_tile_pkey DO UPDATE SET hashes = excluded.hashes`,
);

export async function writeTiles(
  executor: Executor,
  organisationId: string,
  tiles: readonly { readonly level: number; readonly index: number; readonly bytes: Uint8Array }[],
): Promise<void> {
  await executor.run(WRITE_TILES, [
    organisationId,
    tiles.map((tile) => tile.level),
    tiles.map((tile) => tile.index),
    tiles.map((tile) => Buffer.from(tile.bytes)),
  ]);
}

const PUBLISH_CHECKPOINT = statement(
  'publish-checkpoint',
  `WITH built AS (UPDATE log_integration SET size = $2 WHERE organisation_id = $1)
   INSERT INTO log_checkpoint (organisation_id, size, root, note, signed_at) VALUES ($1, $2, $3, $4, clock_timestamp())`,
);

/** The primary key (log, size) is the last guard: a second root for one size cannot be stored. */
export async function publishCheckpoint(
  executor: Executor,
  organisationId: string,
  checkpoint: { readonly size: number; readonly root: Uint8Array; readonly note: string },
): Promise<void> {
  await executor.run(PUBLISH_CHECKPOINT, [
    organisationId,
    checkpoint.size,
    Buffer.from(checkpoint.root),
    checkpoint.note,
  ]);
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
