import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { CorrespondenceModule } from '../requests/correspondence/correspondence.module.js';
import { IdentityCheckModule } from '../requests/identity-check/identity-check.module.js';
import { PortabilityModule } from '../requests/portability/portability.module.js';
import { RequestsModule } from '../requests/requests.module.js';
import { RetentionModule } from '../retention/retention.module.js';
import { TasksModule } from '../requests/tasks/tasks.module.js';
import { DeadlinesModule } from '../deadlines/deadlines.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { SetupModule } from '../setup/setup.module.js';
import { OrganisationsApiController, SettingsApiController } from './settings.controller.js';
import { AccountsApiController, TokensApiController } from './accounts.controller.js';
import { ArticlesReadingController } from './articles.controller.js';
import { CaseCommands } from './commands/case-commands.service.js';
import { CommandsController } from './commands.controller.js';
import { ReportsModule } from '../reports/reports.module.js';
import { CaseworkController } from './casework.controller.js';
import { ComplianceController } from './compliance.controller.js';
import { CorrespondenceReadingController } from './correspondence.controller.js';
import { DeadlinesController } from './deadlines.controller.js';
import { EvidenceController } from './evidence.controller.js';
import { GuidanceController } from './guidance.controller.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { LogController } from './log.controller.js';
import { Metrics } from './metrics.js';
import { MetricsServer } from './metrics-server.js';
import { OpenApiController } from './openapi.controller.js';
import { PreviewsController } from './previews.controller.js';
import { RequestsController } from './requests.controller.js';
import { RetentionController } from './retention.controller.js';
import { WitnessController } from './witness.controller.js';

@Module({
  imports: [
    ...[AuditModule, DeadlinesModule, IntakeModule, OrganisationsModule, ReportsModule, RequestsModule],
    ...[
      CorrespondenceModule,
      IdentityModule,
      IdentityCheckModule,
      PortabilityModule,
      RetentionModule,
      SetupModule,
      TasksModule,
    ],
  ],
  controllers: [
    AccountsApiController,
    TokensApiController,
    SettingsApiController,
    OrganisationsApiController,
    ArticlesReadingController,
    CaseworkController,
    CommandsController,
    ComplianceController,
    CorrespondenceReadingController,
    DeadlinesController,
    EvidenceController,
    GuidanceController,
    HealthController,
    LogController,
    OpenApiController,
    PreviewsController,
    RequestsController,
    RetentionController,
    WitnessController,
  ],
  providers: [CaseCommands, HealthService, Metrics, MetricsServer],
})
export class ApiModule {}
