import { Client, escapeIdentifier } from 'pg';
import { StartError } from '../config/start-error.js';
import type { PgConnection } from './connection.js';
import { migrateTo } from './migrate.js';

/** How much is held in memory of a table at a time, about. */
const BATCH_BYTES = 4 * 1024 * 1024;
const MOST_ROWS = 2_000;
const NOT_PERMITTED = '42501';

/** A connection of its own, past all services. */
export type OwnClient = Client;

/** One table with its rows, each as the JSON text that PostgreSQL makes of it. */
export interface CopiedTable {
  readonly table: string;
  readonly rows: AsyncIterable<string>;
}

/** A connection past all services; whoever opens it ends it. */
export async function openClient(connection: PgConnection): Promise<Client> {
  const place = 'url' in connection ? { connectionString: connection.url } : connection;
  const client = new Client({ ...place, application_name: 'forthwith-backup' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Every table in one snapshot, while the program goes on. @throws StartError where row-level security stands before it */
export async function* copyOut(client: Client): AsyncGenerator<CopiedTable> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  // Fails rather than leave out what row-level security hides: a backup that is not whole is none.
  await client.query('SET LOCAL row_security = off');
  try {
    for (const table of await tablesOf(client)) {
      yield { table, rows: rowsOf(client, table) };
    }
  } catch (error) {
    throw (error as { code?: unknown }).code === NOT_PERMITTED
      ? new StartError(
          'DATABASE_URL: its user may not read past row-level security, so a backup would not be whole; give it BYPASSRLS (ALTER ROLE … BYPASSRLS)',
          { cause: error },
        )
      : error;
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

/** Names of the migrations that the database has seen, oldest first. */
export async function migrationsOf(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  return rows.map(({ name }) => name);
}

/** Nobody has worked with it: it may be restored into. */
export async function isEmptyDatabase(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ found: string | null }>(`SELECT to_regclass('organisation')::text AS found`);
  if (rows[0]?.found == null) {
    return true;
  }
  await client.query('BEGIN');
  await client.query('SET LOCAL row_security = off');
  const { rowCount } = await client.query(
    'SELECT 1 FROM organisation UNION ALL SELECT 1 FROM user_account UNION ALL SELECT 1 FROM log_entry LIMIT 1',
  );
  await client.query('ROLLBACK');
  return rowCount === 0;
}

/**
 * Brings an empty database to the schema of the backup and fills it, all rows in one commit. Foreign keys and triggers are
 * put aside meanwhile: the rows were checked when they were made, and come in any order.
 */
export class CopyIn {
  private pending: string[] = [];
  private pendingBytes = 0;
  private table: string | undefined;
  readonly counts = new Map<string, number>();

  private constructor(
    private readonly client: Client,
    private readonly constraints: readonly { readonly table: string; readonly name: string; readonly text: string }[],
    private readonly tables: readonly string[],
    private readonly forced: readonly string[],
  ) {}

  /** @throws StartError when the backup comes from a newer version */
  static async begin(connection: PgConnection, client: Client, migrations: readonly string[]): Promise<CopyIn> {
    await migrateTo(connection, migrations);
    const tables = await tablesOf(client);
    const { rows: constraints } = await client.query<{ table: string; name: string; text: string }>(
      `SELECT c.conrelid::regclass::text AS table, c.conname AS name, pg_get_constraintdef(c.oid) AS text
       FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`,
    );
    const { rows: forced } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relforcerowsecurity`,
    );
    const copy = new CopyIn(
      client,
      constraints,
      tables,
      forced.map(({ name }) => name),
    );
    await client.query('BEGIN');
    for (const { table, name } of constraints) {
      await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${escapeIdentifier(name)}`);
    }
    for (const table of tables) {
      await client.query(`ALTER TABLE ${quoted(table)} DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY`);
    }
    await client.query(`TRUNCATE ${tables.map(quoted).join(', ')}`);
    return copy;
  }

  async start(table: string): Promise<void> {
    await this.flush();
    if (!this.tables.includes(table)) {
      throw new StartError(`the backup holds a table that its own version does not have: ${table}`);
    }
    this.table = table;
    this.counts.set(table, 0);
  }

  async row(json: string): Promise<void> {
    this.pending.push(json);
    this.pendingBytes += json.length;
    if (this.pendingBytes >= BATCH_BYTES || this.pending.length >= MOST_ROWS) {
      await this.flush();
    }
  }

  async commit(): Promise<void> {
    await this.flush();
    for (const table of this.tables) {
      await this.client.query(`ALTER TABLE ${quoted(table)} ENABLE TRIGGER USER`);
    }
    for (const table of this.forced) {
      await this.client.query(`ALTER TABLE ${quoted(table)} FORCE ROW LEVEL SECURITY`);
    }
    for (const { table, name, text } of this.constraints) {
      await this.client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${escapeIdentifier(name)} ${text}`);
    }
    await this.client.query(
      `SELECT setval('migrations_id_seq', coalesce((SELECT max(id) FROM migrations), 0) + 1, false)`,
    );
    await this.client.query('COMMIT');
    await this.client.query('ANALYZE');
  }

  async rollback(): Promise<void> {
    await this.client.query('ROLLBACK').catch(() => undefined);
  }

  private async flush(): Promise<void> {
    const { table, pending } = this;
    if (table === undefined || pending.length === 0) {
      return;
    }
    await this.client.query(
      `INSERT INTO ${quoted(table)} SELECT * FROM json_populate_recordset(NULL::${quoted(table)}, $1::json)`,
      [`[${pending.join(',')}]`],
    );
    this.counts.set(table, (this.counts.get(table) ?? 0) + pending.length);
    this.pending = [];
    this.pendingBytes = 0;
  }
}

async function tablesOf(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`,
  );
  return rows.map(({ name }) => name);
}

/** A cursor, so that memory does not grow with the table; fewer rows at a time where one may be large. */
async function* rowsOf(client: Client, table: string): AsyncGenerator<string> {
  const widest = await widestRow(client, table);
  const batch = Math.max(1, Math.min(MOST_ROWS, Math.floor(BATCH_BYTES / Math.max(1, widest))));
  await client.query(
    `DECLARE backup_rows NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM ${quoted(table)} t`,
  );
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`FETCH ${batch} FROM backup_rows`);
    for (const { row } of rows) {
      yield row;
    }
    if (rows.length < batch) {
      break;
    }
  }
  await client.query('CLOSE backup_rows');
}

/** Bytes that one row may have, at most. */
async function widestRow(client: Client, table: string): Promise<number> {
  const { rows: columns } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attlen = -1`,
    [quoted(table)],
  );
  if (columns.length === 0) {
    return 0;
  }
  const widths = columns.map(({ name }) => `coalesce(max(pg_column_size(${quoted(name)})), 0)`).join(' + ');
  const { rows } = await client.query<{ widest: string }>(`SELECT (${widths})::bigint AS widest FROM ${quoted(table)}`);
  return Number(rows[0]?.widest ?? 0);
}

function quoted(name: string): string {
  return escapeIdentifier(name);
}
