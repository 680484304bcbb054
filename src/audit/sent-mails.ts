import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { returnAddress, returnTokensIn } from '../domain/correspondence/return-address.js';
import { base32 } from '../domain/correspondence/threading.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import type { Executor } from '../platform/database/statement.js';
import { MailStanding } from '../platform/mail/mail-standing.js';
import {
  MAIL_TRANSPORT,
  type Deferred,
  type DeliveryResult,
  type MailEnvelope,
  type MailTransport,
  type OutgoingMail,
  type SendOptions,
} from '../platform/mail/transport.js';
import { Vault } from '../platform/vault/vault.js';
import { systemActor, WORKER_SCOPE } from './actor.js';
import { noteSentMail, senderName, sentMailByMessageId, sentMailsByToken, type SentMail } from './sent-mails.sql.js';

/** What a mail that came in tells of the mail it is about. */
export interface Traces {
  /** To whom it came. */
  readonly recipients: readonly string[];
  /** Envelope identifiers that a report gives back (RFC 3464 s2.2.1). */
  readonly envelopes: readonly string[];
  /** Message-IDs it answers or quotes, nearest first. */
  readonly messageIds: readonly string[];
}

/** `by`: an address or identifier that only the mail itself had, or the Message-ID, which whoever saw it knows too. */
export type Found = SentMail & { readonly by: 'token' | 'message-id' };

/**
 * Every mail we offer to a server, by Message-ID and by a return address of its own, so that whatever comes back is
 * found to be about it.
 */
@Injectable()
export class SentMails {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    @Inject(MailStanding) private readonly standing: MailStanding,
  ) {}

  /** Lists the mail, then makes one attempt to send it. */
  async send(
    mail: OutgoingMail,
    sent: Omit<SentMail, 'messageId' | 'reported'>,
    options: SendOptions,
  ): Promise<DeliveryResult> {
    const { organisationId } = sent;
    const [name] = await this.database.writeVolatile(systemActor(organisationId), (executor) =>
      Promise.all([senderName(executor, organisationId), this.note(executor, { ...sent, messageId: mail.messageId })]),
    );
    // The reader knows the chamber, not the program that it works with.
    return this.offer({ ...mail, from: { name, ...mail.from } }, sent, options);
  }

  /** As `send`, for a mail that is listed already. */
  async offer(
    mail: OutgoingMail,
    sent: Pick<SentMail, 'organisationId' | 'kind'>,
    options: SendOptions,
  ): Promise<DeliveryResult> {
    const result = await this.transport.send(this.withEnvelope(mail, sent), options);
    if (result.outcome === 'accepted' || isTrouble(result)) {
      await this.standing.found('out', result.outcome === 'accepted' ? undefined : result.reason);
    }
    return result;
  }

  /** To be committed before the mail is offered: what comes back may be faster than the server's answer. */
  async note(executor: Executor, sent: Omit<SentMail, 'reported'>): Promise<void> {
    await noteSentMail(executor, { ...sent, tokenHash: sha256(this.token(sent.organisationId, sent.messageId)) });
  }

  /**
   * The mail of ours that this is about; undefined: none, so it is somebody else's or forged. By its token first, which
   * only the mail and the servers on its way had; then by its Message-ID.
   */
  async find({ recipients, envelopes, messageIds }: Traces): Promise<Found | undefined> {
    const tokens = [
      ...returnTokensIn(recipients, this.config.mailFrom),
      ...envelopes.map((id) => id.toLowerCase()).filter((id) => /^[a-z2-7]{26}$/.test(id)),
    ];
    if (tokens.length === 0 && messageIds.length === 0) {
      return undefined;
    }
    const [byToken, byId] = await this.database.ask(WORKER_SCOPE, (executor) =>
      Promise.all([sentMailsByToken(executor, tokens.map(sha256)), sentMailByMessageId(executor, messageIds)]),
    );
    // A row that somebody put there does not make a token: only the organisation's key does.
    const proved = byToken.find(({ organisationId, messageId }) =>
      tokens.some((token) => same(token, this.token(organisationId, messageId))),
    );
    return proved === undefined ? byId && { ...byId, by: 'message-id' } : { ...proved, by: 'token' };
  }

  /**
   * With its return address, by which reports about it are found. Whoever answers the mail writes to that address too,
   * unless the mail names another: so an answer is known to be one to this mail.
   */
  private withEnvelope(
    mail: OutgoingMail,
    { organisationId, kind }: Pick<SentMail, 'organisationId' | 'kind'>,
  ): OutgoingMail {
    const token = this.token(organisationId, mail.messageId);
    const from = returnAddress(this.config.mailFrom, token, this.config.mailDelimiter);
    const envelope: MailEnvelope = {
      // Nobody is told of a confirmation that comes back: so no loop can begin (RFC 3834 s3.3).
      from: kind === 'mail-confirmation' ? '' : (from ?? this.config.mailFrom),
      id: token,
      // Only for what the log proves: a report of each success fills a mailbox.
      reportSuccess: kind === 'forward',
    };
    const headers = from === undefined ? mail.headers : { 'Reply-To': from, ...mail.headers };
    return { ...mail, envelope, ...(headers === undefined ? {} : { headers }) };
  }

  /** 128 bits that only the holder of the organisation's index key can make. */
  private token(organisationId: string, messageId: string): string {
    return base32(this.vault.blindIndex(organisationId, `return-address:${messageId}`).subarray(0, 16));
  }
}

/** Of the server, not of the one mail: greylisting and refusals of a mail say nothing about the next. */
function isTrouble(result: DeliveryResult): result is Deferred {
  return result.outcome === 'deferred' && (result.reason !== 'server-4xx' || result.code === 421);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function same(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}
