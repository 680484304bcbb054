import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { MailJobs } from '../../audit/mail-jobs.js';
import { RequestModule } from '../request/request.module.js';
import { IdentityCheckService } from './identity-check.service.js';
import { IDENTITY_CODE_JOB, IDENTITY_TOLD_JOB } from './identity-evidence.js';
import { IdentityCheckReader } from './identity-check-reading.service.js';
import { IdentityMailService } from './identity-mail.service.js';

@Module({
  imports: [AuditModule, RequestModule],
  providers: [IdentityCheckService, IdentityCheckReader, IdentityMailService],
  exports: [IdentityCheckService, IdentityCheckReader],
})
export class IdentityCheckModule implements OnApplicationBootstrap {
  constructor(
    @Inject(MailJobs) private readonly mailJobs: MailJobs,
    @Inject(IdentityMailService) private readonly mails: IdentityMailService,
  ) {}

  onApplicationBootstrap(): void {
    this.mailJobs.register(IDENTITY_CODE_JOB, this.mails);
    this.mailJobs.register(IDENTITY_TOLD_JOB, this.mails);
  }
}
