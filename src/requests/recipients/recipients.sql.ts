import type { CivilDate } from '../../domain/civil-date.js';
import { statement, type Executor } from '../../platform/database/statement.js';

export type RecipientState = 'listed' | 'sending' | 'failed' | 'told' | 'left-out';
export type LeftOutWhy = 'impossible' | 'disproportionate';

export interface RecipientRow {
  readonly id: string;
  readonly state: RecipientState;
  readonly toldBy: 'mail' | 'recorded' | null;
  readonly leftOutWhy: LeftOutWhy | null;
  readonly settledOn: CivilDate | null;
  /** How many mails were ordered, and how often the last one was tried. */
  readonly mails: number;
  readonly attempts: number;
  readonly smtpCode: number | null;
  readonly disclosedOn: CivilDate | null;
}

const RECIPIENTS_OF = statement(
  'recipients-of',
  `SELECT id, state, told_by AS "toldBy", left_out_why AS "leftOutWhy", settled_on::text AS "settledOn", mails, attempts,
     smtp_code AS "smtpCode", disclosed_on::text AS "disclosedOn"
   FROM recipient WHERE rights_request_id = $1 ORDER BY id`,
);

export async function recipientsOf(executor: Executor, rightsRequestId: string): Promise<readonly RecipientRow[]> {
  return (await executor.run<RecipientRow>(RECIPIENTS_OF, [rightsRequestId])).rows;
}

const INSERT_RECIPIENT = statement(
  'insert-recipient',
  'INSERT INTO recipient (id, organisation_id, rights_request_id) VALUES ($1, $2, $3)',
);

export async function insertRecipient(
  executor: Executor,
  row: { readonly id: string; readonly organisationId: string; readonly rightsRequestId: string },
): Promise<void> {
  await executor.run(INSERT_RECIPIENT, [row.id, row.organisationId, row.rightsRequestId]);
}

const MARK_SENDING = statement(
  'recipient-sending',
  `UPDATE recipient SET state = 'sending', mails = mails + 1, attempts = 0, smtp_code = NULL
   WHERE id = $1 AND mails = $2 AND state IN ('listed', 'failed')`,
);

/** False: another mail was ordered, or it was settled, meanwhile. */
export async function markSending(executor: Executor, { id, mails }: RecipientRow): Promise<boolean> {
  return (await executor.run(MARK_SENDING, [id, mails])).count === 1;
}

const MARK_TOLD = statement(
  'recipient-told',
  `UPDATE recipient SET state = 'told', told_by = $2, settled_on = $3, smtp_code = coalesce($4, smtp_code)
   WHERE id = $1 AND state NOT IN ('told', 'left-out')`,
);

/** False: it was settled meanwhile. */
export async function markTold(
  executor: Executor,
  id: string,
  by: 'mail' | 'recorded',
  on: CivilDate,
  smtpCode: number | null,
): Promise<boolean> {
  return (await executor.run(MARK_TOLD, [id, by, on, smtpCode])).count === 1;
}

const MARK_LEFT_OUT = statement(
  'recipient-left-out',
  `UPDATE recipient SET state = 'left-out', left_out_why = $2, settled_on = $3
   WHERE id = $1 AND state NOT IN ('told', 'left-out')`,
);

/** False: it was settled meanwhile. */
export async function markLeftOut(executor: Executor, id: string, why: LeftOutWhy, on: CivilDate): Promise<boolean> {
  return (await executor.run(MARK_LEFT_OUT, [id, why, on])).count === 1;
}

const MARK_DISCLOSED = statement(
  'recipients-disclosed',
  'UPDATE recipient SET disclosed_on = $2 WHERE rights_request_id = $1',
);

/** How many the person was told of. */
export async function markDisclosed(executor: Executor, rightsRequestId: string, on: CivilDate): Promise<number> {
  return (await executor.run(MARK_DISCLOSED, [rightsRequestId, on])).count;
}

const MISS_RECIPIENT = statement(
  'recipient-missed',
  `UPDATE recipient SET state = $2, attempts = attempts + 1, smtp_code = $3 WHERE id = $1 AND state = 'sending'`,
);

