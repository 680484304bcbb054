import type { MessageKind, MessageLanguage, MessageWay, Origin } from '../../domain/correspondence/kinds.js';
import { statement, type Executor } from '../../platform/database/statement.js';
import type { SealedContentRow } from '../sealed/sealed-fields.sql.js';

export type MessageState = 'queued' | 'made' | 'sent' | 'failed' | 'bounced' | 'received';

/** One message of a case, without its content. */
export interface MessageRow {
  readonly id: string;
  readonly rightsRequestId: string;
  readonly direction: 'out' | 'in';
  readonly way: MessageWay;
  readonly kind: MessageKind | null;
  readonly language: MessageLanguage | null;
  readonly state: MessageState;
  readonly createdAt: Date;
  readonly sentOn: string | null;
  readonly sentAt: Date | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly messageId: string | null;
  readonly verified: boolean;
  readonly automatic: boolean;
  /** Came in, and nobody has said that they have read it. */
  readonly unread: boolean;
  readonly origin: Origin;
}

const COLUMNS = `id, rights_request_id AS "rightsRequestId", direction, way, kind, language, state,
  created_at AS "createdAt", sent_on::text AS "sentOn", sent_at AS "sentAt", attempts,
  next_attempt_at AS "nextAttemptAt", message_id AS "messageId", verified, automatic, origin,
  direction = 'in' AND read_at IS NULL AS unread`;

const THREAD = statement(
  'message-thread',
  `SELECT ${COLUMNS} FROM case_message WHERE rights_request_id = $1 ORDER BY created_at, id`,
);

/** Oldest first. */
export async function threadOf(executor: Executor, rightsRequestId: string): Promise<readonly MessageRow[]> {
  return (await executor.run<MessageRow>(THREAD, [rightsRequestId])).rows;
}

const FIND = statement('message-find', `SELECT ${COLUMNS} FROM case_message WHERE rights_request_id = $1 AND id = $2`);

export async function findMessage(
  executor: Executor,
  rightsRequestId: string,
  id: string,
): Promise<MessageRow | undefined> {
  return (await executor.run<MessageRow>(FIND, [rightsRequestId, id])).rows[0];
}

const SEALED = statement(
  'message-sealed',
  `SELECT s.field, s.ciphertext, k.epoch, k.wrapped FROM sealed s JOIN request_key k USING (rights_request_id)
   WHERE s.rights_request_id = $1 AND (s.field LIKE 'message-%' OR (s.field LIKE 'attachment-mail-%' AND octet_length(s.ciphertext) <= $2::bigint))`,
);

/** What was sealed of all messages; of incoming mails the bytes too, if they are no more than `largest`. */
export async function sealedMessages(
  executor: Executor,
  rightsRequestId: string,
  largest: number,
): Promise<readonly (SealedContentRow & { readonly field: string })[]> {
  const { rows } = await executor.run<SealedContentRow & { field: string }>(SEALED, [rightsRequestId, largest]);
  return rows;
}

const INSERT_OUT = statement(
  'message-insert-out',
  `INSERT INTO case_message (id, organisation_id, rights_request_id, direction, way, kind, language, state, created_at,
     created_by, message_id)
   VALUES ($1, $2, $3, 'out', $4, $5, $6, $7, $8, $9, $10)`,
);

export interface NewMessage {
  readonly id: string;
  readonly organisationId: string;
  readonly rightsRequestId: string;
  readonly way: MessageWay;
  readonly kind: MessageKind;
  readonly language: MessageLanguage;
  readonly at: Date;
  readonly by: string;
  readonly messageId: string | null;
}

export async function insertOutgoing(executor: Executor, message: NewMessage): Promise<void> {
  const { id, organisationId, rightsRequestId, way, kind, language, at, by, messageId } = message;
  const state: MessageState = way === 'mail' ? 'queued' : 'made';
  await executor.run(INSERT_OUT, [
    ...[id, organisationId, rightsRequestId, way, kind, language, state, at, by, messageId],
  ]);
}

const INSERT_IN = statement(
  'message-insert-in',
  `INSERT INTO case_message (id, organisation_id, rights_request_id, direction, way, state, created_at, fingerprint,
     verified, automatic, origin, read_at)
   VALUES ($1, $2, $3, 'in', $10, 'received', $4, $5, $6, $7, $8, $9)`,
);

