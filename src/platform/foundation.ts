import { join } from 'node:path';
import type { Config } from './config/config.js';
import { StartError } from './config/start-error.js';
import type { PgConnection } from './database/connection.js';
import { makeDataDirectory, openEmbeddedPostgres } from './database/embedded-postgres.js';
import { migrate, SchemaNewerError } from './database/migrate.js';
import { createLogger } from './logging/logger.js';
import { Mailbox } from './mail/mailbox.js';
import { MailReader } from './mail/mail-reader.js';
import type { Foundation } from './platform.module.js';
import { UntrustedReader } from './untrusted/untrusted-reader.js';
import { loadMasterKey } from './vault/master-key.js';

export interface OpenFoundation extends Foundation {
  /** Where the data lies, for whoever started the program. */
  readonly dataPlace: string;
  readonly migrated: readonly string[];
  close(): Promise<void>;
}

interface Store {
  readonly owner: PgConnection;
  readonly place: string;
  close(): Promise<void>;
}

/**
 * Everything the program stands on, opened in order: data folder, keys, PostgreSQL, schema, mailbox.
 * @throws StartError with one line for whoever started it
 */
export async function openFoundation(config: Config, purpose: 'serve' | 'command'): Promise<OpenFoundation> {
  makeDataDirectory(config.dataDir);
  const masterKey = loadMasterKey({ file: config.masterKeyFile, dataDir: config.dataDir });
  const store = await openStore(config, purpose);
  try {
    const migrated = await bringUpToDate(store.owner);
    const untrusted = new UntrustedReader();
    const mailbox =
      config.smtp === undefined && purpose === 'serve'
        ? await Mailbox.start(join(config.dataDir, 'mailbox'), { reader: new MailReader(untrusted) })
        : undefined;
    return {
      config,
      log: createLogger(config.logLevel),
      connection: config.databaseAppUrl === undefined ? store.owner : { url: config.databaseAppUrl },
      separateRole: config.databaseAppUrl !== undefined,
      masterKey,
      mailbox,
      untrusted,
      dataPlace: store.place,
      migrated,
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

async function openStore({ databaseUrl, dataDir }: Config, purpose: 'serve' | 'command'): Promise<Store> {
  if (databaseUrl !== undefined) {
    const { host, pathname } = new URL(databaseUrl);
    return { owner: { url: databaseUrl }, place: `PostgreSQL ${host}${pathname}`, close: () => Promise.resolve() };
  }
  const embedded = await openEmbeddedPostgres({ dataDir, purpose });
  return { owner: embedded.connection, place: embedded.folder, close: () => embedded.close() };
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
