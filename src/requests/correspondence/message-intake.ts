import { Inject, Injectable } from '@nestjs/common';
import { authenticationBy } from '../../domain/correspondence/authentication.js';
import {
  answeredIds,
  isAutomatic,
  isDeliveryReport,
  isFromKnown,
  isFromMailDaemon,
  isFromMailServer,
  mayBeReport,
  tokensIn,
  type MailHead,
} from '../../domain/correspondence/threading.js';
import type { Origin } from '../../domain/correspondence/kinds.js';
import { returnTokensIn } from '../../domain/correspondence/return-address.js';
import type { SentMailKind } from '../../domain/log/events/mail.js';
import { refuse } from '../../domain/problem.js';
import { systemActor, WORKER_SCOPE } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { MailReports } from '../../audit/mail-reports.js';
import { SentMails, type Found, type Traces } from '../../audit/sent-mails.js';
import type { Reported } from '../../audit/sent-mails.sql.js';
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
import { caseOfRecipient, recipientMailOf } from '../recipients/recipients.sql.js';
import { MESSAGE_NOTICE_JOB } from '../request/case-mail-jobs.js';
import { aboutWhich } from './about-which.js';
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
  sealedMessages,
  threadOf,
  type CaseOfMail,
} from './messages.sql.js';
import { RequestVault, type OpenRequest } from '../sealed/request-vault.js';
import type { Executor } from '../../platform/database/statement.js';
import { touchRequest } from '../request/case-work.sql.js';

