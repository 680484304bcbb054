import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AttemptLimit } from './attempt-limit.js';
import { DemoAccounts } from './demo-accounts.js';
import { Devices } from './device.js';
import { InspectionTrail } from './inspection-trail.js';
import { SecurityTrail } from './security-trail.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { TokenRate } from './token-rate.js';
import { TokensService } from './tokens.service.js';
import { UsersService } from './users.service.js';

const SERVICES = [
  AttemptLimit,
  DemoAccounts,
  Devices,
  InspectionTrail,
  SecurityTrail,
  SessionsService,
  SignInService,
  TokenRate,
  TokensService,
  UsersService,
];

@Module({
  imports: [AuditModule],
  providers: [...SERVICES],
  exports: [...SERVICES],
})
export class IdentityModule {}
