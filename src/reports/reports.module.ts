import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { MailJobs } from '../audit/mail-jobs.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { RequestsModule } from '../requests/requests.module.js';
import { AuthorityRequestsService } from './inspections/inspections.service.js';
import { CohortCounting } from './compliance/counting/cohort-counting.js';
import { ComplianceCounting } from './compliance/counting/period-counting.js';
import { ComplianceProjection } from './compliance/counting/projection.js';
import { ComplianceReports } from './compliance/compliance-reports.service.js';
import { ComplianceSources } from './compliance/compliance-sources.js';
import { EvidenceBundles } from './evidence/evidence-bundles.service.js';
import { EvidenceService } from './evidence/evidence.service.js';
import { EvidenceSources } from './from-log/log-sources.js';
import { LogVerification } from './evidence/log-verification.service.js';
import { ReceiptChecks } from './evidence/receipt-check.service.js';
import { MailHealthService } from './mail/mail-health.service.js';
import { ReportDelivery } from './schedules/report-delivery.service.js';
import { ScheduleSweep, SEND_REPORT_JOB } from './schedules/schedule-sweep.js';
import { SchedulesService } from './schedules/schedules.service.js';

const SWEEP_MS = 60_000;

@Module({
  imports: [AuditModule, OrganisationsModule, RequestsModule],
  providers: [
    ...[CohortCounting, ComplianceCounting, ComplianceProjection, ComplianceReports, ComplianceSources],
    ...[EvidenceBundles, EvidenceService, EvidenceSources, LogVerification, ReceiptChecks],
    ...[AuthorityRequestsService, MailHealthService, ReportDelivery, ScheduleSweep, SchedulesService],
  ],
  exports: [
    AuthorityRequestsService,
    ComplianceReports,
    EvidenceBundles,
    EvidenceService,
    LogVerification,
    MailHealthService,
    ReceiptChecks,
    SchedulesService,
  ],
})
export class ReportsModule implements OnApplicationBootstrap {
  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(MailJobs) private readonly mailJobs: MailJobs,
    @Inject(ReportDelivery) private readonly delivery: ReportDelivery,
    @Inject(ScheduleSweep) private readonly schedules: ScheduleSweep,
  ) {}

  onApplicationBootstrap(): void {
    this.mailJobs.register(SEND_REPORT_JOB, this.delivery);
    this.worker.every(SWEEP_MS, () => this.schedules.sweep());
  }
}
