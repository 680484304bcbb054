import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AlarmKind } from '../../src/domain/log/events/log.js';
import { eventually } from './eventually.js';
import type { TestDatabase } from './database.js';

/** What somebody does past the program, and who is to notice it. */
export interface Manipulation {
  /** As the table in docs/evidence.md calls it. */
  readonly what: string;
  /** Any of these alarms. */
  readonly kinds: readonly AlarmKind[];
}

/** Seconds between a change and its alarm, and between a change and the mail about it, as the database wrote them down. */
export interface Noticed {
  readonly what: string;
  readonly kind: string;
  readonly alarm: number;
  readonly mail: number;
}

/** A file that each suite adds its figures to, where one is wanted: bench/who-notices.mjs. */
export function keepFigures(suite: string, figures: readonly Noticed[]): void {
  const folder = process.env['WHO_NOTICES'];
  if (folder !== undefined) {
    const file = `${folder}/${suite}-${Date.now()}.json`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(figures));
  }
}

/** By the clock that dates entries and alarms. */
export const databaseNow = (database: TestDatabase): Promise<Date> =>
  database.asOwner(async (client) => {
    const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return rows[0]?.now ?? new Date(0);
  });

/** Waits until the alarm is raised and its mail accepted. `since` by the database's clock. */
export async function expectNoticed(
  database: TestDatabase,
  organisationId: string,
  { what, kinds }: Manipulation,
  since: Date,
): Promise<Noticed> {
  const found = await eventually(() =>
    database.asOwner(async (client) => {
      const { rows } = await client.query<{ kind: string; alarm: number; mail: number }>(
        `SELECT kind, extract(epoch FROM greatest(raised_at, seen_at) - $3)::float8 AS alarm,
           extract(epoch FROM told_at - $3)::float8 AS mail
         FROM log_alarm WHERE organisation_id = $1 AND kind = ANY ($2) AND seen_at >= $3 AND told_at >= $3
         ORDER BY raised_at LIMIT 1`,
        [organisationId, kinds, since],
      );
      return rows[0];
    }),
  ).catch(async (error: unknown) => {
    throw new Error(`nobody noticed: ${what}; ${JSON.stringify(await standing(database, organisationId))}`, {
      cause: error,
    });
  });
  return { what, ...found };
}

const standing = (database: TestDatabase, organisationId: string) =>
  database.asOwner(
    async (client) =>
      (
        await client.query<{ kind: string; place: string }>(
          'SELECT kind, place, raised_at, told_at FROM log_alarm WHERE organisation_id = $1',
          [organisationId],
        )
      ).rows,
  );
