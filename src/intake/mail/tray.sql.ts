import type { TrayReason } from '../../domain/log/events/mailbox.js';
import { statement, type Executor } from '../../platform/database/statement.js';

export type TrayState = 'open' | 'in-case' | 'new-case' | 'set-aside';

/** A mail that came in, without what it says. */
export interface InboundRow {
  readonly id: string;
  readonly state: TrayState;
  readonly why: TrayReason | 'requested';
  readonly arrivedAt: Date;
  /** Where it was put; while it is open, a suggestion. */
  readonly rightsRequestId: string | null;
  readonly reference: string | null;
  /** The message that it has become. */
  readonly caseMessageId: string | null;
  readonly settledAt: Date | null;
  readonly epoch: number | null;
  readonly wrapped: Buffer | null;
  readonly summary: Buffer | null;
}

export interface NewInbound {
  readonly id: string;
  readonly organisationId: string;
  readonly fingerprint: Buffer;
  readonly state: TrayState;
  readonly why: TrayReason | 'requested';
  readonly arrivedAt: Date;
  readonly recordedAt: Date;
  readonly rightsRequestId: string | null;
  /** Of whoever is told that it was received; null: nobody is. */
  readonly confirmedTo: Buffer | null;
  readonly sealed: {
    readonly epoch: number;
    readonly wrapped: Buffer;
    readonly summary: Buffer;
    readonly original: Buffer;
  } | null;
}

/** A second copy of a mail, taken in the same instant. */
export const SAME_MAIL = 'inbound_mail_fingerprint_key';

