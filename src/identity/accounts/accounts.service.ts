import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import { actsAs, type Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Database } from '../../platform/database/database.js';
import { dismissLeaver } from '../operators.sql.js';
import { grantRole } from '../identity.sql.js';
import { IDLE_SECONDS } from '../sessions.service.js';
import { TokensService, type ListedToken } from '../tokens.service.js';
import { USER_ROLES, type UserRole } from '../user-role.js';
import { UsersService } from '../users.service.js';
import { noteLeaver } from './leavers.sql.js';
import { AccountLinks } from './account-links.service.js';
import { endLinks } from './account-links.sql.js';
import { asProgram } from './passwords.service.js';
import {
  closeAccount,
  endCalendar,
  endMemberships,
  endSessionsIn,
  listAccounts,
  listSessions,
  lockRoles,
  otherHolders,
  resumeMemberships,
  suspendMemberships,
  takeRole,
  type AccountRow,
  type ListedSession,
} from './accounts.sql.js';

export type { AccountRow, ListedSession } from './accounts.sql.js';

/** Somebody must have these, or the organisation can neither be run nor be asked. */
const NEEDED = ['admin', 'dpo'] as const satisfies readonly UserRole[];

export interface Account extends AccountRow {
  readonly sessions: readonly ListedSession[];
  readonly tokens: readonly ListedToken[];
}

/**
 * The accounts of one organisation, for its administrators and the command line. What an account has elsewhere is
 * neither shown nor touched: its sessions, tokens and roles there are another organisation's matter.
 */
