import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Program {
  readonly child: ChildProcess;
  readonly address: string;
  readonly accounts: readonly { readonly role: string; readonly email: string; readonly password: string }[];
  /** The link of the first start; null: all is set up. */
  readonly setup: string | null;
  /** Ctrl-C; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: no chance to tidy up. */
  kill(): Promise<void>;
}

const COMMAND = ['bin/forthwith.mjs'];
const START_LIMIT_MS = 100_000;

export function newDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'forthwith-program-'));
  // Passable for PostgreSQL's own account, or root's data would lie outside and stay.
  chmodSync(folder, 0o711);
  return folder;
}

/** One like it as it is after a start: PostgreSQL made and migrated, nobody in it yet. */
export function preparedDataDir(): string {
  const folder = newDataDir();
  spawnSync('cp', ['-a', `${process.env['FORTHWITH_TEST_DATA_DIR'] ?? ''}/.`, folder]);
  return folder;
}

/** The program as people start it: its own process, its own PostgreSQL, a free port. */
export async function startProgram(dataDir: string, variables: Record<string, string> = {}): Promise<Program> {
  const child = spawn(process.execPath, [...COMMAND, 'serve', '--json'], { env: environment(dataDir, variables) });
  let printed = '';
  let complained = '';
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  const started = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`did not start: ${complained}`)), START_LIMIT_MS);
    child.on('exit', (code) => reject(new Error(`ended with ${code}: ${complained}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const end = printed.indexOf('\n');
      if (end >= 0) {
        clearTimeout(timer);
        resolve(printed.slice(0, end));
      }
    });
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const { address, accounts, setup } = JSON.parse(started) as Pick<Program, 'address' | 'accounts' | 'setup'>;
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  return {
    child,
    address,
    accounts,
    setup,
    stop: () => end('SIGINT'),
    kill: async () => {
      await end('SIGKILL');
    },
  };
}

/** One command on the same store. */
export function runCommand(dataDir: string, ...words: string[]): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...COMMAND, ...words], {
    env: environment(dataDir, {}),
    encoding: 'utf8',
  });
  return { code: status, output: stdout + stderr };
}

export function environment(dataDir: string, variables: Record<string, string>): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    ...variables,
  };
}
