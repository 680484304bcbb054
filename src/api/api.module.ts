import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { RequestsModule } from '../requests/requests.module.js';
import { DeadlinesModule } from '../deadlines/deadlines.module.js';
import { CommandsController } from './commands.controller.js';
import { ReportsModule } from '../reports/reports.module.js';
import { ComplianceController } from './compliance.controller.js';
import { DeadlinesController } from './deadlines.controller.js';
import { EvidenceController } from './evidence.controller.js';
import { GuidanceController } from './guidance.controller.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { LogController } from './log.controller.js';
import { Metrics } from './metrics.js';
import { OpenApiController } from './openapi.controller.js';
import { RequestsController } from './requests.controller.js';
import { WitnessController } from './witness.controller.js';

@Module({
  imports: [AuditModule, DeadlinesModule, IntakeModule, OrganisationsModule, ReportsModule, RequestsModule],
  controllers: [
    CommandsController,
    ComplianceController,
    DeadlinesController,
    EvidenceController,
    GuidanceController,
    HealthController,
    LogController,
    OpenApiController,
    RequestsController,
    WitnessController,
  ],
  providers: [HealthService, Metrics],
})
export class ApiModule {}
