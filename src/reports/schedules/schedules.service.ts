import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, parseCivilDate } from '../../domain/civil-date.js';
import { firstDueAfter, SCHEDULE_KINDS, type ScheduleKind } from '../../domain/reports/schedule.js';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { uuidv7 } from '../../platform/ids.js';
import { isMailAddress } from '../../platform/mail/compose.js';
import { mustBeDpo } from '../../requests/request/permission.js';
import {
  endSchedule,
  insertSchedule,
  refusedDeliveries,
  runningSchedules,
  type RefusedDelivery,
  type Schedule,
} from './schedules.sql.js';

const RECIPIENT_LIMIT = 10;

/** As a form has it. */
export interface ScheduleOrder {
  readonly kind: string;
  readonly form: string;
  readonly language: string;
  /** Addresses, a line or a comma apart. */
  readonly recipients: string;
  /** First day of the reminder of the activity report; the others go by the calendar. */
  readonly nextOn: string;
}

/** Which reports are made and sent by themselves. One schedule of a kind: a new one takes the place of the old. */
@Injectable()
export class SchedulesService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(actor: Actor): Promise<readonly Schedule[]> {
    mustBeDpo(actor);
    return this.database.ask(actor, (executor) => runningSchedules(executor, actor.organisationId));
  }

  /** To whom the last one did not get. @throws Refusal not-allowed */
  async refused(actor: Actor): Promise<readonly RefusedDelivery[]> {
    mustBeDpo(actor);
    return this.database.ask(actor, (executor) => refusedDeliveries(executor, actor.organisationId));
  }

  /** @throws Refusal not-allowed, invalid-input (kind, recipients, nextOn) */
  async set(actor: Actor, timeZone: string, order: ScheduleOrder): Promise<void> {
    mustBeDpo(actor);
    const schedule = this.scheduleOf(order, timeZone);
    const { organisationId } = actor;
    const { kind, form, language, nextOn } = schedule;
    await this.auditLog.transact(actor, async (transaction) => {
      for (const ended of await endSchedule(transaction, organisationId, { kind })) {
        transaction.record('schedule.ended', { schedule: ended });
      }
      await insertSchedule(transaction, organisationId, schedule);
      const recipients = createHash('sha256').update(schedule.recipients.join('\n')).digest('base64');
      transaction.record('schedule.set', { schedule: schedule.id, kind, form, language, nextOn, recipients });
    });
  }

  /** Twice is once. @throws Refusal not-allowed */
  async end(actor: Actor, id: string): Promise<void> {
    mustBeDpo(actor);
    await this.auditLog.transact(actor, async (transaction) => {
      for (const ended of await endSchedule(transaction, actor.organisationId, { id })) {
        transaction.record('schedule.ended', { schedule: ended });
      }
    });
  }

  private scheduleOf(order: ScheduleOrder, timeZone: string): Schedule {
    const now = this.clock.now();
    const today = civilDateIn(now, timeZone);
    const kind = SCHEDULE_KINDS.find((one) => one === order.kind);
    const recipients = addressesIn(order.recipients);
    const first = parseCivilDate(order.nextOn);
    const problems: FieldProblem[] = [
      ...(kind === undefined ? [{ field: 'kind', code: 'unknown-value' as const }] : []),
      ...recipientProblems(recipients),
      ...(kind === 'activity-report' && first === undefined ? [{ field: 'nextOn', code: 'not-a-date' as const }] : []),
      ...(kind === 'activity-report' && first !== undefined && first < today
        ? [{ field: 'nextOn', code: 'before-start' as const, limit: today }]
        : []),
    ];
    if (kind === undefined || problems.length > 0) {
      return refuse('invalid-input', { fields: problems });
    }
    return {
      id: uuidv7(now.getTime()),
      kind: kind satisfies ScheduleKind,
      form: order.form === 'pdf' ? 'pdf' : 'link',
      language: order.language === 'en' ? 'en' : 'de',
      recipients,
      nextOn: kind === 'activity-report' ? (first ?? today) : firstDueAfter(kind, today),
    };
  }
}

function addressesIn(text: string): readonly string[] {
  const given = text.split(/[\s,;]+/).map((address) => address.trim().toLowerCase());
  return [...new Set(given.filter((address) => address !== ''))];
}

function recipientProblems(recipients: readonly string[]): readonly FieldProblem[] {
  if (recipients.length === 0) {
    return [{ field: 'recipients', code: 'required' }];
  }
  if (recipients.length > RECIPIENT_LIMIT) {
    return [{ field: 'recipients', code: 'too-many', limit: RECIPIENT_LIMIT }];
  }
  return recipients.every(isMailAddress) ? [] : [{ field: 'recipients', code: 'not-an-address' }];
}
