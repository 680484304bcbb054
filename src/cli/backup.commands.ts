import { randomBytes, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkStoredLogs, type CheckedLog } from '../audit/stored-logs.sql.js';
import { ArchiveError, readArchive, writeArchive } from '../platform/backup/archive.js';
import { addLines } from '../platform/backup/data-files.js';
import { keysIn, linesOfData, linesOfKeys, restoreLines } from '../platform/backup/backup-lines.js';
import type { Config } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import type { PgConnection } from '../platform/database/connection.js';
import { isEmptyDatabase, openClient } from '../platform/database/database-copy.js';
import { inScratchDatabase, type ScratchError } from '../platform/database/scratch-database.js';
import { openOwnedStore, UNFINISHED_RESTORE } from '../platform/foundation.js';
import { createKeyFile } from '../platform/vault/key-file.js';
import { openKeyRing } from '../platform/vault/key-ring.js';
import { keysDirectory, loadMasterKey, readSecretKey } from '../platform/vault/master-key.js';
import { AgainErased } from '../retention/again-erased.js';
import { progressBar } from '../verifier/progress-bar.js';
import { required, UsageError, type Command, type Flags } from './command.js';
import { withApplication } from './with-application.js';

const KEY_OPTIONS = { keys: { type: 'string' }, key: { type: 'string' } } as const;

export const backup: Command = {
  name: 'backup',
  summary: 'Write database and files as one encrypted archive, the keys as another, and try it by restoring it',
  usage:
    'forthwith backup --out FILE [--keys FILE] [--key FILE] [--force]   (--keys: FILE.keys; --key: FILE.key, made where there is none; keep both apart from FILE)',
  options: { out: { type: 'string' }, force: { type: 'boolean' }, ...KEY_OPTIONS },
  async run({ flags, config, result }) {
    const paths = pathsOf(required(flags, 'out'), flags);
    if (flags['force'] !== true) {
      [paths.data, paths.keys].filter(existsSync).forEach((path) => {
        throw new UsageError(`${path} exists; --force replaces it`);
      });
    }
    const madeKey = !existsSync(paths.key) && createKeyFile(paths.key, `${randomBytes(32).toString('base64')}\n`);
    const key = readSecretKey(paths.key, '--key');
    const made = new Date();
    const store = await openOwnedStore(config);
    try {
      const rows = await write(config, store.owner, { paths, key, made });
      const checked = await tried(config, store.owner, paths.data, key);
      const masterKey = config.masterKeyFile === undefined ? 'in the archive of keys' : config.masterKeyFile;
      const written = { ...paths, madeKey, rows, masterKey, ...checked };
      result(written, wordsOfBackup(written));
      return checked.verified ? 0 : 1;
    } finally {
      await store.close();
    }
  },
};

export const restore: Command = {
  name: 'restore',
  summary: 'Put a backup into an empty database and data folder; what was erased since is erased again',
  usage:
    'forthwith restore FILE [--keys FILE] [--key FILE] (--erased FOLDER | --accept-unerased)   (--erased: the folder erased of the old data folder; not needed where CHECKPOINT_DIR or DATA_DIR has that list)',
  options: { erased: { type: 'string' }, 'accept-unerased': { type: 'boolean' }, ...KEY_OPTIONS },
  async run({ words, flags, config, result }) {
    const [file] = words;
    if (file === undefined) {
      throw new UsageError('the backup file is missing');
    }
    const paths = pathsOf(file, flags);
    const lists = listsSince(config, flags);
    const key = readSecretKey(paths.key, '--key');
    const store = await openOwnedStore(config);
    let logs: readonly CheckedLog[];
    let made: string;
    try {
      closeSync(openSync(join(config.dataDir, UNFINISHED_RESTORE), 'w', 0o600));
      lists.forEach(({ name, text }) => addLines(join(config.dataDir, 'erased', name), text));
      ({ logs, made } = await fill(config, store.owner, paths, key));
    } finally {
      await store.close();
    }
    rmSync(join(config.dataDir, UNFINISHED_RESTORE));
    // Every start erases again before it answers; so does this one.
    const again = await withApplication(config, (application) => Promise.resolve(application.get(AgainErased).total));
    const faults = logs.filter(({ fault }) => fault !== undefined);
    result(
      { made, again, logs },
      [
        `Restored what was there at ${made}.`,
        `Erased again what was erased since: ${again} erasures.`,
        ...logs.map(logLine),
        'If the program says that a log has gone back: forthwith open-epoch --organisation SLUG --reason backup-restored',
      ].join('\n'),
    );
    return faults.length === 0 ? 0 : 1;
  },
};

interface Paths {
  readonly data: string;
  readonly keys: string;
  readonly key: string;
}

function pathsOf(data: string, flags: Flags): Paths {
  const named = (flag: string) => (typeof flags[flag] === 'string' ? flags[flag] : `${data}.${flag}`);
  return { data, keys: named('keys'), key: named('key') };
}

