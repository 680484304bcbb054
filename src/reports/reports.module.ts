import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { RequestsModule } from '../requests/requests.module.js';
import { ComplianceCounting } from './compliance-counting.js';
import { ComplianceProjection } from './compliance-projection.js';
import { ComplianceReports } from './compliance-reports.service.js';
import { ComplianceSources } from './compliance-sources.js';
import { EvidenceService } from './evidence.service.js';
import { EvidenceSources } from './evidence-sources.js';
import { LogVerification } from './log-verification.service.js';
import { ReceiptChecks } from './receipt-check.service.js';

@Module({
  imports: [AuditModule, OrganisationsModule, RequestsModule],
  providers: [
    ComplianceCounting,
    ComplianceProjection,
    ComplianceReports,
    ComplianceSources,
    EvidenceService,
    EvidenceSources,
    LogVerification,
    ReceiptChecks,
  ],
  exports: [ComplianceReports, EvidenceService, LogVerification, ReceiptChecks],
})
export class ReportsModule {}
