import { Inject, Injectable } from '@nestjs/common';
import { addDays, civilDateIn, parseCivilDate, type CivilDate } from '../domain/civil-date.js';
import { refuse } from '../domain/problem.js';
import { WORKER_SCOPE, type Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { uuidv7 } from '../platform/ids.js';
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
import { endSessionsOf } from './sessions.sql.js';
import { USER_ROLES, type UserRole } from './user-role.js';

export interface NewUser {
  readonly email: string;
  readonly role: UserRole;
  readonly password?: string;
  /** Last day of an auditor's access (YYYY-MM-DD): an account for an inspection. */
  readonly until?: string;
}

export interface AddedUser {
  readonly userId: string;
  /** False: the account existed, and only the role may be new. */
  readonly created: boolean;
}

@Injectable()
export class UsersService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Adds the account if there is none of this address, and gives it the role. Twice is once; a new password ends the account's sessions. @throws Refusal invalid-input */
  async add(actor: Actor, { email, role, password, until }: NewUser): Promise<AddedUser> {
    const address = email.trim().toLowerCase();
    if (!isMailAddress(address)) {
      refuse('invalid-input', { fields: [{ field: 'email', code: 'not-an-address' }] });
    }
    if (!USER_ROLES.includes(role)) {
      refuse('invalid-input', { fields: [{ field: 'role', code: 'unknown-value' }] });
    }
    if (password !== undefined) {
      mustBeGoodPassword(password, address);
    }
    const endsOn = until === undefined ? null : this.lastDay(role, until);
    const passwordHash = password === undefined ? undefined : await hashPassword(password);
    const { organisationId } = actor;
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const known = await findUser(transaction, address);
      const userId = known?.id ?? uuidv7(this.clock.now().getTime());
      if (known === undefined) {
        await insertUser(transaction, userId, address, transaction.now);
      }
      const granted = await grantRole(transaction, { userId, organisationId, role, at: transaction.now, endsOn });
      if (known === undefined) {
        transaction.record('user.added', { user: userId, role });
      } else if (granted) {
        transaction.record('role.granted', { user: userId, role });
      }
      if (granted && endsOn !== null) {
        transaction.record('access.limited', { user: userId, until: endsOn });
      }
      if (passwordHash !== undefined) {
        await setPasswordHash(transaction, userId, passwordHash);
        // Whoever knew the old one, or has copied a cookie, is out.
        await endSessionsOf(transaction, userId);
        transaction.record('password.set', { user: userId });
      }
      return { userId, created: known === undefined };
    });
    return result;
  }

  /**
   * An account for an authority's inspection; always a new one, so that its end takes no role from anybody.
   * @throws Refusal invalid-input (email, until)
   */
  async addInspector(
    actor: Actor,
    account: { readonly email: string; readonly until: string; readonly password: string },
  ): Promise<void> {
    const address = account.email.trim().toLowerCase();
    if ((await this.list(actor)).some(({ email }) => email === address)) {
      refuse('invalid-input', { fields: [{ field: 'email', code: 'only-once' }] });
    }
    await this.add(actor, { ...account, role: 'auditor' });
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
