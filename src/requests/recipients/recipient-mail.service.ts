import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import { retryDelayMs } from '../../domain/forwarding/retry.js';
import { systemActor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import { MAIL_TRANSPORT, type Accepted, type MailTransport } from '../../platform/mail/transport.js';
import { LostClaimError } from '../../platform/outbox/lost-claim.js';
import { completeJob, rescheduleJob, type ClaimedJob } from '../../platform/outbox/outbox.sql.js';
import { Vault, type DataKey } from '../../platform/vault/vault.js';
import { openCommitted, sealCommitted } from '../sealed-payload.js';
import { countAttempt, loadMailTask, markTold, type RecipientMailTask } from './recipients.sql.js';

/** Sends what the DPO wrote to a recipient, again and again until a server accepts it or the DPO settles it otherwise. */
@Injectable()
export class RecipientMailService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async tell(job: ClaimedJob, signal: AbortSignal): Promise<void> {
    const actor = systemActor(job.organisationId);
    const recipient = job.subjectId;
    const task = await this.database.ask(actor, (executor) => loadMailTask(executor, recipient));
    if (task?.state !== 'sending') {
      // Erased, or settled by the DPO meanwhile.
      await this.database.writeVolatile(actor, (executor) => completeJob(executor, job));
      return;
    }
    const key = this.vault.unwrap(task, job.organisationId, task.rightsRequestId);
    const result = await this.transport.send(this.compose(job, task, key), { signal });
    if (result.outcome === 'accepted') {
      return this.settle(job, task, key, result);
    }
    await this.database.writeVolatile(actor, async (executor) => {
      await Promise.all([
        countAttempt(executor, recipient, result.code ?? null),
        rescheduleJob(executor, job, retryDelayMs(task.attempts + 1)),
      ]);
    });
  }

  private compose(job: ClaimedJob, task: RecipientMailTask, key: DataKey) {
    const open = (field: string, ciphertext: Buffer) => {
      const place = { organisation: job.organisationId, request: task.rightsRequestId, field };
      return openCommitted(this.vault, key, place, ciphertext).payload as Record<string, string>;
    };
    const who = open(`recipient-${job.subjectId}`, task.who);
    const mail = open(`recipient-mail-${job.subjectId}`, task.mail);
    const host = new URL(this.settings.baseUrl).hostname;
    return {
      from: this.settings.from,
      to: [{ address: who['email'] ?? '' }],
      subject: mail['subject'] ?? '',
      text: mail['text'] ?? '',
      messageId: `<${job.subjectId}.recipient@${host}>`,
      date: this.clock.now(),
    };
  }

  private async settle(job: ClaimedJob, task: RecipientMailTask, key: DataKey, result: Accepted): Promise<void> {
    const { organisationId, subjectId: recipient } = job;
    const { rightsRequestId } = task;
    await this.auditLog.transact(systemActor(organisationId), async (transaction) => {
      const today = civilDateIn(transaction.now, task.timeZone);
      const held = await Promise.all([
        completeJob(transaction, job),
        markTold(transaction, recipient, 'mail', today, result.code),
      ]);
      if (!held.every(Boolean)) {
        throw new LostClaimError();
      }
      const field = `recipient-reply-${recipient}`;
      const place = { organisation: organisationId, request: rightsRequestId, field };
      const { ciphertext, commitment } = sealCommitted(this.vault, key, place, { reply: result.reply });
      transaction.seal({ rightsRequestId, organisationId, field, ciphertext });
      const facts = { recipient, by: 'mail' } as const;
      transaction.record('recipient.notified', facts, { rightsRequestId, commit: commitment });
    });
  }
}
