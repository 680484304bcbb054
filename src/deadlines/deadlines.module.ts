import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { MailJobs } from '../audit/mail-jobs.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { RequestsModule } from '../requests/requests.module.js';
import { AbsencesService } from './absences.service.js';
import { CalendarService } from './calendar.service.js';
import { AFTER_SENDING_JOB } from '../requests/correspondence/after-sending.sql.js';
import { IDENTITY_RESUME_JOB } from '../requests/identity-check/identity-evidence.js';
import { ByItselfService } from './by-itself.service.js';
import { DeadlinesService } from './deadlines.service.js';
import { ReminderService } from './reminder.service.js';
import { REMIND_JOB, ReminderSweep } from './reminder-sweep.js';

const SWEEP_MS = 30_000;

@Module({
  imports: [AuditModule, RequestsModule],
  providers: [AbsencesService, ByItselfService, CalendarService, DeadlinesService, ReminderService, ReminderSweep],
  exports: [AbsencesService, CalendarService, DeadlinesService],
})
export class DeadlinesModule implements OnApplicationBootstrap {
  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(MailJobs) private readonly mailJobs: MailJobs,
    @Inject(ReminderService) private readonly reminders: ReminderService,
    @Inject(ReminderSweep) private readonly sweep: ReminderSweep,
    @Inject(ByItselfService) private readonly byItself: ByItselfService,
  ) {}

  onApplicationBootstrap(): void {
    this.mailJobs.register(REMIND_JOB, this.reminders);
    this.worker.register(IDENTITY_RESUME_JOB, (job) => this.byItself.resume(job));
    this.worker.register(AFTER_SENDING_JOB, (job) => this.byItself.afterSending(job));
    this.worker.every(SWEEP_MS, () => this.sweep.sweep());
  }
}
