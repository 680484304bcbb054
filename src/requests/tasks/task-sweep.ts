import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, type CivilDate } from '../../domain/civil-date.js';
import { isTaskReminderDue } from '../../domain/deadlines/task-due.js';
import { systemActor, WORKER_SCOPE } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { raiseTaskMail } from './raise-task-mail.js';
import { noteReminded, noteTaskOverdue, waitingTasks, type WaitingTask } from './tasks.sql.js';

/**
 * Reminds departments the working day before their day and on every working day after it, and notes what is overdue.
 * Idempotent: swept as often as one likes, by as many instances; what passed while the program was off is raised once.
 */
@Injectable()
export class TaskSweep {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async sweep(): Promise<void> {
    const now = this.clock.now();
    const tasks = await this.database.ask(WORKER_SCOPE, (executor) => waitingTasks(executor, civilDateIn(now, 'UTC')));
    for (const task of tasks) {
      const today = civilDateIn(now, task.timeZone);
      if (!task.overdueNoted && task.untilOn < today) {
        await this.noteOverdue(task, today);
      }
      if (hourIn(now, task.timeZone) >= task.reminderHour && isDue(task, today)) {
        await this.remind(task, today);
      }
    }
  }

  private async noteOverdue({ id, ...task }: WaitingTask, today: CivilDate): Promise<void> {
    await this.auditLog.transact(systemActor(task.organisationId), async (transaction) => {
      if (await noteTaskOverdue(transaction, id, today)) {
        const facts = { task: id, until: task.untilOn };
        transaction.record('task.overdue', facts, { rightsRequestId: task.rightsRequestId });
      }
    });
  }

  private async remind({ id, ...task }: WaitingTask, today: CivilDate): Promise<void> {
    await this.auditLog.transact(systemActor(task.organisationId), async (transaction) => {
      if (await noteReminded(transaction, id, today)) {
        transaction.record('task.reminded', { task: id, on: today }, { rightsRequestId: task.rightsRequestId });
        await raiseTaskMail(transaction, { taskId: id, kind: 'reminder', on: today, host: this.config.mailDomain });
      }
    });
  }
}

/** A link that leads nowhere any more is not reminded of. */
function isDue(task: WaitingTask, today: CivilDate): boolean {
  const { land, municipality } = task;
  const place = municipality === null ? { land } : { land, municipality };
  return today <= task.linkEndsOn && isTaskReminderDue(task.untilOn, task.remindedOn, today, place);
}

function hourIn(moment: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  return Number(format.format(moment));
}
