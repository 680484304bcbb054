import { Inject, Injectable } from '@nestjs/common';
import { addDays, civilDateIn, daysBetween, type CivilDate } from '../domain/civil-date.js';
import type { NextStep, NextStepName } from '../domain/lifecycle/next-step.js';
import { systemActor, type Actor } from '../audit/actor.js';
import type { AuditTransaction } from '../audit/audit-log.js';
import type { MailJob } from '../audit/mail-jobs.js';
import type { MailMatter } from '../audit/refused-mails.sql.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { MAIL_SETTINGS, type MailSettings } from '../platform/mail/mail-settings.js';
import type { Accepted, OutgoingMail } from '../platform/mail/transport.js';
import type { LeasedJob } from '../platform/outbox/outbox.sql.js';
import { NextStepsService } from '../requests/next-step/next-steps.service.js';
import { RightsRequestsRepository } from '../requests/request/rights-requests.repository.js';
import { REMINDER_MAIL as WORDS } from './reminder-mail.de.js';
import {
  lettersUntil,
  loadReminder,
  runningUntil,
  settleReminder,
  type ReminderTask,
  type RunningRequest,
  type WaitingLetter,
} from './reminders.sql.js';

/** Of more than that nobody reads each line: the rest says its day. */
const STEPS_LIMIT = 200;

/** One line of a reminder, and where it leads. */
interface ReminderItem {
  readonly dueOn: string;
  readonly words: (reference: string, dueOn: string, left: number, step?: NextStepName) => string;
  readonly reference: string;
  readonly page: string;
  readonly step?: NextStepName | undefined;
}

/** A reminder with what it would say now. */
interface Reminder extends ReminderTask {
  readonly today: CivilDate;
  readonly requests: readonly RunningRequest[];
  readonly letters: readonly WaitingLetter[];
  /** What is to be done, by the id of the case: the same answer as on the pages. */
  readonly steps: ReadonlyMap<string, NextStep>;
}

/**
 * Sends a reminder that is due. What it says is looked up now: what was answered since it was raised is not in it, and
 * if nothing is left no mail goes out. No state of a request depends on it: a reminder that is lost loses nothing else.
 */
@Injectable()
export class ReminderService implements MailJob<Reminder> {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MAIL_SETTINGS) private readonly settings: MailSettings,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(RightsRequestsRepository) private readonly cases: RightsRequestsRepository,
    @Inject(NextStepsService) private readonly nextSteps: NextStepsService,
  ) {}

  async load(job: LeasedJob): Promise<Reminder | 'later'> {
    const actor = systemActor(job.organisationId);
    const task = await this.database.ask(actor, (executor) => loadReminder(executor, job, this.clock.now()));
    if (task === undefined) {
      // No DPO is designated just now, or another worker did it first: this is a no-op then.
      return 'later';
    }
    const today = civilDateIn(this.clock.now(), task.timeZone);
    const until = lastDayOf(task, today);
    const [requests, letters] = await this.database.ask(actor, (executor) =>
      Promise.all([
        runningUntil(executor, task.organisationId, until),
        lettersUntil(executor, task.organisationId, until),
      ]),
    );
    // Asked as the DPO, to whom the mail goes: what is next depends on what only they see.
    const dpo: Actor = { ...actor, roles: ['system', 'dpo'] };
    const ids = requests.map(({ id }) => id).slice(0, STEPS_LIMIT);
    const rows = ids.length === 0 ? [] : await this.database.ask(dpo, (executor) => this.cases.findMany(executor, ids));
    return { ...task, today, requests, letters, steps: await this.nextSteps.of(dpo, rows) };
  }

  matter({ reminderId }: Reminder): MailMatter {
    return { about: reminderId, rightsRequestId: null, toDpo: true };
  }

  async sent(transaction: AuditTransaction, task: Reminder, { code }: Accepted): Promise<boolean> {
    const { reminderId, designationId, requests, letters } = task;
    transaction.record('reminder.sent', {
      reminder: reminderId,
      designation: designationId,
      requests: new Set([...requests.map(({ id }) => id), ...letters.map(({ requestId }) => requestId)]).size,
      smtpCode: code,
    });
    return settleReminder(transaction, reminderId);
  }

  async dropped(transaction: AuditTransaction, { reminderId }: Reminder): Promise<boolean> {
    transaction.record('reminder.dropped', { reminder: reminderId });
    return settleReminder(transaction, reminderId);
  }

  compose({ requests, letters, today, steps, ...task }: Reminder): OutgoingMail | 'dropped' {
    if (requests.length + letters.length === 0) {
      return 'dropped';
    }
    const items = [
      ...requests.map(({ id, reference, dueOn }) => ({
        ...{ dueOn, words: WORDS.line, reference, page: id, step: steps.get(id)?.what },
      })),
      ...letters.map(({ requestId, reference, dueOn }) => ({
        dueOn,
        words: WORDS.letter,
        reference,
        page: `${requestId}/aufsicht`,
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

  private line({ dueOn, words, reference, page, step }: ReminderItem, today: CivilDate): string {
    const left = daysBetween(today, dueOn as CivilDate);
    return `${words(reference, germanDate(dueOn), left, step)}\n${this.settings.baseUrl}/vorgaenge/${page}`;
  }
}

/** A digest looks as far ahead as the first reminder does; a note of what is overdue, only back. */
function lastDayOf({ kind, reminderDays }: ReminderTask, today: CivilDate): CivilDate {
  return kind === 'overdue' ? addDays(today, -1) : addDays(today, Math.max(0, ...reminderDays));
}

function germanDate(date: string): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}.${date.slice(0, 4)}`;
}
