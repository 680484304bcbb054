import { DataSource } from 'typeorm';
import type { Client } from 'pg';
import { ENTITIES } from '../../../src/entities.js';
import { dataSourceOptions } from '../../../src/platform/database/connection.js';
import { migrate, migrationSource, SchemaNewerError } from '../../../src/platform/database/migrate.js';
import { MIGRATIONS } from '../../../migrations/in-order.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

/** Tables, columns, constraints, indexes, triggers, policies, functions and grants, as text that can be compared. */
async function schemaOf(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(`
    SELECT format('column %s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT format('policy %s %s %s %s %s', tablename, policyname, cmd, qual, with_check) FROM pg_policies
    UNION ALL SELECT format('function %s', oid::regprocedure) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT format('grant %s %s %s', table_name, grantee, privilege_type)
      FROM information_schema.role_table_grants WHERE table_schema = 'public' AND grantee = 'forthwith_app'
    ORDER BY 1`);
  return rows.map(({ line }) => line);
}

describe('migrations', () => {
  test('run backwards leave nothing behind, and forwards again the same schema', async () => {
    const before = await database.asOwner(schemaOf);
    const source = await migrationSource(database.connection).initialize();
    for (const _ of MIGRATIONS) {
      await source.undoLastMigration();
    }
    await source.destroy();
    const left = await database.asOwner(schemaOf);
    expect(left.filter((line) => !/\bmigrations\b/.test(line))).toEqual([]);
    const ran = await migrate(database.connection);
    expect(ran).toHaveLength(MIGRATIONS.length);
    expect(await database.asOwner(schemaOf)).toEqual(before);
  });

  test('that are all there run nothing', async () => {
    expect(await migrate(database.connection)).toEqual([]);
  });

  test('started by two instances at once run each once', async () => {
    const source = await migrationSource(database.connection).initialize();
    await source.undoLastMigration();
    await source.destroy();
    const ran = await Promise.all([migrate(database.connection), migrate(database.connection)]);
    expect(ran.flat()).toEqual([MIGRATIONS.at(-1)?.name]);
  });

  test('of a newer version are not touched: the error names them', async () => {
    const newer = await cloneDatabase();
    try {
      await newer.asOwner((client) =>
        client.query(`INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`),
      );
      const refused = migrate(newer.connection);
      await expect(refused).rejects.toBeInstanceOf(SchemaNewerError);
      await expect(refused).rejects.toThrow('FromTheFuture9999999999999');
    } finally {
      await newer.drop();
    }
  });

  test('and entities agree: each mapped column is there, of the same type and as nullable', async () => {
    const source = new DataSource({
      ...dataSourceOptions(database.connection, { poolSize: 1 }),
      entities: ENTITIES as never,
    });
    await source.initialize();
    try {
      const runner = source.createQueryRunner();
      const differences: string[] = [];
      for (const entity of source.entityMetadatas) {
        const table = await runner.getTable(entity.tablePath);
        for (const column of entity.columns) {
          const stored = table?.findColumnByName(column.databaseName);
          const wanted = `${source.driver.normalizeType(column)}${column.isArray ? '[]' : ''} ${column.isNullable}`;
          const found = `${stored?.type}${stored?.isArray === true ? '[]' : ''} ${stored?.isNullable}`;
          if (wanted !== found) {
            differences.push(`${entity.tableName}.${column.databaseName}: entity ${wanted}, schema ${found}`);
          }
        }
        const mapped = new Set(entity.columns.map((column) => column.databaseName));
        table?.columns
          .filter(({ name, isNullable, default: given }) => !mapped.has(name) && !isNullable && given == null)
          .forEach(({ name }) => differences.push(`${entity.tableName}.${name} is not mapped`));
      }
      await runner.release();
      expect(source.entityMetadatas.length).toBe(ENTITIES.length);
      expect(differences).toEqual([]);
    } finally {
      await source.destroy();
    }
  });
});
