import { statement, type Executor } from '../../platform/database/statement.js';
import type { UserRole } from '../user-role.js';

const USE_STATE = statement(
  'use-oidc-state',
  `WITH old AS (DELETE FROM oidc_used WHERE used_at < clock_timestamp() - interval '1 day')
   INSERT INTO oidc_used (word_hash, used_at) VALUES ($1, clock_timestamp())
   ON CONFLICT ON CONSTRAINT oidc_used_pkey DO NOTHING`,
);

/** True for the first use of a word (a state, the id of a logout token), and for no replay. */
export async function useOnce(executor: Executor, wordHash: Buffer): Promise<boolean> {
  return (await executor.run(USE_STATE, [wordHash])).count === 1;
}

const FIND_IDENTITY = statement(
  'find-external-identity',
  `SELECT u.id, u.email, u.disabled_at IS NOT NULL AS disabled
   FROM external_identity e JOIN user_account u ON u.id = e.user_id WHERE e.issuer = $1 AND e.subject = $2`,
);

export interface LinkedUser {
  readonly id: string;
  readonly email: string;
  readonly disabled: boolean;
}

export async function findIdentity(
  executor: Executor,
  issuer: string,
  subject: string,
): Promise<LinkedUser | undefined> {
  return (await executor.run<LinkedUser>(FIND_IDENTITY, [issuer, subject])).rows[0];
}

const LINK_IDENTITY = statement(
  'link-external-identity',
  `INSERT INTO external_identity (issuer, subject, user_id, linked_at) VALUES ($1, $2, $3, $4)
   ON CONFLICT ON CONSTRAINT external_identity_pkey DO NOTHING`,
);

export async function linkIdentity(
  executor: Executor,
  link: { issuer: string; subject: string; userId: string; at: Date },
): Promise<boolean> {
  return (await executor.run(LINK_IDENTITY, [link.issuer, link.subject, link.userId, link.at])).count === 1;
}

const LINKED_ALREADY = statement(
  'external-identity-of',
  `SELECT EXISTS (SELECT 1 FROM external_identity WHERE issuer = $1 AND user_id = $2) AS found`,
);

/** Whether somebody else of this provider is this user already. */
export async function isLinked(executor: Executor, issuer: string, userId: string): Promise<boolean> {
  return (await executor.run<{ found: boolean }>(LINKED_ALREADY, [issuer, userId])).rows[0]?.found ?? false;
}

const PLACES = statement(
  'places-of-user',
  `SELECT DISTINCT o.slug FROM (
     SELECT organisation_id FROM membership WHERE user_id = $1
     UNION SELECT organisation_id FROM suspended_membership WHERE user_id = $1) m
   JOIN organisation o ON o.id = m.organisation_id`,
);

/** Slugs of the organisations that know a user. */
export async function placesOf(executor: Executor, userId: string): Promise<readonly string[]> {
  return (await executor.run<{ slug: string }>(PLACES, [userId])).rows.map(({ slug }) => slug);
}

const DIRECTORY_ROLES = statement(
  'directory-roles',
  `SELECT role FROM membership WHERE user_id = $1 AND organisation_id = $2 AND from_directory`,
);

/** Roles that a group has given; those given by hand are nobody's but the administrators'. */
export async function directoryRoles(
  executor: Executor,
  userId: string,
  organisationId: string,
): Promise<readonly UserRole[]> {
  return (await executor.run<{ role: UserRole }>(DIRECTORY_ROLES, [userId, organisationId])).rows.map(
    ({ role }) => role,
  );
}

const GRANT = statement(
  'grant-directory-role',
  `INSERT INTO membership (user_id, organisation_id, role, granted_at, from_directory) VALUES ($1, $2, $3, $4, true)
   ON CONFLICT ON CONSTRAINT membership_pkey DO NOTHING`,
);

export async function grantFromDirectory(
  executor: Executor,
  grant: { userId: string; organisationId: string; role: UserRole; at: Date },
): Promise<boolean> {
  return (await executor.run(GRANT, [grant.userId, grant.organisationId, grant.role, grant.at])).count === 1;
}

const END_PROVIDER_SESSIONS = statement(
  'end-provider-sessions',
  `WITH gone AS (
     DELETE FROM session s WHERE s.issuer = $1 AND (
       s.provider_session = $2 OR ($2::text IS NULL AND s.user_id IN (
         SELECT user_id FROM external_identity WHERE issuer = $1 AND subject = $3)))
     RETURNING user_id, organisation_id)
   SELECT user_id AS "userId", organisation_id AS "organisationId", count(*)::int AS sessions
   FROM gone GROUP BY user_id, organisation_id`,
);

export interface EndedSessions {
  readonly userId: string;
  readonly organisationId: string;
  readonly sessions: number;
}

/** Those of one session at the provider, or of one of its people. */
export async function endProviderSessions(
  executor: Executor,
  issuer: string,
  providerSession: string | null,
  subject: string | null,
): Promise<readonly EndedSessions[]> {
  return (await executor.run<EndedSessions>(END_PROVIDER_SESSIONS, [issuer, providerSession, subject])).rows;
}