/** Where a mail belongs, and how that was found. */
interface Threaded extends CaseOfMail {
  readonly by: 'token' | 'references' | 'hand';
  readonly origin: Origin;
  /** The mail of ours that a server reports of, and what it says. */
  readonly reported?: { readonly sent: Found; readonly says: DeliveryReport['says'] };
  /** A report that names the case and no mail of it. */
  readonly report?: DeliveryReport;
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
    @Inject(SentMails) private readonly sentMails: SentMails,
    @Inject(MailReports) private readonly reports: MailReports,
  ) {}

  /** True: the mail is committed, or was before. False: it is none of ours and was not touched. */
  async take(raw: Buffer, recipients?: readonly string[], at = this.clock.now()): Promise<boolean> {
    const mail = inboundMail(raw, recipients);
    const threaded = await this.thread(mail.head, raw);
    return threaded !== undefined && this.keep({ at, mail, raw, threaded });
  }

  /**
   * Put to a case by a person, whatever the mail says of itself; in the transaction that records it. Returns the id of the
   * message. @throws Refusal invalid-input: it is in this case already, or the case is erased
   */
  async put(
    transaction: AuditTransaction,
    rightsRequestId: string,
    { raw, at }: { raw: Buffer; at: Date },
  ): Promise<string> {
    const { organisationId } = transaction.actor;
    const mail = inboundMail(raw);
    const content = await findSealed(transaction, rightsRequestId, CONTENT_FIELD);
    if (content === undefined) {
      return refuse('content-erased', {});
    }
    const fingerprint = this.fingerprint(organisationId, mail);
    if (await hasFingerprint(transaction, rightsRequestId, fingerprint)) {
      return refuse('invalid-input', { fields: [{ field: 'reference', code: 'only-once' }] });
    }
    const request = this.requestVault.with({ organisationId, rightsRequestId }, content);
    const known = await knownAddresses(transaction, rightsRequestId, request, content.ciphertext);
    const threaded: Threaded = { organisationId, rightsRequestId, by: 'hand', origin: 'person' };
    const verified = this.isVerified(mail, known);
    return this.write(transaction, { at, mail, raw, threaded }, { request, fingerprint, verified });
  }

  /** Whether a mail names one that we sent, as far as its head tells. */
  async isAnswer(head: MailHead): Promise<boolean> {
    const traces = { recipients: head.recipients, envelopes: [], messageIds: answeredIds(head) };
    return (await this.sentMail(traces)) !== undefined;
  }

  /** Whether one of these addresses is the one our mails come from, with or without a token. */
  isOurs(recipients: readonly string[]): boolean {
    const own = this.config.mailFrom.toLowerCase();
    const isPlain = recipients.some((address) => address.toLowerCase() === own);
    return isPlain || tokensIn(recipients, own).length > 0 || returnTokensIn(recipients, own).length > 0;
  }

  private async thread(head: MailHead, raw: Buffer): Promise<Threaded | undefined> {
    const { recipients, messageId } = head;
    // Our own mail, come back by some way: no answer.
    if ((await this.sentMails.find({ recipients: [], envelopes: [], messageIds: [messageId] })) !== undefined) {
      return undefined;
    }
    if (mayBeReport(head)) {
      const report = await this.mails.report(raw);
      // An empty return path alone may be any program's: an absence note has one too.
      if (isDeliveryReport(head.contentType) || isFromMailDaemon(head) || report.says !== 'unsure') {
        return this.ofReport(head, report);
      }
    }
    const own = await this.byCaseToken(recipients);
    if (own !== undefined) {
      return { ...own, by: 'token', origin: 'person' };
    }
    const sent = await this.sentMail({ recipients, envelopes: [], messageIds: answeredIds(head) });
    return caseOf(sent, (found) => ({
      by: found.by === 'token' ? 'token' : 'references',
      origin: ANSWERED_BY[found.toDpo ? 'to-dpo' : found.kind] ?? 'person',
    }));
  }

  /** What a mail server reports: of which mail of ours, or at least of which case. */
  private async ofReport(head: MailHead, report: DeliveryReport): Promise<Threaded | undefined> {
    const sent = await this.sentMail({
      // Where the Message-ID was changed on the way, the returned head still tells where it was to be answered.
      recipients: [...head.recipients, ...report.answerTo],
      envelopes: report.envelopes,
      messageIds: [...report.about, ...answeredIds(head)],
    });
    if (sent !== undefined) {
      const by = sent.by === 'token' ? 'token' : 'references';
      return this.reported({ by, origin: 'mail-server', reported: { sent, says: report.says } });
    }
    const own = await this.byCaseToken([...head.recipients, ...report.answerTo]);
    return own === undefined ? undefined : { ...own, by: 'token', origin: 'mail-server', report };
  }

  /** A mail about no single case has no thread to be kept in: what it means is recorded all the same. */
  private async reported(
    threaded: Pick<Threaded, 'by' | 'origin'> & Required<Pick<Threaded, 'reported'>>,
  ): Promise<Threaded | undefined> {
    const { sent, says } = threaded.reported;
    if (sent.rightsRequestId !== null) {
      return { ...threaded, organisationId: sent.organisationId, rightsRequestId: sent.rightsRequestId };
    }
    if (isTold(says) && sent.reported !== says) {
      await this.auditLog.transact(systemActor(sent.organisationId), (transaction) =>
        this.reports.apply(transaction, sent, says),
      );
    }
    return undefined;
  }

  private async sentMail(traces: Traces): Promise<Found | undefined> {
    const found = await this.sentMails.find(traces);
    if (found !== undefined) {
      return found;
    }
    // Sent by a version that kept no list of its mails.
    const { messageIds } = traces;
    const message = await this.byMessageId(messageIds);
    if (message !== undefined) {
      return earlier({ ...message, kind: 'send-message', about: message.id, messageId: messageIds[0] ?? '' });
    }
    for (const messageId of messageIds) {
      const recipient = recipientMailOf(messageId);
      const owner =
        recipient && (await this.database.ask(WORKER_SCOPE, (executor) => caseOfRecipient(executor, recipient.id)));
      if (recipient !== undefined && owner !== undefined) {
        return earlier({ ...owner, kind: 'tell-recipient', about: recipient.id, messageId });
      }
    }
    return undefined;
  }

  private async byCaseToken(recipients: readonly string[]): Promise<CaseOfMail | undefined> {
    for (const token of tokensIn(recipients, this.config.mailFrom)) {
      const found = await this.byToken(token);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
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
    const fingerprint = this.fingerprint(organisationId, found.mail);
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
          // What a department or a recipient writes is not the person's, whoever they say they are.
          verified: arrived.threaded.origin === 'person' && this.isVerified(arrived.mail, known),
        });
      }
      return true;
    });
    return result;
  }

  /** A known address that our own mail server found forged is nobody we know. */
  private isVerified({ head, authentication }: InboundMail, known: ReadonlySet<string>): boolean {
    const { mailAuthserv } = this.config;
    const found = mailAuthserv === undefined ? undefined : authenticationBy(authentication, mailAuthserv);
    return isFromKnown(head, known) && found?.dmarc !== 'fail';
  }

  private fingerprint(organisationId: string, { core }: InboundMail): Buffer {
    return this.vault.blindIndex(organisationId, `mail:${sha256Of(core).toString('base64')}`);
  }

  /** An answer to a case that was merged belongs where the work goes on; what did not arrive stays with its mail. */
  private async followed(transaction: AuditTransaction, threaded: Threaded): Promise<Threaded> {
    const merge =
      threaded.reported === undefined ? await mergeInForce(transaction, threaded.rightsRequestId) : undefined;
    // Merged again, it is followed again; a case is never merged into itself, so this ends.
    return merge === undefined ? threaded : this.followed(transaction, { ...threaded, rightsRequestId: merge.intoId });
  }

  private async write(
    transaction: AuditTransaction,
    { at, mail, raw, threaded }: Arrived,
    { request, fingerprint, verified }: { request: OpenRequest; fingerprint: Buffer; verified: boolean },
  ): Promise<string> {
    const { organisationId, rightsRequestId, by, origin } = threaded;
    const reported = threaded.reported ?? (await reportedBy(transaction, threaded, request));
    const id = uuidv7(this.clock.now().getTime());
    const automatic = origin === 'mail-server' || isAutomatic(mail.head) || isFromMailServer(mail.head);
    const about = { rightsRequestId };
    const content: IncomingContent = {
      ...{ from: mail.head.from, messageId: mail.head.messageId },
      ...{ sha256: sha256Of(raw).toString('base64'), size: raw.length },
    };
    const { sent, says } = reported ?? {};
    // Who put it here by hand has seen it.
    const isWaiting = by !== 'hand' && isWorthTelling(origin, says);
    await insertIncoming(transaction, {
      ...{ id, organisationId, rightsRequestId, fingerprint, verified, automatic, origin },
      readAt: isWaiting ? null : transaction.now,
      // Nothing came in after it was recorded, whatever the mail server's clock says.
      at: at < transaction.now ? at : transaction.now,
    });
    const commit = request.seal(transaction, contentField(id), content);
    request.sealBytes(transaction, originalField(id), raw);
    await touchRequest(transaction, { id: rightsRequestId, version: null });
    const facts = { message: id, threadedBy: by, verified, automatic, from: origin };
    transaction.record('message.received', facts, { ...about, commit });
    if (sent !== undefined && isTold(says)) {
      await this.reports.apply(transaction, sent, says, id);
    }
    if (isWaiting) {
      transaction.enqueue({ kind: MESSAGE_NOTICE_JOB, subjectId: id });
    }
    return id;
  }
}

