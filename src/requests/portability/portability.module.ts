import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { MailJobs } from '../../audit/mail-jobs.js';
import { OutboxWorker } from '../../platform/outbox/outbox-worker.js';
import { RequestModule } from '../request/request.module.js';
import { PACKAGE_CODE_JOB, PACKAGE_LINK_JOB } from './package.js';
import { PackageMailService } from './package-mail.service.js';
import { PackagePickupService } from './package-pickup.service.js';
import { PackageSweep } from './package-sweep.js';
import { PackagesService } from './packages.service.js';

const SWEEP_MS = 60_000;

@Module({
  imports: [AuditModule, RequestModule],
  providers: [PackageMailService, PackagePickupService, PackageSweep, PackagesService],
  exports: [PackagePickupService, PackagesService],
})
export class PortabilityModule implements OnApplicationBootstrap {
  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(MailJobs) private readonly mailJobs: MailJobs,
    @Inject(PackageMailService) private readonly mails: PackageMailService,
    @Inject(PackageSweep) private readonly sweep: PackageSweep,
  ) {}

  onApplicationBootstrap(): void {
    this.mailJobs.register(PACKAGE_LINK_JOB, this.mails);
    this.mailJobs.register(PACKAGE_CODE_JOB, this.mails);
    this.worker.every(SWEEP_MS, () => this.sweep.sweep());
  }
}
