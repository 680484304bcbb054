import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import { WORKER_SCOPE, type Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Database } from '../../platform/database/database.js';
import { findUserById } from '../identity.sql.js';
import { IDLE_SECONDS } from '../sessions.service.js';
import { TokensService, type ListedToken, type NewToken } from '../tokens.service.js';
import { endSessionsBut, listSessions, type ListedSession } from './accounts.sql.js';
import { asProgram } from './passwords.service.js';

/** What people do with their own account. */
@Injectable()
export class OwnAccount {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(TokensService) private readonly tokens: TokensService,
  ) {}

  /** @throws Refusal not-allowed */
  async emailOf(actor: Actor): Promise<string> {
    const user = await this.database.ask(WORKER_SCOPE, (executor) => findUserById(executor, ownId(actor)));
    return user?.email ?? refuse('not-allowed', {});
  }

  /** Wherever one is signed in, in every organisation. */
  async sessions(actor: Actor): Promise<readonly ListedSession[]> {
    return this.database.read(actor, (transaction) => listSessions(transaction, ownId(actor), null, IDLE_SECONDS));
  }

  /** Signs out everywhere else; returns how many sessions ended. */
  async endOthers(actor: Actor, sessionId: string): Promise<number> {
    const userId = ownId(actor);
    const { result } = await this.auditLog.transact(asProgram(actor), async (transaction) => {
      const sessions = await endSessionsBut(transaction, userId, sessionId);
      if (sessions > 0) {
        transaction.record('sessions.ended', { user: userId, sessions });
      }
      return sessions;
    });
    return result;
  }

  /** Of the organisation one is signed in to. */
  async tokensOf(actor: Actor): Promise<readonly ListedToken[]> {
    return this.tokens.listOf(actor, ownId(actor));
  }

  /** The token, shown once. @throws Refusal invalid-input */
  async issueToken(actor: Actor, token: NewToken): Promise<string> {
    return this.tokens.issueTo(actor, ownId(actor), token);
  }

  /** @throws Refusal not-found */
  async revokeToken(actor: Actor, tokenId: string): Promise<void> {
    if (!(await this.tokensOf(actor)).some(({ id }) => id === tokenId)) {
      refuse('not-found', {});
    }
    await this.tokens.revoke(actor, tokenId);
  }
}

/** @throws Refusal not-allowed */
function ownId(actor: Actor): string {
  return actor.userId ?? refuse('not-allowed', {});
}
