import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApplication, type RunningApplication } from '../../src/main.js';
import { TokensService } from '../../src/identity/tokens.service.js';
import { UsersService } from '../../src/identity/users.service.js';
import type { UserRole } from '../../src/identity/user-role.js';
import { commandLineActor } from '../../src/audit/actor.js';
import { OrganisationsService } from '../../src/organisations/organisations.service.js';
import { parseProfile, type OrganisationProfile } from '../../src/organisations/profile.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Config } from '../../src/platform/config/config.js';
import { loadConfig } from '../../src/platform/config/environment.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { Mailbox } from '../../src/platform/mail/mailbox.js';
import { loadMasterKey } from '../../src/platform/vault/master-key.js';
import { readScopeKey } from '../../src/platform/database/scope.js';
import { cloneDatabase, type TestDatabase } from './database.js';
import { awaitForwardings } from './settled-intake.js';

export interface TestApplication {
  readonly database: TestDatabase;
  readonly running: RunningApplication;
  readonly mailbox: Mailbox;
  readonly address: string;
  readonly organisationId: string;
  readonly dataDir: string;
  /** Everything the program wrote into its log. */
  readonly logged: () => string;
  /** A bearer token of a fresh user with these roles. */
  token(...roles: UserRole[]): Promise<string>;
  stop(): Promise<void>;
}

export interface TestOptions {
  readonly profile?: Partial<OrganisationProfile>;
  readonly config?: Partial<Config>;
  readonly database?: TestDatabase;
  readonly dataDir?: string;
  readonly clock?: Clock;
  /** `unawaited`: for tests of the forwarding itself, where intake answers before the mail is away, as in life. */
  readonly forwarding?: 'unawaited';
}

export { eventually } from './eventually.js';

export const CHAMBER = parseProfile(JSON.parse(readFileSync('profiles/chamber.json', 'utf8')));

/** The real program in this process: real PostgreSQL, real SMTP, a real port. */
export async function startTestApplication(options: TestOptions = {}): Promise<TestApplication> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'forthwith-app-'));
  const database = options.database ?? (await cloneDatabase());
  const mailbox = await Mailbox.start(join(dataDir, 'mailbox'));
  const lines: string[] = [];
  const config: Config = { ...loadConfig({ PORT: '0', DATA_DIR: dataDir }), ...options.config };
  const cleanUp = async (): Promise<void> => {
    await mailbox.stop();
    if (options.database === undefined) {
      await database.drop();
    }
    if (options.dataDir === undefined) {
      rmSync(dataDir, { recursive: true, force: true });
    }
  };
  const running = await startApplication({
    config,
    log: createLogger('debug', { write: (line) => void lines.push(line) }),
    connection: database.connection,
    separateRole: false,
    scopeKey: await readScopeKey(database.connection),
    masterKey: loadMasterKey({ dataDir }),
    mailbox,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  }).catch(async (error: unknown) => {
    // A start that was to fail leaves no server listening, or the test run never ends.
    await cleanUp();
    throw error;
  });
  const { application } = running;
  if (options.forwarding !== 'unawaited' && config.roles.includes('worker')) {
    awaitForwardings(application);
  }
  const { organisationId } = await application
    .get(OrganisationsService)
    .importProfile({ ...CHAMBER, ...options.profile });
  let users = 0;
  return {
    database,
    running,
    mailbox,
    address: `http://127.0.0.1:${running.port ?? 0}`,
    organisationId,
    dataDir,
    logged: () => lines.join(''),
    async token(...roles) {
      const email = `user${(users += 1)}@kammer.example`;
      for (const role of roles) {
        await application.get(UsersService).add(commandLineActor(organisationId), { email, role });
      }
      return application.get(TokensService).issue(email, 'test');
    },
    async stop() {
      await running.stop();
      await cleanUp();
    },
  };
}
