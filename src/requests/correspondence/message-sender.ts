import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import { replyAddress } from '../../domain/correspondence/threading.js';
import { systemActor } from '../../audit/actor.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import type { MailJob } from '../../audit/mail-jobs.js';
import type { ReportHandler } from '../../audit/mail-reports.js';
import type { MailMatter } from '../../audit/refused-mails.sql.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import type {
  Accepted,
  Deferred,
  DeliveryResult,
  MailAttachment,
  OutgoingMail,
  Refused,
} from '../../platform/mail/transport.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import { Vault } from '../../platform/vault/vault.js';
import { MESSAGE_NOTICE_JOB } from '../request/case-mail-jobs.js';
import { AFTER_SENDING_JOB } from './after-sending.sql.js';
import { contentField, replyToken, type OutgoingContent } from './message-content.js';
import { markBounced } from './messages.sql.js';
import { openMessageFiles } from './message-files.js';
import { PersonReceipts } from './person-receipt.js';
import { finishSending, loadSending, type SendingTask } from './sending.sql.js';
import { RequestVault, type OpenRequest } from '../sealed/request-vault.js';

/** A message, opened unless it is erased. */
interface Message {
  readonly task: SendingTask;
  readonly opened: Opened | undefined;
}

interface Opened {
  readonly task: SendingTask;
  readonly request: OpenRequest;
  readonly content: OutgoingContent;
}

/**
 * Sends what the DPO released, under one Message-ID, until the server accepts it or refuses it for good; a refusal is
 * shown and told to the DPO, who knows another way to the person.
 */
