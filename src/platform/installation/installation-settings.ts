import type { Scope } from '../database/scope.js';
import type { Database } from '../database/database.js';
import type { Executor } from '../database/statement.js';
import type { SmtpSettings } from '../mail/smtp-settings.js';
import type { KeyRing } from '../vault/key-ring.js';
import { dropInstallation, readInstallation, writeInstallation } from './installation.sql.js';
import { SealedBox } from './sealed-box.js';

/** What operators set by page for the whole installation. The environment, where it says something, comes first. */
export interface InstallationSettings {
  readonly outgoingMail?: OutgoingMailSettings;
  readonly incomingMail?: { readonly url: string };
  readonly timeStamps?: { readonly url: string };
}

export interface OutgoingMailSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte, STARTTLS, or clear text on this machine. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string;
  readonly password: string;
  /** Sender of our mails. */
  readonly from: string;
}

export type InstallationSetting = keyof InstallationSettings;

const SYSTEM: Scope = { organisationId: null, userId: null, roles: ['system'] };
/** Another instance may have changed them. */
const FRESH_MS = 5_000;

/** Kept in the database, encrypted; every instance finds a change within seconds. */
export class Installation {
  private known: { readonly at: number; readonly settings: InstallationSettings } = { at: -Infinity, settings: {} };
  private readonly box: SealedBox;

  constructor(
    private readonly database: Database,
    keys: KeyRing,
  ) {
    this.box = new SealedBox(keys);
  }

  /** As they were found last. */
  get current(): InstallationSettings {
    return this.known.settings;
  }

  async read(now = performance.now()): Promise<InstallationSettings> {
    if (now - this.known.at >= FRESH_MS) {
      const rows = await this.database.ask(SYSTEM, (executor) => readInstallation(executor));
      const entries = rows.map(({ name, sealed }) => [name, this.box.open(name, sealed)]);
      this.known = { at: now, settings: Object.fromEntries(entries) as InstallationSettings };
    }
    return this.known.settings;
  }

  /** In the caller's transaction, as the program; null takes it away. Call `forget` once it is committed. */
  async write<K extends InstallationSetting>(
    executor: Executor,
    name: K,
    value: InstallationSettings[K] | null,
  ): Promise<void> {
    await (value === null
      ? dropInstallation(executor, name)
      : writeInstallation(executor, name, this.box.seal(name, value)));
  }

  forget(): void {
    this.known = { ...this.known, at: -Infinity };
  }
}

export function smtpOf({ host, port, security, user, password }: OutgoingMailSettings): SmtpSettings {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTls: security === 'starttls',
    ...(user === '' ? {} : { auth: { user, pass: password } }),
  };
}
