import { Inject, Injectable } from '@nestjs/common';
import { systemActor } from '../../audit/actor.js';
import type { AuditTransaction } from '../../audit/audit-log.js';
import type { MailJob } from '../../audit/mail-jobs.js';
import type { MailMatter } from '../../audit/refused-mails.sql.js';
import { breachDue } from '../../domain/deadlines/other-clocks.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import type { Accepted, OutgoingMail } from '../../platform/mail/transport.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import { BREACH_MAIL as WORDS } from './breach-mail.de.js';
import { loadBreachAlarm, type BreachAlarmRow } from './breach.sql.js';

/** Tells those whom the organisation names, at once and without content, that the 72 hours of Art. 33 may run. */
@Injectable()
export class BreachAlarm implements MailJob<BreachAlarmRow> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async load(job: LeasedJob): Promise<BreachAlarmRow | 'done'> {
    const actor = systemActor(job.organisationId);
    const row = await this.database.ask(actor, (executor) => loadBreachAlarm(executor, job));
    return row === undefined || row.contacts.length === 0 ? 'done' : row;
  }

  matter({ rightsRequestId }: BreachAlarmRow): MailMatter {
    return { about: rightsRequestId, rightsRequestId, toDpo: false };
  }

  compose({ reference, since, timeZone, contacts, rightsRequestId }: BreachAlarmRow): OutgoingMail {
    const { strictAt } = breachDue(since, timeZone, { land: 'BW' });
    const moment = (at: Date): string =>
      `${new Intl.DateTimeFormat('de-DE', { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(at)} Uhr`;
    return {
      from: this.settings.from,
      to: contacts.map((address) => ({ address })),
      subject: WORDS.subject(reference, moment(strictAt)),
      text: WORDS.text(reference, moment(since), moment(strictAt)),
      messageId: `<${rightsRequestId}.${since.getTime()}.breach@${this.config.mailDomain}>`,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated', Importance: 'high' },
    };
  }

  sent(transaction: AuditTransaction, { rightsRequestId }: BreachAlarmRow, { code }: Accepted): Promise<boolean> {
    transaction.record('breach.alarm-sent', { smtpCode: code }, { rightsRequestId });
    return Promise.resolve(true);
  }
}
