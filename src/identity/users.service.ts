import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { addDays, civilDateIn, parseCivilDate, type CivilDate } from '../domain/civil-date.js';
import { refuse } from '../domain/problem.js';
import { WORKER_SCOPE, type Actor } from '../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../audit/audit-log.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { isMailAddress } from '../platform/mail/compose.js';
import {
  anyUser,
  findUser,
  grantRole,
  insertUser,
  listUsers,
  setPasswordHash,
  type ListedUser,
} from './identity.sql.js';
import { hashPassword } from './password.js';
import { mustBeGoodPassword } from './password-rule.js';
import { isMember, openAccount, worksElsewhere } from './accounts/accounts.sql.js';
import { endSessionsOf } from './sessions.sql.js';
import { TokensService } from './tokens.service.js';
import { USER_ROLES, type UserRole } from './user-role.js';

export interface NewUser {
  readonly email: string;
  readonly role: UserRole;
  readonly password?: string;
  /** Last day of an auditor's access (YYYY-MM-DD): an account for an inspection. */
  readonly until?: string;
  /** A group of the provider gives the role, and takes it. */
  readonly fromDirectory?: boolean;
}

export interface AddedUser {
  readonly userId: string;
  /** False: the account existed, and only the role may be new. */
  readonly created: boolean;
  /** Whether the password given is that of the account now. */
  readonly passwordSet: boolean;
}

@Injectable()
export class UsersService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TokensService) private readonly tokens: TokensService,
  ) {}

  /**
   * Adds the account if there is none of this address, and gives it the role. Twice is once. A password is set for a new
   * account, or for one that belongs to this organisation alone, whose sessions and tokens then end; whoever works for
   * another one too keeps theirs.
   * @throws Refusal invalid-input
   */
  async add(actor: Actor, { email, role, password, until, fromDirectory }: NewUser): Promise<AddedUser> {
    const address = mustBeAddress(email);
    if (!USER_ROLES.includes(role)) {
      refuse('invalid-input', { fields: [{ field: 'role', code: 'unknown-value' }] });
    }
    if (password !== undefined) {
      mustBeGoodPassword(password, address);
    }
    const endsOn = until === undefined ? null : this.lastDay(role, until);
    const passwordHash = password === undefined ? undefined : await hashPassword(password);
    const { organisationId } = actor;
    // As the program: an address may belong to somebody whom the actor's organisation does not know.
    const { result } = await this.auditLog.transact({ ...actor, roles: ['system'] }, async (transaction) => {
      const { userId, created, known } = await this.account(transaction, address);
      const granted = await grantRole(transaction, {
        userId,
        organisationId,
        role,
        at: transaction.now,
        endsOn,
        fromDirectory: fromDirectory ?? false,
      });
      if (!known) {
        transaction.record('user.added', { user: userId, role });
      } else if (granted) {
        transaction.record('role.granted', { user: userId, role });
      }
      if (granted && endsOn !== null) {
        transaction.record('access.limited', { user: userId, until: endsOn });
      }
      const sets =
        passwordHash !== undefined &&
        (created || (known && !(await worksElsewhere(transaction, userId, organisationId))));
      if (sets) {
        await setPasswordHash(transaction, userId, passwordHash);
        // Whoever knew the old one, has copied a cookie or holds a token is out.
        await endSessionsOf(transaction, userId);
        await this.tokens.revokeAllOf(transaction, userId);
        transaction.record('password.set', { user: userId });
      }
      return { userId, created, passwordSet: sets };
    });
    this.tokens.forget();
    return result;
  }

  /** `known`: in this organisation. What else there is of somebody leaves no trace in its log. */
  private async account(
    transaction: AuditTransaction,
    address: string,
  ): Promise<{ readonly userId: string; readonly created: boolean; readonly known: boolean }> {
    // Random: an id that tells its time would tell that somebody has been elsewhere before.
    const fresh = randomUUID();
    const created = await insertUser(transaction, fresh, address, transaction.now);
    const user = created ? undefined : await findUser(transaction, address);
    const userId = user?.id ?? fresh;
    if (user?.disabled === true) {
      await openAccount(transaction, userId);
    }
    return { userId, created, known: await isMember(transaction, userId, transaction.actor.organisationId) };
  }

  /**
   * Access for an authority's inspection; never for somebody of the organisation, so that its end takes no role from
   * anybody.
   * @throws Refusal invalid-input (email, until)
   */
  async addInspector(actor: Actor, account: { readonly email: string; readonly until: string }): Promise<AddedUser> {
    const address = mustBeAddress(account.email);
    if ((await this.list(actor)).some(({ email }) => email === address)) {
      refuse('invalid-input', { fields: [{ field: 'email', code: 'only-once' }] });
    }
    return this.add(actor, { ...account, role: 'auditor' });
  }

  private lastDay(role: UserRole, until: string): CivilDate {
    const day = parseCivilDate(until);
    if (day === undefined) {
      return refuse('invalid-input', { fields: [{ field: 'until', code: 'not-a-date' }] });
    }
    // The day before: whatever the time zone of the organisation, today is not refused.
    const earliest = addDays(civilDateIn(this.clock.now(), 'UTC'), -1);
    if (day < earliest || role !== 'auditor') {
      const code = role === 'auditor' ? 'before-start' : 'unknown-value';
      return refuse('invalid-input', { fields: [{ field: 'until', code, limit: addDays(earliest, 1) }] });
    }
    return day;
  }

  async list(actor: Actor): Promise<readonly ListedUser[]> {
    return this.database.read(actor, (transaction) => listUsers(transaction, actor.organisationId));
  }

  /** Whether anyone can sign in yet. */
  async isEmpty(): Promise<boolean> {
    return !(await this.database.read(WORKER_SCOPE, (transaction) => anyUser(transaction)));
  }
}

/** @throws Refusal invalid-input */
function mustBeAddress(email: string): string {
  const address = email.trim().toLowerCase();
  return isMailAddress(address)
    ? address
    : refuse('invalid-input', { fields: [{ field: 'email', code: 'not-an-address' }] });
}
