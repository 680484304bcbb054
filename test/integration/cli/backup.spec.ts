import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { backup, restore } from '../../../src/cli/backup.commands.js';
import type { Flags } from '../../../src/cli/command.js';
import { CONFIG, type Config } from '../../../src/platform/config/config.js';
import { openFoundation } from '../../../src/platform/foundation.js';
import { RetentionWorld, ZONE } from '../retention/retention-world.js';

const world = new RetentionWorld();
const folder = mkdtempSync(join(tmpdir(), 'forthwith-backup-'));
const made: string[] = [];
let id = '';
let archive = '';
let signed: string[] = [];
beforeAll(async () => {
  await world.start();
  id = await world.closed({ message: 'Geheimwort Lindenblüte' });
  archive = join(folder, 'gestern');
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const name of made.splice(0)) {
    await onServer((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
});

const place = () => world.app.database.connection;
const urlOf = (database: string) => {
  const { user, password, port, host } = place();
  return `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
};

async function on<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ ...place(), database });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const onServer = <T>(work: (client: Client) => Promise<T>) => on('postgres', work);

async function emptyDatabase(): Promise<string> {
  const name = `test_restored_${randomBytes(6).toString('hex')}`;
  await onServer((client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`));
  made.push(name);
  return name;
}

/** The program's own folder and database; or others. */
function config(database = place().database, dataDir = world.app.dataDir): Config {
  return {
    ...world.app.running.application.get<Config>(CONFIG),
    ...{ databaseUrl: urlOf(database), dataDir, checkpointDir: undefined, masterKeyFile: undefined },
  };
}

async function run(command: typeof backup, words: readonly string[], flags: Flags, given: Config) {
  let told: Record<string, unknown> = {};
  const code = await command.run({
    ...{ words, flags, config: given },
    result: (value) => {
      told = value as Record<string, unknown>;
    },
  });
  return { code, told };
}

const restored = async (flags: Flags = { 'accept-unerased': true }, file = archive) => {
  const database = await emptyDatabase();
  const dataDir = join(mkdtempSync(join(folder, 'data-')), 'var');
  return { database, dataDir, ...(await run(restore, [file], flags, config(database, dataDir))) };
};

