import { Inject, Injectable } from '@nestjs/common';
import { commandLineActor } from '../audit/actor.js';
import { randomPassword } from './password.js';
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
  constructor(@Inject(UsersService) private readonly users: UsersService) {}

  async create(organisationId: string, domain: string): Promise<readonly DemoAccount[]> {
    const accounts = DEMO_ROLES.map((role) => ({ role, email: `${role}@${domain}`, password: randomPassword() }));
    for (const account of accounts) {
      await this.users.add(commandLineActor(organisationId), account);
    }
    return accounts;
  }
}
