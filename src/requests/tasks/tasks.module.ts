import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { MailJobs } from '../../audit/mail-jobs.js';
import { OutboxWorker } from '../../platform/outbox/outbox-worker.js';
import { RequestModule } from '../request/request.module.js';
import { TaskDeskService } from './task-desk.service.js';
import { TaskReader } from './task-reading.service.js';
import { TaskMailService } from './task-mail.service.js';
import { TaskMailWriter } from './task-mail-writer.js';
import { TaskSweep } from './task-sweep.js';
import { TASK_MAIL_JOB } from './task.js';
import { TasksService } from './tasks.service.js';

const SWEEP_MS = 30_000;

@Module({
  imports: [AuditModule, RequestModule],
  providers: [TaskDeskService, TaskReader, TaskMailService, TaskMailWriter, TaskSweep, TasksService],
  exports: [TaskDeskService, TaskReader, TasksService],
})
export class TasksModule implements OnApplicationBootstrap {
  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(MailJobs) private readonly mailJobs: MailJobs,
    @Inject(TaskMailService) private readonly mails: TaskMailService,
    @Inject(TaskSweep) private readonly sweep: TaskSweep,
  ) {}

  onApplicationBootstrap(): void {
    this.mailJobs.register(TASK_MAIL_JOB, this.mails);
    this.worker.every(SWEEP_MS, () => this.sweep.sweep());
  }
}
