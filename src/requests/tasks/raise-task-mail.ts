import type { CivilDate } from '../../domain/civil-date.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import { uuidv7 } from '../../platform/ids.js';
import { TASK_MAIL_JOB, type TaskMailKind } from './task.js';
import { insertTaskMail } from './task-mails.sql.js';

/** A mail about a task, committed with its reason; what it says is looked up when it is sent. */
export async function raiseTaskMail(
  transaction: AuditTransaction,
  mail: { readonly taskId: string; readonly kind: TaskMailKind; readonly on: CivilDate; readonly host: string },
): Promise<void> {
  const id = uuidv7(transaction.now.getTime());
  await insertTaskMail(transaction, { ...mail, id, organisationId: transaction.actor.organisationId });
  transaction.enqueue({ kind: TASK_MAIL_JOB, subjectId: id });
}
