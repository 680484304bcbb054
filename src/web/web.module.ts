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
import { BulkAcknowledgement } from './bulk-acknowledgement.js';
import { DeadlineController } from './deadline.controller.js';
import { DeskController } from './desk.controller.js';
import { DeskViews } from './desk-views.js';
import { DraftsController } from './drafts.controller.js';
import { HandoverController } from './handover.controller.js';
import { JoinsController } from './joins.controller.js';
import { KeysController } from './keys.controller.js';
import { ListController } from './list.controller.js';
import { MailboxController } from './mailbox.controller.js';
import { NotesController } from './notes.controller.js';
import { Pages } from './pages.service.js';
import { PublicController } from './public.controller.js';
import { ReceiptsController } from './receipts.controller.js';
import { RemindersController } from './reminders.controller.js';
import { RequestViews } from './request-views.js';
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
    DeadlineController,
    DeskController,
    DraftsController,
    HandoverController,
    JoinsController,
    KeysController,
    ListController,
    MailboxController,
    NotesController,
    PublicController,
    ReceiptsController,
    RemindersController,
    SessionController,
    WorklistController,
  ],
  providers: [AuditViews, BulkAcknowledgement, DeskViews, Pages, RequestViews, SettingsReader],
  exports: [Pages],
})
export class WebModule {}
