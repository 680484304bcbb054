import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { commandLineActor, WORKER_SCOPE, type Actor } from '../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../audit/audit-log.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { randomToken, uuidv7 } from '../platform/ids.js';
import { findUser, membershipsOf } from './identity.sql.js';
import {
  findToken,
  insertToken,
  listTokens,
  markUsed,
  revokeTokens,
  TOKEN_SCOPES,
  touchToken,
  type ListedToken,
  type TokenRow,
  type TokenScope,
} from './tokens.sql.js';

export { TOKEN_SCOPES, type ListedToken, type TokenScope } from './tokens.sql.js';

const PREFIX = 'fw_';
const NAME_LIMIT = 100;
/** A revoked token works at most this long on another instance that has just seen it; on this one not at all. */
const REMEMBERED_MS = 500;
const REMEMBERED_LIMIT = 1_000;

export interface NewToken {
  readonly name: string;
  /** `all` unless given. */
  readonly scope?: TokenScope;
  /** Null or missing: until it is revoked. */
  readonly expiresAt?: Date | null;
}

export interface FoundToken {
  readonly actor: Actor;
  readonly endsOn: string | null;
  readonly scope: TokenScope;
}

/** Bearer tokens for programs: they act as their user, in one organisation. */
@Injectable()
export class TokensService {
  private readonly remembered = new Map<string, { readonly row: TokenRow; readonly until: number }>();

  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  /**
   * For the account of this address: in the organisation named, or else in its first. The token itself is shown once
   * and stored as its hash.
   * @throws Refusal not-found, invalid-input
   */
  async issue(
    email: string,
    name: string,
    organisationId?: string,
    more: Omit<NewToken, 'name'> = {},
  ): Promise<string> {
    const owner = await this.owner(email, organisationId);
    return this.issueTo(commandLineActor(owner.organisationId), owner.userId, { ...more, name });
  }

  /** For a user of the actor's organisation. @throws Refusal invalid-input (name, scope, expiresAt) */
  async issueTo(actor: Actor, userId: string, { name, scope = 'all', expiresAt = null }: NewToken): Promise<string> {
    if (name.trim() === '' || name.length > NAME_LIMIT) {
      refuse('invalid-input', {
        fields: [{ field: 'name', code: name.trim() === '' ? 'required' : 'too-long', limit: NAME_LIMIT }],
      });
    }
    if (!TOKEN_SCOPES.includes(scope)) {
      refuse('invalid-input', { fields: [{ field: 'scope', code: 'unknown-value' }] });
    }
    if (expiresAt !== null && expiresAt <= this.clock.now()) {
      refuse('invalid-input', { fields: [{ field: 'expires', code: 'before-start' }] });
    }
    const token = `${PREFIX}${randomToken()}`;
    const id = uuidv7(this.clock.now().getTime());
    const { organisationId } = actor;
    await this.auditLog.transact({ ...actor, roles: ['system'] }, async (transaction) => {
      const at = transaction.now;
      await insertToken(transaction, {
        id,
        tokenHash: hashOf(token),
        userId,
        organisationId,
        name: name.trim(),
        at,
        scope,
        expiresAt,
      });
      const facts = { user: userId, token: id, scope };
      transaction.record('token.issued', expiresAt === null ? facts : { ...facts, expires: expiresAt.toISOString() });
    });
    return token;
  }

  /** Those of a user that work in the actor's organisation. */
  async listOf(actor: Actor, userId: string): Promise<readonly ListedToken[]> {
    return this.database.read(actor, (transaction) => listTokens(transaction, userId, actor.organisationId));
  }

  /** Of the actor's organisation; twice is once. */
  async revoke(actor: Actor, tokenId: string): Promise<void> {
    await this.auditLog.transact({ ...actor, roles: ['system'] }, (transaction) =>
      this.revokeAnd(transaction, { tokenId }),
    );
    this.forget();
  }

  /** Every token of a user in the transaction's organisation; returns how many. Whoever calls `forget`s after the commit. */
  async revokeAllOf(transaction: AuditTransaction, userId: string): Promise<number> {
    return this.revokeAnd(transaction, { userId });
  }

  /** What this instance has looked up is looked up anew: something about accounts has changed. */
  forget(): void {
    this.remembered.clear();
  }

  private async revokeAnd(
    transaction: AuditTransaction,
    which: { readonly userId: string } | { readonly tokenId: string },
  ): Promise<number> {
    const revoked = await revokeTokens(transaction, transaction.actor.organisationId, which, transaction.now);
    revoked.forEach(({ id, userId }) => transaction.record('token.revoked', { user: userId, token: id }));
    return revoked.length;
  }

  /** Null for a token that is unknown or revoked, or whose user has no role any more. @throws Refusal access-ended */
  async find(token: string): Promise<FoundToken | null> {
    const row = await this.lookUp(token);
    if (row === undefined || (row.roles.length === 0 && row.endsOn === null)) {
      return null;
    }
    if (row.roles.length === 0) {
      return refuse('access-ended', {});
    }
    const { id, userId, organisationId, roles, endsOn, scope } = row;
    if (!row.used) {
      await this.recordFirstUse(row);
    }
    if (!row.usedToday) {
      await this.database.writeVolatile(WORKER_SCOPE, (executor) => touchToken(executor, id));
      this.forget();
    }
    return { actor: { organisationId, userId, roles, label: `token:${id}` }, endsOn, scope };
  }

  private async recordFirstUse(row: TokenRow): Promise<void> {
    const { id, userId, organisationId } = row;
    const actor: Actor = { organisationId, userId, roles: ['system'], label: `token:${id}` };
    await this.auditLog.transact(actor, async (transaction) => {
      if (await markUsed(transaction, id, transaction.now)) {
        transaction.record('token.used', { user: userId, token: id });
      }
    });
    this.log.info(
      { event: 'token.used', token: id, organisation: organisationId },
      'a token is used for the first time',
    );
    this.remembered.clear();
  }

  private async lookUp(token: string): Promise<TokenRow | undefined> {
    const tokenHash = hashOf(token);
    const key = tokenHash.toString('base64');
    const known = this.remembered.get(key);
    if (known !== undefined && known.until > performance.now()) {
      return known.row;
    }
    this.remembered.delete(key);
    const row = await this.database.ask(WORKER_SCOPE, (executor) => findToken(executor, tokenHash));
    if (row !== undefined) {
      if (this.remembered.size >= REMEMBERED_LIMIT) {
        this.remembered.clear();
      }
      this.remembered.set(key, { row, until: performance.now() + REMEMBERED_MS });
    }
    return row;
  }

  private async owner(
    email: string,
    wanted: string | undefined,
  ): Promise<{ readonly userId: string; readonly organisationId: string }> {
    return this.database.read(WORKER_SCOPE, async (transaction) => {
      const user = await findUser(transaction, email.trim().toLowerCase());
      const all = user === undefined ? [] : await membershipsOf(transaction, user.id);
      const membership =
        wanted === undefined
          ? (all.find(({ ended }) => !ended) ?? all[0])
          : all.find(({ organisationId }) => organisationId === wanted);
      return user === undefined || membership === undefined
        ? refuse('not-found', {})
        : { userId: user.id, organisationId: membership.organisationId };
    });
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
