import { statement, type Executor } from '../../platform/database/statement.js';

/** What is done with one click; at least one of it. */
export interface Macro {
  readonly id: string;
  readonly name: string;
  readonly takeOver: boolean;
  /** By mail, from the template; nothing where there is no mail address. */
  readonly confirmReceipt: boolean;
  /** Of the department; empty: no task. */
  readonly taskAddress: string;
  readonly taskWhat: string;
  /** Until the task is due, counted from the day on which it is given. */
  readonly taskDays: number;
  /** Empty: no note. */
  readonly note: string;
}

export const MACRO_NAME_TAKEN = 'macro_name_key';

const COLUMNS = `id, name, take_over AS "takeOver", confirm_receipt AS "confirmReceipt", task_address AS "taskAddress",
  task_what AS "taskWhat", task_days AS "taskDays", note`;

const LIST = statement('macros', `SELECT ${COLUMNS} FROM macro WHERE organisation_id = $1 ORDER BY name, id`);

export async function macrosOf(executor: Executor, organisationId: string): Promise<readonly Macro[]> {
  return (await executor.run<Macro>(LIST, [organisationId])).rows;
}

const SAVE = statement(
  'save-macro',
  `INSERT INTO macro (id, organisation_id, name, take_over, confirm_receipt, task_address, task_what, task_days, note)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   ON CONFLICT ON CONSTRAINT macro_pkey DO UPDATE SET name = $3, take_over = $4, confirm_receipt = $5,
     task_address = $6, task_what = $7, task_days = $8, note = $9
   WHERE macro.organisation_id = $2`,
);

export async function saveMacro(executor: Executor, organisationId: string, macro: Macro): Promise<void> {
  const { id, name, takeOver, confirmReceipt, taskAddress, taskWhat, taskDays, note } = macro;
  await executor.run(SAVE, [
    ...[id, organisationId, name, takeOver, confirmReceipt, taskAddress, taskWhat, taskDays, note],
  ]);
}

const DROP = statement('drop-macro', 'DELETE FROM macro WHERE organisation_id = $1 AND id = $2');

export async function dropMacro(executor: Executor, organisationId: string, id: string): Promise<void> {
  await executor.run(DROP, [organisationId, id]);
}
