import { Inject, Injectable } from '@nestjs/common';
import { addedParts } from '../../domain/correspondence/return-address.js';
import {
  isDeliveryReport,
  isFromMailDaemon,
  isFromMailServer,
  isNoRequest,
} from '../../domain/correspondence/threading.js';
import type { TrayReason } from '../../domain/log/events/mailbox.js';
import { isRefusal } from '../../domain/problem.js';
import { systemActor } from '../../audit/actor.js';
import { SentMails } from '../../audit/sent-mails.js';
import type { Organisation } from '../../organisations/organisation.entity.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { violatedConstraint } from '../../platform/database/sql-state.js';
import { uuidv7 } from '../../platform/ids.js';
import { Clock } from '../../platform/clock.js';
import { LOGGER, type Log } from '../../platform/logging/log.js';
import { inboundMail, type InboundMail } from '../../platform/mail/inbound.js';
import type { InboxReader, MailArrival } from '../../platform/mail/inbox/inbox-look.js';
import { BudgetExceeded } from '../../platform/untrusted/budget.js';
import { Vault } from '../../platform/vault/vault.js';
import { MessageIntake } from '../../requests/correspondence/message-intake.js';
import { CONFIRMATION_JOB } from './confirmation.js';
import { fingerprintsOf } from './mail-keys.js';
import { MailPlaces, type MailPlace } from './mail-places.js';
import { MailRecorder } from './mail-recorder.js';
import { Tray, type MailToKeep } from './tray.js';
import { insertInbound, isKnownMail, SAME_MAIL } from './tray.sql.js';

/** A mail whose organisation is known. */
interface Placed {
  readonly organisationId: string;
  readonly organisation: Organisation;
  readonly mail: InboundMail;
  readonly raw: Buffer;
  readonly at: Date;
  readonly place: MailPlace;
}

/**
 * Where a mail goes that came in by whichever mailbox: to the case that it answers, else into a new request if it came to
 * an address for requests, else into the tray. Nothing that is ours is dropped, and the same mail twice is one.
 */
