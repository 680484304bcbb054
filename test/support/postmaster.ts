import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { eventually } from './eventually.js';

/** Where the embedded PostgreSQL of a data folder lies: inside it, or where its note says. */
export function clusterFolder(dataDir: string): string {
  const note = join(dataDir, 'postgres.json');
  return existsSync(note)
    ? (JSON.parse(readFileSync(note, 'utf8')) as { folder: string }).folder
    : join(dataDir, 'postgres');
}

/** The process number of its server; undefined when none lives. */
export function postmaster(dataDir: string): number | undefined {
  const file = join(clusterFolder(dataDir), 'postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : NaN;
  return Number.isInteger(pid) && isServer(pid) ? pid : undefined;
}

/** Every server process on the data folder, also one whose pid file is gone. */
export function serversOn(dataDir: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandLine(Number(pid)))
    .filter((line) => /\/(postgres|initdb) /.test(line) && line.includes(clusterFolder(dataDir)));
}

export async function noServerLeft(dataDir: string): Promise<void> {
  await eventually(() => Promise.resolve(serversOn(dataDir).length === 0 ? true : undefined));
}

/** A session of the owner, as the holder has one. */
export async function ownerSession(dataDir: string): Promise<Client> {
  const lines = readFileSync(join(clusterFolder(dataDir), 'postmaster.pid'), 'utf8').split('\n');
  const client = new Client({
    host: lines[4] ?? '',
    port: Number(lines[3]),
    user: 'forthwith_owner',
    password: readFileSync(join(dataDir, 'keys', 'postgres.password'), 'utf8').trim(),
    database: 'forthwith',
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

function isServer(pid: number): boolean {
  return commandLine(pid).includes('postgres');
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Ends the server of a data folder, if one lives, and removes the folder with everything in it. */
export async function removeDataDir(dataDir: string): Promise<void> {
  const pid = postmaster(dataDir);
  if (pid !== undefined) {
    process.kill(pid, 'SIGQUIT');
  }
  await noServerLeft(dataDir);
  for (const folder of [clusterFolder(dataDir), `${clusterFolder(dataDir)}-socket`, dataDir]) {
    rmSync(folder, { recursive: true, force: true });
  }
}
