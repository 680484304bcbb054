import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { OutboxWorker } from '../../platform/outbox/outbox-worker.js';
import { RequestsModule } from '../requests.module.js';
import { IdentityCheckService } from './identity-check.service.js';
import { IDENTITY_CODE_JOB, IDENTITY_TOLD_JOB } from './identity-evidence.js';
import { IdentityFileService } from './identity-check-reading.service.js';
import { IdentityMailService } from './identity-mail.service.js';

@Module({
  imports: [AuditModule, RequestsModule],
  providers: [IdentityCheckService, IdentityFileService, IdentityMailService],
  exports: [IdentityCheckService, IdentityFileService],
})
export class IdentityCheckModule implements OnApplicationBootstrap {
  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(IdentityMailService) private readonly mails: IdentityMailService,
  ) {}

  onApplicationBootstrap(): void {
    for (const kind of [IDENTITY_CODE_JOB, IDENTITY_TOLD_JOB]) {
      this.worker.register(kind, (job, signal) => this.mails.send(job, signal));
    }
  }
}
