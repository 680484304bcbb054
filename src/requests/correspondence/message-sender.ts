import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import { replyAddress } from '../../domain/correspondence/threading.js';
import { retryDelayMs } from '../../domain/forwarding/retry.js';
import { systemActor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Database } from '../../platform/database/database.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import {
  MAIL_TRANSPORT,
  type DeliveryResult,
  type MailAttachment,
  type MailTransport,
  type OutgoingMail,
} from '../../platform/mail/transport.js';
import { LostClaimError } from '../../platform/outbox/lost-claim.js';
import { completeJob, rescheduleJob, type ClaimedJob } from '../../platform/outbox/outbox.sql.js';
import { Vault, type DataKey } from '../../platform/vault/vault.js';
import { sealCommitted } from '../sealed/sealed-payload.js';
import { MESSAGE_NOTICE_JOB } from '../request/case-mail-jobs.js';
import { contentField, openMessage, replyToken, type OutgoingContent } from './message-content.js';
import { openMessageFiles } from './message-files.js';
import { finishSending, loadSending, type SendingTask } from './sending.sql.js';

const SEND_DEADLINE_MS = 120_000;

interface Opened {
  readonly task: SendingTask;
  readonly dataKey: DataKey;
  readonly content: OutgoingContent;
}

/**
 * Sends what the DPO released. Tried again as forwardings are, under one Message-ID, until the server accepts it or
 * refuses it for good; a refusal is shown and told to the DPO, who knows another way to the person.
 */
@Injectable()
export class MessageSender {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
  ) {}

  async send(job: ClaimedJob, signal: AbortSignal): Promise<void> {
    const actor = systemActor(job.organisationId);
    const task = await this.database.ask(actor, (executor) => loadSending(executor, job));
    if (task === undefined) {
      // Sent, or bounced before we knew; or another worker holds the claim, and then this changes nothing.
      await this.database.writeVolatile(actor, (executor) => completeJob(executor, job));
      return;
    }
    const opened = this.open(task);
    const attachments = opened === undefined ? undefined : await this.attachmentsOf(opened);
    if (opened === undefined || attachments === undefined) {
      return this.finish(job, task, { outcome: 'refused', code: null, reply: '', partial: false }, undefined);
    }
    const mail = { ...this.compose(opened), ...(attachments.length === 0 ? {} : { attachments }) };
    const result = await this.transport.send(mail, { signal, deadlineMs: SEND_DEADLINE_MS });
    await this.finish(job, task, result, opened.dataKey);
  }

  /** Undefined once it is erased: then nothing is left to send. */
  private open(task: SendingTask): Opened | undefined {
    const { epoch, wrapped, ciphertext, organisationId, rightsRequestId } = task;
    if (epoch === null || wrapped === null || ciphertext === null) {
      return undefined;
    }
    const dataKey = this.vault.unwrap({ epoch, wrapped }, organisationId, rightsRequestId);
    const place = { organisation: organisationId, request: rightsRequestId };
    const field = contentField(task.id);
    return { task, dataKey, content: openMessage<OutgoingContent>(this.vault, dataKey, place, { field, ciphertext }) };
  }

  /** Undefined once they are erased. */
  private async attachmentsOf({ task, dataKey, content }: Opened): Promise<readonly MailAttachment[] | undefined> {
    const files = content.files ?? [];
    if (files.length === 0) {
      return [];
    }
    const place = { organisation: task.organisationId, request: task.rightsRequestId };
    const bytes = await this.database.read(systemActor(task.organisationId), (executor) =>
      openMessageFiles(this.vault, executor, dataKey, place, files),
    );
    return bytes?.flatMap((one, at) => {
      const file = files[at];
      return file === undefined ? [] : { filename: file.filename, contentType: file.contentType, content: one };
    });
  }

  /** Written by a person, so nothing says "automatic"; whoever is away may answer so (RFC 3834). */
  private compose({ task, content }: Opened): OutgoingMail {
    const { address } = this.settings.from;
    const token = replyToken(this.vault, task.organisationId, task.rightsRequestId);
    const last = content.references.at(-1);
    return {
      from: { name: task.organisationName, address },
      to: [{ address: content.to }],
      subject: content.subject,
      text: content.body,
      messageId: task.messageId,
      date: task.createdAt,
      headers: {
        'Reply-To': replyAddress(address, token),
        ...(last === undefined ? {} : { 'In-Reply-To': last, References: content.references.join(' ') }),
      },
    };
  }

  private async finish(
    job: ClaimedJob,
    task: SendingTask,
    result: DeliveryResult,
    dataKey: DataKey | undefined,
  ): Promise<void> {
    const attempt = task.attempts + 1;
    const againIn = result.outcome === 'deferred' ? retryDelayMs(attempt) : null;
    await this.auditLog.transactOn(
      systemActor(task.organisationId),
      (executor) => (againIn === null ? completeJob(executor, job) : rescheduleJob(executor, job, againIn)),
      async (transaction, held) => {
        const { now } = transaction;
        const accepted = result.outcome === 'accepted';
        const nextAttemptAt = againIn === null ? null : new Date(now.getTime() + againIn);
        const written = await finishSending(transaction, {
          id: task.id,
          state: accepted ? 'sent' : againIn === null ? 'failed' : 'queued',
          sentOn: accepted ? civilDateIn(now, task.timeZone) : null,
          sentAt: accepted ? now : null,
          nextAttemptAt,
        });
        if (!held || !written) {
          throw new LostClaimError();
        }
        this.record(transaction, task, attempt, result, { nextAttemptAt, dataKey });
      },
    );
  }

  private record(
    transaction: AuditTransaction,
    task: SendingTask,
    attempt: number,
    result: DeliveryResult,
    { nextAttemptAt, dataKey }: { nextAttemptAt: Date | null; dataKey: DataKey | undefined },
  ): void {
    const { id: message, rightsRequestId } = task;
    const smtpCode = result.code === undefined || result.code === null ? {} : { smtpCode: result.code };
    if (result.outcome === 'deferred') {
      const retryAt = (nextAttemptAt ?? transaction.now).toISOString();
      const facts = { message, attempt, reason: result.reason, retryAt, ...smtpCode };
      return transaction.record('message.deferred', facts, { rightsRequestId });
    }
    const commit =
      dataKey === undefined ? {} : { commit: this.sealReply(transaction, task, attempt, result.reply, dataKey) };
    if (result.outcome === 'refused') {
      transaction.enqueue({ kind: MESSAGE_NOTICE_JOB, subjectId: message });
      return transaction.record('message.failed', { message, attempt, ...smtpCode }, { rightsRequestId, ...commit });
    }
    const on = civilDateIn(transaction.now, task.timeZone);
    const facts = { message, by: 'mail', on, attempt, ...smtpCode, tls: result.tls !== null } as const;
    transaction.record('message.sent', facts, { rightsRequestId, ...commit });
  }

  /** The server's words may quote addresses: under seal, their commitment in the log. */
  private sealReply(
    transaction: AuditTransaction,
    { id, organisationId, rightsRequestId }: SendingTask,
    attempt: number,
    reply: string,
    dataKey: DataKey,
  ): string {
    const field = `reply-${id}-${attempt}`;
    const place = { organisation: organisationId, request: rightsRequestId, field };
    const { ciphertext, commitment } = sealCommitted(this.vault, dataKey, place, { reply });
    transaction.seal({ rightsRequestId, organisationId, field, ciphertext });
    return commitment;
  }
}
