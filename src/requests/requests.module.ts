import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { RequestsService } from './requests.service.js';
import { Seats } from './seats.js';
import { RightsRequestsRepository } from './rights-requests.repository.js';

@Module({
  imports: [AuditModule, OrganisationsModule],
  providers: [RightsRequestsRepository, RequestsService, Seats],
  exports: [RequestsService, Seats],
})
export class RequestsModule {}
