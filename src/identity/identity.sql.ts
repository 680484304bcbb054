import type { Language } from '../words/language.js';
import { statement, type Executor } from '../platform/database/statement.js';
import type { UserRole } from './user-role.js';

const FIND_USER = statement(
  'find-user',
  `SELECT id, password_hash AS "passwordHash", locale, disabled_at IS NOT NULL AS disabled FROM user_account WHERE email = $1`,
);

export interface UserRow {
  readonly id: string;
  readonly passwordHash: string | null;
  readonly locale: Language;
  readonly disabled: boolean;
}

export async function findUser(executor: Executor, email: string): Promise<UserRow | undefined> {
  const { rows } = await executor.run<UserRow>(FIND_USER, [email]);
  return rows[0];
}

const FIND_USER_BY_ID = statement(
  'find-user-by-id',
  `SELECT id, email, password_hash AS "passwordHash", disabled_at IS NOT NULL AS disabled FROM user_account WHERE id = $1`,
);

export async function findUserById(
  executor: Executor,
  id: string,
): Promise<(Omit<UserRow, 'locale'> & { readonly email: string }) | undefined> {
  const { rows } = await executor.run<Omit<UserRow, 'locale'> & { email: string }>(FIND_USER_BY_ID, [id]);
  return rows[0];
}

const INSERT_USER = statement(
  'insert-user',
  `INSERT INTO user_account (id, email, created_at) VALUES ($1, $2, $3)
   ON CONFLICT ON CONSTRAINT user_account_email_key DO NOTHING`,
);

/** False when there is an account of this address by now. */
export async function insertUser(executor: Executor, id: string, email: string, at: Date): Promise<boolean> {
  return (await executor.run(INSERT_USER, [id, email, at])).count === 1;
}

const SET_PASSWORD = statement('set-password', `UPDATE user_account SET password_hash = $2 WHERE id = $1`);

export async function setPasswordHash(executor: Executor, userId: string, passwordHash: string): Promise<void> {
  await executor.run(SET_PASSWORD, [userId, passwordHash]);
}

const ORGANISATION_IDS = statement('organisation-ids', `SELECT id, slug FROM organisation WHERE slug = ANY ($1)`);

/** Ids of those of these organisations that there are, by their slugs. */
export async function organisationIds(
  executor: Executor,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await executor.run<{ id: string; slug: string }>(ORGANISATION_IDS, [slugs]);
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}

const GRANT_ROLE = statement(
  'grant-role',
  `INSERT INTO membership (user_id, organisation_id, role, granted_at, ends_on, from_directory)
   VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT ON CONSTRAINT membership_pkey DO NOTHING`,
);

/** False when the user had the role. */
export async function grantRole(
  executor: Executor,
  grant: {
    userId: string;
    organisationId: string;
    role: UserRole;
    at: Date;
    endsOn: string | null;
    fromDirectory?: boolean;
  },
): Promise<boolean> {
  const { count } = await executor.run(GRANT_ROLE, [
    grant.userId,
    grant.organisationId,
    grant.role,
    grant.at,
    grant.endsOn,
    grant.fromDirectory ?? false,
  ]);
  return count === 1;
}

const MEMBERSHIPS = statement(
  'memberships',
  `SELECT m.organisation_id AS "organisationId", array_agg(m.role ORDER BY m.role) AS roles,
          bool_and(m.ends_on < (clock_timestamp() AT TIME ZONE o.time_zone)::date) IS TRUE AS ended
   FROM membership m JOIN organisation o ON o.id = m.organisation_id
   WHERE m.user_id = $1 GROUP BY m.organisation_id, o.slug ORDER BY o.slug`,
);

export async function membershipsOf(
  executor: Executor,
  userId: string,
): Promise<
  readonly { readonly organisationId: string; readonly roles: readonly UserRole[]; readonly ended: boolean }[]
> {
  const { rows } = await executor.run<{ organisationId: string; roles: UserRole[]; ended: boolean }>(MEMBERSHIPS, [
    userId,
  ]);
  return rows;
}

const LIST_USERS = statement(
  'list-users',
  `SELECT u.id, u.email, array_agg(m.role ORDER BY m.role) AS roles, max(m.ends_on)::text AS "endsOn"
   FROM membership m JOIN user_account u ON u.id = m.user_id
   WHERE m.organisation_id = $1 GROUP BY u.id, u.email ORDER BY u.email`,
);

export interface ListedUser {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly UserRole[];
  /** Last day of a role that has an end. */
  readonly endsOn: string | null;
}

export async function listUsers(executor: Executor, organisationId: string): Promise<readonly ListedUser[]> {
  const { rows } = await executor.run<ListedUser>(LIST_USERS, [organisationId]);
  return rows;
}

const ANY_USER = statement('any-user', `SELECT EXISTS (SELECT 1 FROM user_account) AS found`);

export async function anyUser(executor: Executor): Promise<boolean> {
  const { rows } = await executor.run<{ found: boolean }>(ANY_USER);
  return rows[0]?.found ?? false;
}

const SET_LAST_CHANNEL = statement('set-last-channel', `UPDATE user_account SET last_channel_id = $2 WHERE id = $1`);

export async function setLastChannel(executor: Executor, userId: string, channelId: string): Promise<void> {
  await executor.run(SET_LAST_CHANNEL, [userId, channelId]);
}
