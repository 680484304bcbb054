import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import {
  openEmbeddedPostgres,
  type EmbeddedConnection,
  type EmbeddedPostgres,
} from '../../../../src/platform/database/embedded-postgres.js';
import { preparedDataDir } from '../../../support/program.js';

const BUILT = pathToFileURL('dist/src/platform/database/embedded-postgres.js').href;
const isRoot = process.getuid?.() === 0;

/** What the tests made, by the data folder it belongs to: nothing of it outlives them. */
const opened: EmbeddedPostgres[] = [];
const folders = new Set<string>();

function newDataDir(mode = 0o711): string {
  const folder = mkdtempSync(join(tmpdir(), 'forthwith-embedded-'));
  chmodSync(folder, mode);
  folders.add(folder);
  return folder;
}

/** For tests of what comes after PostgreSQL was made: making it takes more of the processor than all the rest of them. */
function usedDataDir(): string {
  const folder = preparedDataDir();
  folders.add(folder);
  return folder;
}

async function open(
  dataDir: string,
  purpose: 'serve' | 'command' = 'command',
  unsafeButFast = true,
): Promise<EmbeddedPostgres> {
  const store = await openEmbeddedPostgres({ dataDir, purpose, unsafeButFast });
  opened.push(store);
  folders.add(store.folder).add(`${store.folder}-socket`);
  return store;
}

async function ask<T = string>(connection: EmbeddedConnection, sql: string, values: unknown[] = []): Promise<T[]> {
  const client = new Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<T[]>({ text: sql, values, rowMode: 'array' });
    return rows.map(([first]) => first as T);
  } finally {
    await client.end();
  }
}

