import { statement, type Executor } from '../../platform/database/statement.js';

const LEFT = statement(
  'note-leaver',
  `INSERT INTO leaver (user_id, organisation_id, left_at) VALUES ($1, $2, $3)
   ON CONFLICT ON CONSTRAINT leaver_pkey DO UPDATE SET left_at = excluded.left_at`,
);

export async function noteLeaver(executor: Executor, userId: string, organisationId: string, at: Date): Promise<void> {
  await executor.run(LEFT, [userId, organisationId, at]);
}

const DUE = statement(
  'due-leavers',
  `SELECT user_id AS "userId", organisation_id AS "organisationId" FROM leaver
   WHERE left_at < $1::timestamptz - interval '6 months' ORDER BY left_at LIMIT 200`,
);

export interface Leaver {
  readonly userId: string;
  readonly organisationId: string;
}

/** Whose six months are over. */
export async function dueLeavers(executor: Executor, now: Date): Promise<readonly Leaver[]> {
  return (await executor.run<Leaver>(DUE, [now])).rows;
}

const DROP = statement('drop-leaver', `DELETE FROM leaver WHERE user_id = $1 AND organisation_id = $2`);

/** False: another instance was faster. */
export async function dropLeaver(executor: Executor, { userId, organisationId }: Leaver): Promise<boolean> {
  return (await executor.run(DROP, [userId, organisationId])).count === 1;
}

/** Whoever came back, or works for another organisation, is somebody still. */
const FORGET = statement(
  'forget-account',
  `UPDATE user_account u SET email = 'ausgeschieden-' || u.id || '@leaver.invalid', password_hash = NULL,
          last_channel_id = NULL, disabled_at = coalesce(disabled_at, $2)
   WHERE id = $1
     AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.user_id = u.id)
     AND NOT EXISTS (SELECT 1 FROM suspended_membership m WHERE m.user_id = u.id)
     AND NOT EXISTS (SELECT 1 FROM leaver l WHERE l.user_id = u.id)`,
);

export async function forgetAccount(executor: Executor, userId: string, at: Date): Promise<boolean> {
  return (await executor.run(FORGET, [userId, at])).count === 1;
}

const REMAINS = ['external_identity', 'second_factor', 'recovery_code', 'session', 'account_link'].map((table) =>
  statement(`forget-${table.replaceAll('_', '-')}`, `DELETE FROM ${table} WHERE user_id = $1`),
);

/** Whatever else tells who the account was. */
export async function forgetRemains(executor: Executor, userId: string): Promise<void> {
  for (const one of REMAINS) {
    await executor.run(one, [userId]);
  }
}
