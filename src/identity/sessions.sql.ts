import type { Language } from '../words/language.js';
import { statement, type Executor } from '../platform/database/statement.js';
import type { UserRole } from './user-role.js';

/** An organisation and what a user is there. */
export interface OrganisationOfUser {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly roles: readonly UserRole[];
}

export interface SessionRow {
  /** Names the session where it is listed; opens nothing. */
  readonly sessionId: string;
  readonly userId: string;
  readonly email: string;
  readonly locale: Language;
  readonly lastChannelId: string | null;
  readonly organisationId: string;
  readonly organisationSlug: string;
  readonly organisationName: string;
  readonly timeZone: string;
  readonly roles: readonly UserRole[];
  /** Last day of a role that has an end; such an account was made for an inspection. */
  readonly endsOn: string | null;
  /** The OpenID provider at which one signed in; null: here. */
  readonly issuer: string | null;
  /** Wherever the user has a role today, by name: where this session may go. */
  readonly organisations: readonly OrganisationOfUser[];
  /** A role of theirs demands a second factor, which is to be set up first. Who signed in at a provider has theirs there. */
  readonly factorDue: boolean;
  readonly stale: boolean;
}

/** The provider at which somebody signed in, and its own name for that. */
export interface SignedInAt {
  readonly issuer: string;
  readonly sid: string | null;
}

const INSERT_SESSION = statement(
  'insert-session',
  `INSERT INTO session (token_hash, user_id, organisation_id, created_at, seen_at, expires_at, issuer, provider_session)
   VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp(), clock_timestamp() + $4 * interval '1 second', $5, $6)`,
);

export async function insertSession(
  executor: Executor,
  session: {
    tokenHash: Buffer;
    userId: string;
    organisationId: string;
    lifetimeSeconds: number;
    at: SignedInAt | null;
  },
): Promise<void> {
  await executor.run(INSERT_SESSION, [
    session.tokenHash,
    session.userId,
    session.organisationId,
    session.lifetimeSeconds,
    session.at?.issuer ?? null,
    session.at?.sid ?? null,
  ]);
}

const FIND_SESSION = statement(
  'find-session',
  `SELECT s.id AS "sessionId", s.user_id AS "userId", u.email, u.locale, u.last_channel_id AS "lastChannelId",
          s.issuer, o.id AS "organisationId", o.slug AS "organisationSlug", o.name AS "organisationName",
          o.time_zone AS "timeZone",
          array(SELECT m.role FROM membership m
                WHERE m.user_id = s.user_id AND m.organisation_id = o.id
                  AND (m.ends_on IS NULL OR m.ends_on >= (clock_timestamp() AT TIME ZONE o.time_zone)::date)
                ORDER BY m.role) AS roles,
          (SELECT max(m.ends_on)::text FROM membership m
           WHERE m.user_id = s.user_id AND m.organisation_id = o.id) AS "endsOn",
          coalesce((
            SELECT json_agg(json_build_object('id', e.id, 'slug', e.slug, 'name', e.name, 'roles', e.roles)
                            ORDER BY e.name, e.slug)
            FROM (SELECT eo.id, eo.slug, eo.name, array_agg(m.role ORDER BY m.role) AS roles
                  FROM membership m JOIN organisation eo ON eo.id = m.organisation_id
                  WHERE m.user_id = s.user_id
                    AND (m.ends_on IS NULL OR m.ends_on >= (clock_timestamp() AT TIME ZONE eo.time_zone)::date)
                  GROUP BY eo.id, eo.slug, eo.name) e), '[]') AS organisations,
          (s.issuer IS NULL
           AND EXISTS (SELECT 1 FROM membership m WHERE m.user_id = s.user_id AND m.organisation_id = o.id
                         AND m.role = ANY (o.factor_roles))
           AND NOT EXISTS (SELECT 1 FROM second_factor f WHERE f.user_id = s.user_id)) AS "factorDue",
          s.seen_at < clock_timestamp() - interval '1 minute' AS stale
   FROM session s JOIN user_account u ON u.id = s.user_id
   JOIN organisation o ON o.id = coalesce($3::uuid, s.organisation_id)
   WHERE s.token_hash = $1 AND u.disabled_at IS NULL AND s.expires_at > clock_timestamp()
     AND s.seen_at > clock_timestamp() - $2 * interval '1 second'`,
);

/** Everything a page needs of who is there, in one statement; in the organisation named, or that of the session. */
export async function findSession(
  executor: Executor,
  tokenHash: Buffer,
  idleSeconds: number,
  organisationId: string | null,
): Promise<SessionRow | undefined> {
  const { rows } = await executor.run<SessionRow>(FIND_SESSION, [tokenHash, idleSeconds, organisationId]);
  return rows[0];
}

const MOVE_SESSION = statement(
  'move-session',
  `UPDATE session SET organisation_id = $2 WHERE token_hash = $1 AND organisation_id <> $2`,
);

/** The session goes on in another organisation. */
export async function moveSession(executor: Executor, tokenHash: Buffer, organisationId: string): Promise<boolean> {
  return (await executor.run(MOVE_SESSION, [tokenHash, organisationId])).count === 1;
}

const TOUCH_SESSION = statement(
  'touch-session',
  `UPDATE session SET seen_at = clock_timestamp() WHERE token_hash = $1`,
);

export async function touchSession(executor: Executor, tokenHash: Buffer): Promise<void> {
  await executor.run(TOUCH_SESSION, [tokenHash]);
}

const END_SESSION = statement('end-session', `DELETE FROM session WHERE token_hash = $1`);

export async function endSession(executor: Executor, tokenHash: Buffer): Promise<void> {
  await executor.run(END_SESSION, [tokenHash]);
}

const END_SESSIONS_OF = statement('end-sessions-of', `DELETE FROM session WHERE user_id = $1`);

/** Every session of a user, in every organisation. */
export async function endSessionsOf(executor: Executor, userId: string): Promise<void> {
  await executor.run(END_SESSIONS_OF, [userId]);
}

const SWEEP_SESSIONS = statement(
  'sweep-sessions',
  `DELETE FROM session WHERE expires_at < clock_timestamp() OR seen_at < clock_timestamp() - interval '1 day'`,
);

export async function sweepSessions(executor: Executor): Promise<void> {
  await executor.run(SWEEP_SESSIONS);
}
