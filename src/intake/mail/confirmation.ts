import { Inject, Injectable } from '@nestjs/common';
import { CONFIRMATIONS_A_DAY, CONFIRMATIONS_AN_HOUR, confirmedTo } from '../../domain/correspondence/confirming.js';
import { authenticationBy } from '../../domain/correspondence/authentication.js';
import { addedParts } from '../../domain/correspondence/return-address.js';
import { systemActor } from '../../audit/actor.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import type { MailJob } from '../../audit/mail-jobs.js';
import type { MailMatter } from '../../audit/refused-mails.sql.js';
import type { Organisation } from '../../organisations/organisation.entity.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { InboundMail } from '../../platform/mail/inbound.js';
import { inboundMail } from '../../platform/mail/inbound.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import type { Accepted, OutgoingMail } from '../../platform/mail/transport.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import { Vault } from '../../platform/vault/vault.js';
import { CONTENT_FIELD, type RequestContent } from '../../requests/sealed/content.js';
import { RequestVault } from '../../requests/sealed/request-vault.js';
import { findSealed } from '../../requests/sealed/sealed-fields.sql.js';
import { CONFIRMATION as WORDS } from './confirmation.de.js';
import { confirmationOf, confirmationsSince, type ConfirmationRow } from './confirmation.sql.js';

export const CONFIRMATION_JOB = 'mail-confirmation';
const HOUR_MS = 3_600_000;

interface Confirmation extends ConfirmationRow {
  readonly to: string;
  /** Of the mail that came in; empty where it had none. */
  readonly inReplyTo: string;
}

/** Tells whoever asked by mail that it came in: once, if at all, and nobody who is a program (RFC 3834). */
@Injectable()
export class Confirmations implements MailJob<Confirmation> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(RequestVault) private readonly requestVault: RequestVault,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What stands for the address in `inbound_mail`, if it is to be told; in the transaction that records the request. */
  async due(transaction: AuditTransaction, organisation: Organisation, mail: InboundMail): Promise<Buffer | null> {
    const { mailAuthserv, mailFrom } = this.config;
    const found = mailAuthserv === undefined ? undefined : authenticationBy(mail.authentication, mailAuthserv);
    const own = new Set([mailFrom.toLowerCase(), organisation.email.toLowerCase(), ...organisation.intakeAddresses]);
    const to = confirmedTo(mail.head, {
      isOurs: (address) => own.has(address) || addedParts([address], mailFrom).length > 0,
      isForged: found?.dmarc === 'fail',
    });
    if (!organisation.confirmsMails || to === undefined) {
      return null;
    }
    const index = this.vault.blindIndex(organisation.id, `confirmed-to:${to}`);
    const now = transaction.now.getTime();
    const { ofAddress, ofAll } = await confirmationsSince(transaction, organisation.id, index, {
      day: new Date(now - 24 * HOUR_MS),
      hour: new Date(now - HOUR_MS),
    });
    return ofAddress < CONFIRMATIONS_A_DAY && ofAll < CONFIRMATIONS_AN_HOUR ? index : null;
  }

  async load({ organisationId, subjectId }: LeasedJob): Promise<Confirmation | 'done'> {
    const actor = systemActor(organisationId);
    return this.database.read(actor, async (executor) => {
      const row = await confirmationOf(executor, organisationId, subjectId);
      const content = row && (await findSealed(executor, row.rightsRequestId, CONTENT_FIELD));
      if (row === undefined || content === undefined) {
        return 'done';
      }
      const request = this.requestVault.with({ organisationId, rightsRequestId: row.rightsRequestId }, content);
      const { contact, attachments } = request.opened<RequestContent>(CONTENT_FIELD, content.ciphertext);
      const [mail] = attachments.filter(({ contentType }) => contentType === 'message/rfc822');
      const raw = mail === undefined ? undefined : await request.readBytes(executor, mail.field);
      return { ...row, to: contact, inReplyTo: raw === undefined ? '' : inboundMail(raw).head.messageId };
    });
  }

  matter({ id, rightsRequestId }: Confirmation): MailMatter {
    return { about: id, rightsRequestId, toDpo: false };
  }

  compose({ id, to, reference, organisationName, arrivedAt, timeZone, inReplyTo }: Confirmation): OutgoingMail {
    const format = new Intl.DateTimeFormat('de-DE', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
    return {
      from: this.settings.from,
      to: [{ address: to }],
      subject: WORDS.subject(reference),
      text: [
        WORDS.lead(organisationName, `${format.format(arrivedAt)} Uhr`),
        WORDS.reference(reference),
        WORDS.automatic,
      ].join('\n\n'),
      messageId: `<${id}.confirmation@${this.config.mailDomain}>`,
      date: this.clock.now(),
      headers: {
        'Auto-Submitted': 'auto-replied',
        ...(inReplyTo === '' ? {} : { 'In-Reply-To': inReplyTo, References: inReplyTo }),
      },
    };
  }

  sent(transaction: AuditTransaction, { id, rightsRequestId }: Confirmation, { code }: Accepted): Promise<boolean> {
    transaction.record('mail.confirmed', { mail: id, smtpCode: code }, { rightsRequestId });
    return Promise.resolve(true);
  }
}
