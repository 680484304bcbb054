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
  moveSession,
  sweepSessions,
  touchSession,
  type SessionRow,
  type SignedInAt,
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
  async begin(userId: string, organisationId: string, at: SignedInAt | null = null): Promise<string> {
    const token = randomToken();
    await this.database.writeTechnical(WORKER_SCOPE, async (transaction) => {
      await sweepSessions(transaction);
      await insertSession(transaction, {
        tokenHash: hashOf(token),
        userId,
        organisationId,
        lifetimeSeconds: LIFETIME_SECONDS,
        at,
      });
      await issueFormToken(transaction, formTokenHash(csrfTokenOf(token, organisationId)), { userId, organisationId });
    });
    return token;
  }

  /**
   * Null when it has ended, was idle too long, or its user has no role any more. Whoever lost the last role where the
   * session is goes on where they have another.
   * @param wanted one of the user's organisations; that of the session unless given
   * @throws Refusal access-ended
   */
  async find(token: string, wanted: string | null = null): Promise<Session | null> {
    const tokenHash = hashOf(token);
    const row = await this.database.ask(WORKER_SCOPE, (executor) =>
      findSession(executor, tokenHash, IDLE_SECONDS, wanted),
    );
    if (row === undefined) {
      return null;
    }
    const { stale, ...known } = row;
    const [elsewhere] = row.organisations;
    if (row.roles.length === 0) {
      return elsewhere !== undefined && wanted === null
        ? this.find(token, elsewhere.id)
        : row.endsOn === null
          ? null
          : refuse('access-ended', {});
    }
    if (stale) {
      await this.database.writeTechnical(WORKER_SCOPE, (transaction) => touchSession(transaction, tokenHash));
    }
    const { organisationId, userId, roles } = known;
    return {
      ...known,
      csrfToken: csrfTokenOf(token, organisationId),
      actor: { organisationId, userId, roles, label: `user:${userId}` },
    };
  }

  /**
   * In which of the user's organisations a form was opened: its token says so. Undefined where it was none of this
   * session. So a form means what its page showed, whatever another window has switched to since.
   */
  organisationOfForm({ organisations }: Session, token: string, csrf: unknown): string | undefined {
    return organisations.find(({ id }) => csrfMatches(token, id, csrf))?.id;
  }

  /** Goes on in another of the user's organisations. False where it is there already. */
  async move(token: string, { userId }: Session, organisationId: string): Promise<boolean> {
    return this.database.writeTechnical(WORKER_SCOPE, async (transaction) => {
      const hash = formTokenHash(csrfTokenOf(token, organisationId));
      await issueFormToken(transaction, hash, { userId, organisationId });
      return moveSession(transaction, hashOf(token), organisationId);
    });
  }

  async end(token: string): Promise<void> {
    await this.database.writeTechnical(WORKER_SCOPE, (transaction) => endSession(transaction, hashOf(token)));
  }

  /** The hand-over page begins with the channel used last. */
  async rememberChannel(userId: string, channelId: string): Promise<void> {
    await this.database.writeTechnical(WORKER_SCOPE, (transaction) => setLastChannel(transaction, userId, channelId));
  }
}

/** The token that a form of this session must carry, in this organisation; it cannot be made without the cookie. */
export function csrfTokenOf(sessionToken: string, organisationId: string): string {
  return createHmac('sha256', sessionToken).update(`csrf\n${organisationId}`).digest('base64url');
}

export function csrfMatches(sessionToken: string, organisationId: string, candidate: unknown): boolean {
  const expected = Buffer.from(csrfTokenOf(sessionToken, organisationId));
  const given = Buffer.from(typeof candidate === 'string' ? candidate : '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
