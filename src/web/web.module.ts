import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DeadlinesModule } from '../deadlines/deadlines.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { RequestsModule } from '../requests/requests.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { AssetsController } from './assets.controller.js';
import { AuditViews } from './audit-views.js';
import { AuditController } from './audit.controller.js';
import { AuthorityController } from './authority.controller.js';
import { DashboardViews } from './dashboard-views.js';
import { DeadlineController } from './deadline.controller.js';
import { DeskController } from './desk.controller.js';
import { HandoverController } from './handover.controller.js';
import { MailboxController } from './mailbox.controller.js';
import { Pages } from './pages.service.js';
import { PublicController } from './public.controller.js';
import { ReceiptsController } from './receipts.controller.js';
import { RemindersController } from './reminders.controller.js';
import { ReportsController } from './reports.controller.js';
import { RequestViews } from './request-views.js';
import { ScheduleController } from './schedule.controller.js';
import { SessionController } from './session.controller.js';
import { SettingsReader } from './settings-reader.js';
import { WorklistController } from './worklist.controller.js';

@Module({
  imports: [
    AuditModule,
    DeadlinesModule,
    IdentityModule,
    IntakeModule,
    OrganisationsModule,
    ReportsModule,
    RequestsModule,
  ],
  controllers: [
    AssetsController,
    AuditController,
    AuthorityController,
    DeadlineController,
    DeskController,
    HandoverController,
    MailboxController,
    PublicController,
    ReceiptsController,
    RemindersController,
    ReportsController,
    ScheduleController,
    SessionController,
    WorklistController,
  ],
  providers: [AuditViews, DashboardViews, Pages, RequestViews, SettingsReader],
  exports: [Pages],
})
export class WebModule {}
