import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DeadlinesModule } from '../deadlines/deadlines.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { IdentityCheckModule } from '../requests/identity-check/identity-check.module.js';
import { CorrespondenceModule } from '../requests/correspondence/correspondence.module.js';
import { RequestsModule } from '../requests/requests.module.js';
import { PortabilityModule } from '../requests/portability/portability.module.js';
import { TasksModule } from '../requests/tasks/tasks.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { ArticlesController } from './articles.controller.js';
import { AssetsController } from './assets.controller.js';
import { ArticleViews } from './article-views.js';
import { ClosingViews } from './closing-views.js';
import { AuditViews } from './audit-views.js';
import { AuditController } from './audit.controller.js';
import { ClaimsController } from './claims.controller.js';
import { ComplaintGuidanceController } from './guidance.controller.js';
import { ConfirmLinkController } from './confirm-link.controller.js';
import { CorrespondenceViews } from './correspondence-views.js';
import { CorrespondenceController } from './correspondence.controller.js';
import { BulkAcknowledgement } from './bulk-acknowledgement.js';
import { AuthorityController } from './authority.controller.js';
import { DashboardViews } from './dashboard-views.js';
import { DeadlineController } from './deadline.controller.js';
import { DepartmentTasks } from './department-tasks.js';
import { DeskController } from './desk.controller.js';
import { CaseAlerts } from './case-alerts.js';
import { DeskViews } from './desk-views.js';
import { DraftsController } from './drafts.controller.js';
import { HandoverController } from './handover.controller.js';
import { IdentityCheckController } from './identity-check.controller.js';
import { IdentityCheckViews } from './identity-check-views.js';
import { OwnTasksController } from './own-tasks.controller.js';
import { JoinsController } from './joins.controller.js';
import { KeysController } from './keys.controller.js';
import { ListController } from './list.controller.js';
import { MailboxController } from './mailbox.controller.js';
import { MessageDraftsController } from './message-drafts.controller.js';
import { NotesController } from './notes.controller.js';
import { Pages } from './pages.service.js';
import { PickupController } from './pickup.controller.js';
import { PortabilityController } from './portability.controller.js';
import { PortabilityViews } from './portability-views.js';
import { PublicController } from './public.controller.js';
import { ReceiptsController } from './receipts.controller.js';
import { RemindersController } from './reminders.controller.js';
import { FiguresController } from './figures.controller.js';
import { ReportsController } from './reports.controller.js';
import { RequestViews } from './request-views.js';
import { ScheduleController } from './schedule.controller.js';
import { SessionController } from './session.controller.js';
import { SettingsReader } from './settings-reader.js';
import { TaskLinkController } from './task-link.controller.js';
import { TaskViews } from './task-views.js';
import { TasksController } from './tasks.controller.js';
import { TemplatesController } from './templates.controller.js';
import { WorklistController } from './worklist.controller.js';

@Module({
  imports: [
    AuditModule,
    CorrespondenceModule,
    DeadlinesModule,
    IdentityCheckModule,
    IdentityModule,
    IntakeModule,
    OrganisationsModule,
    PortabilityModule,
    ReportsModule,
    RequestsModule,
    TasksModule,
  ],
  controllers: [
    ArticlesController,
    AssetsController,
    AuditController,
    ClaimsController,
    ComplaintGuidanceController,
    ConfirmLinkController,
    CorrespondenceController,
    AuthorityController,
    DeadlineController,
    DeskController,
    DraftsController,
    HandoverController,
    IdentityCheckController,
    MailboxController,
    OwnTasksController,
    JoinsController,
    KeysController,
    ListController,
    MailboxController,
    MessageDraftsController,
    NotesController,
    PickupController,
    PortabilityController,
    PublicController,
    ReceiptsController,
    RemindersController,
    FiguresController,
    ReportsController,
    ScheduleController,
    SessionController,
    TaskLinkController,
    TasksController,
    TemplatesController,
    WorklistController,
  ],
  providers: [
    ArticleViews,
    ClosingViews,
    AuditViews,
    BulkAcknowledgement,
    CorrespondenceViews,
    DashboardViews,
    DepartmentTasks,
    CaseAlerts,
    DeskViews,
    IdentityCheckViews,
    Pages,
    PortabilityViews,
    RequestViews,
    SettingsReader,
    TaskViews,
  ],
  exports: [Pages],
})
export class WebModule {}
