import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { Connections } from './connections.service.js';
import { FirstPeople } from './first-people.service.js';
import { FirstSetup } from './first-setup.service.js';
import { NewOrganisations } from './new-organisations.service.js';

@Module({
  imports: [AuditModule, IdentityModule, OrganisationsModule],
  providers: [Connections, FirstSetup, FirstPeople, NewOrganisations],
  exports: [Connections, FirstSetup, NewOrganisations],
})
export class SetupModule {}
