import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { MailJobs } from '../audit/mail-jobs.js';
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
export class DeadlinesModule implements OnApplicationBootstrap {
  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(MailJobs) private readonly mailJobs: MailJobs,
    @Inject(ReminderService) private readonly reminders: ReminderService,
    @Inject(ReminderSweep) private readonly sweep: ReminderSweep,
  ) {}

  onApplicationBootstrap(): void {
    this.mailJobs.register(REMIND_JOB, this.reminders);
    this.worker.every(SWEEP_MS, () => this.sweep.sweep());
  }
}
