import { Inject, Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { faultsOf, LIFECYCLE } from '../domain/lifecycle/lifecycle.js';
import { CATALOGUE, faultsOfCatalogue } from '../domain/rights/catalogue.js';
import { MailReports } from '../audit/mail-reports.js';
import { MailJobs } from '../audit/mail-jobs.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { BreachAlarm } from './breach/breach-alarm.service.js';
import { BREACH_ALARM_JOB, BreachService } from './breach/breach.service.js';
import { ClaimsService } from './claims/claims.service.js';
import { ClosingService } from './claims/closing.service.js';
import { ComplaintsService } from './complaints/complaints.service.js';
import { RecipientMailService } from './recipients/recipient-mail.service.js';
import { RecipientsService, TELL_RECIPIENT_JOB } from './recipients/recipients.service.js';
import { DutiesService } from './duties/duties.service.js';
import { DraftsService } from './form-drafts/form-drafts.service.js';
import { FindingService } from './finding/finding.service.js';
import { JoinsService } from './joins/joins.service.js';
import { MacroRunner } from './macros/macro-runner.service.js';
import { MacrosService } from './macros/macros.service.js';
import { NextStepsService } from './next-step/next-steps.service.js';
import { NotesService } from './notes/notes.service.js';
import { CorrespondenceModule } from './correspondence/correspondence.module.js';
import { IdentityCheckModule } from './identity-check/identity-check.module.js';
import { PortabilityModule } from './portability/portability.module.js';
import { RequestModule } from './request/request.module.js';
import { TasksModule } from './tasks/tasks.module.js';
import { RestrictionsService } from './restrictions/restrictions.service.js';
import { SplitService } from './joins/split.service.js';
import { TabCountsService } from './worklist/tab-counts.service.js';
import { WorklistViewsService } from './worklist/worklist-views.service.js';

const WORDS_MS = 30_000;

/** What helps the DPO to keep cases apart and at hand. */
const CASEWORK = [
  DraftsService,
  FindingService,
  JoinsService,
  MacroRunner,
  MacrosService,
  NextStepsService,
  NotesService,
  SplitService,
  TabCountsService,
  WorklistViewsService,
];
/** What single articles demand. */
const ARTICLES = [BreachService, ComplaintsService, RecipientsService, RestrictionsService];
const SERVICES = [ClaimsService, ClosingService, DutiesService, ...ARTICLES, ...CASEWORK];
/** Matters with jobs or pages of their own. */
const MATTERS = [CorrespondenceModule, IdentityCheckModule, PortabilityModule, TasksModule];

/** All of a rights request: whoever imports it has every matter. */
@Module({
  imports: [AuditModule, RequestModule, ...MATTERS],
  providers: [...SERVICES, BreachAlarm, RecipientMailService],
  exports: [RequestModule, ...MATTERS, ...SERVICES],
})
export class RequestsModule implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    @Inject(MailJobs) private readonly mailJobs: MailJobs,
    @Inject(MailReports) private readonly reports: MailReports,
    @Inject(BreachAlarm) private readonly breachAlarm: BreachAlarm,
    @Inject(RecipientMailService) private readonly recipientMail: RecipientMailService,
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(FindingService) private readonly finding: FindingService,
  ) {}

  /** A lifecycle or catalogue that contradicts itself stops the start. */
  onModuleInit(): void {
    const faults = [...faultsOf(LIFECYCLE), ...faultsOfCatalogue(CATALOGUE)];
    if (faults.length > 0) {
      throw new Error(`invalid rights catalogue: ${faults.join('; ')}`);
    }
  }

  onApplicationBootstrap(): void {
    this.mailJobs.register(BREACH_ALARM_JOB, this.breachAlarm);
    this.mailJobs.register(TELL_RECIPIENT_JOB, this.recipientMail);
    this.reports.register(TELL_RECIPIENT_JOB, this.recipientMail.reported);
    this.worker.every(WORDS_MS, () => this.finding.keepMissingWords());
  }
}