const INSERT = statement(
  'inbound-insert',
  `INSERT INTO inbound_mail (id, organisation_id, fingerprint, state, why, arrived_at, recorded_at, rights_request_id,
     confirmed_to, epoch, wrapped, summary, original)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
);

export async function insertInbound(executor: Executor, mail: NewInbound): Promise<void> {
  const { sealed } = mail;
  await executor.run(INSERT, [
    ...[mail.id, mail.organisationId, mail.fingerprint, mail.state, mail.why, mail.arrivedAt, mail.recordedAt],
    ...[mail.rightsRequestId, mail.confirmedTo],
    ...[sealed?.epoch ?? null, sealed?.wrapped ?? null, sealed?.summary ?? null, sealed?.original ?? null],
  ]);
}

const KNOWN = statement(
  'inbound-known',
  'SELECT 1 FROM inbound_mail WHERE organisation_id = $1 AND fingerprint = ANY ($2::bytea[])',
);

export async function isKnownMail(
  executor: Executor,
  organisationId: string,
  fingerprints: readonly Buffer[],
): Promise<boolean> {
  return (await executor.run(KNOWN, [organisationId, fingerprints])).rows.length > 0;
}

const COLUMNS = `m.id, m.state, m.why, m.arrived_at AS "arrivedAt", m.rights_request_id AS "rightsRequestId", r.reference,
  m.message_id AS "caseMessageId", m.settled_at AS "settledAt", m.epoch, m.wrapped, m.summary`;
const SOURCE = 'inbound_mail m LEFT JOIN rights_request r ON r.id = m.rights_request_id';

const LIST = statement(
  'inbound-list',
  `SELECT ${COLUMNS} FROM ${SOURCE}
   WHERE m.organisation_id = $1 AND m.wrapped IS NOT NULL AND (m.state = 'open') = $2
   ORDER BY coalesce(m.settled_at, m.arrived_at) DESC, m.id DESC LIMIT $3`,
);

/** Those that wait, or those that somebody has dealt with lately; newest first. */
export async function inboundMails(
  executor: Executor,
  organisationId: string,
  open: boolean,
  limit: number,
): Promise<readonly InboundRow[]> {
  return (await executor.run<InboundRow>(LIST, [organisationId, open, limit])).rows;
}

const FIND = statement('inbound-find', `SELECT ${COLUMNS} FROM ${SOURCE} WHERE m.organisation_id = $1 AND m.id = $2`);

export async function findInbound(
  executor: Executor,
  organisationId: string,
  id: string,
): Promise<InboundRow | undefined> {
  return (await executor.run<InboundRow>(FIND, [organisationId, id])).rows[0];
}

const ORIGINAL = statement(
  'inbound-original',
  'SELECT original FROM inbound_mail WHERE organisation_id = $1 AND id = $2',
);

export async function originalOf(executor: Executor, organisationId: string, id: string): Promise<Buffer | undefined> {
  const { rows } = await executor.run<{ original: Buffer | null }>(ORIGINAL, [organisationId, id]);
  return rows[0]?.original ?? undefined;
}

const COUNT_OPEN = statement(
  'inbound-count-open',
  `SELECT count(*)::int AS open FROM inbound_mail WHERE organisation_id = $1 AND state = 'open'`,
);

export async function countOpen(executor: Executor, organisationId: string): Promise<number> {
  return (await executor.run<{ open: number }>(COUNT_OPEN, [organisationId])).rows[0]?.open ?? 0;
}

const SETTLE = statement(
  'inbound-settle',
  `UPDATE inbound_mail SET state = $3, rights_request_id = coalesce($4, rights_request_id), message_id = $5, settled_at = $6, settled_by = $7
   WHERE organisation_id = $1 AND id = $2 AND state = 'open' AND wrapped IS NOT NULL`,
);

/** False: somebody was faster. */
export async function settleInbound(
  executor: Executor,
  place: { readonly organisationId: string; readonly id: string },
  put: {
    readonly state: Exclude<TrayState, 'open'>;
    readonly rightsRequestId: string | null;
    readonly messageId: string | null;
    readonly at: Date;
    readonly by: string;
  },
): Promise<boolean> {
  const { count } = await executor.run(SETTLE, [
    ...[place.organisationId, place.id, put.state, put.rightsRequestId, put.messageId, put.at, put.by],
  ]);
  return count === 1;
}

const REOPEN = statement(
  'inbound-reopen',
  `UPDATE inbound_mail SET state = 'open', message_id = NULL, settled_at = NULL, settled_by = NULL
   WHERE organisation_id = $1 AND id = $2 AND state = $3 AND wrapped IS NOT NULL`,
);

export async function reopenInbound(
  executor: Executor,
  organisationId: string,
  id: string,
  from: TrayState,
): Promise<boolean> {
  return (await executor.run(REOPEN, [organisationId, id, from])).count === 1;
}

const DROP_MESSAGE = statement(
  'inbound-drop-message',
  'DELETE FROM case_message WHERE rights_request_id = $1 AND id = $2',
);
const DROP_SEALED = statement(
  'inbound-drop-sealed',
  'DELETE FROM sealed WHERE rights_request_id = $1 AND field = ANY ($2::text[])',
);

/** What the mail had become in a case it does not belong to. */
export async function dropMessage(
  executor: Executor,
  rightsRequestId: string,
  messageId: string,
  fields: readonly string[],
): Promise<void> {
  await executor.run(DROP_MESSAGE, [rightsRequestId, messageId]);
  await executor.run(DROP_SEALED, [rightsRequestId, fields]);
}

const PAST = statement(
  'inbound-past',
  `SELECT id, organisation_id AS "organisationId" FROM inbound_mail
   WHERE settled_at < $1 AND wrapped IS NOT NULL ORDER BY settled_at LIMIT 100`,
);

export async function inboundPast(
  executor: Executor,
  before: Date,
): Promise<readonly { readonly id: string; readonly organisationId: string }[]> {
  return (await executor.run<{ id: string; organisationId: string }>(PAST, [before])).rows;
}

const ERASE = statement(
  'inbound-erase',
  `UPDATE inbound_mail SET epoch = NULL, wrapped = NULL, summary = NULL, original = NULL
   WHERE organisation_id = $1 AND id = $2 AND settled_at < $3 AND wrapped IS NOT NULL`,
);

/** Its key first of all; what tells that it was taken stays. */
export async function eraseInbound(
  executor: Executor,
  organisationId: string,
  id: string,
  before: Date,
): Promise<boolean> {
  return (await executor.run(ERASE, [organisationId, id, before])).count === 1;
}

const NOTICE_WAITS = statement(
  'inbound-notice-waits',
  `SELECT 1 FROM outbox_job
   WHERE organisation_id = $1 AND kind = $2 AND lease_until IS NULL AND run_at <= $3 LIMIT 1`,
);

/** Whether a notice is to be sent by then, which will count this mail too. */
export async function noticeWaits(
  executor: Executor,
  organisationId: string,
  kind: string,
  by: Date,
): Promise<boolean> {
  return (await executor.run(NOTICE_WAITS, [organisationId, kind, by])).rows.length > 0;
}

const HAS_COME_SINCE = statement(
  'inbound-has-come-since',
  `SELECT 1 FROM inbound_mail
   WHERE organisation_id = $1 AND recorded_at > $2 AND why NOT IN ('requested', 'automatic', 'spam') LIMIT 1`,
);

/** Whether another one that was told at once came since then. */
export async function hasComeSince(executor: Executor, organisationId: string, since: Date): Promise<boolean> {
  return (await executor.run(HAS_COME_SINCE, [organisationId, since])).rows.length > 0;
}
