import type { Precision } from '../domain/forwarding/verdict.js';
import type { Right } from '../domain/rights/right.js';
import type { LeasedJob } from '../platform/outbox/outbox.sql.js';
import { statement, type Executor } from '../platform/database/statement.js';
import type { ForwardingState } from '../requests/request/forwarding.entity.js';
import type { RightsRequestState } from '../requests/request/rights-request.entity.js';

/** Everything an attempt needs; content still sealed. */
export interface ForwardingTask {
  readonly forwardingId: string;
  readonly state: ForwardingState;
  readonly attempts: number;
  /** How often it was accepted and came back. */
  readonly bounces: number;
  readonly toDeputy: boolean;
  readonly messageId: string;
  readonly designationId: string;
  readonly designationEmail: string;
  /** PEM; null: none. */
  readonly certificate: string | null;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly organisationSlug: string;
  readonly timeZone: string;
  readonly land: string;
  readonly mailContent: 'full' | 'notice';
  /** This is the first attempt, and the DPO is away today. */
  readonly dpoAway: boolean;
  readonly rightsRequestId: string;
  readonly reference: string;
  readonly requestState: RightsRequestState;
  readonly rights: readonly Right[];
  readonly receivedAt: Date;
  readonly receivedOn: string;
  readonly recordedAt: Date;
  readonly arrival: Precision | null;
  readonly seenAt: Date | null;
  readonly seen: 'moment' | 'day' | null;
  /** It may tell of a breach (Art. 33), known since then. */
  readonly breachSince: Date | null;
  readonly handoverLate: boolean;
  readonly dueOn: string;
  readonly channelLabelDe: string;
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly sealed: readonly { readonly field: string; readonly ciphertext: Buffer }[];
}

const LOAD_TASK = statement(
  'load-forwarding-task',
  `SELECT f.id AS "forwardingId", f.state, f.attempts, f.to_deputy AS "toDeputy", f.message_id AS "messageId",
          f.bounces, f.designation_id AS "designationId", d.email AS "designationEmail", d.certificate,
          o.id AS "organisationId", o.name AS "organisationName", o.slug AS "organisationSlug", o.time_zone AS "timeZone", o.land,
          o.mail_content AS "mailContent",
          NOT f.to_deputy AND f.attempts = 0 AND EXISTS (SELECT 1 FROM dpo_absence a WHERE a.organisation_id = o.id
            AND (now() AT TIME ZONE o.time_zone)::date BETWEEN a.from_on AND a.until_on) AS "dpoAway",
          r.id AS "rightsRequestId", r.reference, r.state AS "requestState", r.rights, r.received_at AS "receivedAt",
          r.received_on::text AS "receivedOn", r.recorded_at AS "recordedAt", r.handover_late AS "handoverLate",
          r.arrival, r.seen_at AS "seenAt", r.seen, r.breach_since AS "breachSince",
          r.due_on::text AS "dueOn", c.label_de AS "channelLabelDe", k.epoch, k.wrapped
   FROM forwarding f
   JOIN outbox_job j ON j.subject_id = f.id AND j.id = $1 AND j.claim_token = $2
   JOIN rights_request r ON r.id = f.rights_request_id
   JOIN dpo_designation d ON d.id = f.designation_id
   JOIN organisation o ON o.id = f.organisation_id
   JOIN channel c ON c.id = r.channel_id
   LEFT JOIN request_key k ON k.rights_request_id = r.id`,
);

const LOAD_SEALED = statement(
  'load-sealed',
  `SELECT s.field, s.ciphertext FROM sealed s
   JOIN forwarding f ON f.rights_request_id = s.rights_request_id
   WHERE f.id = $1 AND (s.field = 'content' OR s.field LIKE 'attachment-%') ORDER BY s.field`,
);

/** The task of a leased job; undefined when the lease has been lost. */
export async function loadTask(executor: Executor, job: LeasedJob): Promise<ForwardingTask | undefined> {
  const [task, sealed] = await Promise.all([
    executor.run<Omit<ForwardingTask, 'sealed'>>(LOAD_TASK, [job.id, job.leaseToken]),
    executor.run<ForwardingTask['sealed'][number]>(LOAD_SEALED, [job.subjectId]),
  ]);
  const row = task.rows[0];
  return row === undefined ? undefined : { ...row, sealed: sealed.rows };
}

const ABANDON_ATTEMPT = statement(
  'abandon-attempt',
  `UPDATE forwarding_attempt SET outcome = 'unknown', finished_at = $2
   WHERE forwarding_id = $1 AND finished_at IS NULL RETURNING number`,
);

/** An attempt without a result belonged to a worker that is gone: nobody knows whether the mail left. */
export async function abandonAttempt(executor: Executor, forwardingId: string, at: Date): Promise<number | undefined> {
  const { rows } = await executor.run<{ number: number }>(ABANDON_ATTEMPT, [forwardingId, at]);
  return rows[0]?.number;
}

const START_ATTEMPT = statement(
  'start-attempt',
  `WITH counted AS (UPDATE forwarding SET attempts = $3, next_attempt_at = NULL WHERE id = $1)
   INSERT INTO forwarding_attempt (forwarding_id, organisation_id, number, claim_token, started_at)
   VALUES ($1, $2, $3, $4, now())`,
);

/** Its key: a second worker that has taken the lease over cannot start the same attempt. */
export const ATTEMPT_TAKEN = 'forwarding_attempt_pkey';

