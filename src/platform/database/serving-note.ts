import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readKeyFile, replaceKeyFile } from '../vault/key-file.js';

/**
 * Which process serves a data folder, as a file beside the database. The lock that says so lives in PostgreSQL, and
 * PostgreSQL drops every lock when it recovers from a crash: until the lock is taken again, this note is what keeps a
 * second server out. It is written and read under that lock.
 */
interface ServingNote {
  readonly pid: number;
  /** When that process began, as the system tells it: numbers of processes are given out again. */
  readonly began: string;
}

/** Whether a living process other than this one serves the data folder. */
export function servedElsewhere(dataDir: string): boolean {
  const note = readNote(dataDir);
  return note !== undefined && note.pid !== process.pid && isAlive(note);
}

export function noteServing(dataDir: string): void {
  const began = beginningOf(process.pid);
  const known = readNote(dataDir);
  // Written once: taken again after a crash of the database, the disk may be full.
  if (began !== undefined && (known?.pid !== process.pid || known.began !== began)) {
    replaceKeyFile(noteFile(dataDir), JSON.stringify({ pid: process.pid, began } satisfies ServingNote));
  }
}

export function forgetServing(dataDir: string): void {
  if (readNote(dataDir)?.pid === process.pid) {
    rmSync(noteFile(dataDir), { force: true });
  }
}

function noteFile(dataDir: string): string {
  return join(dataDir, 'serving.json');
}

function readNote(dataDir: string): ServingNote | undefined {
  try {
    const { pid, began } = JSON.parse(readKeyFile(noteFile(dataDir)) ?? '') as Partial<ServingNote>;
    return typeof pid === 'number' && typeof began === 'string' ? { pid, began } : undefined;
  } catch {
    // None, or one that a full disk cut off.
    return undefined;
  }
}

function isAlive({ pid, began }: ServingNote): boolean {
  return beginningOf(pid) === began;
}

/** Undefined: no such process, or one that has ended and is not collected yet. */
function beginningOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // After the name in brackets, which may hold anything: state is the 3rd field, the beginning the 22nd (proc(5)).
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return fields[0] === 'Z' ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.trim() === '' ? undefined : stdout?.trim();
}
