import { statement, type Executor } from '../../platform/database/statement.js';

/** What is to be entered once a message has gone out, as whoever wrote it has ordered. */
export interface AfterSending {
  readonly enter: 'answer' | 'refuse';
  /** Closed after that, if nothing keeps the matter open. */
  readonly close: boolean;
}

const ORDER = statement(
  'message-order-after-sending',
  `UPDATE case_message SET then_enter = $2, then_close = $3 WHERE id = $1`,
);

export async function orderAfterSending(executor: Executor, id: string, { enter, close }: AfterSending): Promise<void> {
  await executor.run(ORDER, [id, enter, close]);
}

export interface OrderedAfterSending extends AfterSending {
  readonly organisationId: string;
  readonly rightsRequestId: string;
  /** Whoever wrote the message. */
  readonly by: string;
}

const ORDERED = statement(
  'message-ordered-after-sending',
  `SELECT organisation_id AS "organisationId", rights_request_id AS "rightsRequestId", created_by AS by,
     then_enter AS enter, then_close AS close
   FROM case_message WHERE id = $1 AND state = 'sent' AND then_enter IS NOT NULL`,
);

/** Undefined: it has not gone out, or nothing was ordered. */
export async function orderedAfterSending(executor: Executor, id: string): Promise<OrderedAfterSending | undefined> {
  return (await executor.run<OrderedAfterSending>(ORDERED, [id])).rows[0];
}

/** Its subject is the message. */
export const AFTER_SENDING_JOB = 'after-sending';
