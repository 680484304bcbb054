import { Inject, Injectable } from '@nestjs/common';
import { retryDelayMs } from '../domain/forwarding/retry.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { MAIL_SETTINGS, type MailSettings } from '../platform/mail/mail-settings.js';
import type { OutgoingMail } from '../platform/mail/transport.js';
import { completeJob, rescheduleJob, type LeasedJob } from '../platform/outbox/outbox.sql.js';
import { systemActor } from './actor.js';
import { ALARM_MAIL as WORDS } from './alarm-mail.de.js';
import { SentMails } from './sent-mails.js';
import { alarmTold, alarmToTell, countAlarmAttempt, type AlarmToTell } from './alarms.sql.js';
import type { AlarmKind } from '../domain/log/events/log.js';

const NOBODY_DELAY_MS = 60_000;

/** Tells the DPO and the administrators that something is wrong with the log; again until the mail server takes it. */
@Injectable()
export class AlarmMails {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SentMails) private readonly sentMails: SentMails,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  async tell(job: LeasedJob, signal: AbortSignal): Promise<void> {
    const actor = systemActor(job.organisationId);
    const alarm = await this.database.ask(actor, (executor) => alarmToTell(executor, job.subjectId));
    if (alarm?.recipients.length === 0) {
      return this.later(job, NOBODY_DELAY_MS);
    }
    // One by one: an address that is refused must not keep the others from learning of it.
    const outcomes = [];
    for (const address of alarm?.recipients ?? []) {
      const { outcome } = await this.sentMails.send(this.mailTo(address, alarm), sentMail(job), { signal });
      outcomes.push(outcome);
    }
    if (alarm !== undefined && !outcomes.includes('accepted')) {
      this.log.warn({ alarm: alarm.id, outcomes }, 'an alarm was not accepted; tried again');
      await this.database.writeVolatile(actor, (executor) => countAlarmAttempt(executor, job.subjectId));
      return this.later(job, retryDelayMs(alarm.attempts + 1));
    }
    // Twice after a crash is better than not at all.
    await this.database.writeTechnical(actor, async (transaction) => {
      await alarmTold(transaction, job.subjectId);
      await completeJob(transaction, job);
    });
  }

  private mailTo(address: string, alarm: AlarmToTell | undefined): OutgoingMail {
    const { id = '', organisationName = '', kind = 'root', place = '' } = alarm ?? {};
    return {
      from: this.settings.from,
      to: [{ address }],
      subject: WORDS.subject(organisationName),
      text: WORDS.text(organisationName, kind as AlarmKind, place, `${this.settings.baseUrl}/alarme`),
      messageId: `<${id}.alarm@${this.settings.messageDomain}>`,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Priority': '1', Importance: 'high' },
    };
  }

  private async later(job: LeasedJob, delayMs: number): Promise<void> {
    await this.database.writeVolatile(systemActor(job.organisationId), (executor) =>
      rescheduleJob(executor, job, delayMs),
    );
  }
}

function sentMail({ organisationId, subjectId: about }: LeasedJob) {
  return { organisationId, rightsRequestId: null, kind: 'log-alarm', about, toDpo: false } as const;
}
