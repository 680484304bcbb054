import { Inject, Injectable } from '@nestjs/common';
import { addDays, civilDateIn, daysBetween, type CivilDate } from '../domain/civil-date.js';
import { retryDelayMs } from '../domain/forwarding/retry.js';
import { systemActor } from '../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../audit/audit-log.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { MAIL_SETTINGS, type MailSettings } from '../platform/mail/mail-settings.js';
import { MAIL_TRANSPORT, type MailTransport, type OutgoingMail } from '../platform/mail/transport.js';
import { LostClaimError } from '../platform/outbox/lost-claim.js';
import { completeJob, rescheduleJob, type ClaimedJob } from '../platform/outbox/outbox.sql.js';
import { REMINDER_MAIL as WORDS } from './reminder-mail.de.js';
import {
  countAttempt,
  lettersUntil,
  loadReminder,
  runningUntil,
  settleReminder,
  type ReminderTask,
  type RunningRequest,
  type WaitingLetter,
} from './reminders.sql.js';

const NOBODY_DELAY_MS = 60_000;

/** One line of a reminder, and where it leads. */
interface ReminderItem {
  readonly dueOn: string;
  readonly words: (reference: string, dueOn: string, left: number) => string;
  readonly reference: string;
  readonly page: string;
}

/**
 * Sends a reminder that is due. What it says is looked up now: what was answered since it was raised is not in it, and
 * if nothing is left no mail goes out. No state of a request depends on it: a reminder that is lost loses nothing else.
 */
@Injectable()
export class ReminderService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  async remind(job: ClaimedJob, signal: AbortSignal): Promise<void> {
    const actor = systemActor(job.organisationId);
    const task = await this.database.ask(actor, (executor) => loadReminder(executor, job, this.clock.now()));
    if (task === undefined) {
      // Nobody is designated just now, or another worker was quicker: then this changes nothing.
      return this.later(job, NOBODY_DELAY_MS);
    }
    const today = civilDateIn(this.clock.now(), task.timeZone);
    const until = lastDayOf(task, today);
    const [requests, letters] = await this.database.ask(actor, (executor) =>
      Promise.all([
        runningUntil(executor, task.organisationId, until),
        lettersUntil(executor, task.organisationId, until),
      ]),
    );
    if (requests.length + letters.length === 0) {
      return this.settle(job, task, (transaction) =>
        transaction.record('reminder.dropped', { reminder: task.reminderId }),
      );
    }
    const result = await this.transport.send(this.compose(task, requests, letters, today), { signal });
    if (result.outcome === 'accepted') {
      const facts = {
        ...{ reminder: task.reminderId, designation: task.designationId },
        requests: new Set([...requests.map(({ id }) => id), ...letters.map(({ requestId }) => requestId)]).size,
        smtpCode: result.code,
      };
      return this.settle(job, task, (transaction) => transaction.record('reminder.sent', facts));
    }
    this.log.warn({ reminder: task.reminderId, outcome: result.outcome }, 'a reminder was not accepted; tried again');
    await this.database.writeVolatile(actor, (executor) => countAttempt(executor, task.reminderId));
    await this.later(job, retryDelayMs(task.attempts + 1));
  }

  private async later(job: ClaimedJob, delayMs: number): Promise<void> {
    await this.database.writeVolatile(systemActor(job.organisationId), (executor) =>
      rescheduleJob(executor, job, delayMs),
    );
  }

  private async settle(
    job: ClaimedJob,
    task: ReminderTask,
    say: (transaction: AuditTransaction) => void,
  ): Promise<void> {
    await this.auditLog.transactOn(
      systemActor(task.organisationId),
      (executor) => Promise.all([completeJob(executor, job), settleReminder(executor, task.reminderId)]),
      (transaction, held) => {
        if (!held.every(Boolean)) {
          return Promise.reject(new LostClaimError());
        }
        say(transaction);
        return Promise.resolve();
      },
    );
  }

  private compose(
    task: ReminderTask,
    requests: readonly RunningRequest[],
    letters: readonly WaitingLetter[],
    today: CivilDate,
  ): OutgoingMail {
    const items = [
      ...requests.map(({ id, reference, dueOn }) => ({ dueOn, words: WORDS.line, reference, page: id })),
      ...letters.map(({ requestId, reference, dueOn }) => ({
        ...{ dueOn, words: WORDS.letter, reference, page: `${requestId}/aufsicht` },
      })),
    ].sort((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0));
    const overdue = items.filter(({ dueOn }) => dueOn < today);
    const upcoming = items.filter(({ dueOn }) => dueOn >= today);
    const list = (title: string, part: readonly ReminderItem[]): string[] =>
      part.length === 0 ? [] : [`${title}:\n${part.map((item) => this.line(item, today)).join('\n\n')}`];
    const text = [
      WORDS.lead(task.organisationName, letters.length > 0),
      ...(task.toDeputy ? [WORDS.deputy] : []),
      ...list(WORDS.overdue, overdue),
      ...list(WORDS.upcoming, upcoming),
      WORDS.foot,
    ].join('\n\n');
    return {
      from: this.settings.from,
      to: [{ address: task.designationEmail }],
      subject: WORDS.subject(overdue.length, upcoming.length),
      text,
      messageId: task.messageId,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
  }

  private line({ dueOn, words, reference, page }: ReminderItem, today: CivilDate): string {
    const left = daysBetween(today, dueOn as CivilDate);
    return `${words(reference, germanDate(dueOn), left)}\n${this.settings.baseUrl}/vorgaenge/${page}`;
  }
}

/** A digest looks as far ahead as the first reminder does; a note of what is overdue, only back. */
function lastDayOf({ kind, reminderDays }: ReminderTask, today: CivilDate): CivilDate {
  return kind === 'overdue' ? addDays(today, -1) : addDays(today, Math.max(0, ...reminderDays));
}

function germanDate(date: string): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}.${date.slice(0, 4)}`;
}