export async function insertIncoming(
  executor: Executor,
  message: {
    readonly id: string;
    readonly organisationId: string;
    readonly rightsRequestId: string;
    readonly at: Date;
    /** `mail` unless somebody entered it. */
    readonly way?: MessageWay;
    /** Null: no mail, and so no bytes. */
    readonly fingerprint: Buffer | null;
    readonly verified: boolean;
    readonly automatic: boolean;
    readonly origin: Origin;
    /** Null: somebody has to read it. */
    readonly readAt: Date | null;
  },
): Promise<void> {
  const { id, organisationId, rightsRequestId, at, fingerprint, verified, automatic, origin, readAt } = message;
  const { way = 'mail' } = message;
  await executor.run(INSERT_IN, [
    ...[id, organisationId, rightsRequestId, at, fingerprint, verified, automatic, origin, readAt, way],
  ]);
}

const MARK_READ = statement(
  'message-mark-read',
  `UPDATE case_message SET read_at = $3, read_by = $4
   WHERE rights_request_id = $1 AND id = ANY ($2::uuid[]) AND direction = 'in' AND read_at IS NULL RETURNING id`,
);

/** Ids of those that had not been read before. */
export async function markRead(
  executor: Executor,
  rightsRequestId: string,
  ids: readonly string[],
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(MARK_READ, [rightsRequestId, ids, at, by]);
  return rows.map(({ id }) => id);
}

const HAS_FINGERPRINT = statement(
  'message-has-fingerprint',
  'SELECT 1 FROM case_message WHERE rights_request_id = $1 AND fingerprint = $2',
);

export async function hasFingerprint(
  executor: Executor,
  rightsRequestId: string,
  fingerprint: Buffer,
): Promise<boolean> {
  return (await executor.run(HAS_FINGERPRINT, [rightsRequestId, fingerprint])).rows.length > 0;
}

const ADDRESS_CASE = statement(
  'message-address-case',
  `INSERT INTO reply_address (rights_request_id, organisation_id, token_hash) VALUES ($1, $2, $3)
   ON CONFLICT ON CONSTRAINT reply_address_pkey DO NOTHING`,
);

export async function addressCase(
  executor: Executor,
  rightsRequestId: string,
  organisationId: string,
  tokenHash: Buffer,
): Promise<void> {
  await executor.run(ADDRESS_CASE, [rightsRequestId, organisationId, tokenHash]);
}

export interface CaseOfMail {
  readonly organisationId: string;
  readonly rightsRequestId: string;
}

const BY_TOKEN = statement(
  'message-case-by-token',
  `SELECT organisation_id AS "organisationId", rights_request_id AS "rightsRequestId" FROM reply_address
   WHERE token_hash = $1`,
);

export async function caseByToken(executor: Executor, tokenHash: Buffer): Promise<CaseOfMail | undefined> {
  return (await executor.run<CaseOfMail>(BY_TOKEN, [tokenHash])).rows[0];
}

const BY_MESSAGE_ID = statement(
  'message-case-by-message-id',
  `SELECT organisation_id AS "organisationId", rights_request_id AS "rightsRequestId", id FROM case_message
   WHERE message_id = ANY ($1::text[]) ORDER BY array_position($1::text[], message_id) LIMIT 1`,
);

/** The case of the first of these Message-IDs that is ours. */
export async function caseByMessageId(
  executor: Executor,
  messageIds: readonly string[],
): Promise<(CaseOfMail & { readonly id: string }) | undefined> {
  return (await executor.run<CaseOfMail & { id: string }>(BY_MESSAGE_ID, [messageIds])).rows[0];
}

const MARK_BOUNCED = statement(
  'message-mark-bounced',
  `UPDATE case_message SET state = 'bounced' WHERE id = $1 AND state IN ('sent', 'queued')`,
);

export async function markBounced(executor: Executor, id: string): Promise<boolean> {
  return (await executor.run(MARK_BOUNCED, [id])).count === 1;
}

const MARK_POSTED = statement(
  'message-mark-posted',
  `UPDATE case_message SET state = 'sent', sent_on = $2, sent_at = $3 WHERE id = $1 AND state = 'made'`,
);

/** False: recorded before. */
export async function markPosted(executor: Executor, id: string, on: string, at: Date): Promise<boolean> {
  return (await executor.run(MARK_POSTED, [id, on, at])).count === 1;
}
