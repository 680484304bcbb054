import { Inject, Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { faultsOf, LIFECYCLE } from '../domain/lifecycle/lifecycle.js';
import { CATALOGUE, faultsOfCatalogue } from '../domain/rights/catalogue.js';
import { MailJobs } from '../audit/mail-jobs.js';
import { CaseWork } from './request/case-work.js';
import { ClaimsService } from './claims/claims.service.js';
import { ClosingService } from './claims/closing.service.js';
import { ComplaintsService } from './complaints/complaints.service.js';
import { RecipientMailService } from './recipients/recipient-mail.service.js';
import { RecipientsService, TELL_RECIPIENT_JOB } from './recipients/recipients.service.js';
import { DraftsService } from './form-drafts/form-drafts.service.js';
import { JoinsService } from './joins/joins.service.js';
import { NotesService } from './notes/notes.service.js';
import { Repeats } from './request/idempotency.service.js';
import { DismissalService } from './request/dismissal.service.js';
import { RequestVault } from './sealed/request-vault.js';
import { RequestsService } from './request/requests.service.js';
import { RestrictionsService } from './restrictions/restrictions.service.js';
import { RightsRequestsRepository } from './request/rights-requests.repository.js';
import { SplitService } from './joins/split.service.js';
import { WorklistViewsService } from './worklist/worklist-views.service.js';

/** What the DPO's desk is made of. */
const DESK = [DraftsService, JoinsService, NotesService, SplitService, WorklistViewsService];
/** What single articles demand. */
const ARTICLES = [ComplaintsService, RecipientsService, RestrictionsService];
const SERVICES = [
  DismissalService,
  CaseWork,
  ClaimsService,
  ClosingService,
  Repeats,
  RequestsService,
  RequestVault,
  RightsRequestsRepository,
  ...ARTICLES,
  ...DESK,
];

@Module({
  imports: [AuditModule],
  providers: [...SERVICES, RecipientMailService],
  exports: SERVICES,
})
export class RequestsModule implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    @Inject(MailJobs) private readonly mailJobs: MailJobs,
    @Inject(RecipientMailService) private readonly recipientMail: RecipientMailService,
  ) {}

  /** Tables that contradict themselves stop the start. */
  onModuleInit(): void {
    const faults = [...faultsOf(LIFECYCLE), ...faultsOfCatalogue(CATALOGUE)];
    if (faults.length > 0) {
      throw new Error(`invalid rights catalogue: ${faults.join('; ')}`);
    }
  }

  onApplicationBootstrap(): void {
    this.mailJobs.register(TELL_RECIPIENT_JOB, this.recipientMail);
  }
}
