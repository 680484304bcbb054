import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { NewOrganisations } from './new-organisations.service.js';

@Module({
  imports: [AuditModule, IdentityModule, OrganisationsModule],
  providers: [NewOrganisations],
  exports: [NewOrganisations],
})
export class SetupModule {}
