import { statement, type Executor } from '../../database/statement.js';

export interface InboxCursor {
  readonly uidValidity: string;
  readonly lastUid: number;
  /** First look at this mailbox. */
  readonly since: Date;
}

const FIND = statement(
  'inbox-cursor-find',
  `SELECT uid_validity::text AS "uidValidity", last_uid::float8 AS "lastUid", since FROM inbox_cursor WHERE mailbox = $1`,
);

export async function findCursor(executor: Executor, mailbox: Buffer): Promise<InboxCursor | undefined> {
  return (await executor.run<InboxCursor>(FIND, [mailbox])).rows[0];
}

// Two workers that begin together: the first one's row stands.
const BEGIN = statement(
  'inbox-cursor-begin',
  `INSERT INTO inbox_cursor (mailbox, uid_validity, last_uid, since, looked_at) VALUES ($1, $2, 0, now(), now())
   ON CONFLICT ON CONSTRAINT inbox_cursor_pkey DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = 0
   WHERE inbox_cursor.uid_validity <> excluded.uid_validity`,
);

/** A mailbox never seen, or one whose numbers count no more (RFC 9051 s2.3.1.1): from its beginning. */
export async function beginCursor(executor: Executor, mailbox: Buffer, uidValidity: string): Promise<void> {
  await executor.run(BEGIN, [mailbox, uidValidity]);
}

const ADVANCE = statement(
  'inbox-cursor-advance',
  `UPDATE inbox_cursor SET last_uid = greatest(last_uid, $3), looked_at = now() WHERE mailbox = $1 AND uid_validity = $2`,
);

export async function advanceCursor(
  executor: Executor,
  mailbox: Buffer,
  uidValidity: string,
  lastUid: number,
): Promise<void> {
  await executor.run(ADVANCE, [mailbox, uidValidity, lastUid]);
}

const DUE = statement(
  'inbox-retry-due',
  `SELECT uid::float8 AS uid, attempts FROM inbox_retry
   WHERE mailbox = $1 AND uid_validity = $2 AND due_at <= now() ORDER BY due_at LIMIT 100`,
);

export interface RetryMail {
  readonly uid: number;
  readonly attempts: number;
}

export async function dueRetries(
  executor: Executor,
  mailbox: Buffer,
  uidValidity: string,
): Promise<readonly RetryMail[]> {
  return (await executor.run<RetryMail>(DUE, [mailbox, uidValidity])).rows;
}

const POSTPONE = statement(
  'inbox-retry-postpone',
  `INSERT INTO inbox_retry (mailbox, uid_validity, uid, attempts, due_at)
   VALUES ($1, $2, $3, $4, now() + $5 * interval '1 millisecond')
   ON CONFLICT ON CONSTRAINT inbox_retry_pkey DO UPDATE SET attempts = excluded.attempts, due_at = excluded.due_at`,
);

export async function postpone(
  executor: Executor,
  mailbox: Buffer,
  uidValidity: string,
  { uid, attempts }: RetryMail,
  delayMs: number,
): Promise<void> {
  await executor.run(POSTPONE, [mailbox, uidValidity, uid, attempts, delayMs]);
}

const SETTLE = statement(
  'inbox-retry-settle',
  `DELETE FROM inbox_retry WHERE mailbox = $1 AND (uid_validity <> $2 OR uid = $3)`,
);

/** Done with, and so is all that has a number of another validity. */
export async function settleRetry(
  executor: Executor,
  mailbox: Buffer,
  uidValidity: string,
  uid: number,
): Promise<void> {
  await executor.run(SETTLE, [mailbox, uidValidity, uid]);
}
