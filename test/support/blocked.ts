import type { Client } from 'pg';
import { eventually } from './eventually.js';

/**
 * Waits until `count` statements of this database wait for a lock that `client` holds in its open transaction. Of this
 * database alone: other test files work on the same server at the same time.
 */
export async function untilBlocked(client: Client, statement: RegExp, count = 1): Promise<void> {
  await eventually(async () => {
    // Within a transaction the statistics stay as they were read first.
    await client.query('SELECT pg_stat_clear_snapshot()');
    const { rows } = await client.query<{ query: string }>(
      `SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    return rows.filter(({ query }) => statement.test(query)).length >= count ? true : undefined;
  });
}
