import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import { replyAddress } from '../../domain/correspondence/threading.js';
import { retryDelayMs } from '../../domain/forwarding/retry.js';
import { systemActor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import { MAIL_TRANSPORT, type DeliveryResult, type MailTransport } from '../../platform/mail/transport.js';
import { LostClaimError } from '../../platform/outbox/lost-claim.js';
import { completeJob, rescheduleJob, type ClaimedJob } from '../../platform/outbox/outbox.sql.js';
import { Vault, type DataKey } from '../../platform/vault/vault.js';
import { MESSAGE_NOTICE_JOB } from '../request/case-mail-jobs.js';
import { replyToken, sha256Of } from '../correspondence/message-content.js';
import { addressCase } from '../correspondence/messages.sql.js';
import { openCommitted, sealCommitted } from '../sealed/sealed-payload.js';
import {
  loadMailTask,
  mailField,
  mailIdOf,
  mailReplyField,
  markMissed,
  markTold,
  type RecipientMailTask,
} from './recipients.sql.js';

/**
 * Sends what the DPO wrote to a recipient, as messages to the person are sent: again and again under one Message-ID
 * until the server accepts it, refuses it for good, or the DPO settles it otherwise.
 */
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
    const token = replyToken(this.vault, job.organisationId, task.rightsRequestId);
    // They are asked to confirm by answering: what they answer belongs to the case.
    await this.database.writeTechnical(actor, (transaction) =>
      addressCase(transaction, task.rightsRequestId, job.organisationId, sha256Of(token)),
    );
    const result = await this.transport.send(this.compose(job, task, key, token), { signal });
    await this.finish(job, task, key, result);
  }

  private compose(job: ClaimedJob, task: RecipientMailTask, key: DataKey, token: string) {
    const open = (field: string, ciphertext: Buffer) => {
      const place = { organisation: job.organisationId, request: task.rightsRequestId, field };
      return openCommitted(this.vault, key, place, ciphertext).payload as Record<string, string>;
    };
    const who = open(`recipient-${job.subjectId}`, task.who);
    const mail = open(mailField(job.subjectId, task.mails), task.mail);
    const host = new URL(this.settings.baseUrl).hostname;
    const { to = '', subject = '', text = '' } = mail;
    return {
      from: this.settings.from,
      to: [{ address: to === '' ? (who['email'] ?? '') : to }],
      ...{ subject, text },
      messageId: mailIdOf({ id: job.subjectId, mail: task.mails }, host),
      date: this.clock.now(),
      headers: { 'Reply-To': replyAddress(this.settings.from.address, token) },
    };
  }

  private async finish(job: ClaimedJob, task: RecipientMailTask, key: DataKey, result: DeliveryResult): Promise<void> {
    const { organisationId, subjectId: recipient } = job;
    const attempt = task.attempts + 1;
    const againIn = result.outcome === 'deferred' ? retryDelayMs(attempt) : null;
    const code = result.code ?? null;
    await this.auditLog.transactOn(
      systemActor(organisationId),
      (executor) => (againIn === null ? completeJob(executor, job) : rescheduleJob(executor, job, againIn)),
      async (transaction, held) => {
        const today = civilDateIn(transaction.now, task.timeZone);
        const written =
          result.outcome === 'accepted'
            ? await markTold(transaction, recipient, 'mail', today, code)
            : await markMissed(transaction, recipient, againIn === null ? 'failed' : 'sending', code);
        const late = result.outcome === 'accepted' && !written;
        if (!held || !(written || late)) {
          throw new LostClaimError();
        }
        const { rightsRequestId } = task;
        const facts = { recipient, attempt, ...(code === null ? {} : { smtpCode: code }) };
        if (result.outcome === 'deferred') {
          const retryAt = new Date(transaction.now.getTime() + (againIn ?? 0)).toISOString();
          const deferred = { ...facts, reason: result.reason, retryAt };
          return transaction.record('recipient.deferred', deferred, { rightsRequestId });
        }
        const commit = this.sealReply(transaction, recipient, task, key, result.reply);
        if (result.outcome === 'refused') {
          transaction.enqueue({ kind: MESSAGE_NOTICE_JOB, subjectId: recipient });
          return transaction.record('recipient.failed', facts, { rightsRequestId, commit });
        }
        if (late) {
          // How the DPO settled it stands; but the mail is with the recipient, and the log says so.
          return transaction.record('recipient.accepted', facts, { rightsRequestId, commit });
        }
        transaction.record('recipient.notified', { ...facts, by: 'mail' }, { rightsRequestId, commit });
      },
    );
  }

  /** The server's words may quote addresses: under seal, their commitment in the log. */
  private sealReply(
    transaction: AuditTransaction,
    recipient: string,
    { rightsRequestId, mails }: RecipientMailTask,
    key: DataKey,
    reply: string,
  ): string {
    const { organisationId } = transaction.actor;
    const field = mailReplyField(recipient, mails);
    const place = { organisation: organisationId, request: rightsRequestId, field };
    const { ciphertext, commitment } = sealCommitted(this.vault, key, place, { reply });
    transaction.seal({ rightsRequestId, organisationId, field, ciphertext });
    return commitment;
  }
}