async function write(
  { dataDir }: Config,
  owner: PgConnection,
  { paths, key, made }: { readonly paths: Paths; readonly key: KeyObject; readonly made: Date },
): Promise<number> {
  const before = keysIn(dataDir);
  const client = await openClient(owner);
  const draw = progressBar();
  let rows = 0;
  try {
    const {
      rows: [{ estimate } = { estimate: 0 }],
    } = await client.query<{ estimate: number }>(
      `SELECT coalesce(sum(greatest(reltuples, 0)), 0)::float8 AS estimate FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    );
    const lines = linesOfData(client, dataDir, made, (count) => {
      rows = count;
      draw(Math.min(count, estimate), estimate);
    });
    await writeArchive(paths.data, key, lines);
    draw(estimate, estimate);
  } finally {
    await client.end();
  }
  await writeArchive(paths.keys, key, linesOfKeys(dataDir, made, before));
  return rows;
}

interface Tried {
  readonly verified: boolean;
  /** Why it could not be tried; undefined: it was. */
  readonly untried?: string;
  readonly logs: readonly CheckedLog[];
}

/** Restores what was just written into a database of its own and hashes the logs in it; then it is gone again. */
async function tried(config: Config, owner: PgConnection, path: string, key: KeyObject): Promise<Tried> {
  try {
    const logs = await inScratchDatabase(owner, async (connection) => {
      const client = await openClient(connection);
      try {
        await restoreLines(readArchive(path, key), 'data', { database: { connection, client } });
        return await checkStoredLogs(client, ringOf(config));
      } finally {
        await client.end();
      }
    });
    return { verified: logs.every(({ fault }) => fault === undefined), logs };
  } catch (error) {
    if ((error as ScratchError).name === 'ScratchError' || error instanceof ArchiveError) {
      return { verified: false, untried: (error as Error).message, logs: [] };
    }
    throw error;
  }
}

async function fill(
  config: Config,
  owner: PgConnection,
  paths: Paths,
  key: KeyObject,
): Promise<{ readonly logs: readonly CheckedLog[]; readonly made: string }> {
  const client = await openClient(owner);
  try {
    if (!(await isEmptyDatabase(client))) {
      rmSync(join(config.dataDir, UNFINISHED_RESTORE));
      throw new StartError('the database is not empty: restore into a new one, and keep the old one until all is well');
    }
    await restoreLines(readArchive(paths.keys, key), 'keys', { files: keysDirectory(config.dataDir) });
    const head = await restoreLines(readArchive(paths.data, key), 'data', {
      database: { connection: owner, client },
      files: config.dataDir,
    });
    return { logs: await checkStoredLogs(client, ringOf(config)), made: head.made };
  } catch (error) {
    throw error instanceof ArchiveError ? new StartError(error.message, { cause: error }) : error;
  } finally {
    await client.end();
  }
}

function ringOf({ dataDir, masterKeyFile }: Config) {
  const { key } = loadMasterKey({ file: masterKeyFile, dataDir });
  return openKeyRing({ keysDir: keysDirectory(dataDir), masterKey: key });
}

/**
 * Lists of what has been erased, from outside the backup. Without any nobody knows what was erased since it was made, and it
 * would be back: that has to be said in so many words.
 */
function listsSince(
  { dataDir, checkpointDir }: Config,
  flags: Flags,
): readonly { readonly name: string; readonly text: string }[] {
  const folder = flags['erased'];
  if (typeof folder === 'string' && !existsSync(folder)) {
    throw new UsageError(`--erased: ${folder} does not exist`);
  }
  const given = typeof folder === 'string' ? listsIn(folder) : [];
  const here = [join(dataDir, 'erased'), ...(checkpointDir === undefined ? [] : [checkpointDir])].flatMap(listsIn);
  if (typeof folder !== 'string' && here.length === 0 && flags['accept-unerased'] !== true) {
    throw new UsageError(
      'what was erased since this backup is not known here, and would be back: name the folder `erased` of the old data folder by --erased, or set CHECKPOINT_DIR; --accept-unerased goes on without',
    );
  }
  return given;
}

function listsIn(folder: string): readonly { readonly name: string; readonly text: string }[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.erased'))
        .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
    : [];
}

function wordsOfBackup(written: Paths & Tried & { madeKey: boolean; rows: number; masterKey: string }): string {
  return [
    `${written.data}: ${written.rows} rows and the files of the data folder`,
    `${written.keys}: the keys; keep them apart from the backup, and only the newest of them`,
    `${written.key}: opens both${written.madeKey ? '; made now: keep a copy elsewhere, without it they are noise' : ''}`,
    ...(written.masterKey === 'in the archive of keys' ? [] : [`${written.masterKey}: not in it, and needed`]),
    ...written.logs.map(logLine),
    written.untried === undefined
      ? written.verified
        ? 'Tried: restored into a database of its own, and every log verifies.'
        : 'NOT WELL: a log does not verify.'
      : `NOT TRIED: ${written.untried}`,
  ].join('\n');
}

function logLine({ slug, size, fault }: CheckedLog): string {
  return `  log ${slug === '' ? 'of logs' : slug}: ${size} entries, ${fault ?? 'verified'}`;
}
