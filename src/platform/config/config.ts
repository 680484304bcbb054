import type { OAuthSettings } from '../mail/oauth-tokens.js';
import type { OidcProvider } from './oidc-provider.js';
import type { SmtpSettings } from '../mail/smtp-settings.js';

export const CONFIG = Symbol('CONFIG');

export type ProcessRole = 'web' | 'worker';
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

/** What the environment says, parsed once. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Addresses of the reverse proxies whose word on where a request comes from is believed. */
  readonly trustedProxies: readonly string[];
  /** Calls a second that one token may make over time; 0: without a limit. */
  readonly tokenRate: number;
  /** What a request may take until it has come in whole; then its connection ends. */
  readonly requestTimeoutMs: number;
  /** Where metrics are served apart; undefined: at /metrics beside everything else. */
  readonly metricsPort: number | undefined;
  readonly metricsHost: string;
  /** What whoever reads metrics must show; undefined: nothing. */
  readonly metricsToken: string | undefined;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly dataDir: string;
  /** A second place for the newest checkpoints, apart from the data folder; undefined: only in it. */
  readonly checkpointDir: string | undefined;
  /** Undefined: the embedded PostgreSQL, and with it the demonstration. */
  readonly databaseUrl: string | undefined;
  readonly databaseAppUrl: string | undefined;
  /** Undefined: the built-in mailbox. */
  readonly smtp: SmtpSettings | undefined;
  readonly mailFrom: string;
  /** How mail servers are signed in to that take no password (RFC 7628's kin, XOAUTH2); undefined: by password. */
  readonly mailOAuth: OAuthSettings | undefined;
  /** Its domain, as it stands in a Message-ID. */
  readonly mailDomain: string;
  /** What parts our address from what is added to it; undefined: the mail server delivers no such addresses. */
  readonly mailDelimiter: '+' | '-' | undefined;
  /** Whose `Authentication-Results` are believed (authserv-id, RFC 8601 s2.5); undefined: nobody's. */
  readonly mailAuthserv: string | undefined;
  /** Mailboxes where mails come in, with a blank between (`imapSettings`); undefined: only the built-in one. */
  readonly imapUrl: string | undefined;
  readonly masterKeyFile: string | undefined;
  readonly logHost: string;
  /** Of BASE_URL, where that names the logs: two installations on one machine are two. Empty: none. */
  readonly logPort: string;
  /** Whether LOG_HOST or BASE_URL says so, or nobody. */
  readonly hasChosenLogHost: boolean;
  /** OpenID providers at which people may sign in. */
  readonly oidc: readonly OidcProvider[];
  /** RFC 3161 time-stamping authority; undefined: none. */
  readonly tsaUrl: string | undefined;
  /** Its certificate, or the last one above it: SHA-256, hexadecimal; undefined: any. */
  readonly tsaFingerprint: string | undefined;
  /** Where a clamd listens, tcp://host:port or unix:/path; undefined: none. */
  readonly malwareScanner: string | undefined;
  /** Days after which an organisation gets a new key and the old one is destroyed. */
  readonly keyEpochDays: number;
  readonly roles: readonly ProcessRole[];
  readonly logLevel: LogLevel;
}
