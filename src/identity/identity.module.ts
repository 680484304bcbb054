import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DemoAccounts } from './demo-accounts.js';
import { InspectionTrail } from './inspection-trail.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { TokensService } from './tokens.service.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [AuditModule],
  providers: [DemoAccounts, InspectionTrail, SessionsService, SignInService, TokensService, UsersService],
  exports: [DemoAccounts, InspectionTrail, SessionsService, SignInService, TokensService, UsersService],
})
export class IdentityModule {}
