import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { OutboxWorker } from '../platform/outbox/outbox-worker.js';
import { MailJobs } from '../audit/mail-jobs.js';
import { AccountLinks, ACCOUNT_MAIL_JOB } from './accounts/account-links.service.js';
import { AccountMailService } from './accounts/account-mail.service.js';
import { AccountsService } from './accounts/accounts.service.js';
import { Leavers } from './accounts/leavers.service.js';
import { OwnData } from './accounts/own-data.service.js';
import { OwnAccount } from './accounts/own-account.service.js';
import { Passwords } from './accounts/passwords.service.js';
import { OidcClient } from './oidc/oidc-client.js';
import { OidcSignIn } from './oidc/oidc-sign-in.service.js';
import { SecondFactor } from './second-factor/second-factor.service.js';
import { AttemptLimit } from './attempt-limit.js';
import { DemoAccounts } from './demo-accounts.js';
import { Devices } from './device.js';
import { Operators } from './operators.service.js';
import { KeptForms } from './kept-forms.js';
import { InspectionTrail } from './inspection-trail.js';
import { SecurityTrail } from './security-trail.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { TokenRate } from './token-rate.js';
import { TokensService } from './tokens.service.js';
import { UsersService } from './users.service.js';

const SERVICES = [
  AccountLinks,
  AccountMailService,
  AccountsService,
  OidcClient,
  OidcSignIn,
  Leavers,
  OwnAccount,
  OwnData,
  Passwords,
  SecondFactor,
  AttemptLimit,
  DemoAccounts,
  Devices,
  InspectionTrail,
  KeptForms,
  Operators,
  SecurityTrail,
  SessionsService,
  SignInService,
  TokenRate,
  TokensService,
  UsersService,
];

const SWEEP_MS = 5 * 60_000;
const FORGET_MS = 60 * 60_000;

@Module({
  imports: [AuditModule],
  providers: [...SERVICES],
  exports: [...SERVICES],
})
export class IdentityModule implements OnApplicationBootstrap {
  constructor(
    @Inject(OutboxWorker) private readonly worker: OutboxWorker,
    @Inject(KeptForms) private readonly keptForms: KeptForms,
    @Inject(Leavers) private readonly leavers: Leavers,
    @Inject(MailJobs) private readonly mailJobs: MailJobs,
    @Inject(AccountMailService) private readonly mails: AccountMailService,
  ) {}

  onApplicationBootstrap(): void {
    this.worker.every(SWEEP_MS, () => this.keptForms.sweep());
    this.worker.every(FORGET_MS, () => this.leavers.sweep());
    this.mailJobs.register(ACCOUNT_MAIL_JOB, this.mails);
  }
}
