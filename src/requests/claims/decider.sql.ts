import { statement, type Executor } from '../../platform/database/statement.js';

const IS_DECIDER = statement(
  'is-decider',
  `SELECT 1 FROM membership m JOIN organisation o ON o.id = m.organisation_id
   WHERE m.user_id = $1 AND m.organisation_id = $2 AND m.role = 'decider'
     AND (m.ends_on IS NULL OR m.ends_on >= (now() AT TIME ZONE o.time_zone)::date)`,
);

/** Whether this account holds the function that decides for the controller. */
export async function isDecider(executor: Executor, userId: string, organisationId: string): Promise<boolean> {
  return (await executor.run(IS_DECIDER, [userId, organisationId])).rows.length > 0;
}
