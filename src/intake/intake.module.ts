import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { RequestsModule } from '../requests/requests.module.js';
import { IntakeService } from './intake.service.js';

@Module({ imports: [AuditModule, RequestsModule], providers: [IntakeService], exports: [IntakeService] })
export class IntakeModule {}
