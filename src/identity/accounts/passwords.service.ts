import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import { systemActor, WORKER_SCOPE, type Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Database } from '../../platform/database/database.js';
import { AttemptLimit } from '../attempt-limit.js';
import { findUserById, membershipsOf, setPasswordHash } from '../identity.sql.js';
import { hashPassword, verifyPassword } from '../password.js';
import { mustBeGoodPassword } from '../password-rule.js';
import { endSessionsOf } from '../sessions.sql.js';
import { TokensService } from '../tokens.service.js';
import { endLinks } from './account-links.sql.js';

const GUESSES = 10;

interface Owner {
  readonly userId: string;
  readonly email: string;
}

/** A new password: whoever knew the old one, has copied a cookie or holds a token of the account is out (ASVS 5.0, 7.4.3). */
@Injectable()
export class Passwords {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
    @Inject(TokensService) private readonly tokens: TokensService,
  ) {}

  /**
   * Sets it and ends every session, token and link for a password of the account, in every organisation.
   * @param first done in the same commit
   * @throws Refusal invalid-input (password)
   */
  async set(
    actor: Actor,
    { userId, email }: Owner,
    password: string,
    first?: (transaction: AuditTransaction) => Promise<void>,
  ): Promise<void> {
    mustBeGoodPassword(password, email);
    const passwordHash = await hashPassword(password);
    await this.auditLog.transact(asProgram(actor), async (transaction) => {
      await first?.(transaction);
      await setPasswordHash(transaction, userId, passwordHash);
      await endSessionsOf(transaction, userId);
      await endLinks(transaction, userId, null, 'password');
      await this.tokens.revokeAllOf(transaction, userId);
      transaction.record('password.set', { user: userId });
    });
    for (const { organisationId } of await this.elsewhere(userId, actor.organisationId)) {
      // The tokens there belong to another log; they have been dead since the password changed only after this.
      await this.auditLog.transact(systemActor(organisationId), (transaction) =>
        this.tokens.revokeAllOf(transaction, userId),
      );
    }
    this.tokens.forget();
  }

  /** By the person, who shows that they know the old one. @throws Refusal invalid-input (current, password), too-many-attempts */
  async change(actor: Actor, current: string, password: string): Promise<void> {
    const userId = actor.userId ?? refuse('not-allowed', {});
    const { email } = await this.mustKnow(userId, current);
    await this.set(actor, { userId, email }, password);
  }

  /** Whoever sits at an open session shows that they are its person. @throws Refusal invalid-input (current), too-many-attempts */
  async mustKnow(userId: string, current: string): Promise<{ readonly email: string }> {
    const user = await this.database.read(WORKER_SCOPE, (transaction) => findUserById(transaction, userId));
    await this.attempts.take('password', userId, GUESSES);
    if (user === undefined || !(await verifyPassword(user.passwordHash, current))) {
      return refuse('invalid-input', { fields: [{ field: 'current', code: 'wrong-password' }] });
    }
    await this.attempts.forget('password', userId);
    return user;
  }

  private elsewhere(userId: string, organisationId: string) {
    return this.database.read(WORKER_SCOPE, async (transaction) =>
      (await membershipsOf(transaction, userId)).filter((one) => one.organisationId !== organisationId),
    );
  }
}

/** Sessions and hashes are written by the program, in the name of whoever asked for it. */
export function asProgram(actor: Actor): Actor {
  return { ...actor, roles: ['system'] };
}
