import { statement, type Executor } from '../../platform/database/statement.js';

const COLLEAGUE = statement(
  'inbound-colleague',
  `SELECT u.id FROM user_account u JOIN membership m ON m.user_id = u.id
   WHERE m.organisation_id = $1 AND u.email = $2 AND u.disabled_at IS NULL AND m.role IN ('staff', 'dpo')
     AND (m.ends_on IS NULL OR m.ends_on >= current_date) LIMIT 1`,
);

/** Whoever has this address and may hand over. */
export async function colleagueWith(
  executor: Executor,
  organisationId: string,
  email: string,
): Promise<string | undefined> {
  return (await executor.run<{ id: string }>(COLLEAGUE, [organisationId, email])).rows[0]?.id;
}
