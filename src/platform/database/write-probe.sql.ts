import { statement, type Executor } from './statement.js';

const SMALL_MEMORY = statement('probe-small-memory', `SELECT set_config('work_mem', '64kB', true)`);

/** More than fits into that memory: sorted in files on the disk of the tables, which leave nothing behind. */
const SPILL = statement(
  'probe-spill',
  `SELECT count(*)::int AS rows
   FROM (SELECT md5(n::text) AS word FROM generate_series(1, 6000) AS n ORDER BY md5(n::text) OFFSET 1) AS sorted`,
);

/** Fails with 53100 where tables could not grow. */
export async function spillToDisk(executor: Executor): Promise<void> {
  await Promise.all([executor.run(SMALL_MEMORY), executor.run(SPILL)]);
}

/** A record of nothing in the write-ahead log: its commit has to reach the disk. */
const WRITE_NOTHING = statement('probe-write', `SELECT pg_logical_emit_message(true, 'forthwith', 'ready')`);

export async function writeNothing(executor: Executor): Promise<void> {
  await executor.run(WRITE_NOTHING);
}
