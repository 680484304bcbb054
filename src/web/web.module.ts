import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DeadlinesModule } from '../deadlines/deadlines.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { IdentityCheckModule } from '../requests/identity-check/identity-check.module.js';
import { CorrespondenceModule } from '../requests/correspondence/correspondence.module.js';
import { RetentionModule } from '../retention/retention.module.js';
import { RequestsModule } from '../requests/requests.module.js';
import { PortabilityModule } from '../requests/portability/portability.module.js';
import { TasksModule } from '../requests/tasks/tasks.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { SetupModule } from '../setup/setup.module.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AllCasesController } from './all-cases/all-cases.controller.js';
import { OwnAccountController } from './own-account/own-account.controller.js';
import { AccountLinkController } from './sign-in/account-link.controller.js';
import { CodeController } from './sign-in/code.controller.js';
import { SecondFactorController } from './own-account/second-factor.controller.js';
import { OidcController } from './sign-in/oidc.controller.js';
import { WhomToAsk } from './sign-in/whom-to-ask.js';
import { FollowUpsController } from './case/follow-ups/follow-ups.controller.js';
import { AssetsController } from './assets/assets.controller.js';
import { FollowUpViews } from './case/follow-ups/follow-up-views.js';
import { ClosingViews } from './case/claims/closing-views.js';
import { AlarmsController } from './log/alarms.controller.js';
import { FindingController } from './finding/finding.controller.js';
import { KeptFormsController } from './kept/kept.controller.js';
import { LogViews } from './log/log-views.js';
import { LogPagesController } from './log/log.controller.js';
import { ClaimsController } from './case/claims/claims.controller.js';
import { ComplaintGuidanceController } from './guidance/guidance.controller.js';
import { ConfirmLinkController } from './case/identity-check/confirm-link.controller.js';
import { CorrespondenceViews } from './case/correspondence/correspondence-views.js';
import { CorrespondenceController } from './case/correspondence/correspondence.controller.js';
import { BulkAcknowledgement } from './worklist/bulk-acknowledgement.js';
import { InspectionController } from './inspection/inspection.controller.js';
import { DashboardViews } from './reports/dashboard-views.js';
import { DutiesController } from './case/duties/duties.controller.js';
import { BreachController } from './case/breach/breach.controller.js';
import { DeadlineController } from './case/deadline/deadline.controller.js';
import { DepartmentTasks } from './case/tasks/department-tasks.js';
import { OrganisationsController } from './settings/organisations.controller.js';
import { ConnectionsController } from './settings/connections.controller.js';
import { FirstStartController } from './first-start/first-start.controller.js';
import { OptionsController } from './settings/options.controller.js';
import { SetupController } from './settings/setup.controller.js';
import { SettingsController } from './settings/settings.controller.js';
import { CaseAlerts } from './case/case-alerts.js';
import { MacrosController } from './macros/macros.controller.js';
import { EnteredController } from './case/correspondence/entered.controller.js';
import { EnteredForms } from './case/entered-forms.js';
import { SupplementController } from './handover/supplement.controller.js';
import { AnswerDecisions } from './case/correspondence/answer-decisions.js';
import { AnswerViews } from './case/correspondence/answer-views.js';
import { AnswerController } from './case/correspondence/answer.controller.js';
import { CasePageViews } from './case/overview/case-page-views.js';
import { MergedPeopleReader } from './case/joins/people.js';
import { CaseHeads } from './case/case-heads.js';
import { WorklistSurroundings } from './worklist/worklist-surroundings.js';
import { DraftsController } from './case/drafts/drafts.controller.js';
import { HandoverController } from './handover/handover.controller.js';
import { IdentityCheckController } from './case/identity-check/identity-check.controller.js';
import { IdentityCheckViews } from './case/identity-check/identity-check-views.js';
import { OwnTasksController } from './case/tasks/own-tasks.controller.js';
import { JoinsController } from './case/joins/joins.controller.js';
import { ShortcutsController } from './worklist/shortcuts.controller.js';
import { WorklistController } from './worklist/worklist.controller.js';
import { MailboxController } from './mailbox/mailbox.controller.js';
import { MessageDraftsController } from './case/correspondence/message-drafts.controller.js';
import { NotesController } from './case/notes/notes.controller.js';
import { Pages } from './shell/pages.service.js';
import { PickupController } from './case/portability/pickup.controller.js';
import { PortabilityController } from './case/portability/portability.controller.js';
import { PortabilityViews } from './case/portability/portability-views.js';
import { ProofPagesController } from './public/proof.controller.js';
import { PublicController } from './public/public.controller.js';
import { ReceiptsController } from './handover/receipts.controller.js';
import { RemindersController } from './reminders/reminders.controller.js';
import { FiguresController } from './reports/figures.controller.js';
import { ReportsController } from './reports/reports.controller.js';
import { CaseViews } from './case/case-views.js';
import { ScheduleController } from './reports/schedule.controller.js';
import { SessionController } from './sign-in/session.controller.js';
import { LogHealthReader } from './shell/log-health.js';
import { SettingsReader } from './shell/settings-reader.js';
import { CaseRetentionController } from './case/retention/retention.controller.js';
import { RetentionPagesController } from './retention/retention.controller.js';
import { TaskLinkController } from './case/tasks/task-link.controller.js';
import { TaskViews } from './case/tasks/task-views.js';
import { TasksController } from './case/tasks/tasks.controller.js';
import { TemplatesController } from './case/correspondence/templates.controller.js';
import { UnassignedController } from './unassigned/unassigned.controller.js';
import { CaseController } from './case/overview/case.controller.js';

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
    RetentionModule,
    SetupModule,
    TasksModule,
  ],
  controllers: [
    AccountsController,
    AllCasesController,
    AccountLinkController,
    CodeController,
    OidcController,
    SecondFactorController,
    OwnAccountController,
    FollowUpsController,
    AssetsController,
    AlarmsController,
    LogPagesController,
    ClaimsController,
    ComplaintGuidanceController,
    ConfirmLinkController,
    AnswerController,
    EnteredController,
    MacrosController,
    CorrespondenceController,
    InspectionController,
    FindingController,
    KeptFormsController,
    BreachController,
    DeadlineController,
    DutiesController,
    SettingsController,
    ConnectionsController,
    FirstStartController,
    OptionsController,
    OrganisationsController,
    SetupController,
    DraftsController,
    HandoverController,
    IdentityCheckController,
    MailboxController,
    OwnTasksController,
    JoinsController,
    ShortcutsController,
    WorklistController,
    MailboxController,
    MessageDraftsController,
    NotesController,
    PickupController,
    PortabilityController,
    ProofPagesController,
    PublicController,
    ReceiptsController,
    SupplementController,
    RemindersController,
    FiguresController,
    ReportsController,
    ScheduleController,
    SessionController,
    CaseRetentionController,
    RetentionPagesController,
    TaskLinkController,
    TasksController,
    TemplatesController,
    UnassignedController,
    CaseController,
  ],
  providers: [
    FollowUpViews,
    ClosingViews,
    LogViews,
    BulkAcknowledgement,
    CorrespondenceViews,
    DashboardViews,
    DepartmentTasks,
    CaseAlerts,
    CaseHeads,
    AnswerDecisions,
    EnteredForms,
    AnswerViews,
    CasePageViews,
    MergedPeopleReader,
    WorklistSurroundings,
    IdentityCheckViews,
    Pages,
    PortabilityViews,
    CaseViews,
    LogHealthReader,
    SettingsReader,
    TaskViews,
    WhomToAsk,
  ],
  exports: [Pages],
})
export class WebModule {}
