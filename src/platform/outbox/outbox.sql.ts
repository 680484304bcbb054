import { statement, type Executor } from '../database/statement.js';

export interface NewJob {
  readonly id: string;
  readonly kind: string;
  readonly organisationId: string;
  readonly subjectId: string;
  readonly runAt: Date;
}

export interface LeasedJob {
  readonly id: string;
  readonly kind: string;
  readonly organisationId: string;
  readonly subjectId: string;
  readonly leaseToken: string;
  /** Tries before this one that came to nothing. */
  readonly attempts: number;
  /** A mail that a server has refused before, and that is noted. */
  readonly refused: boolean;
}

const INSERT_JOBS = statement(
  'insert-jobs',
  `INSERT INTO outbox_job (id, kind, organisation_id, subject_id, run_at)
   SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::timestamptz[])`,
);

/** Part of the caller's transaction: the job exists if and only if the fact that asks for it does. */
export async function insertJobs(executor: Executor, jobs: readonly NewJob[]): Promise<void> {
  await executor.run(INSERT_JOBS, [
    jobs.map((job) => job.id),
    jobs.map((job) => job.kind),
    jobs.map((job) => job.organisationId),
    jobs.map((job) => job.subjectId),
    jobs.map((job) => job.runAt),
  ]);
}

const LEASE_JOBS = statement(
  'lease-jobs',
  `UPDATE outbox_job SET claim_token = gen_random_uuid(), lease_until = clock_timestamp() + $3 * interval '1 millisecond'
   WHERE id IN (
     SELECT id FROM outbox_job
     WHERE coalesce(lease_until, run_at) <= clock_timestamp() AND kind = ANY ($1::text[])
     ORDER BY coalesce(lease_until, run_at) LIMIT $2 FOR UPDATE SKIP LOCKED)
   RETURNING id, kind, organisation_id AS "organisationId", subject_id AS "subjectId", claim_token AS "leaseToken",
     attempts, refused`,
);

/** Takes up to `limit` due jobs, and those whose holder has let its lease (ms) run out. */
export async function leaseJobs(
  executor: Executor,
  kinds: readonly string[],
  limit: number,
  leaseMs: number,
): Promise<readonly LeasedJob[]> {
  const { rows } = await executor.run<LeasedJob>(LEASE_JOBS, [kinds, limit, leaseMs]);
  return rows;
}

const RENEW_LEASES = statement(
  'renew-leases',
  `UPDATE outbox_job SET lease_until = clock_timestamp() + $2 * interval '1 millisecond'
   WHERE claim_token = ANY ($1::uuid[]) RETURNING claim_token AS "leaseToken"`,
);

/** Returns the leases that still hold; one that is missing was taken over and must write nothing more. */
export async function renewLeases(
  executor: Executor,
  leaseTokens: readonly string[],
  leaseMs: number,
): Promise<ReadonlySet<string>> {
  const { rows } = await executor.run<{ leaseToken: string }>(RENEW_LEASES, [leaseTokens, leaseMs]);
  return new Set(rows.map((row) => row.leaseToken));
}

const COMPLETE_JOB = statement('complete-job', `DELETE FROM outbox_job WHERE id = $1 AND claim_token = $2`);

/** False: the lease was lost, and the caller must roll back. */
export async function completeJob(executor: Executor, job: LeasedJob): Promise<boolean> {
  const { count } = await executor.run(COMPLETE_JOB, [job.id, job.leaseToken]);
  return count === 1;
}

const RESCHEDULE_JOB = statement(
  'reschedule-job',
  `UPDATE outbox_job SET claim_token = NULL, lease_until = NULL,
          run_at = clock_timestamp() + $3 * interval '1 millisecond'
   WHERE id = $1 AND claim_token = $2`,
);

/** False: the lease was lost, and the caller must roll back. */
export async function rescheduleJob(executor: Executor, job: LeasedJob, delayMs: number): Promise<boolean> {
  const { count } = await executor.run(RESCHEDULE_JOB, [job.id, job.leaseToken, delayMs]);
  return count === 1;
}

const RETRY_JOB = statement(
  'retry-job',
  `UPDATE outbox_job SET claim_token = NULL, lease_until = NULL, attempts = attempts + 1, refused = refused OR $4,
          run_at = clock_timestamp() + $3 * interval '1 millisecond'
   WHERE id = $1 AND claim_token = $2`,
);

/** As `rescheduleJob`, after a try that came to nothing. */
export async function retryJob(executor: Executor, job: LeasedJob, delayMs: number, refused = false): Promise<boolean> {
  const { count } = await executor.run(RETRY_JOB, [job.id, job.leaseToken, delayMs, refused]);
  return count === 1;
}

const DATABASE_TIME = statement(
  'outbox-clock',
  `SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS "nowMs",
     coalesce((SELECT max(last_at) FROM log_head) > clock_timestamp() + interval '5 seconds', false) AS "behindLog"`,
);

/** What the database's clock says, and whether it stands behind the last entry of a log. */
export async function databaseClock(
  executor: Executor,
): Promise<{ readonly nowMs: number; readonly behindLog: boolean }> {
  const { rows } = await executor.run<{ nowMs: number; behindLog: boolean }>(DATABASE_TIME, []);
  return rows[0] ?? { nowMs: 0, behindLog: false };
}

const DUE_AT_ONCE = statement(
  'due-at-once',
  `UPDATE outbox_job SET run_at = least(run_at, clock_timestamp()),
     lease_until = CASE WHEN lease_until > clock_timestamp() + $1 * interval '1 millisecond' THEN clock_timestamp() ELSE lease_until END
   WHERE run_at > clock_timestamp() OR lease_until > clock_timestamp() + $1 * interval '1 millisecond'`,
);

/** Lets nothing wait for a moment that a clock has named which ran ahead: tried early is tried again, and runs once. */
export async function dueAtOnce(executor: Executor, leaseMs: number): Promise<number> {
  return (await executor.run(DUE_AT_ONCE, [leaseMs])).count;
}

const OUTBOX_STATE = statement(
  'outbox-state',
  `SELECT count(*)::int AS jobs, coalesce(extract(epoch FROM clock_timestamp() - min(run_at)), 0)::float8 AS "oldestSeconds"
   FROM outbox_job WHERE run_at <= clock_timestamp()`,
);

export async function outboxState(executor: Executor): Promise<{ jobs: number; oldestSeconds: number }> {
  const { rows } = await executor.run<{ jobs: number; oldestSeconds: number }>(OUTBOX_STATE);
  return rows[0] ?? { jobs: 0, oldestSeconds: 0 };
}
