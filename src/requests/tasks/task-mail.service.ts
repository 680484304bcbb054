import { Inject, Injectable } from '@nestjs/common';
import { systemActor } from '../../audit/actor.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import type { MailJob } from '../../audit/mail-jobs.js';
import type { MailMatter } from '../../audit/refused-mails.sql.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Accepted, OutgoingMail } from '../../platform/mail/transport.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import { TaskMailWriter } from './task-mail-writer.js';
import { loadTaskMail, settleTaskMail, type TaskMailRow } from './task-mails.sql.js';

/** Sends a mail about a task; what is not needed any more when its turn comes is dropped. */
@Injectable()
export class TaskMailService implements MailJob<TaskMailRow> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TaskMailWriter) private readonly writer: TaskMailWriter,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async load(job: LeasedJob): Promise<TaskMailRow | 'done'> {
    const actor = systemActor(job.organisationId);
    return (await this.database.ask(actor, (executor) => loadTaskMail(executor, job, this.clock.now()))) ?? 'done';
  }

  matter({ taskId, rightsRequestId, kind }: TaskMailRow): MailMatter {
    return { about: taskId, rightsRequestId, toDpo: kind === 'answered' };
  }

  compose(row: TaskMailRow): OutgoingMail | 'later' | 'dropped' {
    return this.writer.write(row);
  }

  async sent(transaction: AuditTransaction, row: TaskMailRow, { code }: Accepted): Promise<boolean> {
    const facts = { task: row.taskId, mail: row.kind, smtpCode: code };
    transaction.record('task.notified', facts, { rightsRequestId: row.rightsRequestId });
    return settleTaskMail(transaction, row.mailId);
  }

  async dropped(transaction: AuditTransaction, row: TaskMailRow): Promise<boolean> {
    const facts = { task: row.taskId, mail: row.kind };
    transaction.record('task.mail-dropped', facts, { rightsRequestId: row.rightsRequestId });
    return settleTaskMail(transaction, row.mailId);
  }
}
