import { Inject, Injectable } from '@nestjs/common';
import { retryDelayMs } from '../../domain/forwarding/retry.js';
import { systemActor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Executor } from '../../platform/database/statement.js';
import { LOGGER, type Log } from '../../platform/logging/log.js';
import { MAIL_SETTINGS, type MailSettings } from '../../platform/mail/mail-settings.js';
import { MAIL_TRANSPORT, type MailTransport, type OutgoingMail } from '../../platform/mail/transport.js';
import { LostClaimError } from '../../platform/outbox/lost-claim.js';
import { completeJob, rescheduleJob, type ClaimedJob } from '../../platform/outbox/outbox.sql.js';
import { ComplianceReports, type ComplianceReport } from '../compliance/compliance-reports.service.js';
import { REPORT_MAIL } from './report-mail.js';
import { countDeliveryAttempt, loadDelivery, markRefused, markSent, type Delivery } from './schedules.sql.js';

/** Sends a scheduled report that is due. It is made when it is sent: an attempt that fails leaves nothing behind but its entry. */
@Injectable()
export class ReportDelivery {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(ComplianceReports) private readonly reports: ComplianceReports,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  async send(job: ClaimedJob, signal: AbortSignal): Promise<void> {
    const actor = systemActor(job.organisationId);
    const delivery = await this.database.ask(actor, (executor) => loadDelivery(executor, job));
    if (delivery === undefined) {
      // Sent, or another worker's: then completing changes nothing that counts.
      await this.database.writeVolatile(actor, (executor) => completeJob(executor, job));
      return;
    }
    const attached = delivery.form === 'pdf' && delivery.kind !== 'activity-report';
    const issued = attached
      ? await this.reports.issue(actor, {
          period: { from: delivery.from, to: delivery.to },
          ...{ format: 'pdf', language: delivery.language, standard: 'ua-1', threshold: 0, bom: false },
        })
      : undefined;
    const result = await this.transport.send(this.compose(delivery, issued), { signal });
    if (result.outcome === 'deferred') {
      this.log.warn(
        { delivery: delivery.deliveryId, outcome: result.outcome },
        'a report was not accepted; tried again',
      );
      await this.database.writeVolatile(actor, (executor) =>
        Promise.all([
          countDeliveryAttempt(executor, delivery.deliveryId),
          rescheduleJob(executor, job, retryDelayMs(delivery.attempts + 1)),
        ]),
      );
      return;
    }
    const about = { delivery: delivery.deliveryId };
    if (result.outcome === 'refused') {
      // The same mail would be refused again. The page of the schedules says so, until one arrives or it is set anew.
      const { code } = result;
      const facts = { ...about, ...(code === null ? {} : { smtpCode: code }) };
      return this.settle(
        job,
        (executor) => markRefused(executor, delivery.deliveryId, code),
        (transaction) => transaction.record('report.refused', facts),
      );
    }
    const facts = { ...about, smtpCode: result.code, ...(issued === undefined ? {} : { report: issued.id }) };
    return this.settle(
      job,
      (executor) => markSent(executor, delivery.deliveryId),
      (transaction) => transaction.record('report.sent', facts),
    );
  }

  /** Once, by whoever still holds the claim. */
  private async settle(
    job: ClaimedJob,
    mark: (executor: Executor) => Promise<boolean>,
    record: (transaction: AuditTransaction) => void,
  ): Promise<void> {
    await this.auditLog.transactOn(
      systemActor(job.organisationId),
      (executor) => Promise.all([completeJob(executor, job), mark(executor)]),
      (transaction, held) => {
        if (!held.every(Boolean)) {
          return Promise.reject(new LostClaimError());
        }
        record(transaction);
        return Promise.resolve();
      },
    );
  }

  private compose(delivery: Delivery, issued: ComplianceReport | undefined): OutgoingMail {
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

function dayIn(language: 'de' | 'en', date: string): string {
  return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    timeZone: 'UTC',
    dateStyle: 'medium',
  }).format(new Date(`${date}T00:00:00Z`));
}
