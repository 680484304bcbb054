import { statement, type Executor } from '../../platform/database/statement.js';

export type LinkPurpose = 'invitation' | 'password';

const INSERT_LINK = statement(
  'insert-account-link',
  `INSERT INTO account_link (id, secret_hash, user_id, organisation_id, purpose, created_at, ends_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);

export async function insertLink(
  executor: Executor,
  link: {
    id: string;
    secretHash: Buffer;
    userId: string;
    organisationId: string;
    purpose: LinkPurpose;
    at: Date;
    endsAt: Date;
  },
): Promise<void> {
  const { id, secretHash, userId, organisationId, purpose, at, endsAt } = link;
  await executor.run(INSERT_LINK, [id, secretHash, userId, organisationId, purpose, at, endsAt]);
}

const LINK = `SELECT l.id, l.user_id AS "userId", l.organisation_id AS "organisationId", l.purpose, l.ends_at AS "endsAt",
     l.used_at IS NOT NULL AS used, l.ends_at <= clock_timestamp() AS over,
     u.email, u.password_hash IS NOT NULL AS "hasPassword", u.disabled_at IS NOT NULL AS disabled,
     o.name AS "organisationName", o.email AS "organisationEmail", o.time_zone AS "timeZone",
     EXISTS (SELECT 1 FROM membership m WHERE m.user_id = l.user_id AND m.organisation_id = l.organisation_id) AS member
   FROM account_link l JOIN user_account u ON u.id = l.user_id JOIN organisation o ON o.id = l.organisation_id`;

export interface LinkRow {
  readonly id: string;
  readonly userId: string;
  readonly organisationId: string;
  readonly purpose: LinkPurpose;
  readonly endsAt: Date;
  readonly used: boolean;
  readonly over: boolean;
  readonly email: string;
  readonly hasPassword: boolean;
  readonly disabled: boolean;
  readonly organisationName: string;
  readonly organisationEmail: string;
  readonly timeZone: string;
  readonly member: boolean;
}

const FIND_LINK = statement('find-account-link', `${LINK} WHERE l.secret_hash = $1`);

export async function findLink(executor: Executor, secretHash: Buffer): Promise<LinkRow | undefined> {
  return (await executor.run<LinkRow>(FIND_LINK, [secretHash])).rows[0];
}

const LINK_TO_SEND = statement('account-link-to-send', `${LINK} WHERE l.id = $1 AND l.sent_at IS NULL`);

/** Undefined: sent already, or gone. */
export async function linkToSend(executor: Executor, id: string): Promise<LinkRow | undefined> {
  return (await executor.run<LinkRow>(LINK_TO_SEND, [id])).rows[0];
}

const USE_LINK = statement(
  'use-account-link',
  `UPDATE account_link SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND ends_at > $2`,
);

/** True for the first use, and for nobody else's. */
export async function useLink(executor: Executor, id: string, at: Date): Promise<boolean> {
  return (await executor.run(USE_LINK, [id, at])).count === 1;
}

const NOTE_SENT = statement(
  'account-link-sent',
  `UPDATE account_link SET sent_at = $2 WHERE id = $1 AND sent_at IS NULL`,
);

export async function noteLinkSent(executor: Executor, id: string, at: Date): Promise<boolean> {
  return (await executor.run(NOTE_SENT, [id, at])).count === 1;
}

const NOTE_REFUSED = statement('account-link-refused', `UPDATE account_link SET refused_at = $2 WHERE id = $1`);

export async function noteLinkRefused(executor: Executor, id: string, at: Date): Promise<boolean> {
  return (await executor.run(NOTE_REFUSED, [id, at])).count === 1;
}

const END_LINKS = statement(
  'end-account-links',
  `DELETE FROM account_link
   WHERE user_id = $1 AND used_at IS NULL AND ($2::uuid IS NULL OR organisation_id = $2)
     AND ($3::text IS NULL OR purpose = $3)`,
);

/** Open links lose their force: of one organisation and purpose, or of all. Returns how many. */
export async function endLinks(
  executor: Executor,
  userId: string,
  organisationId: string | null,
  purpose: LinkPurpose | null,
): Promise<number> {
  return (await executor.run(END_LINKS, [userId, organisationId, purpose])).count;
}
