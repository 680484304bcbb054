import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { StartError } from '../config/start-error.js';
import { findOrMakeCluster, OWNER, ownerPassword, type Cluster } from './postgres-cluster.js';
import { hasEnded, lastFatalLine, runningServer, startServer, stopServer, type Server } from './postgres-server.js';

export interface EmbeddedConnection {
  /** The folder of its socket: it listens nowhere else. */
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
  /** For tests only: a crash of the machine may lose what was committed. */
  readonly unsafeButFast?: boolean;
}

const DATABASE = 'forthwith';
const IN_USE = 4_627_101;
const SERVING = 4_627_102;
const START_LIMIT_MS = 30_000;
/** A server that another process stops at this moment ends ours too: then it is begun again. */
const STARTS = 3;
/** Lost to a server that stops, restarts or is gone. */
const PASSING = ['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'];
const LOCK_TIMEOUT = '55P03';
const DUPLICATE_DATABASE = ['42P04', '23505'];

/**
 * A real PostgreSQL in the data folder, started if none runs there. Everyone who uses it holds a lock in it; the last
 * one out stops it, so that a command and the server may come and go in any order, and a killed one leaves no trace.
 * @throws StartError
 */
export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, unsafeButFast = false } = options;
  makeDataDirectory(dataDir);
  try {
    const password = ownerPassword(dataDir);
    const cluster = findOrMakeCluster({ dataDir, password, unsafeButFast });
    const { client, server } = await enter(cluster, { ...options, password });
    const connection = { host: server.socketFolder, port: server.port, user: OWNER, password, database: DATABASE };
    let left: Promise<void> | undefined;
    return { connection, folder: cluster.folder, close: () => (left ??= leave(client, cluster)) };
  } catch (error) {
    throw isSystemError(error) ? cannotWrite(dataDir, error) : error;
  }
}

/** The data folder with its keys, made if need be. @throws StartError when it cannot be written */
export function makeDataDirectory(dataDir: string): void {
  try {
    // Passable, so that PostgreSQL's own account reaches its folder; what lies inside is closed one by one.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    throw cannotWrite(dataDir, error);
  }
}

interface Entered {
  readonly client: Client;
  readonly server: Server;
}

type Entrance = EmbeddedOptions & { readonly password: string };

/** Finds the server or starts it, and takes the locks; begins again when it stops under our hands. */
async function enter(cluster: Cluster, options: Entrance): Promise<Entered> {
  const logFile = join(options.dataDir, 'postgres.log');
  const limit = performance.now() + START_LIMIT_MS;
  const begun: ChildProcess[] = [];
  for (;;) {
    const server = runningServer(cluster);
    const client = server?.ready === true ? await take(server, options) : undefined;
    if (server !== undefined && client !== undefined) {
      return { client, server };
    }
    const failed = server === undefined && begun.length >= STARTS && begun.every(hasEnded);
    if (failed || performance.now() > limit) {
      throw didNotStart(cluster, logFile);
    }
    if (server === undefined && begun.every(hasEnded)) {
      begun.push(startServer(cluster, logFile, options.unsafeButFast ?? false));
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A connection that holds our locks; undefined: the server went away meanwhile. */
async function take(server: Server, options: Entrance): Promise<Client | undefined> {
  const client = new Client({
    host: server.socketFolder,
    port: server.port,
    user: OWNER,
    password: options.password,
    database: 'postgres',
    application_name: 'forthwith-holder',
    ssl: false,
    lock_timeout: 1_500,
  });
  // Losing this connection means losing the server: whoever works with it finds out by itself.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock_shared($1)', [IN_USE]);
    if (options.purpose === 'serve') {
      await lockForServing(client, options.dataDir);
    }
    await createDatabase(client);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    if (isPassing(error)) {
      return undefined;
    }
    throw error instanceof StartError ? error : refusedUs(options.dataDir, error);
  }
}

/** Waits a moment: the lock of a killed server goes when PostgreSQL has noticed. */
async function lockForServing(client: Client, dataDir: string): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_lock($1)', [SERVING]);
  } catch (error) {
    if (codeOf(error) === LOCK_TIMEOUT) {
      throw new StartError(`DATA_DIR: ${dataDir} is in use by another running Forthwith`, {
        code: 'data-dir-in-use',
        cause: error,
      });
    }
    throw error;
  }
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

/** The lock is kept until the server is told to stop: whoever waits for it is turned away and starts it again. */
async function leave(client: Client, cluster: Cluster): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_unlock_shared($1)', [IN_USE]);
    const { rows } = await client.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [IN_USE]);
    const server = runningServer(cluster);
    if (rows[0]?.last === true && server !== undefined) {
      await stopServer(server);
    }
  } catch {
    // The server is gone already, and with it the lock.
  } finally {
    await client.end().catch(() => undefined);
  }
}

function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined
    ? error instanceof Error && /terminated/.test(error.message)
    : PASSING.includes(code) || code === LOCK_TIMEOUT;
}

function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function cannotWrite(dataDir: string, cause: unknown): StartError {
  return new StartError(`DATA_DIR: cannot write to ${dataDir} (${codeOf(cause) ?? 'unknown'})`, {
    code: 'data-dir-unusable',
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
