import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { commandLineActor, WORKER_SCOPE, type Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { randomToken, uuidv7 } from '../platform/ids.js';
import { findUser, membershipsOf } from './identity.sql.js';
import { findToken, insertToken, markUsed, type TokenRow } from './tokens.sql.js';

const PREFIX = 'fw_';
const NAME_LIMIT = 100;
/** A disabled token works at most this long on an instance that has just seen it. */
const REMEMBERED_MS = 2_000;
const REMEMBERED_LIMIT = 1_000;

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

  /** The token itself is shown once and stored as its hash. @throws Refusal not-found, invalid-input */
  async issue(email: string, name: string): Promise<string> {
    if (name.trim() === '' || name.length > NAME_LIMIT) {
      refuse('invalid-input', {
        fields: [{ field: 'name', code: name.trim() === '' ? 'required' : 'too-long', limit: NAME_LIMIT }],
      });
    }
    const { userId, organisationId } = await this.owner(email);
    const token = `${PREFIX}${randomToken()}`;
    const id = uuidv7(this.clock.now().getTime());
    await this.auditLog.transact(commandLineActor(organisationId), async (transaction) => {
      await insertToken(transaction, {
        id,
        tokenHash: hashOf(token),
        userId,
        organisationId,
        name,
        at: transaction.now,
      });
      transaction.record('token.issued', { user: userId, token: id });
    });
    return token;
  }

  /** Null for a token that is unknown or revoked, or whose user has no role any more. @throws Refusal access-ended */
  async find(token: string): Promise<{ readonly actor: Actor; readonly endsOn: string | null } | null> {
    const row = await this.lookUp(token);
    if (row === undefined || (row.roles.length === 0 && row.endsOn === null)) {
      return null;
    }
    if (row.roles.length === 0) {
      return refuse('access-ended', {});
    }
    const { id, userId, organisationId, roles, endsOn } = row;
    if (!row.used) {
      await this.recordFirstUse(row);
    }
    return { actor: { organisationId, userId, roles, label: `token:${id}` }, endsOn };
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

  private async owner(email: string): Promise<{ readonly userId: string; readonly organisationId: string }> {
    return this.database.read(WORKER_SCOPE, async (transaction) => {
      const user = await findUser(transaction, email.trim().toLowerCase());
      const [membership] = user === undefined ? [] : await membershipsOf(transaction, user.id);
      return user === undefined || membership === undefined
        ? refuse('not-found', {})
        : { userId: user.id, organisationId: membership.organisationId };
    });
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
