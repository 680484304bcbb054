import { randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import type { PgConnection } from './connection.js';
import { openClient } from './database-copy.js';

/** No database of its own could be made. */
export class ScratchError extends Error {
  override readonly name = 'ScratchError';
}

/** Makes a database beside the given one, lends it, and drops it whatever happens. @throws ScratchError */
export async function inScratchDatabase<T>(
  beside: PgConnection,
  work: (connection: PgConnection) => Promise<T>,
): Promise<T> {
  const name = `forthwith_check_${randomBytes(6).toString('hex')}`;
  const client = await openClient(beside);
  try {
    await client.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE template0`).catch((error: unknown) => {
      throw new ScratchError('its user may not make a database to try it in (CREATEDB)', { cause: error });
    });
    try {
      return await work(named(beside, name));
    } finally {
      await client.query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
    }
  } finally {
    await client.end();
  }
}

function named(connection: PgConnection, database: string): PgConnection {
  if (!('url' in connection)) {
    return { ...connection, database };
  }
  const url = new URL(connection.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}
