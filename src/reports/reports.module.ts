import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { RequestsModule } from '../requests/requests.module.js';
import { AuthorityRequestsService } from './authority-requests.service.js';
import { CohortCounting } from './cohort-counting.js';
import { ComplianceCounting } from './compliance-counting.js';
import { ComplianceProjection } from './compliance-projection.js';
import { ComplianceReports } from './compliance-reports.service.js';
import { ComplianceSources } from './compliance-sources.js';
import { EvidenceBundles } from './evidence-bundles.service.js';
import { EvidenceService } from './evidence.service.js';
import { EvidenceSources } from './evidence-sources.js';
import { LogVerification } from './log-verification.service.js';
import { ReceiptChecks } from './receipt-check.service.js';
import { ReportDelivery } from './report-delivery.service.js';
import { ScheduleSweep, SEND_REPORT_JOB } from './schedule-sweep.js';
import { SchedulesService } from './schedules.service.js';

const SWEEP_MS = 60_000;

@Module({
  imports: [AuditModule, OrganisationsModule, RequestsModule],
  providers: [
    ...[CohortCounting, ComplianceCounting, ComplianceProjection, ComplianceReports, ComplianceSources],
    ...[EvidenceBundles, EvidenceService, EvidenceSources, LogVerification, ReceiptChecks],
    ...[AuthorityRequestsService, ReportDelivery, ScheduleSweep, SchedulesService],
  ],
  exports: [
    AuthorityRequestsService,
    ComplianceReports,
    EvidenceBundles,
    EvidenceService,
    LogVerification,
    ReceiptChecks,
    SchedulesService,
  ],
})
export class ReportsModule implements OnApplicationBootstrap {
  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(ReportDelivery) private readonly delivery: ReportDelivery,
    @Inject(ScheduleSweep) private readonly schedules: ScheduleSweep,
  ) {}

  onApplicationBootstrap(): void {
    this.worker.register(SEND_REPORT_JOB, (job, signal) => this.delivery.send(job, signal));
    this.worker.every(SWEEP_MS, () => this.schedules.sweep());
  }
}
