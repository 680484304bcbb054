import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { RequestsModule } from '../requests/requests.module.js';
import { AbsencesService } from './absences.service.js';
import { CalendarService } from './calendar.service.js';
import { DeadlinesService } from './deadlines.service.js';
import { ReminderService } from './reminder.service.js';
import { REMIND_JOB, ReminderSweep } from './reminder-sweep.js';

const SWEEP_MS = 30_000;

@Module({
  imports: [AuditModule, RequestsModule],
  providers: [AbsencesService, CalendarService, DeadlinesService, ReminderService, ReminderSweep],
  exports: [AbsencesService, CalendarService, DeadlinesService],
})
export class DeadlinesModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(ReminderService) private readonly reminders: ReminderService,
    @Inject(ReminderSweep) private readonly sweep: ReminderSweep,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.worker.register(REMIND_JOB, (job, signal) => this.reminders.remind(job, signal));
    if (this.config.roles.includes('worker')) {
      this.timer = setInterval(() => void this.sweep.sweep(), SWEEP_MS);
      // What passed while the program was off is made good for at once.
      void this.sweep.sweep();
    }
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
