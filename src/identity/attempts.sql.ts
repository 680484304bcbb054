import { statement, type Executor } from '../platform/database/statement.js';

const COUNT_ATTEMPT = statement(
  'count-attempt',
  `INSERT INTO attempt_count AS a (bucket, began_at, attempts) VALUES ($1, clock_timestamp(), 1)
   ON CONFLICT ON CONSTRAINT attempt_count_pkey DO UPDATE SET
     attempts = CASE WHEN a.began_at <= clock_timestamp() - $2 * interval '1 second' THEN 1
                     ELSE least(a.attempts, 1000000) + 1 END,
     began_at = CASE WHEN a.began_at <= clock_timestamp() - $2 * interval '1 second' THEN clock_timestamp()
                     ELSE a.began_at END
   RETURNING attempts,
     greatest(1, ceil(extract(epoch FROM began_at + $2 * interval '1 second' - clock_timestamp())))::int AS "secondsLeft"`,
);

export interface Attempt {
  /** Which attempt of its window this is, from 1: no two have the same. */
  readonly attempts: number;
  /** Until the window ends. */
  readonly secondsLeft: number;
}

/** Counts this attempt and tells its number, under the lock of its row: parallel ones cannot pass each other by. */
export async function countAttempt(executor: Executor, bucket: Buffer, windowSeconds: number): Promise<Attempt> {
  const { rows } = await executor.run<Attempt>(COUNT_ATTEMPT, [bucket, windowSeconds]);
  return rows[0] ?? { attempts: 1, secondsLeft: windowSeconds };
}

const TAKE_BACK = statement(
  'take-back-attempt',
  `UPDATE attempt_count SET attempts = greatest(attempts - 1, 0) WHERE bucket = $1`,
);

/** It was none: somebody who knew. */
export async function takeBackAttempt(executor: Executor, bucket: Buffer): Promise<void> {
  await executor.run(TAKE_BACK, [bucket]);
}

const FORGET_ATTEMPTS = statement('forget-attempts', `DELETE FROM attempt_count WHERE bucket = $1`);

export async function forgetAttempts(executor: Executor, bucket: Buffer): Promise<void> {
  await executor.run(FORGET_ATTEMPTS, [bucket]);
}

const SWEEP_ATTEMPTS = statement(
  'sweep-attempts',
  `WITH old AS (DELETE FROM sign_in_attempt WHERE attempted_at < clock_timestamp() - interval '1 day')
   DELETE FROM attempt_count WHERE began_at < clock_timestamp() - interval '1 day'`,
);

/** What has run out; and what a version before this one counted in single rows. */
export async function sweepAttempts(executor: Executor): Promise<void> {
  await executor.run(SWEEP_ATTEMPTS);
}
