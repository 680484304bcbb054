import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { WORKER_SCOPE, type Actor } from '../audit/actor.js';
import { Database } from '../platform/database/database.js';
import { randomToken } from '../platform/ids.js';
import { setLastChannel } from './identity.sql.js';
import { formTokenHash } from './kept-forms.js';
import { issueFormToken } from './kept-forms.sql.js';
import {
  endSession,
  findSession,
  insertSession,
  sweepSessions,
  touchSession,
  type SessionRow,
} from './sessions.sql.js';

/** Without a request for so long, a session is over. */
export const IDLE_SECONDS = 60 * 60;
const LIFETIME_SECONDS = 10 * 60 * 60;

/** Somebody signed in with a browser. */
export interface Session extends Omit<SessionRow, 'stale'> {
  readonly actor: Actor;
  /** Goes into every form of this session. */
  readonly csrfToken: string;
}

/** Sessions in the database: the cookie is a random word, stored as its hash only. */
@Injectable()
export class SessionsService {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Returns the word for the cookie; a new one at every sign-in. */
  async begin(userId: string, organisationId: string): Promise<string> {
    const token = randomToken();
    await this.database.writeTechnical(WORKER_SCOPE, async (transaction) => {
      await sweepSessions(transaction);
      await insertSession(transaction, {
        tokenHash: hashOf(token),
        userId,
        organisationId,
        lifetimeSeconds: LIFETIME_SECONDS,
      });
      await issueFormToken(transaction, formTokenHash(csrfTokenOf(token)), { userId, organisationId });
    });
    return token;
  }

  /** Null when it has ended, was idle too long, or its user has no role any more. @throws Refusal access-ended */
  async find(token: string): Promise<Session | null> {
    const tokenHash = hashOf(token);
    const row = await this.database.ask(WORKER_SCOPE, (executor) => findSession(executor, tokenHash, IDLE_SECONDS));
    if (row === undefined || (row.roles.length === 0 && row.endsOn === null)) {
      return null;
    }
    if (row.roles.length === 0) {
      return refuse('access-ended', {});
    }
    const { stale, ...known } = row;
    if (stale) {
      await this.database.writeTechnical(WORKER_SCOPE, (transaction) => touchSession(transaction, tokenHash));
    }
    const { organisationId, userId, roles } = known;
    return {
      ...known,
      csrfToken: csrfTokenOf(token),
      actor: { organisationId, userId, roles, label: `user:${userId}` },
    };
  }

  async end(token: string): Promise<void> {
    await this.database.writeTechnical(WORKER_SCOPE, (transaction) => endSession(transaction, hashOf(token)));
  }

  /** The hand-over page begins with the channel used last. */
  async rememberChannel(userId: string, channelId: string): Promise<void> {
    await this.database.writeTechnical(WORKER_SCOPE, (transaction) => setLastChannel(transaction, userId, channelId));
  }
}

/** The token that a form of this session must carry; it cannot be made without the cookie. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('csrf').digest('base64url');
}

export function csrfMatches(sessionToken: string, candidate: unknown): boolean {
  const expected = Buffer.from(csrfTokenOf(sessionToken));
  const given = Buffer.from(typeof candidate === 'string' ? candidate : '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
