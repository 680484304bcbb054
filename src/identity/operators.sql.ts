import { statement, type Executor } from '../platform/database/statement.js';

const IS_OPERATOR = statement(
  'is-operator',
  `SELECT CASE WHEN EXISTS (SELECT 1 FROM operator) THEN EXISTS (SELECT 1 FROM operator WHERE user_id = $1)
               ELSE (SELECT count(*) = 1 FROM organisation) END AS found`,
);

/** Of an administrator: named; or nobody is, and there is one organisation only. */
export async function isOperator(executor: Executor, userId: string): Promise<boolean> {
  return (await executor.run<{ found: boolean }>(IS_OPERATOR, [userId])).rows[0]?.found ?? false;
}

const NAME = statement(
  'name-operator',
  `INSERT INTO operator (user_id, named_at) VALUES ($1, $2) ON CONFLICT ON CONSTRAINT operator_pkey DO NOTHING`,
);

/** False when it was one. */
export async function nameOperator(executor: Executor, userId: string, at: Date): Promise<boolean> {
  return (await executor.run(NAME, [userId, at])).count === 1;
}

const DISMISS = statement('dismiss-operator', `DELETE FROM operator WHERE user_id = $1`);

export async function dismissOperator(executor: Executor, userId: string): Promise<boolean> {
  return (await executor.run(DISMISS, [userId])).count === 1;
}

const DISMISS_LEAVER = statement(
  'dismiss-leaver',
  `DELETE FROM operator WHERE user_id = $1
     AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.user_id = $1 AND m.role = 'admin')`,
);

/** Whoever administers nothing any more runs nothing either. */
export async function dismissLeaver(executor: Executor, userId: string): Promise<boolean> {
  return (await executor.run(DISMISS_LEAVER, [userId])).count === 1;
}