@Injectable()
export class AccountsService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(UsersService) private readonly users: UsersService,
    @Inject(AccountLinks) private readonly links: AccountLinks,
    @Inject(TokensService) private readonly tokens: TokensService,
  ) {}

  async list(actor: Actor): Promise<readonly AccountRow[]> {
    mustAdminister(actor);
    return this.database.read(actor, (transaction) => listAccounts(transaction, actor.organisationId));
  }

  /** @throws Refusal not-found */
  async get(actor: Actor, userId: string): Promise<Account> {
    const row = (await this.list(actor)).find(({ id }) => id === userId) ?? refuse('not-found', {});
    const sessions = await this.database.read(actor, (transaction) =>
      listSessions(transaction, userId, actor.organisationId, IDLE_SECONDS),
    );
    return { ...row, sessions, tokens: await this.tokens.listOf(actor, userId) };
  }

  /** The account of this address in the organisation. @throws Refusal not-found */
  async idOf(actor: Actor, email: string): Promise<string> {
    const address = email.trim().toLowerCase();
    const found = (await this.list(actor)).find((account) => account.email === address);
    return found?.id ?? refuse('not-found', {});
  }

  /**
   * Gives the roles and mails a link by which the person sets a password. An address that has an account, here or
   * elsewhere, is treated just the same, so that nobody learns where else somebody works.
   * @throws Refusal invalid-input (email, roles)
   */
  async invite(actor: Actor, email: string, roles: readonly UserRole[]): Promise<{ readonly userId: string }> {
    mustAdminister(actor);
    if (roles.length === 0 || roles.some((role) => !USER_ROLES.includes(role))) {
      const code = roles.length === 0 ? 'required' : 'unknown-value';
      return refuse('invalid-input', { fields: [{ field: 'roles', code }] });
    }
    let userId = '';
    for (const role of new Set(roles)) {
      ({ userId } = await this.users.add(actor, { email, role }));
    }
    await this.auditLog.transact(asProgram(actor), (transaction) => this.links.send(transaction, userId, 'invitation'));
    return { userId };
  }

  /** The invitation again, with a new link; the old one loses its force. @throws Refusal not-found */
  async inviteAgain(actor: Actor, userId: string): Promise<void> {
    const { suspended } = await this.get(actor, userId);
    if (suspended) {
      refuse('account-suspended', {});
    }
    await this.auditLog.transact(asProgram(actor), (transaction) => this.links.send(transaction, userId, 'invitation'));
  }

  /** Twice is once. @throws Refusal not-found, invalid-input (role), account-suspended */
  async giveRole(actor: Actor, userId: string, role: UserRole): Promise<void> {
    const account = await this.get(actor, userId);
    if (!USER_ROLES.includes(role)) {
      refuse('invalid-input', { fields: [{ field: 'role', code: 'unknown-value' }] });
    }
    if (account.suspended) {
      refuse('account-suspended', {});
    }
    await this.change(actor, async (transaction) => {
      const { organisationId } = actor;
      if (await grantRole(transaction, { userId, organisationId, role, at: transaction.now, endsOn: null })) {
        transaction.record('role.granted', { user: userId, role });
      }
    });
  }

  /**
   * Sessions that are open lose it with their next request. The last role is not taken: that is leaving.
   * @throws Refusal not-found, last-of-role, last-role
   */
  async takeRole(actor: Actor, userId: string, role: UserRole): Promise<void> {
    const { roles } = await this.get(actor, userId);
    await this.change(actor, async (transaction) => {
      await this.mustNotBeLast(transaction, userId, roles.includes(role) ? [role] : []);
      if (await takeRole(transaction, userId, actor.organisationId, role)) {
        if (roles.length === 1) {
          refuse('last-role', {});
        }
        transaction.record('role.revoked', { user: userId, role });
      }
    });
  }

  /** Nobody gets in, and nothing is lost: it can be taken back. @throws Refusal not-found, last-of-role */
  async suspend(actor: Actor, userId: string): Promise<void> {
    const { roles } = await this.get(actor, userId);
    await this.change(actor, async (transaction) => {
      await this.mustNotBeLast(transaction, userId, roles);
      if ((await suspendMemberships(transaction, userId, actor.organisationId, transaction.now)) > 0) {
        const sessions = await endSessionsIn(transaction, userId, actor.organisationId, null);
        transaction.record('user.suspended', { user: userId, sessions });
      }
    });
  }

  /** @throws Refusal not-found */
  async resume(actor: Actor, userId: string): Promise<void> {
    await this.get(actor, userId);
    await this.change(actor, async (transaction) => {
      if ((await resumeMemberships(transaction, userId, actor.organisationId)) > 0) {
        transaction.record('user.resumed', { user: userId });
      }
    });
  }

  /** One session, or all of them in this organisation; returns how many. @throws Refusal not-found */
  async endSessions(actor: Actor, userId: string, sessionId: string | null = null): Promise<number> {
    await this.get(actor, userId);
    return this.change(actor, async (transaction) => {
      const sessions = await endSessionsIn(transaction, userId, actor.organisationId, sessionId);
      if (sessions > 0) {
        transaction.record('sessions.ended', { user: userId, sessions });
      }
      return sessions;
    });
  }

  /** @throws Refusal not-found */
  async revokeToken(actor: Actor, userId: string, tokenId: string): Promise<void> {
    const { tokens } = await this.get(actor, userId);
    if (!tokens.some(({ id }) => id === tokenId)) {
      refuse('not-found', {});
    }
    await this.tokens.revoke(actor, tokenId);
  }

  /**
   * Somebody leaves: in one commit the roles, sessions, tokens, the calendar's address and open links of this
   * organisation end, and the account itself where it has no role anywhere else.
   * @throws Refusal not-found, last-of-role
   */
  async leave(actor: Actor, userId: string): Promise<void> {
    const { organisationId } = actor;
    const { roles } = await this.get(actor, userId);
    await this.change(actor, async (transaction) => {
      await this.mustNotBeLast(transaction, userId, roles);
      const taken = await endMemberships(transaction, userId, organisationId);
      if (taken.length === 0) {
        return;
      }
      taken.forEach((role) => transaction.record('role.revoked', { user: userId, role }));
      const sessions = await endSessionsIn(transaction, userId, organisationId, null);
      const tokens = await this.tokens.revokeAllOf(transaction, userId);
      const calendars = await endCalendar(transaction, userId, organisationId);
      const links = calendars + (await endLinks(transaction, userId, organisationId, null));
      await closeAccount(transaction, userId, transaction.now);
      await noteLeaver(transaction, userId, organisationId, transaction.now);
      if (await dismissLeaver(transaction, userId)) {
        transaction.record('operator.dismissed', { user: userId });
      }
      transaction.record('user.left', { user: userId, sessions, tokens, links });
    });
  }

  private async change<T>(actor: Actor, work: (transaction: AuditTransaction) => Promise<T>): Promise<T> {
    const { result } = await this.auditLog.transact(asProgram(actor), async (transaction) => {
      await lockRoles(transaction, actor.organisationId);
      return work(transaction);
    });
    this.tokens.forget();
    return result;
  }

  private async mustNotBeLast(
    transaction: AuditTransaction,
    userId: string,
    roles: readonly UserRole[],
  ): Promise<void> {
    const { organisationId } = transaction.actor;
    for (const role of NEEDED.filter((one) => roles.includes(one))) {
      if ((await otherHolders(transaction, organisationId, role, userId)) === 0) {
        refuse('last-of-role', { role });
      }
    }
  }
}

/** @throws Refusal not-allowed */
function mustAdminister(actor: Actor): void {
  if (!actsAs(actor, 'admin', 'system')) {
    refuse('not-allowed', {});
  }
}