@Injectable()
export class InboundMails implements InboxReader {
  constructor(
    @Inject(MessageIntake) private readonly messages: MessageIntake,
    @Inject(SentMails) private readonly sent: SentMails,
    @Inject(MailPlaces) private readonly places: MailPlaces,
    @Inject(MailRecorder) private readonly recorder: MailRecorder,
    @Inject(Tray) private readonly tray: Tray,
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  async isOurs(head: Buffer, { organisation, isHistory }: Omit<MailArrival, 'at'>): Promise<boolean> {
    const mail = inboundMail(head);
    const { recipients, contentType } = mail.head;
    const isReport = isFromMailServer(mail.head) || isDeliveryReport(contentType);
    if ((recipients.length === 0 && isReport) || this.isAddressed(recipients) || (await this.isAnswer(mail))) {
      return true;
    }
    if (isHistory) {
      return false;
    }
    const place = await this.places.of(mail, organisation);
    return place.isForIntake || place.named !== undefined;
  }

  async take(raw: Buffer, arrival: MailArrival, recipients?: readonly string[]): Promise<boolean> {
    const mail = inboundMail(raw, recipients);
    if (await this.isOurOwn(mail, raw)) {
      return false;
    }
    const place = await this.places.of(mail, arrival.organisation);
    if (place.organisation !== undefined && (await this.isKnown(place.organisation.id, mail))) {
      return true;
    }
    const threaded = await this.answer(raw, arrival, recipients);
    if (threaded === true || arrival.isHistory) {
      return threaded === true;
    }
    if (place.organisation === undefined) {
      this.log.warn({}, 'a mail is for none of several organisations; it stays in its mailbox: IMAP_URL can name one');
      return false;
    }
    const { organisation } = place;
    const placed = { organisationId: organisation.id, organisation, mail, raw, at: arrival.at, place };
    await (threaded === 'over-budget' ? this.keep(placed, 'over-budget') : this.place(placed));
    return true;
  }

  async takeHead(head: Buffer, size: number, arrival: MailArrival): Promise<boolean> {
    const mail = inboundMail(head);
    const { organisation, named } = await this.places.of(mail, arrival.organisation);
    if (arrival.isHistory || organisation === undefined) {
      return false;
    }
    if (!(await this.isKnown(organisation.id, mail))) {
      const kept: MailToKeep = { mail, raw: head, size, at: arrival.at, why: 'too-large', suggestion: named };
      await this.tray.keep(organisation.id, kept);
    }
    return true;
  }

  /** By the envelope alone: to our address, or to one where requests are taken in. */
  async isForUs(recipients: readonly string[]): Promise<boolean> {
    return this.isAddressed(recipients) || (await this.places.isForIntake(recipients));
  }

  /** To the address that our mails come from, with or without something added. */
  isAddressed(recipients: readonly string[]): boolean {
    const own = this.config.mailFrom.toLowerCase();
    const isPlain = recipients.some((address) => address.toLowerCase() === own);
    return isPlain || addedParts(recipients, own).some((added) => /^[a-z2-7]{26,27}$/.test(added));
  }

  private async isAnswer({ head }: InboundMail): Promise<boolean> {
    const messageIds = [...head.inReplyTo, ...[...head.references].reverse()];
    return (
      (await this.messages.isAnswer(head)) ||
      (await this.sent.find({ recipients: [], envelopes: [], messageIds })) !== undefined
    );
  }

  /** Our own mail, come back by some way: to a mailbox that is an address for requests as well, or by a loop. */
  private async isOurOwn({ head }: InboundMail, raw: Buffer): Promise<boolean> {
    const id = head.messageId;
    if (id === '' || isDeliveryReport(head.contentType)) {
      return false;
    }
    const isOfOurDomain = [this.config.mailDomain, this.config.logHost].some((domain) => id.endsWith(`@${domain}>`));
    const isMarked = /^x-forthwith-reference:/im.test(
      raw.toString('latin1', 0, 64 * 1024).split(/\r?\n\r?\n/, 1)[0] ?? '',
    );
    return (
      (isOfOurDomain && isMarked) ||
      (await this.sent.find({ recipients: [], envelopes: [], messageIds: [id] })) !== undefined
    );
  }

  private async isKnown(organisationId: string, mail: InboundMail): Promise<boolean> {
    const fingerprints = fingerprintsOf(this.vault, organisationId, mail);
    return this.database.ask(systemActor(organisationId), (executor) =>
      isKnownMail(executor, organisationId, fingerprints),
    );
  }

  /** Broke its budget while it was read: that is remembered, so that it is not tried again at each start. */
  private async answer(
    raw: Buffer,
    { at }: MailArrival,
    recipients: readonly string[] | undefined,
  ): Promise<boolean | 'over-budget'> {
    try {
      return await this.messages.take(raw, recipients, at);
    } catch (error) {
      if (error instanceof BudgetExceeded) {
        return 'over-budget';
      }
      throw error;
    }
  }

  private async place(placed: Placed): Promise<void> {
    const why = trayReason(placed.mail);
    if (why !== undefined || !placed.place.isForIntake) {
      return this.keep(placed, why ?? 'unassigned');
    }
    if (placed.place.named !== undefined) {
      // It names a case and proves nothing: a person decides (the subject of a mail is no address).
      return this.keep(placed, 'unassigned');
    }
    try {
      await this.record(placed);
    } catch (error) {
      if (violatedConstraint(error) === SAME_MAIL) {
        return;
      }
      if (error instanceof BudgetExceeded) {
        return this.keep(placed, 'over-budget');
      }
      if (!isRefusal(error)) {
        throw error;
      }
      // No channel, nobody designated, too long ago: a person has to look, and nothing is lost.
      return this.keep(placed, 'not-recorded');
    }
  }

  private async record({ organisationId, organisation, mail, raw, at }: Placed): Promise<void> {
    const [fingerprint] = fingerprintsOf(this.vault, organisationId, mail);
    await this.recorder.record(systemActor(organisationId), { raw, at }, async (transaction, rightsRequestId, own) => {
      const id = uuidv7(this.clock.now().getTime());
      // Whoever passes a mail on is told by the page of it.
      const confirmedTo = own ? await this.recorder.confirmations.due(transaction, organisation, mail) : null;
      await insertInbound(transaction, {
        ...{ id, organisationId, fingerprint, rightsRequestId, confirmedTo, sealed: null },
        ...{ state: 'new-case', why: 'requested', arrivedAt: at, recordedAt: transaction.now },
      });
      if (confirmedTo !== null) {
        transaction.enqueue({ kind: CONFIRMATION_JOB, subjectId: id });
      }
    });
  }

  private async keep({ organisationId, mail, raw, at, place }: Placed, why: TrayReason): Promise<void> {
    await this.tray.keep(organisationId, { mail, raw, at, why, suggestion: place.named });
  }
}

/** What no request is made of by itself: programs and mail servers ask for nothing. */
function trayReason({ head }: InboundMail): TrayReason | undefined {
  if (isDeliveryReport(head.contentType) || isFromMailDaemon(head)) {
    return 'delivery-report';
  }
  return head.isSpam ? 'spam' : isNoRequest(head) ? 'automatic' : undefined;
}