export async function startAttempt(
  executor: Executor,
  attempt: { forwardingId: string; organisationId: string; number: number; leaseToken: string },
): Promise<void> {
  await executor.run(START_ATTEMPT, [attempt.forwardingId, attempt.organisationId, attempt.number, attempt.leaseToken]);
}

const FINISH_ATTEMPT = statement(
  'finish-attempt',
  `WITH finished AS (
     UPDATE forwarding_attempt SET outcome = $3, smtp_code = $4, finished_at = date_trunc('milliseconds', now())
     WHERE forwarding_id = $1 AND claim_token = $2 AND finished_at IS NULL RETURNING forwarding_id, finished_at
   )
   UPDATE forwarding f SET
     state = CASE $3 WHEN 'accepted' THEN 'forwarded' WHEN 'refused' THEN 'failed' ELSE f.state END,
     forwarded_at = CASE $3 WHEN 'accepted' THEN finished.finished_at ELSE f.forwarded_at END,
     takeover_due_at = CASE WHEN $3 = 'accepted' AND NOT f.to_deputy AND f.untaken_at IS NULL THEN finished.finished_at +
       (SELECT i.takeover_limit_hours FROM rights_request r JOIN instruction i ON i.id = r.instruction_id
        WHERE r.id = f.rights_request_id) * interval '1 hour' END,
     next_attempt_at = finished.finished_at + $5 * interval '1 millisecond'
   FROM finished WHERE f.id = finished.forwarding_id`,
);

export interface AttemptResult {
  readonly forwardingId: string;
  readonly leaseToken: string;
  readonly outcome: 'accepted' | 'deferred' | 'refused';
  readonly smtpCode: number | null;
  /** Milliseconds until the next attempt; null: there is none. */
  readonly againIn: number | null;
}

/** The fence: false when another worker has the lease by now, and the caller must roll back. */
export async function finishAttempt(executor: Executor, result: AttemptResult): Promise<boolean> {
  const { count } = await executor.run(FINISH_ATTEMPT, [
    result.forwardingId,
    result.leaseToken,
    result.outcome,
    result.smtpCode,
    result.againIn,
  ]);
  return count === 1;
}

const HASTEN_DEFERRED = statement(
  'hasten-deferred-forwardings',
  `UPDATE outbox_job j SET run_at = clock_timestamp() FROM forwarding f
   WHERE j.kind = 'forward' AND j.lease_until IS NULL AND j.run_at > clock_timestamp()
     AND f.id = j.subject_id AND f.state = 'queued'`,
);

/** Those that wait for their next attempt, of all organisations; not what was refused or came back. Needs the worker's scope. */
export async function hastenDeferred(executor: Executor): Promise<void> {
  await executor.run(HASTEN_DEFERRED);
}

const FORWARD_TO_DEPUTY = statement(
  'forward-to-deputy',
  `INSERT INTO forwarding (id, organisation_id, rights_request_id, designation_id, to_deputy, message_id, state, late_at)
   SELECT $1::uuid, f.organisation_id, f.rights_request_id, d.id, true,
          $3, 'queued', f.late_at
   FROM forwarding f JOIN dpo_designation d
     ON d.organisation_id = f.organisation_id AND d.deputy AND d.valid_until IS NULL
   WHERE f.id = $2 AND NOT f.to_deputy
   ON CONFLICT ON CONSTRAINT forwarding_designation_key DO NOTHING`,
);

/** Adds a forwarding to the deputy in force; false when there is none, or it was added before. */
export async function forwardToDeputy(
  executor: Executor,
  deputy: { readonly id: string; readonly messageId: string },
  forwardingId: string,
): Promise<boolean> {
  const { count } = await executor.run(FORWARD_TO_DEPUTY, [deputy.id, forwardingId, deputy.messageId]);
  return count === 1;
}

const ORGANISATIONS_WITH_LATE = statement(
  'organisations-with-late',
  `SELECT DISTINCT organisation_id AS id FROM forwarding
   WHERE state IN ('queued', 'failed', 'bounced') AND NOT late_recorded AND late_at < clock_timestamp()`,
);

/** Needs the worker's scope (no organisation). */
export async function organisationsWithLate(executor: Executor): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(ORGANISATIONS_WITH_LATE);
  return rows.map((row) => row.id);
}

const MARK_LATE = statement(
  'mark-late',
  `UPDATE forwarding SET late_recorded = true
   WHERE organisation_id = $1 AND state IN ('queued', 'failed', 'bounced') AND NOT late_recorded AND late_at < clock_timestamp()
   RETURNING id AS "forwardingId", rights_request_id AS "rightsRequestId"`,
);

export async function markLate(
  executor: Executor,
  organisationId: string,
): Promise<readonly { readonly forwardingId: string; readonly rightsRequestId: string }[]> {
  const { rows } = await executor.run<{ forwardingId: string; rightsRequestId: string }>(MARK_LATE, [organisationId]);
  return rows;
}

const NOTE_CARRIED = statement('note-carried', 'UPDATE forwarding SET carried = $2 WHERE id = $1');

/** What the accepted mail held, so that it is known where the content has to be erased. */
export async function noteCarried(executor: Executor, id: string, carried: 'full' | 'notice'): Promise<void> {
  await executor.run(NOTE_CARRIED, [id, carried]);
}
