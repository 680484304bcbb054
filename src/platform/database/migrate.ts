import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/in-order.js';
import { dataSourceOptions, type PgConnection } from './connection.js';

/** Any constant will do; two starting instances must only agree on it. */
const MIGRATION_LOCK = 4_627_001;

export class SchemaNewerError extends Error {
  constructor(readonly unknown: readonly string[]) {
    super(`the database was migrated by a newer version (unknown: ${unknown.join(', ')}); this one will not touch it`);
  }
}

/** A connection that may change the schema; migrations run in order, each in its own transaction. */
export function migrationSource(connection: PgConnection): DataSource {
  return new DataSource({
    ...dataSourceOptions(connection, { poolSize: 2 }),
    migrations: [...MIGRATIONS],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
  });
}

/** Brings the schema to this version; does no harm when it is there. Returns the names of what it ran. */
export async function migrate(connection: PgConnection): Promise<readonly string[]> {
  const source = await migrationSource(connection).initialize();
  const lock = source.createQueryRunner();
  try {
    // Must come first: another instance may be starting at the same moment.
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await refuseNewerSchema(source);
    const ran = await source.runMigrations();
    return ran.map((migration) => migration.name);
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
    await source.destroy();
  }
}

/** As `migrate`, but no further than these: the schema that a backup was made of. @throws SchemaNewerError */
export async function migrateTo(connection: PgConnection, names: readonly string[]): Promise<void> {
  const known = new Set(MIGRATIONS.map((migration) => migration.name));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new SchemaNewerError(unknown);
  }
  const source = new DataSource({
    ...dataSourceOptions(connection, { poolSize: 1 }),
    migrations: MIGRATIONS.filter(({ name }) => names.includes(name)),
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
  });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

async function refuseNewerSchema(source: DataSource): Promise<void> {
  const exists: { found: string | null }[] = await source.query(`SELECT to_regclass('migrations')::text AS found`);
  if (exists[0]?.found == null) {
    return;
  }
  const applied: { name: string }[] = await source.query('SELECT name FROM migrations ORDER BY id');
  const known = new Set(MIGRATIONS.map((migration) => migration.name));
  const unknown = applied.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new SchemaNewerError(unknown);
  }
}
