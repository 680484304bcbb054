import type { MessageKind } from '../../domain/correspondence/kinds.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import { statement, type Executor } from '../../platform/database/statement.js';

/** A leased message with what its mail needs; content still sealed, null once erased. */
export interface SendingTask {
  readonly id: string;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly organisationSlug: string;
  readonly kind: MessageKind;
  readonly timeZone: string;
  readonly rightsRequestId: string;
  readonly messageId: string;
  readonly createdAt: Date;
  readonly attempts: number;
  /** Something is to be entered once it has gone out. */
  readonly ordered: boolean;
  readonly epoch: number | null;
  readonly wrapped: Buffer | null;
  readonly ciphertext: Buffer | null;
}

const LOAD = statement(
  'message-load-sending',
  `SELECT m.id, o.id AS "organisationId", o.name AS "organisationName", o.slug AS "organisationSlug", m.kind, o.time_zone AS "timeZone",
          m.rights_request_id AS "rightsRequestId", m.message_id AS "messageId", m.created_at AS "createdAt",
          m.attempts, m.then_enter IS NOT NULL AS ordered, k.epoch, k.wrapped, s.ciphertext
   FROM case_message m
   JOIN outbox_job j ON j.subject_id = m.id AND j.id = $1 AND j.claim_token = $2
   JOIN organisation o ON o.id = m.organisation_id
   LEFT JOIN request_key k ON k.rights_request_id = m.rights_request_id
   LEFT JOIN sealed s ON s.rights_request_id = m.rights_request_id AND s.field = 'message-' || m.id
   WHERE m.state = 'queued'`,
);

/** Undefined: the lease is lost, or the message is no longer waiting. */
export async function loadSending(executor: Executor, job: LeasedJob): Promise<SendingTask | undefined> {
  return (await executor.run<SendingTask>(LOAD, [job.id, job.leaseToken])).rows[0];
}

const FINISH = statement(
  'message-finish-attempt',
  `UPDATE case_message SET attempts = attempts + 1, state = $2, sent_on = $3, sent_at = $4, next_attempt_at = $5
   WHERE id = $1 AND state = 'queued'`,
);

export async function finishSending(
  executor: Executor,
  result: {
    readonly id: string;
    readonly state: 'queued' | 'sent' | 'failed';
    readonly sentOn: string | null;
    readonly sentAt: Date | null;
    readonly nextAttemptAt: Date | null;
  },
): Promise<boolean> {
  const { id, state, sentOn, sentAt, nextAttemptAt } = result;
  return (await executor.run(FINISH, [id, state, sentOn, sentAt, nextAttemptAt])).count === 1;
}
