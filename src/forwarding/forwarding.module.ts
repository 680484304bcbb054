import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { MailReports } from '../audit/mail-reports.js';
import { Measures } from '../platform/metrics/measures.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { FORWARD_JOB } from '../requests/request/forwarding-job.js';
import { RequestsModule } from '../requests/requests.module.js';
import { DeputyForwardings } from './deputy-forwardings.js';
import { ForwardingMail } from './forwarding-mail.js';
import { ForwardingReturns } from './forwarding-returns.js';
import { ForwardingService } from './forwarding.service.js';
import { UntakenForwardings } from './untaken-forwardings.js';
import { LateForwardings } from './late-forwardings.js';

const SWEEP_MS = 2_000;

@Module({
  imports: [AuditModule, RequestsModule],
  providers: [
    ...[DeputyForwardings, ForwardingMail, ForwardingReturns, ForwardingService, LateForwardings],
    UntakenForwardings,
  ],
})
export class ForwardingModule implements OnApplicationBootstrap {
  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(ForwardingService) private readonly forwarding: ForwardingService,
    @Inject(LateForwardings) private readonly late: LateForwardings,
    @Inject(UntakenForwardings) private readonly untaken: UntakenForwardings,
    @Inject(MailReports) private readonly reports: MailReports,
    @Inject(ForwardingReturns) private readonly returns: ForwardingReturns,
    @Inject(Measures) private readonly measures: Measures,
  ) {}

  onApplicationBootstrap(): void {
    this.reports.register(FORWARD_JOB, this.returns.handle);
    this.worker.register(FORWARD_JOB, async (job, signal) => {
      const milliseconds = await this.forwarding.forward(job, signal);
      if (milliseconds !== undefined) {
        this.measures.forwarded(milliseconds / 1_000);
      }
    });
    this.worker.every(SWEEP_MS, () => this.late.sweep());
    this.worker.every(SWEEP_MS, () => this.untaken.sweep());
  }
}
