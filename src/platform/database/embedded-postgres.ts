import { createHash } from 'node:crypto';
import { accessSync, chownSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { StartError } from '../config/start-error.js';
import { canWorkIn, postgresAccount, type Account } from './postgres-account.js';
import { reachableBinaries } from './postgres-binaries.js';
import { DATABASE_NAME, initialise, OWNER, running, start, stop, type Cluster } from './postgres-cluster.js';

export interface EmbeddedConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface EmbeddedPostgres {
  readonly connection: EmbeddedConnection;
  /** Where PostgreSQL keeps its data. */
  readonly folder: string;
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** `serve` is alone on a data folder; commands may come beside it. */
  readonly purpose: 'serve' | 'command';
  /** For tests only. */
  readonly unsafeButFast?: boolean;
}

const IN_USE = 4_627_101;
const SERVING = 4_627_102;
const START_LIMIT_MS = 30_000;
/** Where root keeps the data when PostgreSQL's account cannot enter the data folder. */
const ROOTS_PLACE = '/var/lib/forthwith';

/**
 * A real PostgreSQL in the data folder, started if none runs there. Everyone who uses it holds a lock in it; the last
 * one out stops it, so that a command and the server may come and go in any order, and a killed one leaves no trace.
 * @throws StartError
 */
export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = prepare(options);
  initialise(cluster);
  const { client, connection } = await connect(cluster, join(options.dataDir, 'postgres.log'));
  try {
    await client.query('SELECT pg_advisory_lock_shared($1)', [IN_USE]);
    if (options.purpose === 'serve' && !(await tryLock(client, SERVING))) {
      throw new StartError(`DATA_DIR: ${options.dataDir} is in use by another running Forthwith`);
    }
    await createDatabase(client, connection);
  } catch (error) {
    await client.end();
    throw error;
  }
  return { connection, folder: cluster.folder, close: () => leave(client, cluster) };
}

/** The data folder with its keys, made if need be. @throws StartError when it cannot be written */
export function makeDataDirectory(dataDir: string): void {
  try {
    // Passable, so that PostgreSQL's own account reaches its folder; what lies inside is closed one by one.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    const code = (error as { code?: string }).code ?? 'unknown';
    throw new StartError(`DATA_DIR: cannot write to ${dataDir} (${code})`, { cause: error });
  }
}

function prepare({ dataDir, unsafeButFast = false }: EmbeddedOptions): Cluster {
  makeDataDirectory(dataDir);
  const account = postgresAccount();
  const binaries = reachableBinaries(account);
  const folder = dataFolder(dataDir, account);
  return { binaries, folder, account, unsafeButFast, passwordFile: join(dataDir, 'keys', 'postgres.password') };
}

/** Inside the data folder, or where its note says because PostgreSQL's account cannot go there. */
function dataFolder(dataDir: string, account: Account | undefined): string {
  const note = join(dataDir, 'postgres.json');
  if (existsSync(note)) {
    const { folder } = JSON.parse(readFileSync(note, 'utf8')) as { folder: string };
    makeFolder(folder, account);
    return folder;
  }
  const inside = join(realpathSync(dataDir), 'postgres');
  makeFolder(inside, account);
  if (canWorkIn(inside, account)) {
    return inside;
  }
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 12);
  const outside = join(ROOTS_PLACE, name);
  mkdirSync(ROOTS_PLACE, { recursive: true, mode: 0o755 });
  makeFolder(outside, account);
  if (!canWorkIn(outside, account)) {
    throw new StartError(`DATA_DIR: ${account?.name ?? 'PostgreSQL'} can work neither in ${inside} nor in ${outside}`);
  }
  writeFileSync(note, `${JSON.stringify({ folder: outside })}\n`, { mode: 0o600 });
  return outside;
}

function makeFolder(folder: string, account: Account | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account !== undefined) {
    chownSync(folder, account.uid, account.gid);
  }
}

interface Connected {
  readonly client: Client;
  readonly connection: EmbeddedConnection;
}

async function connect(cluster: Cluster, logFile: string): Promise<Connected> {
  const found = running(cluster);
  const begun = found === undefined ? start(cluster, logFile) : undefined;
  const limit = performance.now() + START_LIMIT_MS;
  for (;;) {
    const server = running(cluster) ?? begun?.server ?? found;
    const connection = { host: server?.socketFolder ?? '', port: server?.port ?? 0, user: OWNER, database: DATABASE_NAME };
    const password = readFileSync(cluster.passwordFile, 'utf8').trim();
    const client = new Client({ ...connection, password, database: 'postgres', application_name: 'forthwith-holder' });
    // Losing this connection means losing the server: whoever works with it finds out by itself.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return { client, connection: { ...connection, password } };
    } catch (error) {
      await client.end().catch(() => undefined);
      const ended = begun !== undefined && begun.child.exitCode !== null && running(cluster) === undefined;
      if (ended || performance.now() > limit) {
        throw new StartError(`PostgreSQL did not start in ${cluster.folder}: see ${logFile}`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
}

async function createDatabase(client: Client, { database }: EmbeddedConnection): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  if (rowCount === 0) {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`).catch((error: unknown) => {
      // 42P04: another opener was faster.
      if ((error as { code?: string }).code !== '42P04') {
        throw error;
      }
    });
  }
}

async function tryLock(client: Client, key: number): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [key]);
  return rows[0]?.taken ?? false;
}

async function leave(client: Client, cluster: Cluster): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_unlock_shared($1)', [IN_USE]);
    const last = await tryLock(client, IN_USE);
    await client.end();
    const server = running(cluster);
    if (last && server !== undefined) {
      await stop(server);
    }
  } catch {
    // The server is gone already, and with it the lock.
    await client.end().catch(() => undefined);
  }
}
