import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { RequestsService } from './requests.service.js';
import { RightsRequestsRepository } from './rights-requests.repository.js';

@Module({
  imports: [AuditModule],
  providers: [RightsRequestsRepository, RequestsService],
  exports: [RequestsService, RightsRequestsRepository],
})
export class RequestsModule {}
