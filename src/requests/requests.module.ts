import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { CaseWork } from './case-work.js';
import { ComplaintsService } from './complaints/complaints.service.js';
import { RecipientMailService } from './recipients/recipient-mail.service.js';
import { RecipientsService, TELL_RECIPIENT_JOB } from './recipients/recipients.service.js';
import { RequestsService } from './requests.service.js';
import { RestrictionsService } from './restrictions/restrictions.service.js';
import { RightsRequestsRepository } from './rights-requests.repository.js';

const ARTICLES = [ComplaintsService, RecipientsService, RestrictionsService];

@Module({
  imports: [AuditModule],
  providers: [RightsRequestsRepository, RequestsService, CaseWork, RecipientMailService, ...ARTICLES],
  exports: [RequestsService, RightsRequestsRepository, CaseWork, ...ARTICLES],
})
export class RequestsModule implements OnApplicationBootstrap {
  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(RecipientMailService) private readonly recipientMail: RecipientMailService,
  ) {}

  onApplicationBootstrap(): void {
    this.worker.register(TELL_RECIPIENT_JOB, (job, signal) => this.recipientMail.tell(job, signal));
  }
}
