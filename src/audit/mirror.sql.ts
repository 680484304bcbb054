import { statement, type Executor } from '../platform/database/statement.js';

export interface MirroredLog {
  readonly origin: string;
  readonly size: number;
  /** The signed note to whose root the leaves led. */
  readonly note: string;
  readonly verifiedAt: Date;
}

const MIRRORED = statement(
  'mirrored-logs',
  `SELECT origin, size::float8 AS size, note, verified_at AS "verifiedAt" FROM mirrored_log ORDER BY origin`,
);

export async function mirroredLogs(executor: Executor): Promise<readonly MirroredLog[]> {
  return (await executor.run<MirroredLog>(MIRRORED)).rows;
}

const TILES = statement(
  'mirrored-tiles',
  `SELECT index::float8 AS index, hashes FROM mirrored_tile WHERE origin = $1 AND index >= $2 ORDER BY index LIMIT $3`,
);

export interface MirroredTile {
  readonly index: number;
  readonly hashes: Buffer;
}

export async function mirroredTiles(
  executor: Executor,
  origin: string,
  first: number,
  limit: number,
): Promise<readonly MirroredTile[]> {
  return (await executor.run<MirroredTile>(TILES, [origin, first, limit])).rows;
}

const SAVE_TILES = statement(
  'save-mirrored-tiles',
  `INSERT INTO mirrored_tile (origin, index, hashes) SELECT $1, * FROM unnest($2::bigint[], $3::bytea[])
   ON CONFLICT ON CONSTRAINT mirrored_tile_pkey DO UPDATE SET hashes = excluded.hashes`,
);

/** A stored tile only grows: the database refuses any other hash in the place of one. */
export async function saveMirroredTiles(
  executor: Executor,
  origin: string,
  tiles: readonly { readonly index: number; readonly hashes: Uint8Array }[],
): Promise<void> {
  await executor.run(SAVE_TILES, [
    origin,
    tiles.map(({ index }) => index),
    tiles.map(({ hashes }) => Buffer.from(hashes)),
  ]);
}

const SAVE_LOG = statement(
  'save-mirrored-log',
  `INSERT INTO mirrored_log AS known (origin, size, note, verified_at) VALUES ($1, $2, $3, clock_timestamp())
   ON CONFLICT ON CONSTRAINT mirrored_log_pkey
   DO UPDATE SET size = excluded.size, note = excluded.note, verified_at = excluded.verified_at
   WHERE known.size <= excluded.size`,
);

export async function saveMirroredLog(
  executor: Executor,
  { origin, size, note }: Pick<MirroredLog, 'origin' | 'size' | 'note'>,
): Promise<void> {
  await executor.run(SAVE_LOG, [origin, size, note]);
}
