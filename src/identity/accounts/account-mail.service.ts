import { Inject, Injectable } from '@nestjs/common';
import { systemActor } from '../../audit/actor.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import type { MailJob } from '../../audit/mail-jobs.js';
import type { MailMatter } from '../../audit/refused-mails.sql.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import type { Accepted, OutgoingMail, Refused } from '../../platform/mail/transport.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import { ACCOUNT_MAIL as WORDS } from './account-mail.de.js';
import { ACCOUNT_MAIL_JOB, AccountLinks } from './account-links.service.js';
import { linkToSend, noteLinkRefused, noteLinkSent, type LinkRow } from './account-links.sql.js';

/** Sends the links of accounts. A refusal is shown where the account is listed. */
@Injectable()
export class AccountMailService implements MailJob<LinkRow> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(AccountLinks) private readonly links: AccountLinks,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async load(job: LeasedJob): Promise<LinkRow | 'done'> {
    const actor = systemActor(job.organisationId);
    return (await this.database.ask(actor, (executor) => linkToSend(executor, job.subjectId))) ?? 'done';
  }

  matter({ id }: LinkRow): MailMatter {
    return { about: id, rightsRequestId: null, toDpo: false };
  }

  /** Used, over or taken back meanwhile: a link that leads nowhere is not sent. */
  compose(link: LinkRow): OutgoingMail | 'dropped' {
    if (link.used || link.over || link.disabled || !link.member) {
      return 'dropped';
    }
    const words = WORDS[link.purpose];
    const until = germanMoment(link.endsAt, link.timeZone);
    return {
      from: this.settings.from,
      to: [{ address: link.email }],
      subject: words.subject(link.organisationName),
      text: [
        words.lead(link.organisationName),
        words.link(`${this.settings.baseUrl}/zugang/${this.links.secretOf(link.id)}`, until),
        words.notYou,
        WORDS.contact(link.organisationName, link.organisationEmail),
      ].join('\n\n'),
      messageId: `<${link.id}.account@${this.settings.messageDomain}>`,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
  }

  async sent(transaction: AuditTransaction, { id, userId }: LinkRow, { code }: Accepted): Promise<boolean> {
    transaction.record('account.mail-sent', { user: userId, link: id, smtpCode: code });
    return noteLinkSent(transaction, id, transaction.now);
  }

  async refused(
    transaction: AuditTransaction,
    { id }: LinkRow,
    { code }: Refused,
    { attempts }: LeasedJob,
  ): Promise<boolean> {
    const facts = { mail: ACCOUNT_MAIL_JOB, about: id, attempt: attempts + 1, again: false } as const;
    transaction.record('mail.refused', code === null ? facts : { ...facts, smtpCode: code });
    return noteLinkRefused(transaction, id, transaction.now);
  }
}

function germanMoment(moment: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('de-DE', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  return `${format.format(moment)} Uhr`;
}
