import { Inject, Injectable } from '@nestjs/common';
import { commandLineActor } from '../audit/actor.js';
import { AccountsService } from '../identity/accounts/accounts.service.js';
import { DemoAccounts } from '../identity/demo-accounts.js';
import { Operators } from '../identity/operators.service.js';
import { SessionsService } from '../identity/sessions.service.js';
import type { UserRole } from '../identity/user-role.js';
import { UsersService } from '../identity/users.service.js';
import { OrganisationsService } from '../organisations/organisations.service.js';

export interface FirstUsers {
  readonly email: string;
  readonly password: string;
  /** Invited by mail. */
  readonly others: readonly { readonly email: string; readonly role: UserRole }[];
  readonly endDemonstration: boolean;
}

/** The people of the last step. */
@Injectable()
export class FirstPeople {
  constructor(
    @Inject(UsersService) private readonly users: UsersService,
    @Inject(AccountsService) private readonly accounts: AccountsService,
    @Inject(Operators) private readonly operators: Operators,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(DemoAccounts) private readonly demonstration: DemoAccounts,
    @Inject(OrganisationsService) private readonly organisations: OrganisationsService,
  ) {}

  async settle(organisationId: string, { email, password, others, endDemonstration }: FirstUsers): Promise<string> {
    const actor = commandLineActor(organisationId);
    const { userId } = await this.users.add(actor, { email, role: 'admin', password });
    await this.operators.name(actor, userId);
    for (const other of others) {
      await this.accounts.invite(actor, other.email, [other.role]);
    }
    if (endDemonstration) {
      for (const { id } of (await this.organisations.list()).filter((one) => one.id !== organisationId)) {
        await this.demonstration.end(id);
      }
    }
    return this.sessions.begin(userId, organisationId);
  }
}
