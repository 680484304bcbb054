import { Inject, Injectable } from '@nestjs/common';
import {
  answeredIds,
  isAutomatic,
  isDeliveryReport,
  isFromKnown,
  isFromMailServer,
  tokensIn,
  type MailHead,
} from '../../domain/correspondence/threading.js';
import { systemActor, WORKER_SCOPE } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { uuidv7 } from '../../platform/ids.js';
import type { DeliveryReport } from '../../platform/mail/delivery-report.js';
import { inboundMail, type InboundMail } from '../../platform/mail/inbound.js';
import { MailReader } from '../../platform/mail/mail-reader.js';
import { Vault } from '../../platform/vault/vault.js';
import { CONTENT_FIELD, type RequestContent } from '../sealed/content.js';
import { findSealed } from '../sealed/sealed-fields.sql.js';
import { mergeInForce } from '../joins/joins.sql.js';
import {
  caseOfRecipient,
  markReturned,
  recipientMailOf,
  type RecipientMailName,
} from '../recipients/recipients.sql.js';
import { MESSAGE_NOTICE_JOB } from '../request/case-mail-jobs.js';
import {
  contentField,
  originalField,
  replyToken,
  sameText,
  sha256Of,
  type IncomingContent,
  type OutgoingContent,
} from './message-content.js';
import {
  caseByMessageId,
  caseByToken,
  hasFingerprint,
  insertIncoming,
  markBounced,
  sealedMessages,
  threadOf,
  type CaseOfMail,
} from './messages.sql.js';
import { RequestVault, type OpenRequest } from '../sealed/request-vault.js';
import type { Executor } from '../../platform/database/statement.js';
import { touchRequest } from '../request/case-work.sql.js';

/** Where a mail belongs, and how that was found. */
interface Threaded extends CaseOfMail {
  readonly by: 'token' | 'references';
  /** The message that a report says did not arrive. */
  readonly bounced: string | undefined;
  /** The mail to a recipient (Art. 19) that a report says did not arrive. */
  readonly returned?: RecipientMailName;
}

interface Arrived {
  /** When our mail server got it. */
  readonly at: Date;
  readonly mail: InboundMail;
  readonly raw: Buffer;
  readonly threaded: Threaded;
}

/**
 * Mails that answer what we wrote. Put to a case by a valid token first, else by a Message-ID of ours that they answer,
 * never by their subject. Bytes are sealed as they are; what they say is read when somebody looks. Nothing here answers
 * anything, so no loop can begin.
 */
