import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { clusterFolder, noServerLeft, postmaster, removeDataDir } from '../support/postmaster.js';
import { environment, newDataDir, startProgram } from '../support/program.js';
import { signInAs } from '../support/signed-in.js';

/** Moments of a first start, by what is on the disk then. */
const MOMENTS: Readonly<Record<string, (dataDir: string) => boolean>> = {
  'the folder is there': existsSync,
  'the database is being made': (dataDir) => names(dataDir).some((name) => name.startsWith('postgres.new-')),
  'PostgreSQL starts': (dataDir) => existsSync(join(clusterFolder(dataDir), 'postmaster.pid')),
  'the schema is being made': (dataDir) => existsSync(join(dataDir, 'serving.json')),
  'the accounts are being made': (dataDir) => existsSync(join(dataDir, 'demonstration.due')),
};

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map(removeDataDir));
});

function names(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function emptyFolder(): string {
  const folder = newDataDir();
  folders.push(folder);
  return folder;
}

function begin(
  dataDir: string,
  variables: Record<string, string> = {},
): { child: ChildProcess; printed: () => string } {
  const child = spawn(process.execPath, ['bin/forthwith.mjs', 'serve', '--json'], {
    env: environment(dataDir, variables),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return { child, printed: () => printed };
}

async function interruptAt(
  dataDir: string,
  moment: (dataDir: string) => boolean,
  signal: NodeJS.Signals,
): Promise<number | null> {
  const { child } = begin(dataDir);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await eventually(() => Promise.resolve(moment(dataDir) || child.exitCode !== null ? true : undefined));
  child.kill(signal);
  return ended;
}

test('a first start that is interrupted anywhere ends in order, leaves no server behind, and the next one finishes it', async () => {
  const dataDir = emptyFolder();
  for (const moment of Object.values(MOMENTS)) {
    // Before the program's first line the signal itself ends it.
    expect([0, null]).toContain(await interruptAt(dataDir, moment, 'SIGINT'));
    expect(postmaster(dataDir)).toBeUndefined();
  }
  const program = await startProgram(dataDir);
  expect(program.accounts.map(({ role }) => role)).toEqual(['staff', 'dpo', 'auditor', 'admin']);
  expect(await signInAs(program, 'dpo')).toBeDefined();
  expect(await program.stop()).toBe(0);
});

test('a first start that is killed anywhere leaves no server behind, and the next one finishes it', async () => {
  const dataDir = emptyFolder();
  for (const moment of Object.values(MOMENTS)) {
    await interruptAt(dataDir, moment, 'SIGKILL');
  }
  await noServerLeft(dataDir);
  const first = await startProgram(dataDir);
  expect(await signInAs(first, 'dpo')).toBeDefined();
  await first.kill();
  // Shown once is shown: a later start neither makes nor shows any.
  const second = await startProgram(dataDir);
  expect(second.accounts).toEqual([]);
  expect(await signInAs({ ...second, accounts: first.accounts }, 'dpo')).toBeDefined();
  expect(await second.stop()).toBe(0);
});

test('it is ready only when the accounts have been shown', async () => {
  const port = await freePort();
  const { child, printed } = begin(emptyFolder(), { PORT: String(port) });
  await eventually(async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    return answer?.status === 200 ? true : undefined;
  });
  const { accounts } = JSON.parse(printed()) as { accounts: readonly unknown[] };
  expect(accounts).toHaveLength(4);
  // Killed in that very moment, nothing of it is missing.
  child.kill('SIGKILL');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await ended;
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
