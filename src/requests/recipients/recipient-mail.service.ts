import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import { systemActor } from '../../audit/actor.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import type { MailJob } from '../../audit/mail-jobs.js';
import type { ReportHandler } from '../../audit/mail-reports.js';
import type { MailMatter } from '../../audit/refused-mails.sql.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import type { Accepted, Deferred, DeliveryResult, OutgoingMail, Refused } from '../../platform/mail/transport.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import { Vault } from '../../platform/vault/vault.js';
import { MESSAGE_NOTICE_JOB } from '../request/case-mail-jobs.js';
import { replyToken, sha256Of } from '../correspondence/message-content.js';
import { addressCase } from '../correspondence/messages.sql.js';
import {
  loadMailTask,
  mailField,
  mailIdOf,
  mailReplyField,
  markMissed,
  markReturned,
  markTold,
  recipientMailOf,
  type RecipientMailTask,
} from './recipients.sql.js';
import { RequestVault, type OpenRequest } from '../sealed/request-vault.js';

interface RecipientMail extends RecipientMailTask {
  readonly request: OpenRequest;
  readonly token: string;
}

/**
 * Sends what the DPO wrote to a recipient, as messages to the person are sent: again and again under one Message-ID
 * until the server accepts it, refuses it for good, or the DPO settles it otherwise.
 */
@Injectable()
export class RecipientMailService implements MailJob<RecipientMail> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(RequestVault) private readonly requestVault: RequestVault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async load({ organisationId, subjectId }: LeasedJob): Promise<RecipientMail | 'done'> {
    const actor = systemActor(organisationId);
    const task = await this.database.ask(actor, (executor) => loadMailTask(executor, subjectId));
    if (task?.state !== 'sending') {
      // Erased, or settled by the DPO meanwhile.
      return 'done';
    }
    const { rightsRequestId } = task;
    const request = this.requestVault.with({ organisationId, rightsRequestId }, task);
    const token = replyToken(this.vault, organisationId, task.rightsRequestId);
    // They are asked to confirm by answering: what they answer belongs to the case.
    await this.database.writeTechnical(actor, (transaction) =>
      addressCase(transaction, task.rightsRequestId, organisationId, sha256Of(token)),
    );
    return { ...task, request, token };
  }

  matter({ rightsRequestId }: RecipientMail, { subjectId }: LeasedJob): MailMatter {
    return { about: subjectId, rightsRequestId, toDpo: false };
  }

  compose({ request, token, ...task }: RecipientMail, job: LeasedJob): OutgoingMail {
    const who = request.opened<Record<string, string>>(`recipient-${job.subjectId}`, task.who);
    const mail = request.opened<Record<string, string>>(mailField(job.subjectId, task.mails), task.mail);
    const { to = '', subject = '', text = '' } = mail;
    return {
      from: this.settings.from,
      to: [{ address: to === '' ? (who['email'] ?? '') : to }],
      subject,
      text,
      messageId: mailIdOf({ id: job.subjectId, mail: task.mails }, this.settings.messageDomain),
      date: this.clock.now(),
    };
  }

  async sent(transaction: AuditTransaction, mail: RecipientMail, result: Accepted, job: LeasedJob): Promise<boolean> {
    const { subjectId: recipient } = job;
    const today = civilDateIn(transaction.now, mail.timeZone);
    const told = await markTold(transaction, recipient, 'mail', today, result.code);
    const facts = factsOf(mail, job, result);
    const about = {
      rightsRequestId: mail.rightsRequestId,
      commit: mail.request.seal(transaction, mailReplyField(recipient, mail.mails), { reply: result.reply }),
    };
    if (told) {
      transaction.record('recipient.notified', { ...facts, by: 'mail' }, about);
    } else {
      // How the DPO settled it stands; but the mail is with the recipient, and the log says so.
      transaction.record('recipient.accepted', facts, about);
    }
    return true;
  }

  async deferred(
    transaction: AuditTransaction,
    mail: RecipientMail,
    result: Deferred & { readonly retryAt: Date },
    job: LeasedJob,
  ): Promise<boolean> {
    const facts = { ...factsOf(mail, job, result), reason: result.reason, retryAt: result.retryAt.toISOString() };
    transaction.record('recipient.deferred', facts, { rightsRequestId: mail.rightsRequestId });
    return markMissed(transaction, job.subjectId, 'sending', result.code ?? null);
  }

  /** It had been accepted, and came back. */
  readonly reported: ReportHandler = async (transaction, { sent, says }) => {
    const mail = recipientMailOf(sent.messageId);
    if (says === 'failed' && mail !== undefined && (await markReturned(transaction, mail))) {
      transaction.record('recipient.bounced', { recipient: mail.id }, { rightsRequestId: sent.rightsRequestId ?? '' });
      transaction.enqueue({ kind: MESSAGE_NOTICE_JOB, subjectId: mail.id });
    }
  };

  async refused(transaction: AuditTransaction, mail: RecipientMail, result: Refused, job: LeasedJob): Promise<boolean> {
    const { subjectId: recipient } = job;
    const { rightsRequestId, request, mails } = mail;
    const commit = request.seal(transaction, mailReplyField(recipient, mails), { reply: result.reply });
    transaction.enqueue({ kind: MESSAGE_NOTICE_JOB, subjectId: recipient });
    transaction.record('recipient.failed', factsOf(mail, job, result), { rightsRequestId, commit });
    return markMissed(transaction, recipient, 'failed', result.code);
  }
}

function factsOf(
  { attempts }: RecipientMail,
  { subjectId }: LeasedJob,
  { code }: DeliveryResult,
): { readonly recipient: string; readonly attempt: number; readonly smtpCode?: number } {
  const facts = { recipient: subjectId, attempt: attempts + 1 };
  return code === undefined || code === null ? facts : { ...facts, smtpCode: code };
}
