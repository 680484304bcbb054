import { eventually, type TestApplication } from './application.js';

const DAY_MS = 86_400_000;

/** A day on which somebody says that it happened, on a way outside the program. */
export function stated(on: string, way = 'letter') {
  return { on, way, unproved: 'Aus der Papierakte' };
}

/**
 * A request that was forwarded and taken over so many days ago, so that what is stated of the days since then can be.
 * The clock of the database cannot be set back; its columns can.
 */
export async function takenOverDaysAgo(app: TestApplication, id: string, days: number): Promise<void> {
  const at = new Date(Date.now() - days * DAY_MS);
  await eventually(() =>
    app.database.asOwner(async (client) => {
      const { rowCount } = await client.query(
        `UPDATE forwarding SET forwarded_at = $2 WHERE rights_request_id = $1 AND forwarded_at IS NOT NULL`,
        [id, at],
      );
      return rowCount === 1 || undefined;
    }),
  );
  await app.database.asOwner((client) =>
    client.query('UPDATE rights_request SET acknowledged_at = $2 WHERE id = $1', [id, at]),
  );
}
