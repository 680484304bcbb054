import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { OrganisationsRepository } from './organisations.repository.js';
import { OrganisationsService } from './organisations.service.js';
import { OrganisationSettingsService } from './settings/organisation-settings.service.js';
import { SettingsService } from './settings/settings.service.js';

@Module({
  imports: [AuditModule],
  providers: [OrganisationsRepository, OrganisationsService, OrganisationSettingsService, SettingsService],
  exports: [OrganisationsRepository, OrganisationsService, OrganisationSettingsService, SettingsService],
})
export class OrganisationsModule {}
