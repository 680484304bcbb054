import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import { dueOf } from '../../domain/reports/schedule.js';
import { systemActor, WORKER_SCOPE } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { uuidv7 } from '../../platform/ids.js';
import { allRunningSchedules, insertDelivery, moveOn, type PlannedSchedule } from './schedules.sql.js';

export const SEND_REPORT_JOB = 'send-report';

/** Raises the reports whose day has come: once a period, swept as often as one likes, by as many instances. */
@Injectable()
export class ScheduleSweep {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async sweep(): Promise<void> {
    for (const schedule of await this.database.ask(WORKER_SCOPE, (executor) => allRunningSchedules(executor))) {
      await this.raiseAll(schedule);
    }
  }

  /** Each that was missed while nothing ran, the oldest first; left to whoever else has begun with it. */
  private async raiseAll(schedule: PlannedSchedule): Promise<void> {
    const now = this.clock.now();
    const today = civilDateIn(now, schedule.timeZone);
    for (let [{ nextOn }, mine] = [schedule, true]; mine;) {
      const due = dueOf(schedule.kind, nextOn, today);
      if (due === undefined) {
        return;
      }
      mine = await this.raise({ ...schedule, nextOn }, due, now);
      nextOn = due.nextOn;
    }
  }

  private async raise(
    { id, nextOn, organisationId, recipients }: PlannedSchedule,
    due: NonNullable<ReturnType<typeof dueOf>>,
    now: Date,
  ): Promise<boolean> {
    const { from, to } = due.period;
    const host = this.config.mailDomain;
    const { result } = await this.auditLog.transact(systemActor(organisationId), async (transaction) => {
      // Whoever moves the day on raises it; everybody else has seen the day before.
      const mine = await moveOn(transaction, id, nextOn, due.nextOn);
      // A mail for each: an address that is refused holds up nobody else, and nobody gets it twice for its sake.
      for (const recipient of mine ? recipients : []) {
        const delivery = uuidv7(now.getTime());
        await insertDelivery(transaction, { id: delivery, organisationId, scheduleId: id, from, to, host, recipient });
        transaction.record('report.scheduled', { schedule: id, delivery, from, to });
        transaction.enqueue({ kind: SEND_REPORT_JOB, subjectId: delivery });
      }
      return mine;
    });
    return result;
  }
}
