import { Inject, Injectable } from '@nestjs/common';
import { commandLineActor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { closeAccount, endCalendar, endMemberships, endSessionsIn } from './accounts/accounts.sql.js';
import { noteLeaver } from './accounts/leavers.sql.js';
import { randomPassword } from './password.js';
import { TokensService } from './tokens.service.js';
import { USER_ROLES, type UserRole } from './user-role.js';
import { UsersService } from './users.service.js';

export interface DemoAccount {
  readonly role: UserRole;
  readonly email: string;
  readonly password: string;
}

/** The demonstration's profile has handed the decision over, on record: nobody else decides there. */
const DEMO_ROLES = USER_ROLES.filter((role) => role !== 'decider');

/** Accounts to try the program with: one a role, passwords random and shown once. */
@Injectable()
export class DemoAccounts {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(UsersService) private readonly users: UsersService,
    @Inject(TokensService) private readonly tokens: TokensService,
  ) {}

  async create(organisationId: string, domain: string): Promise<readonly DemoAccount[]> {
    const accounts = DEMO_ROLES.map((role) => ({ role, email: `${role}@${domain}`, password: randomPassword() }));
    for (const account of accounts) {
      await this.users.add(commandLineActor(organisationId), account);
    }
    return accounts;
  }

  /** The demonstration is over: nobody of it gets in any more. What it recorded stays. */
  async end(organisationId: string): Promise<void> {
    const actor = commandLineActor(organisationId);
    // Nobody real has such an address (RFC 2606): an organisation set up meanwhile loses nobody.
    const invented = (await this.users.list(actor)).filter(({ email }) => email.endsWith('.example'));
    for (const { id } of invented) {
      await this.auditLog.transact(actor, async (transaction) => {
        const taken = await endMemberships(transaction, id, organisationId);
        taken.forEach((role) => transaction.record('role.revoked', { user: id, role }));
        const sessions = await endSessionsIn(transaction, id, organisationId, null);
        const tokens = await this.tokens.revokeAllOf(transaction, id);
        const links = await endCalendar(transaction, id, organisationId);
        await closeAccount(transaction, id, transaction.now);
        await noteLeaver(transaction, id, organisationId, transaction.now);
        transaction.record('user.left', { user: id, sessions, tokens, links });
      });
    }
    this.tokens.forget();
  }
}
