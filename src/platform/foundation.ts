import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config/config.js';
import { StartError } from './config/start-error.js';
import { applicationLogin } from './database/application-login.js';
import type { PgConnection } from './database/connection.js';
import { makeDataDirectory, openEmbeddedPostgres } from './database/embedded-postgres.js';
import { migrate, SchemaNewerError } from './database/migrate.js';
import { readScopeKey } from './database/scope.js';
import type { Log } from './logging/log.js';
import { createLogger } from './logging/logger.js';
import { Mailbox } from './mail/mailbox.js';
import { MailReader } from './mail/mail-reader.js';
import type { Foundation } from './platform.module.js';
import { UntrustedReader } from './untrusted/untrusted-reader.js';
import { loadMasterKey } from './vault/master-key.js';

/** The database as its owner, for a command that copies or fills it; nothing of the program runs on it. */
export interface OwnedStore {
  readonly owner: PgConnection;
  readonly place: string;
  close(): Promise<void>;
}

/** @throws StartError */
export async function openOwnedStore(config: Config): Promise<OwnedStore> {
  makeDataDirectory(config.dataDir);
  return openStore(config, 'command', createLogger('error'));
}

export interface OpenFoundation extends Foundation {
  /** Where the data lies, for whoever started the program. */
  readonly dataPlace: string;
  readonly migrated: readonly string[];
  /** Resolves when the embedded PostgreSQL is gone and could not be brought back. One by address is its owner's care. */
  readonly lost: Promise<StartError>;
  close(): Promise<void>;
}

/** Whom the application works as: its own login, or the owner who has put the application's role on. */
export type Login = 'application' | 'owner';

interface Store {
  readonly owner: PgConnection;
  /** What the application connects with. `owner`: what may be left by SET ROLE NONE, for the few who must. */
  application(as: Login): Promise<Pick<Foundation, 'connection' | 'separateRole'>>;
  readonly place: string;
  readonly lost: Promise<StartError>;
  close(): Promise<void>;
}

/**
 * Everything the program stands on, opened in order: data folder, keys, PostgreSQL, schema, mailbox. Interrupted by
 * `stop`, it closes what it has opened.
 * @throws StartError with one line for whoever started it
 */
export async function openFoundation(
  config: Config,
  purpose: 'serve' | 'command',
  stop?: AbortSignal,
  as: Login = 'application',
): Promise<OpenFoundation> {
  mustHaveMailServer(config, purpose);
  makeDataDirectory(config.dataDir);
  mustBeRestored(config.dataDir);
  const log = createLogger(config.logLevel);
  const masterKey = loadMasterKey({ file: config.masterKeyFile, dataDir: config.dataDir });
  const store = await openStore(config, purpose, log);
  try {
    stop?.throwIfAborted();
    const migrated = await bringUpToDate(store.owner);
    stop?.throwIfAborted();
    const untrusted = new UntrustedReader();
    const mailbox =
      config.smtp === undefined && config.databaseUrl === undefined && purpose === 'serve'
        ? await Mailbox.start(join(config.dataDir, 'mailbox'), { reader: new MailReader(untrusted) })
        : undefined;
    return {
      config,
      log,
      ...(await store.application(as)),
      scopeKey: await readScopeKey(store.owner),
      masterKey,
      mailbox,
      untrusted,
      dataPlace: store.place,
      migrated,
      lost: store.lost,
      async close() {
        await mailbox?.stop();
        await untrusted.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The built-in mailbox is for trying out: with a database of one's own, mails have to go somewhere. */
function mustHaveMailServer({ databaseUrl, smtp, roles }: Config, purpose: 'serve' | 'command'): void {
  if (purpose === 'serve' && databaseUrl !== undefined && smtp === undefined && roles.includes('worker')) {
    throw new StartError(
      'SMTP_URL: is not set, and DATABASE_URL is; name your mail server, such as smtp://user:password@mail.example:587 (the built-in mailbox is for the demonstration only)',
    );
  }
}

/** Left by a restore until it is whole. */
export const UNFINISHED_RESTORE = 'restore.unfinished';

function mustBeRestored(dataDir: string): void {
  if (existsSync(join(dataDir, UNFINISHED_RESTORE))) {
    throw new StartError(
      `DATA_DIR: a restore into ${dataDir} was not finished; run forthwith restore again (it goes on), or empty the folder`,
    );
  }
}

async function openStore(
  { databaseUrl, databaseAppUrl, dataDir }: Config,
  purpose: 'serve' | 'command',
  log: Log,
): Promise<Store> {
  if (databaseUrl !== undefined) {
    const { host, pathname } = new URL(databaseUrl);
    const owner = { url: databaseUrl };
    const application = (as: Login) =>
      Promise.resolve(
        as === 'owner' || databaseAppUrl === undefined
          ? { connection: owner, separateRole: false }
          : { connection: { url: databaseAppUrl }, separateRole: true },
      );
    const place = `PostgreSQL ${host}${pathname}`;
    return { owner, application, place, lost: never(), close: () => Promise.resolve() };
  }
  const embedded = await openEmbeddedPostgres({ dataDir, purpose, log });
  return {
    owner: embedded.connection,
    application: async (as) =>
      as === 'owner'
        ? { connection: embedded.connection, separateRole: false }
        : { connection: await applicationLogin(embedded.connection, dataDir), separateRole: true },
    place: embedded.folder,
    lost: embedded.lost,
    close: () => embedded.close(),
  };
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

async function bringUpToDate(owner: PgConnection): Promise<readonly string[]> {
  try {
    return await migrate(owner);
  } catch (error) {
    if (error instanceof SchemaNewerError) {
      throw new StartError(`DATABASE_URL: ${error.message}`, { cause: error });
    }
    const code = (error as { code?: unknown }).code;
    if (typeof code === 'string') {
      throw new StartError(`DATABASE_URL: the database cannot be used (${code})`, { cause: error });
    }
    throw error;
  }
}
