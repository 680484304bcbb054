import { Module, type OnModuleInit } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { faultsOf, LIFECYCLE } from '../domain/lifecycle/lifecycle.js';
import { CATALOGUE, faultsOfCatalogue } from '../domain/rights/catalogue.js';
import { ClaimsService } from './claims/claims.service.js';
import { RequestsService } from './requests.service.js';
import { RightsRequestsRepository } from './rights-requests.repository.js';

@Module({
  imports: [AuditModule],
  providers: [ClaimsService, RightsRequestsRepository, RequestsService],
  exports: [ClaimsService, RequestsService, RightsRequestsRepository],
})
export class RequestsModule implements OnModuleInit {
  /** Tables that contradict themselves stop the start. */
  onModuleInit(): void {
    const faults = [...faultsOf(LIFECYCLE), ...faultsOfCatalogue(CATALOGUE)];
    if (faults.length > 0) {
      throw new Error(`the law contradicts itself: ${faults.join('; ')}`);
    }
  }
}
