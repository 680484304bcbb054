import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { FORWARD_JOB } from '../requests/forwarding-job.js';
import { ForwardingMail } from './forwarding-mail.js';
import { ForwardingService } from './forwarding.service.js';
import { LateForwardings } from './late-forwardings.js';

const SWEEP_MS = 2_000;

@Module({ imports: [AuditModule], providers: [ForwardingMail, ForwardingService, LateForwardings] })
export class ForwardingModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(ForwardingService) private readonly forwarding: ForwardingService,
    @Inject(LateForwardings) private readonly late: LateForwardings,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.worker.register(FORWARD_JOB, (job, signal) => this.forwarding.forward(job, signal));
    if (this.config.roles.includes('worker')) {
      this.timer = setInterval(() => void this.late.sweep(), SWEEP_MS);
    }
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
