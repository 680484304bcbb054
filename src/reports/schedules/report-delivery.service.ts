import type { Language } from '../../words/language.js';
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
import { ComplianceReports, type ComplianceReport } from '../compliance/compliance-reports.service.js';
import { REPORT_MAIL } from './report-mail.js';
import { loadDelivery, markRefused, markSent, type Delivery } from './schedules.sql.js';

interface ReportMail extends Delivery {
  /** The report, where it goes with the mail. */
  readonly issued: ComplianceReport | undefined;
}

/** Sends a scheduled report that is due. It is made when it is sent: an attempt that fails leaves nothing behind but its entry. */
@Injectable()
export class ReportDelivery implements MailJob<ReportMail> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ComplianceReports) private readonly reports: ComplianceReports,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async load(job: LeasedJob): Promise<ReportMail | 'done'> {
    const actor = systemActor(job.organisationId);
    const delivery = await this.database.ask(actor, (executor) => loadDelivery(executor, job));
    if (delivery === undefined) {
      // Sent, or another worker's.
      return 'done';
    }
    const { from, to, language } = delivery;
    const attached = delivery.form === 'pdf' && delivery.kind !== 'activity-report';
    const order = {
      period: { from, to },
      format: 'pdf',
      language,
      standard: 'ua-1',
      threshold: 0,
      bom: false,
    } as const;
    return { ...delivery, issued: attached ? await this.reports.issue(actor, order) : undefined };
  }

  matter({ deliveryId }: ReportMail): MailMatter {
    return { about: deliveryId, rightsRequestId: null, toDpo: false };
  }

  async sent(transaction: AuditTransaction, { deliveryId, issued }: ReportMail, { code }: Accepted): Promise<boolean> {
    const facts = { delivery: deliveryId, smtpCode: code };
    transaction.record('report.sent', issued === undefined ? facts : { ...facts, report: issued.id });
    return markSent(transaction, deliveryId);
  }

  /** The page of the schedules says so, until one arrives or it is set anew. */
  async refused(transaction: AuditTransaction, { deliveryId }: ReportMail, { code }: Refused): Promise<boolean> {
    const facts = { delivery: deliveryId };
    transaction.record('report.refused', code === null ? facts : { ...facts, smtpCode: code });
    return markRefused(transaction, deliveryId, code);
  }

  compose({ issued, ...delivery }: ReportMail): OutgoingMail {
    const { kind, language, organisationName, from, to, addresses } = delivery;
    const words = REPORT_MAIL[language];
    const days = words.days(dayIn(language, from), dayIn(language, to));
    const link = `${this.settings.baseUrl}/berichte?period=own&from=${from}&to=${to}`;
    const text = (
      kind === 'activity-report'
        ? [words.reminder(organisationName, from.slice(0, 4)), words.reminderLink, link]
        : issued === undefined
          ? [words.lead(organisationName, days), words.link, link]
          : [words.lead(organisationName, days), words.attached]
    ).concat(words.foot);
    return {
      from: this.settings.from,
      to: addresses.map((address) => ({ address })),
      subject: words.subject(kind, days),
      text: text.join('\n\n'),
      messageId: delivery.messageId,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...(issued === undefined
        ? {}
        : { attachments: [{ filename: issued.fileName, contentType: issued.mediaType, content: issued.bytes }] }),
    };
  }
}

function dayIn(language: Language, date: string): string {
  return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    timeZone: 'UTC',
    dateStyle: 'medium',
  }).format(new Date(`${date}T00:00:00Z`));
}