@Injectable()
export class MessageIntake {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(RequestVault) private readonly requestVault: RequestVault,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(MailReader) private readonly mails: MailReader,
  ) {}

  /** True: the mail is committed, or was before. False: it is none of ours and was not touched. */
  async take(raw: Buffer, recipients?: readonly string[], at = this.clock.now()): Promise<boolean> {
    const mail = inboundMail(raw, recipients);
    const threaded = await this.thread(mail.head, raw);
    return threaded !== undefined && this.keep({ at, mail, raw, threaded });
  }

  /** Whether a mail names one that we sent, as far as its head tells. */
  async isAnswer(head: MailHead): Promise<boolean> {
    return (await this.byMessageId(answeredIds(head))) !== undefined;
  }

  /** Whether one of these addresses is the one our mails come from, with or without a token. */
  isOurs(recipients: readonly string[]): boolean {
    const own = this.config.mailFrom.toLowerCase();
    return recipients.some((address) => address.toLowerCase() === own) || tokensIn(recipients, own).length > 0;
  }

  private async thread(head: MailHead, raw: Buffer): Promise<Threaded | undefined> {
    // Our own mail, come back by some way: no answer.
    if (
      [this.config.mailDomain, this.config.logHost].some((domain) => head.messageId.endsWith(`.message@${domain}>`))
    ) {
      return undefined;
    }
    if (isDeliveryReport(head.contentType)) {
      const { says, about } = await this.mails.report(raw);
      return this.reported({ says, about: [...about, ...answeredIds(head)] });
    }
    for (const token of tokensIn(head.recipients, this.config.mailFrom)) {
      const found = await this.byToken(token);
      if (found !== undefined) {
        return { ...found, by: 'token', bounced: undefined };
      }
    }
    const found = await this.byMessageId(answeredIds(head));
    if (found === undefined && isFromMailServer(head)) {
      return this.reported(await this.mails.report(raw));
    }
    return found === undefined ? undefined : { ...found, by: 'references', bounced: undefined };
  }

  private async reported({ says, about }: Pick<DeliveryReport, 'says' | 'about'>): Promise<Threaded | undefined> {
    const failed = says === 'failed';
    const found = await this.byMessageId(about);
    return found === undefined
      ? this.returned(failed, about)
      : { ...found, by: 'references', bounced: failed ? found.id : undefined };
  }

  private async returned(failed: boolean, about: readonly string[]): Promise<Threaded | undefined> {
    const mail = about.map(recipientMailOf).find((one) => one !== undefined);
    const found =
      mail === undefined
        ? undefined
        : await this.database.ask(WORKER_SCOPE, (executor) => caseOfRecipient(executor, mail.id));
    return found === undefined || mail === undefined
      ? undefined
      : { ...found, by: 'references', bounced: undefined, ...(failed ? { returned: mail } : {}) };
  }

  private async byToken(token: string): Promise<CaseOfMail | undefined> {
    const found = await this.database.ask(WORKER_SCOPE, (executor) => caseByToken(executor, sha256Of(token)));
    // A row that somebody put there does not make a token: only the organisation's key does.
    return found !== undefined && sameText(replyToken(this.vault, found.organisationId, found.rightsRequestId), token)
      ? found
      : undefined;
  }

  private async byMessageId(ids: readonly string[]): Promise<(CaseOfMail & { readonly id: string }) | undefined> {
    return ids.length === 0 ? undefined : this.database.ask(WORKER_SCOPE, (executor) => caseByMessageId(executor, ids));
  }

  private async keep(found: Arrived): Promise<boolean> {
    const { organisationId } = found.threaded;
    const fingerprint = this.vault.blindIndex(organisationId, `mail:${sha256Of(found.mail.core).toString('base64')}`);
    const { result } = await this.auditLog.transact(systemActor(organisationId), async (transaction) => {
      const arrived = { ...found, threaded: await this.followed(transaction, found.threaded) };
      const { rightsRequestId } = arrived.threaded;
      const content = await findSealed(transaction, rightsRequestId, CONTENT_FIELD);
      if (content === undefined) {
        // Erased: nothing more may be kept about the person here.
        return false;
      }
      if (!(await hasFingerprint(transaction, rightsRequestId, fingerprint))) {
        const request = this.requestVault.with({ organisationId, rightsRequestId }, content);
        const known = await knownAddresses(transaction, rightsRequestId, request, content.ciphertext);
        await this.write(transaction, arrived, {
          request,
          fingerprint,
          verified: isFromKnown(arrived.mail.head, known),
        });
      }
      return true;
    });
    return result;
  }

  /** An answer to a case that was merged belongs where the work goes on; what did not arrive stays with its message. */
  private async followed(transaction: AuditTransaction, threaded: Threaded): Promise<Threaded> {
    const merge =
      threaded.bounced === undefined && threaded.returned === undefined
        ? await mergeInForce(transaction, threaded.rightsRequestId)
        : undefined;
    // Merged again, it is followed again; a case is never merged into itself, so this ends.
    return merge === undefined ? threaded : this.followed(transaction, { ...threaded, rightsRequestId: merge.intoId });
  }

  private async write(
    transaction: AuditTransaction,
    { at, mail, raw, threaded }: Arrived,
    { request, fingerprint, verified }: { request: OpenRequest; fingerprint: Buffer; verified: boolean },
  ): Promise<void> {
    const { organisationId, rightsRequestId, by, bounced, returned } = threaded;
    const id = uuidv7(this.clock.now().getTime());
    const automatic = isAutomatic(mail.head) || isDeliveryReport(mail.head.contentType) || isFromMailServer(mail.head);
    const about = { rightsRequestId };
    const content: IncomingContent = {
      ...{ from: mail.head.from, messageId: mail.head.messageId },
      ...{ sha256: sha256Of(raw).toString('base64'), size: raw.length },
    };
    await insertIncoming(transaction, {
      ...{ id, organisationId, rightsRequestId, fingerprint, verified, automatic },
      // Nothing came in after it was recorded, whatever the mail server's clock says.
      at: at < transaction.now ? at : transaction.now,
    });
    const commit = request.seal(transaction, contentField(id), content);
    request.sealBytes(transaction, originalField(id), raw);
    await touchRequest(transaction, { id: rightsRequestId, version: null });
    const facts = { message: id, threadedBy: by, verified, automatic };
    transaction.record('message.received', facts, { ...about, commit });
    if (bounced !== undefined && (await markBounced(transaction, bounced))) {
      transaction.record('message.bounced', { message: bounced }, about);
    }
    if (returned !== undefined && (await markReturned(transaction, returned))) {
      transaction.record('recipient.bounced', { recipient: returned.id }, about);
      transaction.enqueue({ kind: MESSAGE_NOTICE_JOB, subjectId: returned.id });
    }
    if (!automatic || bounced !== undefined) {
      transaction.enqueue({ kind: MESSAGE_NOTICE_JOB, subjectId: bounced ?? id });
    }
  }
}

/** Where the person can be reached as far as the case knows, and where we wrote to. */
async function knownAddresses(
  executor: Executor,
  rightsRequestId: string,
  request: OpenRequest,
  ciphertext: Buffer,
): Promise<ReadonlySet<string>> {
  const { contact, from } = request.opened<RequestContent>(CONTENT_FIELD, ciphertext);
  const [rows, sealed] = [
    await threadOf(executor, rightsRequestId),
    await sealedMessages(executor, rightsRequestId, false),
  ];
  const written = rows
    .filter(({ direction, way }) => direction === 'out' && way === 'mail')
    .flatMap(({ id }) => sealed.filter(({ field }) => field === contentField(id)))
    .map((message) => request.opened<OutgoingContent>(message.field, message.ciphertext).to);
  return new Set([contact, from, ...written].map((address) => address.trim().toLowerCase()).filter(Boolean));
}
