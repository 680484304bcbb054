import { Inject, Injectable } from '@nestjs/common';
import { retryDelayMs } from '../domain/forwarding/retry.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { MAIL_SETTINGS, type MailSettings } from '../platform/mail/mail-settings.js';
import type { MailAttachment, OutgoingMail } from '../platform/mail/transport.js';
import { completeJob, rescheduleJob, type LeasedJob } from '../platform/outbox/outbox.sql.js';
import { systemActor } from './actor.js';
import { ALARM_MAIL as WORDS } from './alarm-mail.de.js';
import { LOG_OF_LOGS_ID } from './log-of-logs-place.js';
import { SistersFile } from './sisters-file.js';
import { keptForks, type ForkProof } from './witness.sql.js';
import { WitnessPolicyFile } from './witness-policy-file.js';
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
    @Inject(WitnessPolicyFile) private readonly policy: WitnessPolicyFile,
    @Inject(SistersFile) private readonly sisters: SistersFile,
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
    const fork = alarm === undefined ? undefined : await this.forkOf(alarm);
    for (const address of alarm?.recipients ?? []) {
      const { outcome } = await this.sentMails.send(this.mailTo(address, alarm, fork), sentMail(job), { signal });
      outcomes.push(outcome);
    }
    await this.tellSister(job, signal, alarm, fork);
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

  /** The two signed notes that contradict each other, where the alarm is about such. */
  private async forkOf({ kind, place }: AlarmToTell): Promise<ForkProof | undefined> {
    const about = forkIn(kind as AlarmKind, place);
    const forks =
      about === undefined
        ? []
        : await this.database.ask(systemActor(LOG_OF_LOGS_ID), (executor) => keptForks(executor));
    return forks.find(({ origin, witness }) => origin === about?.origin && witness === about.witness);
  }

  /** Those whose log it is, or whose witness has seen it, hold the other half of the truth. Once: there is no second try. */
  private async tellSister(
    job: LeasedJob,
    signal: AbortSignal,
    alarm: AlarmToTell | undefined,
    fork: ForkProof | undefined,
  ): Promise<void> {
    if (alarm === undefined || fork === undefined) {
      return;
    }
    const theirs =
      fork.witness === ''
        ? fork.origin
        : this.policy.policy.witnesses.find(({ name }) => name === fork.witness)?.verifier.name;
    const address = this.sisters.addressOf(theirs ?? '');
    if (address !== undefined) {
      const { outcome } = await this.sentMails.send(
        {
          ...this.mailTo(address, alarm, fork),
          subject: WORDS.sister.subject(fork.origin),
          text: WORDS.sister.text(fork.origin, this.settings.baseUrl),
          messageId: `<${alarm.id}.sister@${this.settings.messageDomain}>`,
        },
        sentMail(job),
        { signal },
      );
      this.log.warn({ alarm: alarm.id, outcome }, 'a fork was told to the other installation');
    }
  }

  private mailTo(address: string, alarm: AlarmToTell | undefined, fork: ForkProof | undefined): OutgoingMail {
    const { id = '', organisationName = '', kind = 'root', place = '' } = alarm ?? {};
    return {
      from: this.settings.from,
      to: [{ address }],
      subject: WORDS.subject(organisationName),
      text: WORDS.text(organisationName, kind as AlarmKind, place, `${this.settings.baseUrl}/alarme`),
      messageId: `<${id}.alarm@${this.settings.messageDomain}>`,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Priority': '1', Importance: 'high' },
      ...(fork === undefined ? {} : { attachments: notesOf(fork) }),
    };
  }

  private async later(job: LeasedJob, delayMs: number): Promise<void> {
    await this.database.writeVolatile(systemActor(job.organisationId), (executor) =>
      rescheduleJob(executor, job, delayMs),
    );
  }
}

/** Which kept fork an alarm is about. */
function forkIn(kind: AlarmKind, place: string): { readonly origin: string; readonly witness: string } | undefined {
  if (kind === 'fork-seen' || kind === 'sister-contradicts') {
    return { origin: place, witness: '' };
  }
  const [, witness = '', origin = ''] = /^(\S+) \(([^()]+)\)$/.exec(place) ?? [];
  return kind === 'witness-contradicts' ? { origin, witness } : undefined;
}

/** Two files that `forthwith compare` takes: whoever has the log's key sees the fork without either installation. */
function notesOf({ seen, shown }: ForkProof): readonly MailAttachment[] {
  const contentType = 'text/plain; charset=utf-8';
  return [
    { filename: 'gesehen.checkpoint', contentType, content: Buffer.from(seen) },
    { filename: 'gezeigt.checkpoint', contentType, content: Buffer.from(shown) },
  ].filter(({ content }) => content.length > 0);
}

function sentMail({ organisationId, subjectId: about }: LeasedJob) {
  return { organisationId, rightsRequestId: null, kind: 'log-alarm', about, toDpo: false } as const;
}
