import { designationAt } from '../../organisations/designation-at.sql.js';
import { statement, type Executor } from '../../platform/database/statement.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import type { TaskMailKind, TaskState } from './task.js';

const INSERT_TASK_MAIL = statement(
  'insert-task-mail',
  `INSERT INTO task_mail (id, organisation_id, task_id, kind, raised_on, message_id)
   VALUES ($1::uuid, $2, $3, $4, $5, '<' || $1 || '.task@' || $6 || '>')`,
);

export interface NewTaskMail {
  readonly id: string;
  readonly organisationId: string;
  readonly taskId: string;
  readonly kind: TaskMailKind;
  readonly on: string;
  readonly host: string;
}

export async function insertTaskMail(executor: Executor, mail: NewTaskMail): Promise<void> {
  await executor.run(INSERT_TASK_MAIL, [mail.id, mail.organisationId, mail.taskId, mail.kind, mail.on, mail.host]);
}

/** A leased mail with everything it is made of; what is sealed still is. */
export interface TaskMailRow {
  readonly mailId: string;
  readonly kind: TaskMailKind;
  readonly messageId: string;
  readonly taskId: string;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly timeZone: string;
  readonly rightsRequestId: string;
  readonly reference: string;
  readonly untilOn: string;
  readonly linkEndsOn: string;
  readonly state: TaskState;
  readonly turn: 'department' | 'dpo';
  readonly userEmail: string | null;
  readonly link: Buffer;
  /** Null once the request is erased. */
  readonly wrapped: Buffer | null;
  readonly epoch: number | null;
  readonly words: Buffer | null;
  /** The DPO, or the deputy while the DPO is away; null: nobody is designated. */
  readonly dpoEmail: string | null;
  readonly dpoTitle: string | null;
  readonly dpoTelephone: string | null;
}

const LOAD_TASK_MAIL = statement(
  'load-task-mail',
  `SELECT m.id AS "mailId", m.kind, m.message_id AS "messageId", t.id AS "taskId", o.id AS "organisationId",
          o.name AS "organisationName", o.time_zone AS "timeZone", r.id AS "rightsRequestId", r.reference,
          t.until_on::text AS "untilOn", t.link_ends_on::text AS "linkEndsOn", t.state, t.turn, u.email AS "userEmail",
          t.link, k.wrapped, k.epoch, s.ciphertext AS words, d.email AS "dpoEmail", d.title_de AS "dpoTitle",
          d.telephone AS "dpoTelephone"
   FROM task_mail m
   JOIN outbox_job j ON j.subject_id = m.id AND j.id = $1 AND j.claim_token = $2
   JOIN task t ON t.id = m.task_id
   JOIN organisation o ON o.id = m.organisation_id
   JOIN rights_request r ON r.id = t.rights_request_id
   LEFT JOIN user_account u ON u.id = t.assigned_to
   LEFT JOIN request_key k ON k.rights_request_id = r.id
   LEFT JOIN sealed s ON s.rights_request_id = r.id AND s.field = 'task-' || t.id
   LEFT JOIN ${designationAt('$3')}
   WHERE m.settled_at IS NULL`,
);

/** Undefined: the lease is lost, or the mail is settled. */
export async function loadTaskMail(executor: Executor, job: LeasedJob, now: Date): Promise<TaskMailRow | undefined> {
  const { rows } = await executor.run<TaskMailRow>(LOAD_TASK_MAIL, [job.id, job.leaseToken, now]);
  return rows[0];
}

const SETTLE_TASK_MAIL = statement(
  'settle-task-mail',
  `UPDATE task_mail SET settled_at = now() WHERE id = $1 AND settled_at IS NULL`,
);

export async function settleTaskMail(executor: Executor, id: string): Promise<boolean> {
  const { count } = await executor.run(SETTLE_TASK_MAIL, [id]);
  return count === 1;
}
