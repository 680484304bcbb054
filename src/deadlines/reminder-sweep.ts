import { Inject, Injectable } from '@nestjs/common';
import { addDays, civilDateIn, type CivilDate } from '../domain/civil-date.js';
import type { Place } from '../domain/deadlines/holidays.js';
import { isLetterReminderDue, isReminderDue } from '../domain/deadlines/reminding.js';
import { stateOfAll } from '../domain/deadlines/situation.js';
import { systemActor, WORKER_SCOPE } from '../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../audit/audit-log.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { uuidv7 } from '../platform/ids.js';
import { deadlineFactsOf } from '../requests/request/request-deadline.js';
import {
  hasOverdue,
  insertReminder,
  lastDigestOn,
  lettersUntil,
  noteOverdue,
  reminderPlans,
  runningUntil,
  type ReminderKind,
  type ReminderPlan,
  type RunningRequest,
  type WaitingLetter,
} from './reminders.sql.js';

export const REMIND_JOB = 'remind';

/** A recorded moment has the day before it as "last looked at", so that its own day is looked at as well. */
const DAY_BEFORE = -1;

/**
 * Raises reminders: at once what has become overdue, and once a day, at the organisation's hour, a digest. Idempotent:
 * swept as often as one likes, by as many instances; what passed while the program was off is raised once.
 */
@Injectable()
export class ReminderSweep {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async sweep(): Promise<void> {
    for (const plan of await this.database.ask(WORKER_SCOPE, (executor) => reminderPlans(executor))) {
      await this.sweepOrganisation(plan);
    }
  }

  private async sweepOrganisation(settings: Omit<ReminderPlan, 'lastDigestOn'>): Promise<void> {
    const actor = systemActor(settings.organisationId);
    const now = this.clock.now();
    const today = civilDateIn(now, settings.timeZone);
    const { overdue, plan, running, letters } = await this.database.ask(actor, async (executor) => {
      const last = Math.max(0, ...settings.reminderDays);
      const [found, digestOn, requests, waiting] = await Promise.all([
        hasOverdue(executor, settings.organisationId, today),
        lastDigestOn(executor, settings.organisationId),
        runningUntil(executor, settings.organisationId, addDays(today, last)),
        lettersUntil(executor, settings.organisationId, addDays(today, last)),
      ]);
      return { overdue: found, plan: { ...settings, lastDigestOn: digestOn }, running: requests, letters: waiting };
    });
    if (overdue) {
      await this.auditLog.transact(actor, (transaction) => this.raiseOverdue(transaction, today));
    }
    if (isDigestTime(plan, now, today)) {
      const due = new Set([
        ...running.filter((request) => isDue(plan, request, today)).map(({ id }) => id),
        ...letters.filter((letter) => isLetterDue(plan, letter, today)).map(({ requestId }) => requestId),
      ]);
      if (due.size > 0) {
        await this.auditLog.transact(actor, (transaction) => this.raise(transaction, 'digest', today, due.size));
      }
    }
  }

  private async raiseOverdue(transaction: AuditTransaction, today: CivilDate): Promise<void> {
    const missed = await noteOverdue(transaction, transaction.actor.organisationId, today);
    for (const { id, dueOn } of missed) {
      transaction.record('deadline.missed', { dueOn }, { rightsRequestId: id });
    }
    if (missed.length > 0) {
      await this.raise(transaction, 'overdue', today, missed.length);
    }
  }

  private async raise(
    transaction: AuditTransaction,
    kind: ReminderKind,
    today: CivilDate,
    requests: number,
  ): Promise<void> {
    const id = uuidv7(this.clock.now().getTime());
    const { organisationId } = transaction.actor;
    const host = this.config.mailDomain;
    if (await insertReminder(transaction, { id, organisationId, kind, on: today, at: transaction.now, host })) {
      transaction.record('reminder.raised', { reminder: id, kind, on: today, requests });
      transaction.enqueue({ kind: REMIND_JOB, subjectId: id });
    }
  }
}

function isDigestTime(plan: ReminderPlan, now: Date, today: CivilDate): boolean {
  return plan.lastDigestOn !== today && hourIn(now, plan.timeZone) >= plan.reminderHour;
}

function isDue(plan: ReminderPlan, request: RunningRequest, today: CivilDate): boolean {
  const since = lookedAt(plan, civilDateIn(request.recordedAt, plan.timeZone));
  const { deadline } = stateOfAll(deadlineFactsOf({ ...plan, ...request })).current;
  return isReminderDue(deadline, since, today, placeOf(plan), plan.reminderDays);
}

function isLetterDue(plan: ReminderPlan, { receivedOn, dueOn }: WaitingLetter, today: CivilDate): boolean {
  const since = lookedAt(plan, receivedOn as CivilDate);
  return isLetterReminderDue(dueOn as CivilDate, since, today, placeOf(plan), plan.reminderDays);
}

/** The last day that was looked at: that of the last digest, or the day before it came in. */
function lookedAt(plan: ReminderPlan, cameIn: CivilDate): CivilDate {
  const known = addDays(cameIn, DAY_BEFORE);
  const last = plan.lastDigestOn as CivilDate | null;
  return last === null || last < known ? known : last;
}

function placeOf({ land, municipality }: Pick<ReminderPlan, 'land' | 'municipality'>): Place {
  return municipality === null ? { land } : { land, municipality };
}

function hourIn(moment: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  return Number(format.format(moment));
}
