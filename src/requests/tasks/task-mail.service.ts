import { Inject, Injectable } from '@nestjs/common';
import { retryDelayMs } from '../../domain/forwarding/retry.js';
import { systemActor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { LOGGER, type Log } from '../../platform/logging/log.js';
import { MAIL_TRANSPORT, type MailTransport } from '../../platform/mail/transport.js';
import { LostClaimError } from '../../platform/outbox/lost-claim.js';
import { completeJob, rescheduleJob, type ClaimedJob } from '../../platform/outbox/outbox.sql.js';
import { TaskMailWriter } from './task-mail-writer.js';
import { countTaskMailAttempt, loadTaskMail, settleTaskMail, type TaskMailRow } from './task-mails.sql.js';

const LATER_MS = 60_000;

/** Sends a mail about a task; what is not needed any more when its turn comes is dropped. */
@Injectable()
export class TaskMailService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    @Inject(TaskMailWriter) private readonly writer: TaskMailWriter,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  async send(job: ClaimedJob, signal: AbortSignal): Promise<void> {
    const actor = systemActor(job.organisationId);
    const row = await this.database.ask(actor, (executor) => loadTaskMail(executor, job, this.clock.now()));
    const mail = row === undefined ? 'nobody' : this.writer.write(row);
    if (row === undefined || mail === 'nobody') {
      // Nobody is designated just now, or another worker was quicker: then this changes nothing.
      return this.later(job, LATER_MS);
    }
    const facts = { task: row.taskId, mail: row.kind };
    const about = { rightsRequestId: row.rightsRequestId };
    if (mail === 'dropped') {
      return this.settle(job, row, (transaction) => transaction.record('task.mail-dropped', facts, about));
    }
    const result = await this.transport.send(mail, { signal });
    if (result.outcome === 'accepted') {
      const { code: smtpCode } = result;
      return this.settle(job, row, (transaction) => transaction.record('task.notified', { ...facts, smtpCode }, about));
    }
    this.log.warn({ task: row.taskId, outcome: result.outcome }, 'a mail about a task was not accepted; tried again');
    await this.database.writeVolatile(actor, (executor) => countTaskMailAttempt(executor, row.mailId));
    await this.later(job, retryDelayMs(row.attempts + 1));
  }

  private async later(job: ClaimedJob, delayMs: number): Promise<void> {
    await this.database.writeVolatile(systemActor(job.organisationId), (executor) =>
      rescheduleJob(executor, job, delayMs),
    );
  }

  private async settle(job: ClaimedJob, row: TaskMailRow, say: (transaction: AuditTransaction) => void): Promise<void> {
    await this.auditLog.transactOn(
      systemActor(row.organisationId),
      (executor) => Promise.all([completeJob(executor, job), settleTaskMail(executor, row.mailId)]),
      (transaction, held) => {
        if (!held.every(Boolean)) {
          return Promise.reject(new LostClaimError());
        }
        say(transaction);
        return Promise.resolve();
      },
    );
  }
}
