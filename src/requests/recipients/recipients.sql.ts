import type { CivilDate } from '../../domain/civil-date.js';
import { statement, type Executor } from '../../platform/database/statement.js';

export type RecipientState = 'listed' | 'sending' | 'told' | 'left-out';
export type LeftOutWhy = 'impossible' | 'disproportionate';

export interface RecipientRow {
  readonly id: string;
  readonly state: RecipientState;
  readonly toldBy: 'mail' | 'recorded' | null;
  readonly leftOutWhy: LeftOutWhy | null;
  readonly settledOn: CivilDate | null;
  readonly attempts: number;
  readonly smtpCode: number | null;
  readonly disclosedOn: CivilDate | null;
}

const RECIPIENTS_OF = statement(
  'recipients-of',
  `SELECT id, state, told_by AS "toldBy", left_out_why AS "leftOutWhy", settled_on::text AS "settledOn", attempts,
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

const MARK_SENDING = statement('recipient-sending', `UPDATE recipient SET state = 'sending' WHERE id = $1`);

export async function markSending(executor: Executor, id: string): Promise<void> {
  await executor.run(MARK_SENDING, [id]);
}

const MARK_TOLD = statement(
  'recipient-told',
  `UPDATE recipient SET state = 'told', told_by = $2, settled_on = $3, smtp_code = coalesce($4, smtp_code)
   WHERE id = $1 AND state IN ('listed', 'sending')`,
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
   WHERE id = $1 AND state IN ('listed', 'sending')`,
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

const COUNT_RECIPIENT_ATTEMPT = statement(
  'count-recipient-attempt',
  'UPDATE recipient SET attempts = attempts + 1, smtp_code = $2 WHERE id = $1',
);

export async function countAttempt(executor: Executor, id: string, smtpCode: number | null): Promise<void> {
  await executor.run(COUNT_RECIPIENT_ATTEMPT, [id, smtpCode]);
}

export interface RecipientMailTask {
  readonly rightsRequestId: string;
  readonly timeZone: string;
  readonly state: RecipientState;
  readonly attempts: number;
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly who: Buffer;
  readonly mail: Buffer;
}

const RECIPIENT_MAIL_TASK = statement(
  'recipient-mail-task',
  `SELECT t.rights_request_id AS "rightsRequestId", o.time_zone AS "timeZone", t.state, t.attempts, k.epoch, k.wrapped,
     w.ciphertext AS who, m.ciphertext AS mail
   FROM recipient t JOIN organisation o ON o.id = t.organisation_id
     JOIN request_key k USING (rights_request_id)
     JOIN sealed w ON w.rights_request_id = t.rights_request_id AND w.field = 'recipient-' || t.id
     JOIN sealed m ON m.rights_request_id = t.rights_request_id AND m.field = 'recipient-mail-' || t.id
   WHERE t.id = $1`,
);

/** Undefined: its content is erased. */
export async function loadMailTask(executor: Executor, id: string): Promise<RecipientMailTask | undefined> {
  return (await executor.run<RecipientMailTask>(RECIPIENT_MAIL_TASK, [id])).rows[0];
}
