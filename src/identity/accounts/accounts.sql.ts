import { statement, type Executor } from '../../platform/database/statement.js';
import type { UserRole } from '../user-role.js';

/** Roles that count and roles on hold, told apart: only lists of people ask for both. */
const EVERY_ROLE = `(
  SELECT user_id, role, ends_on, false AS suspended FROM membership WHERE organisation_id = $1
  UNION ALL
  SELECT user_id, role, ends_on, true FROM suspended_membership WHERE organisation_id = $1)`;

const LIST_ACCOUNTS = statement(
  'list-accounts',
  `SELECT u.id, u.email, array_agg(m.role ORDER BY m.role) AS roles, max(m.ends_on)::text AS "endsOn",
          bool_and(m.suspended) AS suspended, l.ends_at AS "invitedUntil", l.refused_at IS NOT NULL AS "mailRefused"
   FROM ${EVERY_ROLE} m JOIN user_account u ON u.id = m.user_id
   LEFT JOIN LATERAL (
     SELECT a.ends_at, a.refused_at FROM account_link a
     WHERE a.user_id = u.id AND a.organisation_id = $1 AND a.purpose = 'invitation' AND a.used_at IS NULL
     ORDER BY a.created_at DESC LIMIT 1) l ON true
   GROUP BY u.id, u.email, l.ends_at, l.refused_at ORDER BY u.email`,
);

export interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly UserRole[];
  /** Last day of a role that has an end. */
  readonly endsOn: string | null;
  readonly suspended: boolean;
  /** End of an invitation that nobody has taken up; it may be over. */
  readonly invitedUntil: Date | null;
  /** The invitation could not be delivered. */
  readonly mailRefused: boolean;
}

/** Everybody with a role in the organisation, on hold or not. */
export async function listAccounts(executor: Executor, organisationId: string): Promise<readonly AccountRow[]> {
  const { rows } = await executor.run<AccountRow>(LIST_ACCOUNTS, [organisationId]);
  return rows;
}

const IS_MEMBER = statement(
  'is-member',
  `SELECT EXISTS (SELECT 1 FROM membership WHERE user_id = $1 AND organisation_id = $2)
       OR EXISTS (SELECT 1 FROM suspended_membership WHERE user_id = $1 AND organisation_id = $2) AS found`,
);

/** Whether the organisation knows the user, on hold or not. */
export async function isMember(executor: Executor, userId: string, organisationId: string): Promise<boolean> {
  return (await executor.run<{ found: boolean }>(IS_MEMBER, [userId, organisationId])).rows[0]?.found ?? false;
}

const WORKS_ELSEWHERE = statement(
  'works-elsewhere',
  `SELECT EXISTS (SELECT 1 FROM membership WHERE user_id = $1 AND organisation_id <> $2)
       OR EXISTS (SELECT 1 FROM suspended_membership WHERE user_id = $1 AND organisation_id <> $2) AS found`,
);

export async function worksElsewhere(executor: Executor, userId: string, organisationId: string): Promise<boolean> {
  return (await executor.run<{ found: boolean }>(WORKS_ELSEWHERE, [userId, organisationId])).rows[0]?.found ?? false;
}

const LIST_SESSIONS = statement(
  'list-sessions',
  `SELECT id, created_at AS "createdAt", seen_at AS "seenAt", expires_at AS "expiresAt" FROM session
   WHERE user_id = $1 AND ($2::uuid IS NULL OR organisation_id = $2) AND expires_at > clock_timestamp()
     AND seen_at > clock_timestamp() - $3 * interval '1 second'
   ORDER BY created_at DESC`,
);

