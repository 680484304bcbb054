import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { DocumentRenderer } from '../platform/documents/document-renderer.js';
import { RequestsModule } from '../requests/requests.module.js';
import { ComplianceIssuer } from './compliance-issuer.js';
import { EvidenceService } from './evidence.service.js';
import { EvidenceSources } from './evidence-sources.js';
import { FIGURES_SOURCE } from './figures-source.js';
import { FoldedFigures } from './folded-figures.js';
import { LogVerification } from './log-verification.service.js';
import { ReceiptChecks } from './receipt-check.service.js';

@Module({
  imports: [AuditModule, OrganisationsModule, RequestsModule],
  providers: [
    ...[ComplianceIssuer, DocumentRenderer, EvidenceService, EvidenceSources, LogVerification, ReceiptChecks],
    { provide: FIGURES_SOURCE, useClass: FoldedFigures },
  ],
  exports: [ComplianceIssuer, EvidenceService, FIGURES_SOURCE, LogVerification, ReceiptChecks],
})
export class ReportsModule {}
