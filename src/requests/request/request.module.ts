import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { RequestVault } from '../sealed/request-vault.js';
import { CaseWork } from './case-work.js';
import { DismissalService } from './dismissal.service.js';
import { IdempotencyKeys } from './idempotency-keys.service.js';
import { RequestsService } from './requests.service.js';
import { RightsRequestsRepository } from './rights-requests.repository.js';

const SERVICES = [CaseWork, DismissalService, IdempotencyKeys, RequestsService, RequestVault, RightsRequestsRepository];

/** The request itself: what every matter of it rests on. */
@Module({ imports: [AuditModule], providers: SERVICES, exports: SERVICES })
export class RequestModule {}
