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

/** Accounts to try the program with: one a role, passwords random and shown once. */
@Injectable()
export class DemoAccounts {
  constructor(@Inject(UsersService) private readonly users: UsersService) {}

  async create(organisationId: string, domain: string): Promise<readonly DemoAccount[]> {
    const accounts = USER_ROLES.map((role) => ({ role, email: `${role}@${domain}`, password: randomPassword() }));
    for (const account of accounts) {
      await this.users.add(commandLineActor(organisationId), account);
    }
    return accounts;
  }
}
