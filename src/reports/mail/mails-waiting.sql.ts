import { statement, type Executor } from '../../platform/database/statement.js';

/** Mails that have not arrived, over all organisations. */
export interface MailsWaiting {
  /** Tried at least once, and waiting for the next attempt. */
  readonly deferred: number;
  /** Forwardings that no server has accepted within the instruction's limit, or at all (5xx). */
  readonly late: number;
  /** Forwardings that were accepted and came back. */
  readonly bounced: number;
}

const MAILS_WAITING = statement(
  'mails-waiting',
  `SELECT (SELECT count(*)::int FROM forwarding WHERE state = 'queued' AND next_attempt_at IS NOT NULL)
            + (SELECT count(*)::int FROM outbox_job WHERE kind <> 'forward' AND attempts > 0) AS deferred,
          (SELECT count(*)::int FROM forwarding
           WHERE state = 'failed' OR (state = 'queued' AND late_at < clock_timestamp())) AS late,
          (SELECT count(*)::int FROM forwarding WHERE state = 'bounced') AS bounced`,
);

/** Needs the worker's scope (no organisation). */
export async function mailsWaiting(executor: Executor): Promise<MailsWaiting> {
  return (await executor.run<MailsWaiting>(MAILS_WAITING)).rows[0] ?? { deferred: 0, late: 0, bounced: 0 };
}