export interface ListedSession {
  readonly id: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** Open sessions; `organisationId` null: wherever the user is. */
export async function listSessions(
  executor: Executor,
  userId: string,
  organisationId: string | null,
  idleSeconds: number,
): Promise<readonly ListedSession[]> {
  const { rows } = await executor.run<ListedSession>(LIST_SESSIONS, [userId, organisationId, idleSeconds]);
  return rows;
}

const END_SESSIONS_IN = statement(
  'end-sessions-in',
  `DELETE FROM session WHERE user_id = $1 AND organisation_id = $2 AND ($3::uuid IS NULL OR id = $3)`,
);

/** One session, or all of a user in an organisation; returns how many ended. */
export async function endSessionsIn(
  executor: Executor,
  userId: string,
  organisationId: string,
  sessionId: string | null,
): Promise<number> {
  return (await executor.run(END_SESSIONS_IN, [userId, organisationId, sessionId])).count;
}

const LOCK_ROLES = statement(
  'lock-roles',
  `SELECT pg_advisory_xact_lock(hashtextextended('roles of ' || $1::text, 0))`,
);

/**
 * Two who take roles away at once do it one after the other, so that the second one counts what the first has left. Not
 * the lock of a row: that would count as a change, and there may be nothing to change.
 */
export async function lockRoles(executor: Executor, organisationId: string): Promise<void> {
  await executor.run(LOCK_ROLES, [organisationId]);
}

const OTHER_HOLDERS = statement(
  'other-holders',
  `SELECT count(DISTINCT m.user_id)::int AS n FROM membership m JOIN user_account u ON u.id = m.user_id
   WHERE m.organisation_id = $1 AND m.role = $2 AND m.user_id <> $3 AND m.ends_on IS NULL AND u.disabled_at IS NULL`,
);

/** How many others have this role, without an end. */
export async function otherHolders(
  executor: Executor,
  organisationId: string,
  role: UserRole,
  userId: string,
): Promise<number> {
  const { rows } = await executor.run<{ n: number }>(OTHER_HOLDERS, [organisationId, role, userId]);
  return rows[0]?.n ?? 0;
}

const TAKE_ROLE = statement(
  'take-role',
  `DELETE FROM membership WHERE user_id = $1 AND organisation_id = $2 AND role = $3`,
);

/** False when the user did not have it. */
export async function takeRole(
  executor: Executor,
  userId: string,
  organisationId: string,
  role: UserRole,
): Promise<boolean> {
  return (await executor.run(TAKE_ROLE, [userId, organisationId, role])).count === 1;
}

const SUSPEND = statement(
  'suspend-memberships',
  `WITH taken AS (DELETE FROM membership WHERE user_id = $1 AND organisation_id = $2
                  RETURNING user_id, organisation_id, role, granted_at, ends_on, from_directory)
   INSERT INTO suspended_membership (user_id, organisation_id, role, granted_at, ends_on, from_directory, suspended_at)
   SELECT user_id, organisation_id, role, granted_at, ends_on, from_directory, $3 FROM taken
   ON CONFLICT ON CONSTRAINT suspended_membership_pkey DO NOTHING`,
);

/** Puts the roles on hold; returns how many. */
export async function suspendMemberships(
  executor: Executor,
  userId: string,
  organisationId: string,
  at: Date,
): Promise<number> {
  return (await executor.run(SUSPEND, [userId, organisationId, at])).count;
}

const RESUME = statement(
  'resume-memberships',
  `WITH kept AS (DELETE FROM suspended_membership WHERE user_id = $1 AND organisation_id = $2
                 RETURNING user_id, organisation_id, role, granted_at, ends_on, from_directory)
   INSERT INTO membership (user_id, organisation_id, role, granted_at, ends_on, from_directory)
   SELECT user_id, organisation_id, role, granted_at, ends_on, from_directory FROM kept
   ON CONFLICT ON CONSTRAINT membership_pkey DO NOTHING`,
);

export async function resumeMemberships(executor: Executor, userId: string, organisationId: string): Promise<number> {
  return (await executor.run(RESUME, [userId, organisationId])).count;
}

const END_MEMBERSHIPS = statement(
  'end-memberships',
  `WITH held AS (DELETE FROM membership WHERE user_id = $1 AND organisation_id = $2 RETURNING role),
        kept AS (DELETE FROM suspended_membership WHERE user_id = $1 AND organisation_id = $2 RETURNING role)
   SELECT role FROM held UNION SELECT role FROM kept ORDER BY role`,
);

/** Takes every role, on hold or not, and returns them. */
export async function endMemberships(
  executor: Executor,
  userId: string,
  organisationId: string,
): Promise<readonly UserRole[]> {
  const { rows } = await executor.run<{ role: UserRole }>(END_MEMBERSHIPS, [userId, organisationId]);
  return rows.map(({ role }) => role);
}

const END_CALENDAR = statement(
  'end-calendar-of-leaver',
  `DELETE FROM calendar_feed WHERE user_id = $1 AND organisation_id = $2`,
);

/** The address of a calendar is a key too. */
export async function endCalendar(executor: Executor, userId: string, organisationId: string): Promise<number> {
  return (await executor.run(END_CALENDAR, [userId, organisationId])).count;
}

const CLOSE_ACCOUNT = statement(
  'close-account',
  `UPDATE user_account u SET disabled_at = $2, password_hash = NULL
   WHERE id = $1 AND disabled_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.user_id = u.id)
     AND NOT EXISTS (SELECT 1 FROM suspended_membership m WHERE m.user_id = u.id)`,
);

/** Closes an account that has no role left anywhere; it needs an invitation to come back. */
export async function closeAccount(executor: Executor, userId: string, at: Date): Promise<void> {
  await executor.run(CLOSE_ACCOUNT, [userId, at]);
}

const OPEN_ACCOUNT = statement('open-account', `UPDATE user_account SET disabled_at = NULL WHERE id = $1`);

export async function openAccount(executor: Executor, userId: string): Promise<void> {
  await executor.run(OPEN_ACCOUNT, [userId]);
}

const END_SESSIONS_BUT = statement('end-sessions-but', `DELETE FROM session WHERE user_id = $1 AND id <> $2`);

/** Every session of a user besides this one; returns how many. */
export async function endSessionsBut(executor: Executor, userId: string, sessionId: string): Promise<number> {
  return (await executor.run(END_SESSIONS_BUT, [userId, sessionId])).count;
}