function serverPid({ folder }: EmbeddedPostgres): number | undefined {
  const file = join(folder, 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}

/** Another process that opens the store, says so, and leaves when its input ends. */
async function openElsewhere(dataDir: string, purpose: 'serve' | 'command'): Promise<ChildProcess> {
  const script = `const { openEmbeddedPostgres } = await import(${JSON.stringify(BUILT)});
    const store = await openEmbeddedPostgres(${JSON.stringify({ dataDir, purpose, unsafeButFast: true })});
    process.stdout.write('open');
    process.stdin.resume().on('end', () => store.close().then(() => process.exit(0)));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
  return child;
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

afterEach(async () => {
  for (const store of opened.splice(0)) {
    await store.close();
  }
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
  folders.clear();
});

describe('the embedded PostgreSQL', () => {
  test('it listens on a socket that only its owner reaches, and asks for the password', async () => {
    const { connection } = await open(newDataDir());
    expect(await ask(connection, 'SHOW listen_addresses')).toEqual(['']);
    expect(statSync(connection.host).mode & 0o777).toBe(0o700);
    await expect(ask({ ...connection, password: 'guess' }, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('the password lies in a file of the owner alone', async () => {
    const dataDir = newDataDir();
    const { connection } = await open(dataDir);
    const file = join(dataDir, 'keys', 'postgres.password');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe(connection.password);
    expect(Buffer.from(connection.password, 'base64url')).toHaveLength(24);
  });

  test('it counts in UTC, sorts by code point and knows that Ä and ä are one letter', async () => {
    const { connection } = await open(usedDataDir());
    expect(await ask(connection, 'SHOW timezone')).toEqual(['UTC']);
    expect(await ask(connection, "SELECT x FROM unnest(ARRAY['ä','b','Z']) x ORDER BY x")).toEqual(['Z', 'b', 'ä']);
    expect(await ask(connection, "SELECT lower('ÄÖÜ')")).toEqual(['äöü']);
  });

  test('what a person wrote does not get into its log, neither as a value nor in a statement nor in an error', async () => {
    const dataDir = usedDataDir();
    const { connection } = await open(dataDir);
    const attempts: [string, unknown[]][] = [
      ['SELECT $1::text::uuid', ['Planted']],
      ["SELECT 'Planted'::int", []],
      ['SELECT "Planted"', []],
      ["DO $$ BEGIN RAISE WARNING 'Planted'; END $$", []],
      ["DO $$ BEGIN RAISE EXCEPTION 'x' USING DETAIL = 'Planted', HINT = 'Planted'; END $$", []],
      ["CREATE TABLE t (x text UNIQUE); INSERT INTO t VALUES ('Planted'), ('Planted')", []],
      // Ends its own session in the middle of a statement: a FATAL line.
      ["SELECT pg_terminate_backend(pg_backend_pid()), 'Planted'", []],
    ];
    for (const [sql, values] of attempts) {
      await ask(connection, sql, values).catch(() => undefined);
    }
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('terminating connection');
    expect(log).not.toContain('Planted');
    expect(statSync(join(dataDir, 'postgres.log')).mode & 0o777).toBe(0o600);
  });

  test('it outlives neither the last who uses it nor an end called twice, and keeps what was committed', async () => {
    const dataDir = usedDataDir();
    const first = await open(dataDir);
    await ask(first.connection, 'CREATE TABLE kept AS SELECT 1 AS one');
    const second = await open(dataDir);
    expect(serverPid(second)).toBe(serverPid(first));
    await first.close();
    await first.close();
    expect(await ask<number>(second.connection, 'SELECT one FROM kept')).toEqual([1]);
    await second.close();
    expect(serverPid(second)).toBeUndefined();
    expect(await ask<number>((await open(dataDir)).connection, 'SELECT one FROM kept')).toEqual([1]);
  });

  test('several that open a new data folder at the same moment share one store', async () => {
    const dataDir = newDataDir();
    const others = await Promise.all([1, 2, 3].map(() => openElsewhere(dataDir, 'command')));
    const store = await open(dataDir);
    expect(
      await ask(
        store.connection,
        "SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'forthwith-holder'",
      ),
    ).toEqual([4]);
    const exits = others.map(ended);
    others.forEach((other) => other.stdin?.end());
    expect(await Promise.all(exits)).toEqual([0, 0, 0]);
    expect(await ask<number>(store.connection, 'SELECT 1')).toEqual([1]);
  });

  test('who comes while the last one leaves gets a store that works', async () => {
    const dataDir = usedDataDir();
    let last = await open(dataDir);
    for (let round = 0; round < 15; round += 1) {
      const [next] = await Promise.all([open(dataDir), last.close()]);
      expect(await ask<number>(next.connection, 'SELECT 1')).toEqual([1]);
      last = next;
    }
  });

  test('a second server on the same data folder is turned away, a command is not', async () => {
    const dataDir = usedDataDir();
    await open(dataDir, 'serve');
    await expect(openEmbeddedPostgres({ dataDir, purpose: 'serve' })).rejects.toMatchObject({
      code: 'data-dir-in-use',
      message: `DATA_DIR: ${dataDir} is in use by another running Forthwith`,
    });
    await (await open(dataDir)).close();
    await expect(ask((await open(dataDir)).connection, 'SELECT 1')).resolves.toEqual([1]);
  });

  test('after SIGKILL of the program the next one takes over its PostgreSQL, without starting another', async () => {
    const dataDir = newDataDir();
    const child = await openElsewhere(dataDir, 'serve');
    const gone = ended(child);
    child.kill('SIGKILL');
    await gone;
    const store = await open(dataDir, 'serve');
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8').match(/starting PostgreSQL/g)).toHaveLength(1);
    await store.close();
    expect(serverPid(store)).toBeUndefined();
  });

  test('after SIGKILL of PostgreSQL it recovers what was committed', async () => {
    const dataDir = usedDataDir();
    const store = await open(dataDir, 'command', false);
    await ask(store.connection, 'CREATE TABLE kept AS SELECT 1 AS one');
    const pid = serverPid(store) ?? 0;
    process.kill(pid, 'SIGKILL');
    const again = await open(dataDir);
    expect(serverPid(again)).not.toBe(pid);
    expect(await ask<number>(again.connection, 'SELECT one FROM kept')).toEqual([1]);
  });

  test('a process number that now belongs to another program does not hold up the start', async () => {
    const dataDir = usedDataDir();
    const store = await open(dataDir);
    const file = join(store.folder, 'postmaster.pid');
    const lines = readFileSync(file, 'utf8').split('\n');
    await store.close();
    // As a container leaves it that was killed and starts anew; the stranger is this very process.
    writeFileSync(file, [process.pid, ...lines.slice(1)].join('\n'));
    writeFileSync(join(store.connection.host, '.s.PGSQL.5432.lock'), [process.pid, ...lines.slice(1, 5)].join('\n'));
    expect(await ask<number>((await open(dataDir)).connection, 'SELECT 1')).toEqual([1]);
  });

  test('Ctrl-C in the terminal does not reach it', async () => {
    const store = await open(usedDataDir());
    const group = (pid: number): string | undefined =>
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2];
    expect(group(serverPid(store) ?? 0)).not.toBe(group(process.pid));
  });

  test('it does not inherit what the environment of the program holds', async () => {
    process.env['FORTHWITH_PLANTED'] = 'Planted';
    const store = await open(usedDataDir());
    delete process.env['FORTHWITH_PLANTED'];
    expect(readFileSync(`/proc/${serverPid(store) ?? 0}/environ`, 'utf8')).not.toContain('Planted');
  });
});

describe('where the embedded PostgreSQL lies', () => {
  test('a path too long for a socket is no hindrance', async () => {
    const dataDir = join(newDataDir(), 'a'.repeat(60), 'b'.repeat(60));
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    const store = await open(dataDir);
    expect(await ask<number>(store.connection, 'SELECT 1')).toEqual([1]);
    await store.close();
    expect(existsSync(store.connection.host)).toBe(false);
  });

  test('a start that was killed while it made the database leaves nothing in the way', async () => {
    const dataDir = newDataDir();
    mkdirSync(join(dataDir, 'postgres.new-killed'));
    writeFileSync(join(dataDir, 'postgres.new-killed', 'PG_VERSION'), '18\n');
    mkdirSync(join(dataDir, 'postgres'));
    expect(await ask<number>((await open(dataDir)).connection, 'SELECT 1')).toEqual([1]);
  });

  test('a folder with something else in it is not made a database', async () => {
    const dataDir = newDataDir();
    mkdirSync(join(dataDir, 'postgres'));
    writeFileSync(join(dataDir, 'postgres', 'mine.txt'), 'mine');
    await expect(open(dataDir)).rejects.toMatchObject({ code: 'data-dir-unusable' });
    expect(readFileSync(join(dataDir, 'postgres', 'mine.txt'), 'utf8')).toBe('mine');
  });

  test('a database that is noted and gone is not replaced by an empty one', async () => {
    const dataDir = newDataDir();
    writeFileSync(join(dataDir, 'postgres.json'), JSON.stringify({ folder: join(dataDir, 'elsewhere') }));
    await expect(open(dataDir)).rejects.toMatchObject({
      code: 'data-dir-unusable',
      message: expect.stringContaining('it is not there') as string,
    });
  });

  test('a lost password is named, not replaced', async () => {
    const dataDir = usedDataDir();
    await (await open(dataDir)).close();
    rmSync(join(dataDir, 'keys', 'postgres.password'));
    await expect(open(dataDir)).rejects.toMatchObject({
      code: 'data-dir-unusable',
      message: expect.stringContaining('postgres.password is missing') as string,
    });
    expect(existsSync(join(dataDir, 'keys', 'postgres.password'))).toBe(false);
  });

  test('a file in the place of the data folder is named with the reason', async () => {
    const file = join(newDataDir(), 'file');
    writeFileSync(file, '');
    await expect(open(file)).rejects.toMatchObject({
      code: 'data-dir-unusable',
      message: `DATA_DIR: cannot write to ${file} (EEXIST)`,
    });
    await expect(open(join(file, 'below'))).rejects.toMatchObject({
      message: `DATA_DIR: cannot write to ${join(file, 'below')} (ENOTDIR)`,
    });
  });
});

// Only root has to run PostgreSQL as somebody else.
if (isRoot) {
  describe('started by root', () => {
    test('started by root in a folder that PostgreSQL cannot enter, it lies outside and is found through the note', async () => {
      const dataDir = newDataDir(0o700);
      const first = await open(dataDir);
      expect(first.folder.startsWith(dataDir)).toBe(false);
      await ask(first.connection, 'CREATE TABLE kept AS SELECT 1 AS one');
      await first.close();
      const second = await open(dataDir);
      expect(second.folder).toBe(first.folder);
      expect(await ask<number>(second.connection, 'SELECT one FROM kept')).toEqual([1]);
      expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    });

    test('root uses what a user made without taking it away', async () => {
      const dataDir = usedDataDir();
      const store = await open(dataDir);
      await store.close();
      spawnSync('chown', ['-R', '65534:65534', store.folder, store.connection.host]);
      const again = await open(dataDir);
      expect(await ask<number>(again.connection, 'SELECT 1')).toEqual([1]);
      expect(statSync(`/proc/${serverPid(again) ?? 0}`).uid).toBe(65_534);
      expect(statSync(store.folder).uid).toBe(65_534);
    });

    test('a database that PostgreSQL can no longer reach is not replaced by an empty one', async () => {
      const dataDir = newDataDir();
      const store = await open(dataDir);
      await store.close();
      chmodSync(dataDir, 0o700);
      await expect(open(dataDir)).rejects.toMatchObject({
        code: 'data-dir-unusable',
        message: expect.stringContaining('cannot reach') as string,
      });
      expect(existsSync(join(dataDir, 'postgres.json'))).toBe(false);
    });
  });
}
