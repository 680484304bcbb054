import { domainToASCII } from 'node:url';
import { Global, Module, type DynamicModule, type OnApplicationShutdown, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { Clock, SystemClock } from './clock.js';
import { CONFIG, type Config } from './config/config.js';
import { APPLICATION_ROLE, dataSourceOptions, openPool, type PgConnection } from './database/connection.js';
import { Database, DATA_SOURCE } from './database/database.js';
import { WriteProbe } from './database/write-probe.js';
import { NotificationListener } from './database/listener.js';
import { DocumentRenderer } from './documents/document-renderer.js';
import { PortableFiles } from './documents/portable-files.js';
import { Uploads } from './documents/uploads.js';
import { OpenApiDocument } from './http/openapi-document.js';
import { LOGGER, type Log } from './logging/log.js';
import type { Mailbox } from './mail/mailbox.js';
import { MAIL_TOKENS, OAuthTokens } from './mail/oauth-tokens.js';
import type { SmtpSettings } from './mail/smtp-settings.js';
import { MailStanding } from './mail/mail-standing.js';
import { MAIL_SETTINGS, MAILBOX, type MailSettings } from './mail/mail-settings.js';
import { MailReader } from './mail/mail-reader.js';
import { SmtpTransport } from './mail/smtp-transport.js';
import { MAIL_TRANSPORT, type MailTransport } from './mail/transport.js';
import { Installation } from './installation/installation-settings.js';
import { ChosenTransport } from './mail/chosen-transport.js';
import { Measures } from './metrics/measures.js';
import { Hints } from './outbox/hints.js';
import { DEFAULT_TIMING, OUTBOX_TIMING, OutboxWorker } from './outbox/outbox-worker.js';
import { StagedUploads } from './staging/staged-uploads.js';
import { MalwareScanner } from './untrusted/malware-scanner.js';
import { UntrustedReader } from './untrusted/untrusted-reader.js';
import { SCOPE_KEY } from './database/scope.js';
import { Startup } from './startup.js';
import { KeyRing, openKeyRing } from './vault/key-ring.js';
import { keysDirectory, MASTER_KEY, type MasterKey } from './vault/master-key.js';
import { Vault } from './vault/vault.js';

/** What is opened before the program starts, because its failing is one line to whoever started it. */
export interface Foundation {
  readonly config: Config;
  readonly log: Log;
  /** For the application's own role, and for LISTEN. */
  readonly connection: PgConnection;
  /** True: the connection is the application's own login and needs no SET ROLE. */
  readonly separateRole: boolean;
  /** Signs who a transaction acts for; only the owner of the database can read it there. */
  readonly scopeKey: Buffer;
  readonly masterKey: MasterKey;
  /** The built-in mailbox, where no SMTP server is named. */
  readonly mailbox: Mailbox | undefined;
  /** One for the whole program; made where none is given. */
  readonly untrusted?: UntrustedReader;
  /** The machine's own unless given. */
  readonly clock?: Clock;
}

const POOL_SIZE = 20;

/** Infrastructure, the same for every room. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
  ) {}

  static on(foundation: Foundation, entities: readonly EntityTarget<ObjectLiteral>[]): DynamicModule {
    const { config, connection, masterKey, mailbox } = foundation;
    const role = foundation.separateRole ? undefined : APPLICATION_ROLE;
    const dataSource = new DataSource({
      ...dataSourceOptions(connection, { poolSize: POOL_SIZE, ...(role === undefined ? {} : { role }) }),
      entities: entities as never,
    });
    const tokens = config.mailOAuth === undefined ? undefined : new OAuthTokens(config.mailOAuth);
    const smtp = config.smtp === undefined ? mailbox?.settings : withTokens(config.smtp, tokens);
    const providers = [
      { provide: MASTER_KEY, useValue: masterKey },
      {
        provide: Installation,
        useFactory: (database: Database, keys: KeyRing) => new Installation(database, keys),
        inject: [Database, KeyRing],
      },
      {
        provide: CONFIG,
        useFactory: async (installation: Installation) => chosenConfig(config, installation),
        inject: [Installation],
      },
      { provide: LOGGER, useValue: foundation.log },
      { provide: Clock, useValue: foundation.clock ?? new SystemClock() },
      { provide: DATA_SOURCE, useFactory: () => openPool(dataSource) },
      { provide: SCOPE_KEY, useValue: foundation.scopeKey },
      { provide: NotificationListener, useFactory: () => new NotificationListener(connection) },
      {
        provide: KeyRing,
        useFactory: () => openKeyRing({ keysDir: keysDirectory(config.dataDir), masterKey: masterKey.key }),
      },
      { provide: Vault, useFactory: (ring: KeyRing) => new Vault(ring), inject: [KeyRing] },
      { provide: MAIL_SETTINGS, useFactory: (chosen: Config) => mailSettings(chosen), inject: [CONFIG] },
      {
        provide: MAIL_TRANSPORT,
        // A command works on the store beside the server and sends nothing, whatever is set.
        useFactory: (installation: Installation): MailTransport =>
          smtp === undefined
            ? NO_TRANSPORT
            : config.smtp === undefined
              ? new ChosenTransport(installation, new SmtpTransport(smtp))
              : new SmtpTransport(smtp),
        inject: [Installation],
      },
      { provide: MAILBOX, useValue: mailbox },
      { provide: OUTBOX_TIMING, useValue: DEFAULT_TIMING },
      Database,
      DocumentRenderer,
      MalwareScanner,
      PortableFiles,
      StagedUploads,
      Uploads,
      { provide: UntrustedReader, useFactory: () => foundation.untrusted ?? new UntrustedReader() },
      MailReader,
      MailStanding,
      { provide: MAIL_TOKENS, useValue: tokens },
      OpenApiDocument,
      Hints,
      OutboxWorker,
      Measures,
      Startup,
      WriteProbe,
    ];
    return { module: PlatformModule, providers, exports: providers };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
    await this.dataSource.destroy();
  }
}

/**
 * The environment, and where it says nothing what operators have set by page. The sender changes with the server; mailbox and
 * time stamps are those of the start.
 */
async function chosenConfig(config: Config, installation: Installation): Promise<Config> {
  const { incomingMail, timeStamps } = await installation.read();
  const from = () => (config.smtp === undefined ? installation.current.outgoingMail?.from : undefined);
  return Object.create(config, {
    mailFrom: { enumerable: true, get: () => from() ?? config.mailFrom },
    mailDomain: { enumerable: true, get: () => domainOf(from()) ?? config.mailDomain },
    imapUrl: { enumerable: true, value: config.imapUrl ?? incomingMail?.url },
    tsaUrl: { enumerable: true, value: config.tsaUrl ?? timeStamps?.url },
  }) as Config;
}

function domainOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : domainToASCII(address.slice(address.lastIndexOf('@') + 1)) || undefined;
}

function mailSettings(config: Config): MailSettings {
  return {
    get from() {
      return { address: config.mailFrom };
    },
    get messageDomain() {
      return config.mailDomain;
    },
    baseUrl: config.baseUrl,
    delimiter: config.mailDelimiter,
  };
}

function withTokens(smtp: SmtpSettings, tokens: OAuthTokens | undefined): SmtpSettings {
  return tokens === undefined ? smtp : { ...smtp, token: (renew) => tokens.token(renew) };
}

/** A command works on the store beside the server; mail is the worker's. */
const NO_TRANSPORT: MailTransport = {
  send: () => Promise.reject(new Error('a command sends no mail')),
  close: () => Promise.resolve(),
};
