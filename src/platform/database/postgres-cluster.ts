import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, chownSync, existsSync, mkdirSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../config/start-error.js';
import type { Account } from './postgres-account.js';

export const OWNER = 'forthwith_owner';
export const DATABASE_NAME = 'forthwith';
const PORT = 5432;
/** sun_path holds 107 bytes, and PostgreSQL adds `/.s.PGSQL.5432.lock`. */
const SOCKET_FOLDER_LIMIT = 80;

/** One PostgreSQL data folder, the programs to run it with, and whom to run them as. */
export interface Cluster {
  readonly binaries: string;
  readonly folder: string;
  readonly passwordFile: string;
  readonly account: Account | undefined;
  /** For tests only: a crash of the machine may lose what was committed. */
  readonly unsafeButFast: boolean;
}

/** Nothing that a person wrote may stand in PostgreSQL's own log (DESIGN §5). */
const SETTINGS = [
  "listen_addresses = ''",
  'max_connections = 100',
  'shared_buffers = 128MB',
  'timezone = UTC',
  'log_timezone = UTC',
  'log_statement = none',
  'log_parameter_max_length = 0',
  'log_parameter_max_length_on_error = 0',
  'log_error_verbosity = terse',
  'log_min_error_statement = panic',
  'log_min_messages = warning',
  'idle_in_transaction_session_timeout = 30s',
  'wal_compression = on',
];
const FAST_SETTINGS = ['fsync = off', 'full_page_writes = off', 'synchronous_commit = off'];

/** Makes the cluster if there is none yet. */
export function initialise(cluster: Cluster): void {
  if (existsSync(join(cluster.folder, 'PG_VERSION'))) {
    return;
  }
  const password = existsSync(cluster.passwordFile)
    ? readFileSync(cluster.passwordFile, 'utf8')
    : randomBytes(24).toString('base64url');
  writeFileSync(cluster.passwordFile, password, { mode: 0o600 });
  const options = ['-D', cluster.folder, '-U', OWNER, '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C'];
  const sync = cluster.unsafeButFast ? ['--no-sync'] : [];
  const handed = handOver(password, cluster);
  const made = spawnSync(join(cluster.binaries, 'bin', 'initdb'), [...options, ...sync, `--pwfile=${handed}`], {
    ...as(cluster),
    encoding: 'utf8',
  });
  rmSync(handed);
  if (made.status !== 0) {
    throw new StartError(`PostgreSQL: initdb failed in ${cluster.folder}: ${made.stderr.trim().split('\n').at(-1) ?? ''}`);
  }
  const settings = [...SETTINGS, ...(cluster.unsafeButFast ? FAST_SETTINGS : [])];
  appendFileSync(join(cluster.folder, 'postgresql.conf'), `\n# Forthwith\n${settings.join('\n')}\n`);
}

/** initdb reads the password from a file; this one belongs to its account and lives as long as it runs. */
function handOver(password: string, { account, folder }: Cluster): string {
  const file = `${folder}-password`;
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  if (account !== undefined) {
    chownSync(file, account.uid, account.gid);
  }
  return file;
}

export interface Running {
  readonly pid: number;
  readonly socketFolder: string;
  readonly port: number;
}

/** The server that holds this cluster now, left over from a killed program or in use by another; undefined: none. */
export function running(cluster: Cluster): Running | undefined {
  try {
    const lines = readFileSync(join(cluster.folder, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, port, socketFolder] = [Number(lines[0]), Number(lines[3]), lines[4] ?? ''];
    process.kill(pid, 0);
    return socketFolder === '' || !existsSync(join(socketFolder, `.s.PGSQL.${port}`)) ? undefined : { pid, port, socketFolder };
  } catch {
    return undefined;
  }
}

/**
 * Starts the server, out of this process's group so that Ctrl-C reaches only the program, which then ends it in order.
 * Returns before it answers: the caller connects until it does.
 */
export function start(cluster: Cluster, logFile: string): { readonly child: ChildProcess; readonly server: Omit<Running, 'pid'> } {
  const socketFolder = makeSocketFolder(cluster);
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(
    join(cluster.binaries, 'bin', 'postgres'),
    ['-D', cluster.folder, '-k', socketFolder, '-p', String(PORT), '-c', 'unix_socket_permissions=0700'],
    { ...as(cluster), detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  child.unref();
  return { child, server: { socketFolder, port: PORT } };
}

/** Ends a server in order: sessions are cut off, everything committed is kept. */
export async function stop({ pid, socketFolder }: Running): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
    while (isAlive(pid)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } catch {
    // It was gone already.
  }
  if (socketFolder.startsWith(tmpdir())) {
    rmSync(socketFolder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A child that has ended stays a zombie until Node collects it; its state tells.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    return (error as { code?: string }).code === 'ENOENT' && process.platform !== 'linux';
  }
}

/** In the data folder's neighbourhood, or in the temporary folder where that path would be too long for a socket. */
function makeSocketFolder(cluster: Cluster): string {
  const beside = `${cluster.folder}-socket`;
  const folder = beside.length <= SOCKET_FOLDER_LIMIT ? beside : mkdtempSync(join(tmpdir(), 'forthwith-socket-'));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (cluster.account !== undefined) {
    chownSync(folder, cluster.account.uid, cluster.account.gid);
  }
  return folder;
}

function as({ account, folder }: Cluster): { cwd: string; uid?: number; gid?: number } {
  return account === undefined ? { cwd: folder } : { cwd: folder, uid: account.uid, gid: account.gid };
}
