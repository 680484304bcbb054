import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from '../config/start-error.js';
import { createKeyFile, readKeyFile } from '../vault/key-file.js';
import { accountOfOwner, canWorkIn, newAccount, runAs, type Account } from './postgres-account.js';
import { reachableBinaries, ROOTS_PLACE } from './postgres-binaries.js';

export const OWNER = 'forthwith_owner';

/** One PostgreSQL data folder, the programs to run it with, and whom to run them as. */
export interface Cluster {
  readonly folder: string;
  readonly binaries: string;
  readonly account: Account | undefined;
}

export interface ClusterOptions {
  readonly dataDir: string;
  readonly password: string;
  /** For tests only: the new cluster need not survive a crash of the machine. */
  readonly unsafeButFast: boolean;
}

/** The owner's password: made once, by whichever process is first. */
export function ownerPassword(dataDir: string): string {
  const file = join(dataDir, 'keys', 'postgres.password');
  const password = readKeyFile(file);
  if (password !== undefined) {
    return password.trim();
  }
  if (findCluster(dataDir) !== undefined) {
    throw new StartError(`DATA_DIR: ${file} is missing, the password of the database that is there: put it back`, {
      code: 'data-dir-unusable',
    });
  }
  createKeyFile(file, randomBytes(24).toString('base64url'));
  return readFileSync(file, 'utf8').trim();
}

/** The cluster of a data folder; a new one if it never had any. @throws StartError */
export function findOrMakeCluster(options: ClusterOptions): Cluster {
  const found = findCluster(options.dataDir) ?? makeCluster(options);
  return { ...found, binaries: reachableBinaries(found.account) };
}

/** The cluster of a data folder, if it has one. @throws StartError when it is out of reach */
export function existingCluster(dataDir: string): Cluster | undefined {
  const found = findCluster(dataDir);
  return found === undefined ? undefined : { ...found, binaries: reachableBinaries(found.account) };
}

type Place = Pick<Cluster, 'folder' | 'account'>;

/**
 * Inside the data folder, or where its note says. Never falls back to a new one: a store that cannot be reached must not
 * look like an empty store.
 */
function findCluster(dataDir: string): Place | undefined {
  const noted = readNote(dataDir);
  const folder = noted ?? insideOf(dataDir);
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  const account = stat === undefined ? undefined : accountOfFilled(folder, stat);
  if (stat !== undefined && existsSync(join(folder, 'PG_VERSION'))) {
    if (!canWorkIn(folder, account)) {
      throw unusable(`${account?.name ?? 'this user'} cannot reach ${folder}, where the database is`);
    }
    return { folder, account };
  }
  if (noted !== undefined) {
    throw unusable(`${noteFile(dataDir)} says that the database is in ${folder}, and it is not there`);
  }
  return undefined;
}

/** An empty folder that root left belongs to nobody yet. */
function accountOfFilled(folder: string, stat: { readonly uid: number; readonly gid: number }): Account | undefined {
  const hidden = process.getuid?.() !== 0 && stat.uid !== process.getuid?.();
  return hidden || existsSync(join(folder, 'PG_VERSION')) ? accountOfOwner(folder, stat) : undefined;
}

/** Made under another name and moved when it is whole: a start that is killed leaves no half database behind. */
function makeCluster(options: ClusterOptions): Place {
  const { dataDir } = options;
  const account = newAccount();
  if (existsSync(insideOf(dataDir)) && readdirSync(insideOf(dataDir)).length > 0) {
    throw notOurs(dataDir);
  }
  const inside = draftFolder(`${insideOf(dataDir)}.new-`, account);
  if (canWorkIn(inside, account)) {
    initialise(inside, account, options);
    return settle(dataDir, inside, account);
  }
  rmSync(inside, { recursive: true });
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 12);
  mkdirSync(ROOTS_PLACE, { recursive: true, mode: 0o755 });
  // A name of its own: the data folder before this one at the same path may have left its database here.
  const outside = draftFolder(join(ROOTS_PLACE, `${name}-`), account);
  if (!canWorkIn(outside, account)) {
    rmSync(outside, { recursive: true });
    throw unusable(`${account?.name ?? 'this user'} can work neither in ${dataDir} nor in ${ROOTS_PLACE}`);
  }
  initialise(outside, account, options);
  if (createKeyFile(noteFile(dataDir), `${JSON.stringify({ folder: outside })}\n`)) {
    return { folder: outside, account };
  }
  return fasterOne(dataDir, outside);
}

function settle(dataDir: string, draft: string, account: Account | undefined): Place {
  const folder = insideOf(dataDir);
  try {
    renameSync(draft, folder);
    return { folder, account };
  } catch (error) {
    return fasterOne(dataDir, draft, error);
  }
}

/** Another process made one in the meantime; ours was in vain. */
function fasterOne(dataDir: string, draft: string, cause?: unknown): Place {
  rmSync(draft, { recursive: true, force: true });
  const found = findCluster(dataDir);
  if (found === undefined) {
    throw notOurs(dataDir, cause);
  }
  return found;
}

function draftFolder(prefix: string, account: Account | undefined): string {
  const folder = mkdtempSync(prefix);
  if (account !== undefined) {
    chownSync(folder, account.uid, account.gid);
  }
  return folder;
}

function initialise(folder: string, account: Account | undefined, { password, unsafeButFast }: ClusterOptions): void {
  const passwordFile = handOver(password, folder, account);
  const identity = ['-D', folder, '-U', OWNER, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256'];
  // Sorts by code point as C does, and knows that Ä and ä are one letter.
  const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const { status, stderr, error } = spawnSync(
    join(reachableBinaries(account), 'bin', 'initdb'),
    [...identity, ...locale, ...(unsafeButFast ? ['--no-sync'] : [])],
    // Detached: Ctrl-C is for the program, which ends it in order.
    { cwd: folder, env: BARE_ENVIRONMENT, encoding: 'utf8', ...DETACHED, ...runAs(account) },
  );
  rmSync(passwordFile);
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    const lines = (stderr ?? '').split('\n').filter((line) => line !== '');
    const why = lines.find((line) => /error|fatal|could not/i.test(line)) ?? lines.at(-1) ?? error?.message ?? '';
    throw new StartError(`DATA_DIR: cannot make a database in ${dirname(folder)}: ${why}`, {
      code: 'database-not-started',
    });
  }
}

/** Works for `spawnSync` as for `spawn`, though its type does not know it. */
const DETACHED: object = { detached: true };

/** PostgreSQL needs nothing of ours, and what the environment holds of passwords is not its business. */
export const BARE_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };

/** initdb reads the password from a file; this one belongs to its account and lives as long as it runs. */
function handOver(password: string, folder: string, account: Account | undefined): string {
  const file = `${folder}.password`;
  writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  if (account !== undefined) {
    chownSync(file, account.uid, account.gid);
  }
  return file;
}

function insideOf(dataDir: string): string {
  return join(realpathSync(dataDir), 'postgres');
}

function noteFile(dataDir: string): string {
  return join(dataDir, 'postgres.json');
}

function readNote(dataDir: string): string | undefined {
  const note = readKeyFile(noteFile(dataDir));
  return note === undefined ? undefined : (JSON.parse(note) as { folder: string }).folder;
}

function notOurs(dataDir: string, cause?: unknown): StartError {
  return unusable(`${insideOf(dataDir)} is not empty and holds no database`, cause);
}

function unusable(why: string, cause?: unknown): StartError {
  return new StartError(`DATA_DIR: ${why}`, { code: 'data-dir-unusable', cause });
}
