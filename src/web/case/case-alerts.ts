import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import type { Actor } from '../../audit/actor.js';
import { Clock } from '../../platform/clock.js';
import { UndeliveredService } from '../../requests/correspondence/undelivered.service.js';
import type { UndeliveredCase } from '../../requests/correspondence/undelivered.sql.js';
import type { RightsRequestRow } from '../../requests/request/rights-requests.repository.js';
import { TaskReader } from '../../requests/tasks/task-reading.service.js';
import { TasksService } from '../../requests/tasks/tasks.service.js';
import type { TaskCounts } from './task-alert.js';

/** What somebody has to look after, said above everything else. */
export interface Alerts {
  readonly tasks: TaskCounts;
  readonly undelivered: readonly UndeliveredCase[];
}

@Injectable()
export class CaseAlerts {
  constructor(
    @Inject(TasksService) private readonly tasks: TasksService,
    @Inject(TaskReader) private readonly taskFiles: TaskReader,
    @Inject(UndeliveredService) private readonly undelivered: UndeliveredService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** In the whole organisation. */
  async of(actor: Actor, timeZone: string): Promise<Alerts> {
    return {
      tasks: await this.tasks.counts(actor, civilDateIn(this.clock.now(), timeZone)),
      undelivered: await this.undelivered.list(actor),
    };
  }

  async ofRequest(actor: Actor, { id, timeZone }: RightsRequestRow): Promise<Alerts> {
    const today = civilDateIn(this.clock.now(), timeZone);
    const open = (await this.taskFiles.standings(actor, id)).filter(({ state }) => state === 'open');
    return {
      tasks: {
        overdue: open.filter(({ turn, untilOn }) => turn === 'department' && untilOn < today).length,
        answered: open.filter(({ turn }) => turn === 'dpo').length,
      },
      undelivered: await this.undelivered.list(actor, id),
    };
  }
}
