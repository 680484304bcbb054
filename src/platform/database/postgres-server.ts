import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { runAs } from './postgres-account.js';
import { BARE_ENVIRONMENT, type Cluster } from './postgres-cluster.js';

const PORT = 5432;
/** sun_path holds 103 bytes on macOS and 107 on Linux, and PostgreSQL adds `/.s.PGSQL.5432.lock`. */
const SOCKET_FOLDER_LIMIT = 80;
const STOP_LIMIT_MS = 30_000;
const TEMPORARY = 'forthwith-socket-';
/** No process has this number. */
const NOBODY = 2_147_483_646;

/**
 * Given at every start, so that they hold for a cluster an older version made. Nothing that a person wrote may stand in
 * PostgreSQL's own log (P6): statements and parameters are left out, and so is every ERROR and WARNING, because
 * their texts quote the value they complain about; terse drops the DETAIL of what remains.
 */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_statement: 'none',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_min_messages: 'log',
  log_checkpoints: 'off',
  idle_in_transaction_session_timeout: '30s',
  wal_compression: 'on',
};
const SAFE = { fsync: 'on', full_page_writes: 'on' };
const UNSAFE = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

export interface Server {
  readonly pid: number;
  readonly socketFolder: string;
  readonly port: number;
  /** It says so itself; false while it starts or stops. */
  readonly ready: boolean;
}

/** The server that holds this cluster now: our own, another process's, or left over from a killed one. */
export function runningServer({ folder }: Cluster): Server | undefined {
  const lines = pidFileLines(folder);
  const pid = Number(lines?.[0]);
  if (lines === undefined || !isPostgres(pid)) {
    return undefined;
  }
  return { pid, port: Number(lines[3]), socketFolder: lines[4] ?? '', ready: (lines[7] ?? '').startsWith('ready') };
}

/**
 * Starts the server, out of this process's group so that Ctrl-C reaches only the program, which then ends it in order.
 * Returns before it answers. `before`: the socket folder that those who are connected already know.
 */
export function startServer(
  cluster: Cluster,
  logFile: string,
  { unsafeButFast, before }: { readonly unsafeButFast: boolean; readonly before?: string | undefined },
): ChildProcess {
  const socketFolder = makeSocketFolder(cluster, before);
  forgetDeadServer(cluster.folder, socketFolder);
  const log = openSync(logFile, 'a', 0o600);
  const settings = Object.entries({ ...SETTINGS, ...(unsafeButFast ? UNSAFE : SAFE) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = spawn(
    join(cluster.binaries, 'bin', 'postgres'),
    ['-D', cluster.folder, '-k', socketFolder, '-p', String(PORT), ...settings],
    {
      cwd: cluster.folder,
      env: BARE_ENVIRONMENT,
      detached: true,
      stdio: ['ignore', log, log],
      ...runAs(cluster.account),
    },
  );
  closeSync(log);
  // Whether it could be started shows in that it ended.
  child.on('error', () => undefined);
  child.unref();
  return child;
}

export function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** Ends a server in order: sessions are cut off, everything committed is kept. */
export async function stopServer({ pid, socketFolder }: Server): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It was gone already.
  }
  const limit = performance.now() + STOP_LIMIT_MS;
  while (isPostgres(pid) && performance.now() < limit) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (basename(socketFolder).startsWith(TEMPORARY) && dirname(socketFolder) === tmpdir()) {
    rmSync(socketFolder, { recursive: true, force: true });
  }
}

/** What PostgreSQL itself says about why it ended: paths and numbers, never content. */
export function lastFatalLine(logFile: string): string | undefined {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n').slice(-50) : [];
  return lines
    .findLast((line) => /\b(?:FATAL|PANIC):|error while loading/.test(line))
    ?.replace(/^.*?\b(?=FATAL|PANIC)/, '');
}

/**
 * After a crash of the machine, or in a container that starts anew, the number in postmaster.pid may belong to another
 * program, and PostgreSQL would wait for that to end. It is told of nobody instead; the rest of the file stays, by which
 * it finds sessions that outlived their server.
 */
function forgetDeadServer(folder: string, socketFolder: string): void {
  const lines = pidFileLines(folder);
  if (lines === undefined || isPostgres(Number(lines[0]))) {
    return;
  }
  writeFileSync(join(folder, 'postmaster.pid'), [NOBODY, ...lines.slice(1)].join('\n'));
  rmSync(join(socketFolder, `.s.PGSQL.${PORT}.lock`), { force: true });
}

function pidFileLines(folder: string): readonly string[] | undefined {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
    return /^\d+$/.test(lines[0] ?? '') ? lines : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process lives and is a PostgreSQL; one that ended and was not collected yet has no command line. */
function isPostgres(pid: number): boolean {
  if (process.platform === 'linux') {
    try {
      return basename(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '').startsWith('postgres');
    } catch {
      return false;
    }
  }
  const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' });
  return basename(stdout.trim()).startsWith('postgres');
}

/** In the data folder's neighbourhood, or in the temporary folder where that path would be too long for a socket. */
function makeSocketFolder({ folder, account }: Cluster, before: string | undefined): string {
  const beside = `${folder}-socket`;
  const fits = Buffer.byteLength(beside) <= SOCKET_FOLDER_LIMIT;
  const socketFolder = fits ? beside : (before ?? mkdtempSync(join(tmpdir(), TEMPORARY)));
  mkdirSync(socketFolder, { recursive: true, mode: 0o700 });
  if (account !== undefined) {
    chownSync(socketFolder, account.uid, account.gid);
  }
  return socketFolder;
}
