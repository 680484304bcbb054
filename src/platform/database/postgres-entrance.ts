import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { StartError } from '../config/start-error.js';
import { OWNER, type Cluster } from './postgres-cluster.js';
import { hasEnded, lastFatalLine, runningServer, startServer, stopServer, type Server } from './postgres-server.js';
import { forgetServing, noteServing, servedElsewhere } from './serving-note.js';

export type Purpose = 'serve' | 'command';

/** Who comes in, and what for. */
export interface Entrance {
  readonly dataDir: string;
  readonly purpose: Purpose;
  readonly password: string;
  readonly unsafeButFast: boolean;
  /** How often a server that ends again is begun; several, where another process may be stopping it right now. */
  readonly starts: number;
  /** The socket folder our connections already know. */
  readonly before?: string;
}

/** A connection that holds our locks, and the server it goes to. */
export interface Entered {
  readonly client: Client;
  readonly server: Server;
}

export const DATABASE = 'forthwith';
const IN_USE = 4_627_101;
const SERVING = 4_627_102;
const START_LIMIT_MS = 30_000;
/** How long connections that were just closed may take to go. */
const LINGER_MS = 3_000;
/** Lost to a server that stops, restarts or is gone. */
const PASSING = ['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'];
const LOCK_TIMEOUT = '55P03';
const DUPLICATE_DATABASE = ['42P04', '23505'];

/** Finds the server or starts it, and takes the locks; begins again when it stops under our hands. @throws StartError */
export async function enter(cluster: Cluster, entrance: Entrance): Promise<Entered> {
  const logFile = logFileOf(entrance.dataDir);
  const limit = performance.now() + START_LIMIT_MS;
  const begun: ChildProcess[] = [];
  for (;;) {
    const server = runningServer(cluster);
    const client = server?.ready === true ? await take(server, entrance) : undefined;
    if (server !== undefined && client !== undefined) {
      return { client, server };
    }
    const failed = server === undefined && begun.length >= entrance.starts && begun.every(hasEnded);
    if (failed || performance.now() > limit) {
      throw didNotStart(cluster, logFile);
    }
    if (server === undefined && begun.every(hasEnded)) {
      begun.push(startServer(cluster, logFile, entrance));
    }
    await pause(10);
  }
}

/** As `enter`, where a server is there already; none is started. */
export async function enterIfRunning(cluster: Cluster, entrance: Entrance): Promise<Entered | undefined> {
  const limit = performance.now() + START_LIMIT_MS;
  for (;;) {
    const server = runningServer(cluster);
    if (server === undefined || performance.now() > limit) {
      return undefined;
    }
    const client = server.ready ? await take(server, entrance) : undefined;
    if (client !== undefined) {
      return { client, server };
    }
    await pause(100);
  }
}

/** A connection that holds our locks; undefined: the server went away meanwhile. */
async function take(server: Server, { dataDir, purpose, password }: Entrance): Promise<Client | undefined> {
  const client = new Client({
    host: server.socketFolder,
    port: server.port,
    user: OWNER,
    password,
    database: 'postgres',
    application_name: 'forthwith-holder',
    ssl: false,
    lock_timeout: 1_500,
    connectionTimeoutMillis: 10_000,
  });
  // Whoever holds it listens for its end.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock_shared($1)', [IN_USE]);
    if (purpose === 'serve') {
      await lockForServing(client, dataDir);
    }
    await createDatabase(client);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    if (isPassing(error)) {
      return undefined;
    }
    throw error instanceof StartError || isSystemError(error) ? error : refusedUs(dataDir, error);
  }
}

/** Waits a moment: the lock of a killed server goes when PostgreSQL has noticed. */
async function lockForServing(client: Client, dataDir: string): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_lock($1)', [SERVING]);
  } catch (error) {
    throw codeOf(error) === LOCK_TIMEOUT ? inUse(dataDir, error) : error;
  }
  // The lock is free, but only because PostgreSQL lost it: its holder lives and is about to take it again.
  if (servedElsewhere(dataDir)) {
    throw inUse(dataDir);
  }
  noteServing(dataDir);
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
  if (rowCount === 0) {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`).catch((error: unknown) => {
      // Another opener was faster.
      if (!DUPLICATE_DATABASE.includes(codeOf(error) ?? '')) {
        throw error;
      }
    });
  }
}

/** `used`: others are in by the lock, and see to the server's end. `unclear`: connected, and nobody answers for them. */
export type Leaving = 'stopped' | 'used' | 'unclear' | 'gone';

/**
 * The last one out stops the server. The lock is kept until it is told to stop: whoever waits for it is turned away and
 * starts it again. Locks alone do not say who is last, because a crash of PostgreSQL drops them: who is connected counts
 * too, and who is noted as serving.
 */
export async function leave({ client }: Entered, cluster: Cluster, entrance: Entrance): Promise<Leaving> {
  try {
    if (entrance.purpose === 'serve') {
      forgetServing(entrance.dataDir);
    }
    await client.query('SELECT pg_advisory_unlock_shared($1)', [IN_USE]);
    const { rows } = await client.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [IN_USE]);
    if (rows[0]?.last !== true || servedElsewhere(entrance.dataDir)) {
      return 'used';
    }
    const others = await othersIn(client);
    const server = runningServer(cluster);
    if (others === 'none' && server !== undefined) {
      await stopServer(server);
      return 'stopped';
    }
    return others === 'coming' ? 'used' : 'unclear';
  } catch {
    // The server is gone already, and with it the lock.
    return 'gone';
  } finally {
    await client.end().catch(() => undefined);
  }
}

const OTHERS = `
  SELECT count(*)::int AS connected,
         count(*) FILTER (WHERE pid IN (SELECT pid FROM pg_locks
                                        WHERE locktype = 'advisory' AND objid = ${IN_USE}))::int AS coming
  FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;

/** `coming`: somebody waits for our lock. `connected`: sessions that do not go, whoever they belong to. */
async function othersIn(client: Client): Promise<'none' | 'coming' | 'connected'> {
  const limit = performance.now() + LINGER_MS;
  for (;;) {
    const { rows } = await client.query<{ connected: number; coming: number }>(OTHERS);
    const { connected = 0, coming = 0 } = rows[0] ?? {};
    if (connected === 0 || coming > 0) {
      return connected === 0 ? 'none' : 'coming';
    }
    if (performance.now() > limit) {
      return 'connected';
    }
    await pause(25);
  }
}

export function logFileOf(dataDir: string): string {
  return join(dataDir, 'postgres.log');
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined
    ? error instanceof Error && /terminated|timeout expired/.test(error.message)
    : PASSING.includes(code) || code === LOCK_TIMEOUT;
}

function inUse(dataDir: string, cause?: unknown): StartError {
  return new StartError(`DATA_DIR: ${dataDir} is in use by another running Forthwith`, {
    code: 'data-dir-in-use',
    cause,
  });
}

function refusedUs(dataDir: string, cause: unknown): StartError {
  return new StartError(`DATA_DIR: the database in ${dataDir} cannot be used (${codeOf(cause) ?? 'unknown'})`, {
    code: 'database-not-started',
    cause,
  });
}

function didNotStart({ folder }: Cluster, logFile: string): StartError {
  const why = lastFatalLine(logFile);
  return new StartError(
    `DATA_DIR: PostgreSQL did not start in ${folder}${why === undefined ? '' : ` (${why})`}: see ${logFile}`,
    {
      code: 'database-not-started',
    },
  );
}
