import type { SentMailKind } from '../domain/log/events/mail.js';
import { statement, type Executor } from '../platform/database/statement.js';
import type { MailMatter } from './refused-mails.sql.js';

/** What a mail server can report of a mail it has taken. */
export type Reported = 'failed' | 'delivered' | 'passed-on';

/** A mail of ours that was offered to a server. */
export interface SentMail extends MailMatter {
  readonly messageId: string;
  readonly organisationId: string;
  readonly kind: SentMailKind;
  /** What a mail server last reported of it. */
  readonly reported: Reported | null;
}

const ORGANISATION_NAME = statement('sender-name', 'SELECT name FROM organisation WHERE id = $1');

/** What our mails of an organisation name as their sender. */
export async function senderName(executor: Executor, organisationId: string): Promise<string> {
  return (await executor.run<{ name: string }>(ORGANISATION_NAME, [organisationId])).rows[0]?.name ?? '';
}

const NOTE = statement(
  'note-sent-mail',
  `INSERT INTO sent_mail (message_id, token_hash, organisation_id, rights_request_id, kind, about_id, to_dpo, offered_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, now()) ON CONFLICT ON CONSTRAINT sent_mail_pkey DO NOTHING`,
);

/** Before the mail is offered for the first time; again before every attempt, which changes nothing. */
export async function noteSentMail(
  executor: Executor,
  mail: Omit<SentMail, 'reported'> & { readonly tokenHash: Buffer },
): Promise<void> {
  const { messageId, tokenHash, organisationId, rightsRequestId, kind, about, toDpo } = mail;
  await executor.run(NOTE, [messageId, tokenHash, organisationId, rightsRequestId, kind, about, toDpo]);
}

const COLUMNS = `message_id AS "messageId", organisation_id AS "organisationId", rights_request_id AS "rightsRequestId",
  kind, about_id AS about, to_dpo AS "toDpo", reported`;

const BY_TOKEN = statement(
  'sent-mail-by-token',
  `SELECT ${COLUMNS} FROM sent_mail WHERE token_hash = ANY ($1::bytea[])`,
);

/** Needs no organisation: what came back says whose it was. */
export async function sentMailsByToken(executor: Executor, hashes: readonly Buffer[]): Promise<readonly SentMail[]> {
  return (await executor.run<SentMail>(BY_TOKEN, [hashes])).rows;
}

const BY_MESSAGE_ID = statement(
  'sent-mail-by-message-id',
  `SELECT ${COLUMNS} FROM sent_mail WHERE message_id = ANY ($1::text[])
   ORDER BY array_position($1::text[], message_id) LIMIT 1`,
);

// Sent by a version that kept no such list.
const FORWARDING_BY_MESSAGE_ID = statement(
  'forwarding-by-message-id',
  `SELECT message_id AS "messageId", organisation_id AS "organisationId", rights_request_id AS "rightsRequestId",
     'forward' AS kind, id AS about, true AS "toDpo", NULL AS reported
   FROM forwarding WHERE message_id = ANY ($1::text[]) ORDER BY array_position($1::text[], message_id) LIMIT 1`,
);

/** The first of these Message-IDs that is ours. Needs no organisation. */
export async function sentMailByMessageId(
  executor: Executor,
  messageIds: readonly string[],
): Promise<SentMail | undefined> {
  const [listed, earlier] = await Promise.all([
    executor.run<SentMail>(BY_MESSAGE_ID, [messageIds]),
    executor.run<SentMail>(FORWARDING_BY_MESSAGE_ID, [messageIds]),
  ]);
  return listed.rows[0] ?? earlier.rows[0];
}

const MARK_REPORTED = statement(
  'mark-sent-mail-reported',
  `UPDATE sent_mail SET reported = $2, reported_at = now() WHERE message_id = $1`,
);

export async function markReported(executor: Executor, messageId: string, reported: Reported): Promise<void> {
  await executor.run(MARK_REPORTED, [messageId, reported]);
}
