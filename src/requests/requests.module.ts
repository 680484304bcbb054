import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DraftsService } from './drafts.service.js';
import { JoinsService } from './joins.service.js';
import { NotesService } from './notes.service.js';
import { RequestsService } from './requests.service.js';
import { RightsRequestsRepository } from './rights-requests.repository.js';
import { SplitService } from './split.service.js';
import { WorklistViewsService } from './worklist-views.service.js';

/** What the DPO's desk is made of. */
const DESK = [DraftsService, JoinsService, NotesService, SplitService, WorklistViewsService];

@Module({
  imports: [AuditModule],
  providers: [RightsRequestsRepository, RequestsService, ...DESK],
  exports: [RequestsService, RightsRequestsRepository, ...DESK],
})
export class RequestsModule {}