@Injectable()
export class MessageSender implements MailJob<Message> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(RequestVault) private readonly requestVault: RequestVault,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(PersonReceipts) private readonly receipts: PersonReceipts,
    @Inject(CONFIG) private readonly config: Pick<Config, 'baseUrl'>,
  ) {}

  async load(job: LeasedJob): Promise<Message | 'done'> {
    const actor = systemActor(job.organisationId);
    const task = await this.database.ask(actor, (executor) => loadSending(executor, job));
    // None: sent, or bounced before we knew; or another worker holds the lease.
    return task === undefined ? 'done' : { task, opened: this.open(task) };
  }

  matter({ task }: Message): MailMatter {
    return { about: task.id, rightsRequestId: task.rightsRequestId, toDpo: false };
  }

  async compose({ opened }: Message): Promise<OutgoingMail | 'dropped'> {
    if (opened === undefined) {
      return 'dropped';
    }
    const attachments = await this.attachmentsOf(opened);
    return { ...this.mail(opened), ...(attachments.length === 0 ? {} : { attachments }) };
  }

  async sent(transaction: AuditTransaction, { task, opened }: Message, result: Accepted): Promise<boolean> {
    if (task.ordered) {
      transaction.enqueue({ kind: AFTER_SENDING_JOB, subjectId: task.id });
    }
    const { now } = transaction;
    const on = civilDateIn(now, task.timeZone);
    const facts = { ...factsOf(task, result), by: 'mail', on, tls: result.tls !== null } as const;
    transaction.record('message.sent', facts, this.about(transaction, task, result.reply, opened));
    return finishSending(transaction, { id: task.id, state: 'sent', sentOn: on, sentAt: now, nextAttemptAt: null });
  }

  async deferred(
    transaction: AuditTransaction,
    { task }: Message,
    { retryAt, ...result }: Deferred & { readonly retryAt: Date },
  ): Promise<boolean> {
    const facts = { ...factsOf(task, result), reason: result.reason, retryAt: retryAt.toISOString() };
    transaction.record('message.deferred', facts, { rightsRequestId: task.rightsRequestId });
    return finishSending(transaction, { ...UNSENT, id: task.id, state: 'queued', nextAttemptAt: retryAt });
  }

  async refused(transaction: AuditTransaction, { task, opened }: Message, result: Refused): Promise<boolean> {
    transaction.enqueue({ kind: MESSAGE_NOTICE_JOB, subjectId: task.id });
    transaction.record('message.failed', factsOf(task, result), this.about(transaction, task, result.reply, opened));
    return finishSending(transaction, { ...UNSENT, id: task.id, state: 'failed', nextAttemptAt: null });
  }

  /** It had been accepted, and came back: what it told the person is not told. */
  readonly reported: ReportHandler = async (transaction, { sent, says }) => {
    if (says === 'failed' && (await markBounced(transaction, sent.about))) {
      transaction.record('message.bounced', { message: sent.about }, { rightsRequestId: sent.rightsRequestId ?? '' });
      transaction.enqueue({ kind: MESSAGE_NOTICE_JOB, subjectId: sent.about });
    }
  };

  /** Erased before it went out: it did not get there, and that is shown as if a server had refused it. */
  dropped(transaction: AuditTransaction, message: Message): Promise<boolean> {
    const result = { outcome: 'refused', code: null, reply: '', partial: false } as const;
    return this.refused(transaction, { ...message, opened: undefined }, result);
  }

  /** Undefined once it is erased: then nothing is left to send. */
  private open(task: SendingTask): Opened | undefined {
    const { epoch, wrapped, ciphertext, organisationId, rightsRequestId } = task;
    if (epoch === null || wrapped === null || ciphertext === null) {
      return undefined;
    }
    const request = this.requestVault.with({ organisationId, rightsRequestId }, { epoch, wrapped });
    return { task, request, content: request.opened<OutgoingContent>(contentField(task.id), ciphertext) };
  }

  private async attachmentsOf(opened: Opened): Promise<readonly MailAttachment[]> {
    const { organisationId, organisationSlug: slug, rightsRequestId, kind } = opened.task;
    const { baseUrl } = this.config;
    // Whoever is told that their request has arrived holds the proof of it themselves.
    const receipt =
      kind === 'receipt'
        ? await this.receipts.attachments(systemActor(organisationId), { slug, baseUrl }, rightsRequestId)
        : [];
    return [...(await this.filesOf(opened)), ...receipt];
  }

  private async filesOf({ task, request, content }: Opened): Promise<readonly MailAttachment[]> {
    const files = content.files ?? [];
    if (files.length === 0) {
      return [];
    }
    const bytes = await this.database.read(systemActor(task.organisationId), (executor) =>
      openMessageFiles(request, executor, files),
    );
    return bytes.flatMap((one, at) => {
      const file = files[at];
      return file === undefined ? [] : { filename: file.filename, contentType: file.contentType, content: one };
    });
  }

  /** Written by a person, so nothing says "automatic"; whoever is away may answer so (RFC 3834). */
  private mail({ task, content }: Opened): OutgoingMail {
    const { address } = this.settings.from;
    const token = replyToken(this.vault, task.organisationId, task.rightsRequestId);
    const last = content.references.at(-1);
    const replyTo = replyAddress(address, token, this.settings.delimiter);
    return {
      from: { name: task.organisationName, address },
      to: [{ address: content.to }],
      subject: content.subject,
      text: content.body,
      messageId: task.messageId,
      date: task.createdAt,
      headers: {
        ...(replyTo === undefined ? {} : { 'Reply-To': replyTo }),
        ...(last === undefined ? {} : { 'In-Reply-To': last, References: content.references.join(' ') }),
      },
    };
  }

  private about(
    transaction: AuditTransaction,
    task: SendingTask,
    reply: string,
    opened: Opened | undefined,
  ): { readonly rightsRequestId: string; readonly commit?: string } {
    const { id, rightsRequestId, attempts } = task;
    // The server's words may quote addresses: under seal, their commitment in the log.
    return opened === undefined
      ? { rightsRequestId }
      : { rightsRequestId, commit: opened.request.seal(transaction, `reply-${id}-${attempts + 1}`, { reply }) };
  }
}

const UNSENT = { sentOn: null, sentAt: null } as const;

function factsOf(
  { id, attempts }: SendingTask,
  { code }: DeliveryResult,
): { readonly message: string; readonly attempt: number; readonly smtpCode?: number } {
  const facts = { message: id, attempt: attempts + 1 };
  return code === undefined || code === null ? facts : { ...facts, smtpCode: code };
}
