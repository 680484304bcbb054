import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { EmbeddedConnection } from '../../src/platform/database/embedded-postgres.js';

export interface TestDatabase {
  readonly connection: EmbeddedConnection;
  /** A connection as the owner, past row-level security: what an administrator of the database could do. */
  asOwner<T>(work: (client: Client) => Promise<T>): Promise<T>;
  drop(): Promise<void>;
}

/**
 * A database of its own for one test file, cloned from the migrated template: as files, which without fsync takes a
 * third of the time that writing it all to the log does. Of another one it is a backup; nobody may be connected to it.
 */
export async function cloneDatabase(of?: TestDatabase): Promise<TestDatabase> {
  const store = JSON.parse(process.env['FORTHWITH_TEST_STORE'] ?? '{}') as EmbeddedConnection;
  const database = `test_${randomBytes(6).toString('hex')}`;
  await on({ ...store, database: 'postgres' }, (client) =>
    client.query(
      `CREATE DATABASE ${database} TEMPLATE ${of?.connection.database ?? store.database} STRATEGY file_copy`,
    ),
  );
  const connection = { ...store, database };
  return {
    connection,
    asOwner: (work) => on(connection, work),
    drop: async () => {
      await on({ ...store, database: 'postgres' }, (client) => client.query(`DROP DATABASE ${database} WITH (FORCE)`));
    },
  };
}

async function on<T>(connection: EmbeddedConnection, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