/** An attempt that did not get there: to be tried again, or refused for good. False: it was settled meanwhile. */
export async function markMissed(
  executor: Executor,
  id: string,
  state: 'sending' | 'failed',
  smtpCode: number | null,
): Promise<boolean> {
  return (await executor.run(MISS_RECIPIENT, [id, state, smtpCode])).count === 1;
}

const CASE_OF_RECIPIENT = statement(
  'case-of-recipient',
  `SELECT organisation_id AS "organisationId", rights_request_id AS "rightsRequestId" FROM recipient WHERE id = $1`,
);

/** Needs no organisation: the mail that came back says whose it was. */
export async function caseOfRecipient(
  executor: Executor,
  id: string,
): Promise<{ readonly organisationId: string; readonly rightsRequestId: string } | undefined> {
  const { rows } = await executor.run<{ organisationId: string; rightsRequestId: string }>(CASE_OF_RECIPIENT, [id]);
  return rows[0];
}

const MARK_RETURNED = statement(
  'recipient-returned',
  `UPDATE recipient SET state = 'failed', told_by = NULL, settled_on = NULL, smtp_code = NULL
   WHERE id = $1 AND mails = $2 AND (state = 'sending' OR (state = 'told' AND told_by = 'mail'))`,
);

/** The mail came back. False: another was ordered meanwhile, or it is settled otherwise. */
export async function markReturned(executor: Executor, { id, mail }: RecipientMailName): Promise<boolean> {
  return (await executor.run(MARK_RETURNED, [id, mail])).count === 1;
}

/** Which mail to whom. */
export interface RecipientMailName {
  readonly id: string;
  /** The first is 1. */
  readonly mail: number;
}

const MAIL_NAME = /^<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.(\d{1,6}))?\.recipient@/i;

/** Message-ID of the n-th mail to a recipient. */
export function mailIdOf({ id, mail }: RecipientMailName, host: string): string {
  return `<${mail > 1 ? `${id}.${mail}` : id}.recipient@${host}>`;
}

/** The other way round; undefined: none of these. */
export function recipientMailOf(messageId: string): RecipientMailName | undefined {
  const [, id, mail = '1'] = MAIL_NAME.exec(messageId) ?? [];
  return id === undefined ? undefined : { id: id.toLowerCase(), mail: Number(mail) };
}

/** Where the text of the n-th mail to a recipient lies sealed; each is committed to, so none replaces another. */
export function mailField(id: string, mail: number): string {
  return `recipient-mail-${id}${suffix(mail)}`;
}

/** Where the mail server's last words about it lie sealed. */
export function mailReplyField(id: string, mail: number): string {
  return `recipient-reply-${id}${suffix(mail)}`;
}

function suffix(mail: number): string {
  return mail > 1 ? `-${mail}` : '';
}

export interface RecipientMailTask {
  readonly rightsRequestId: string;
  readonly timeZone: string;
  readonly state: RecipientState;
  readonly mails: number;
  readonly attempts: number;
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly who: Buffer;
  readonly mail: Buffer;
}

const RECIPIENT_MAIL_TASK = statement(
  'recipient-mail-task',
  `SELECT t.rights_request_id AS "rightsRequestId", o.time_zone AS "timeZone", t.state, t.mails, t.attempts, k.epoch, k.wrapped,
     w.ciphertext AS who, m.ciphertext AS mail
   FROM recipient t JOIN organisation o ON o.id = t.organisation_id
     JOIN request_key k USING (rights_request_id)
     JOIN sealed w ON w.rights_request_id = t.rights_request_id AND w.field = 'recipient-' || t.id
     JOIN sealed m ON m.rights_request_id = t.rights_request_id
       AND m.field = 'recipient-mail-' || t.id || CASE WHEN t.mails > 1 THEN '-' || t.mails ELSE '' END
   WHERE t.id = $1`,
);

/** Undefined: its content is erased. */
export async function loadMailTask(executor: Executor, id: string): Promise<RecipientMailTask | undefined> {
  return (await executor.run<RecipientMailTask>(RECIPIENT_MAIL_TASK, [id])).rows[0];
}