/** What is done about what a report says; the rest a person has to read. */
function isTold(says: DeliveryReport['says'] | undefined): says is Reported {
  return says === 'failed' || says === 'delivered' || says === 'passed-on';
}

/**
 * What came back is told of by its own kind; nobody is told of what they wrote themselves, or that a server goes on
 * trying. Marks of an automatic answer are a hint and no reason to tell nobody: law firms' ticket systems have them too.
 */
function isWorthTelling(origin: Origin, says: DeliveryReport['says'] | undefined): boolean {
  return origin === 'mail-server' ? says === undefined || says === 'unsure' : origin !== 'dpo';
}

/** Who answers a mail of ours; whatever is not here goes to the person. */
const ANSWERED_BY: Readonly<Partial<Record<SentMailKind | 'to-dpo', Origin>>> = {
  'to-dpo': 'dpo',
  'task-mail': 'department',
  'tell-recipient': 'recipient',
};

function caseOf(sent: Found | undefined, how: (sent: Found) => Pick<Threaded, 'by' | 'origin'>): Threaded | undefined {
  return sent === undefined || sent.rightsRequestId === null
    ? undefined
    : { ...how(sent), organisationId: sent.organisationId, rightsRequestId: sent.rightsRequestId };
}

async function reportedBy(
  executor: Executor,
  { report, ...place }: Threaded,
  request: OpenRequest,
): Promise<Threaded['reported']> {
  const sent = report?.says === 'failed' ? await aboutWhich(executor, place, request, report) : undefined;
  return sent === undefined ? undefined : { sent, says: 'failed' };
}

function earlier(sent: Omit<Found, 'toDpo' | 'reported' | 'by'>): Found {
  return { ...sent, toDpo: false, reported: null, by: 'message-id' };
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
    await sealedMessages(executor, rightsRequestId, 0),
  ];
  const written = rows
    .filter(({ direction, way }) => direction === 'out' && way === 'mail')
    .flatMap(({ id }) => sealed.filter(({ field }) => field === contentField(id)))
    .map((message) => request.opened<OutgoingContent>(message.field, message.ciphertext).to);
  return new Set([contact, from, ...written].map((address) => address.trim().toLowerCase()).filter(Boolean));
}