/** Every row of every table, as one number a table. */
async function digests(database: string): Promise<Record<string, string>> {
  return on(database, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
    );
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ digest: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest FROM ${name} t`,
      );
      found[name] = rows[0]?.digest ?? '';
    }
    return found;
  });
}

const checkpoints = (database: string) =>
  on(database, async (client) => {
    const { rows } = await client.query<{ line: string }>('SELECT t::text AS line FROM log_checkpoint t');
    return rows.map(({ line }) => line);
  });

describe('a backup', () => {
  test('holds every row, is tried by restoring it, and shows nothing of what is in it', async () => {
    signed = await checkpoints(place().database);
    const { code, told } = await run(backup, [], { out: archive }, config());
    expect([code, told['verified'], told['madeKey']]).toEqual([0, true, true]);
    expect(told['logs']).toContainEqual({ slug: 'kammer', size: expect.any(Number) as number, fault: undefined });
    for (const path of [archive, `${archive}.keys`]) {
      const bytes = readFileSync(path).toString('latin1');
      expect(['kammer.example', 'log_entry', 'Lindenblüte', id].filter((word) => bytes.includes(word))).toEqual([]);
    }
    const left = await onServer((client) =>
      client.query(`SELECT datname FROM pg_database WHERE datname LIKE 'forthwith_check_%'`),
    );
    expect(left.rows).toEqual([]);
  });

  test('is not written over another one', async () => {
    await expect(run(backup, [], { out: archive }, config())).rejects.toThrow(/--force/);
  });

  test('comes back row by row, with its constraints, triggers and row-level security, and opens', async () => {
    const before = await digests(place().database);
    const { code, database, dataDir, told } = await restored();
    expect([code, told['again']]).toEqual([0, 0]);
    const after = await digests(database);
    // Both programs sign on meanwhile: what was signed before the backup is there.
    expect(await checkpoints(database)).toEqual(expect.arrayContaining(signed));
    // What the start itself writes.
    const own = [
      'log_checkpoint',
      'log_monitor',
      'compliance_standing',
      'compliance_count',
      'compliance_day',
      'compliance_request',
    ];
    const differing = Object.keys(before).filter((table) => before[table] !== after[table] && !own.includes(table));
    expect(differing).toEqual([]);
    const shape = (name: string) =>
      on(name, async (client) => {
        const { rows } = await client.query<Record<string, string>>(
          `SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS line FROM pg_constraint
             WHERE connamespace = 'public'::regnamespace
           UNION ALL SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
           UNION ALL SELECT relname || relrowsecurity || relforcerowsecurity FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
           ORDER BY 1`,
        );
        return rows.map(({ line }) => line);
      });
    expect(await shape(database)).toEqual(await shape(place().database));
    expect(existsSync(join(dataDir, 'restore.unfinished'))).toBe(false);
    expect(existsSync(join(dataDir, 'keys', 'master.key'))).toBe(true);
  });

  test.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
    ['changed in one bit', (bytes: Buffer) => Buffer.from(bytes).fill((bytes[200] ?? 0) ^ 1, 200, 201)],
    [
      'something else',
      () => Buffer.from('PK\u0003\u0004 nothing of ours, and long enough to hold a salt if it were one'),
    ],
    ['empty', () => Buffer.alloc(0)],
  ])('that is %s is refused, and nothing of it is there', async (_, broken) => {
    const file = join(folder, 'kaputt');
    writeFileSync(file, broken(readFileSync(archive)));
    const database = await emptyDatabase();
    const dataDir = join(mkdtempSync(join(folder, 'data-')), 'var');
    const flags = { keys: `${archive}.keys`, key: `${archive}.key`, 'accept-unerased': true };
    await expect(run(restore, [file], flags, config(database, dataDir))).rejects.toThrow(/backup/);
    const rows = await on(database, async (client) =>
      (await client.query<{ found: string | null }>(`SELECT to_regclass('organisation')::text AS found`)).rows[0]
        ?.found === null
        ? 0
        : (await client.query('SELECT 1 FROM organisation')).rowCount,
    );
    expect(rows).toBe(0);
    // Nothing starts on half of it.
    await expect(openFoundation(config(database, dataDir), 'command')).rejects.toThrow(/restore/);
  });

  test('opens with no other key', async () => {
    const key = join(folder, 'fremd.key');
    writeFileSync(key, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    await expect(restored({ key, 'accept-unerased': true })).rejects.toThrow(/key/);
  });

  test('goes into no database in which somebody has worked', async () => {
    const dataDir = join(mkdtempSync(join(folder, 'data-')), 'var');
    const flags = { 'accept-unerased': true };
    await expect(run(restore, [archive], flags, config(place().database, dataDir))).rejects.toThrow(/not empty/);
  });
});

describe('a backup from before an erasure', () => {
  beforeAll(async () => {
    await world.passDays(20);
    await world.erasures.run(world.system, ZONE);
    await world.swept();
  });

  test('is not restored where nobody knows what was erased since, unless that is accepted in so many words', async () => {
    await expect(restored({})).rejects.toThrow(/erased since/);
    const { database } = await restored();
    expect(
      await on(database, (client) => client.query('SELECT 1 FROM request_key WHERE rights_request_id = $1', [id])),
    ).toMatchObject({ rowCount: 1 });
  });

  test('is erased again by the restore itself, before anything can be read', async () => {
    const { code, told, database } = await restored({ erased: join(world.app.dataDir, 'erased') });
    // Its classes may have gone on two days, and then it is two erasures that are done again.
    expect([code, [1, 2].includes(Number(told['again']))]).toEqual([0, true]);
    const left = await on(database, (client) =>
      client.query(
        `SELECT 1 FROM request_key WHERE rights_request_id = $1 UNION ALL SELECT 1 FROM sealed WHERE rights_request_id = $1
         UNION ALL SELECT 1 FROM blind_index WHERE rights_request_id = $1`,
        [id],
      ),
    );
    expect(left.rowCount).toBe(0);
    const entries = await on(database, async (client) => {
      const { rows } = await client.query<{ bytes: Buffer }>(
        `SELECT bytes FROM log_entry WHERE rights_request_id = $1 AND event = 'content.erased'`,
        [id],
      );
      return rows.map(({ bytes }) => (JSON.parse(bytes.toString('utf8')) as { facts: { basis: string } }).facts.basis);
    });
    expect([...new Set(entries)].filter((basis) => basis !== 'purpose-reached')).toEqual(['restored']);
  });
});
