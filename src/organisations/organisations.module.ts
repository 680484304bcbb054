import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { OrganisationsRepository } from './organisations.repository.js';
import { OrganisationsService } from './organisations.service.js';
import { SettingsService } from './settings/settings.service.js';

@Module({
  imports: [AuditModule],
  providers: [OrganisationsRepository, OrganisationsService, SettingsService],
  exports: [OrganisationsRepository, OrganisationsService, SettingsService],
})
export class OrganisationsModule {}
