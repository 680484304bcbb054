import 'reflect-metadata';
import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { domainToASCII } from 'node:url';
import { plainToInstance } from 'class-transformer';
import {
  IsIn,
  IsOptional,
  IsString,
  Matches,
  Validate,
  ValidatorConstraint,
  validateSync,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { imapSettings } from '../mail/inbox/imap-settings.js';
import type { OAuthSettings } from '../mail/oauth-tokens.js';
import type { SmtpSettings } from '../mail/smtp-settings.js';
import type { Config, LogLevel, ProcessRole } from './config.js';
import { isIssuer, readProviders, type OidcProvider } from './oidc-provider.js';
import { isProxy, parseProxies } from './proxies.js';
import { StartError } from './start-error.js';
import { isLoopback, withoutEndSlash } from './address.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]', '::1'];
const TLS = ['required', 'opportunistic'];
/** Values that may hold a password: never shown. */
const SECRET = [
  'DATABASE_URL',
  'DATABASE_APP_URL',
  'SMTP_URL',
  'IMAP_URL',
  'OIDC_CLIENT_SECRET',
  'METRICS_TOKEN',
  'MAIL_OAUTH_CLIENT_SECRET',
];

@ValidatorConstraint()
class IsUrlOf implements ValidatorConstraintInterface {
  validate(value: unknown, args?: { constraints: unknown[] }): boolean {
    const schemes = (args?.constraints ?? []) as string[];
    return (
      typeof value === 'string' &&
      // A password with a bare # would be cut off there, and the rest of it taken for a part of the address.
      !value.includes('#') &&
      URL.canParse(value) &&
      schemes.includes(new URL(value).protocol.replace(':', ''))
    );
  }
}

@ValidatorConstraint()
class IsRoleList implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    const roles = String(value).split(',');
    return roles.every((role) => role === 'web' || role === 'worker') && new Set(roles).size === roles.length;
  }
}

@ValidatorConstraint()
class IsImapUrls implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    try {
      return imapSettings(String(value)).length > 0;
    } catch {
      return false;
    }
  }
}

@ValidatorConstraint()
class IsSmtpUrl implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (!new IsUrlOf().validate(value, { constraints: ['smtp', 'smtps'] })) {
      return false;
    }
    const url = new URL(String(value));
    const tls = url.searchParams.get('tls');
    const known = [...url.searchParams.keys()].every((key) => key === 'tls' || key === 'ca');
    return url.hostname !== '' && known && (tls === null || TLS.includes(tls)) && hasReadableCredentials(url);
  }
}

@ValidatorConstraint()
class IsOidcIssuer implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isIssuer(value);
  }
}

@ValidatorConstraint()
class IsProxyList implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return parseProxies(String(value)).every(isProxy);
  }
}

/** A bare % in a password must be written %25. */
function hasReadableCredentials({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

@ValidatorConstraint()
class IsBaseUrl implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (!new IsUrlOf().validate(value, { constraints: ['http', 'https'] })) {
      return false;
    }
    const { username, password, search, hash } = new URL(String(value));
    return username + password + search + hash === '';
  }
}

/** Every variable that the program reads, with what it may hold. */
class Environment {
  @Matches(/^(0|[1-9]\d{0,4})$/, { message: 'a port from 0 to 65535' })
  PORT = '3000';

  @Matches(/^[A-Za-z0-9.:-]+$/, { message: 'an address to listen on' })
  HOST = '127.0.0.1';

  @IsOptional()
  @Validate(IsProxyList, {
    message: 'addresses of reverse proxies, or ranges no wider than /8 (IPv4) or /7 (IPv6), with commas between',
  })
  TRUSTED_PROXIES?: string;

  @Matches(/^(0|[1-9]\d{0,5})$/, { message: 'calls a second for one token, 0 for any number' })
  TOKEN_RATE = '2000';

  @Matches(/^([1-9]|[1-9]\d|[12]\d\d|3[0-5]\d|36[0-5])$/, { message: 'days from 1 to 365' })
  KEY_EPOCH_DAYS = '30';

  @Matches(/^([1-9]|[1-9]\d{1,2}|[1-2]\d{3}|3[0-5]\d{2}|3600)$/, { message: 'seconds, 1 to 3600' })
  REQUEST_TIMEOUT = '300';

  @IsOptional()
  @Matches(/^(0|[1-9]\d{0,4})$/, { message: 'a port from 0 to 65535' })
  METRICS_PORT?: string;

  @Matches(/^[A-Za-z0-9.:-]+$/, { message: 'an address to listen on' })
  METRICS_HOST = '127.0.0.1';

  @IsOptional()
  @Matches(/^[\x21-\x7e]{16,200}$/, { message: 'a word of 16 to 200 characters without spaces' })
  METRICS_TOKEN?: string;

  @IsOptional()
  @Validate(IsBaseUrl, { message: 'an http or https address without user, ? or #' })
  BASE_URL?: string;

  @Matches(/\S/, { message: 'a folder' })
  DATA_DIR = './var';

  @IsOptional()
  @Matches(/\S/, { message: 'a folder' })
  CHECKPOINT_DIR?: string;

  @IsOptional()
  @Validate(IsUrlOf, ['postgres', 'postgresql'], { message: 'a postgres:// address' })
  DATABASE_URL?: string;

  @IsOptional()
  @Validate(IsUrlOf, ['postgres', 'postgresql'], { message: 'a postgres:// address' })
  DATABASE_APP_URL?: string;

  @IsOptional()
  @Validate(IsSmtpUrl, {
    message: 'smtp://[user:password@]host[:port][?tls=required|opportunistic][&ca=file] or smtps://…',
  })
  SMTP_URL?: string;

  @Matches(/^[^\s@<>]+@[^\s@<>]+$/, { message: 'one e-mail address' })
  MAIL_FROM = 'forthwith@localhost.localdomain';

  @IsIn(['+', '-', 'none'], { message: '+, -, or none where the mail server delivers no local+anything@domain' })
  MAIL_DELIMITER: '+' | '-' | 'none' = '+';

  @IsOptional()
  @Matches(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i, {
    message: 'how your mail server names itself at the beginning of Authentication-Results, such as mx.example.org',
  })
  MAIL_AUTHSERV?: string;

  @IsOptional()
  @Validate(IsImapUrls, {
    message: 'imaps://user:password@host[:port][/folder][?ca=file&organisation=slug], several with a blank between',
  })
  IMAP_URL?: string;

  @IsOptional()
  @Validate(IsUrlOf, ['https', 'http'], { message: 'the https address of an authorisation server' })
  MAIL_OAUTH_ISSUER?: string;

  @IsOptional()
  @IsString()
  MAIL_OAUTH_CLIENT_ID?: string;

  @IsOptional()
  @IsString()
  MAIL_OAUTH_CLIENT_SECRET?: string;

  @Matches(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/, { message: 'scopes with a blank between' })
  MAIL_OAUTH_SCOPE = 'https://outlook.office365.com/.default';

  @IsOptional()
  @IsString({ message: 'a file' })
  MASTER_KEY_FILE?: string;

  @IsOptional()
  @Matches(/^[A-Za-z0-9.-]+(:\d+)?$/, { message: 'a host name, without scheme' })
  LOG_HOST?: string;

  @Validate(IsRoleList, { message: 'web, worker, or both with a comma between' })
  ROLES = 'web,worker';

  @IsOptional()
  @Validate(IsOidcIssuer, { message: 'an https address (http on this machine only)' })
  OIDC_ISSUER?: string;

  @IsOptional()
  @Matches(/\S/, { message: 'a file' })
  OIDC_FILE?: string;

  @IsOptional()
  @IsString()
  OIDC_CLIENT_ID?: string;

  @IsOptional()
  @IsString()
  OIDC_CLIENT_SECRET?: string;

  @IsOptional()
  @Validate(IsUrlOf, ['https', 'http'], { message: 'an http or https address' })
  TSA_URL?: string;

  @IsOptional()
  @Matches(/^[0-9A-Fa-f: ]{64,95}$/, { message: 'a SHA-256 in hexadecimal' })
  TSA_FINGERPRINT?: string;

  @IsOptional()
  @Matches(/^(tcp:\/\/[A-Za-z0-9.-]+(:\d{1,5})?|unix:\/\S+)$/, { message: 'tcp://host:port or unix:/path of a clamd' })
  MALWARE_SCANNER?: string;

  @IsIn(LOG_LEVELS, { message: `one of ${LOG_LEVELS.join(', ')}` })
  LOG_LEVEL: LogLevel = 'info';
}

/**
 * The one reader of the environment. An empty value counts as not set.
 * @throws StartError, a line per fault: the variable, what it holds (secrets masked), what is allowed
 */
export function loadConfig(variables: NodeJS.ProcessEnv): Config {
  const known = Object.keys(variables).filter((name) => Object.hasOwn(NAMES, name) && variables[name] !== '');
  const environment = plainToInstance(Environment, Object.fromEntries(known.map((name) => [name, variables[name]])), {
    exposeDefaultValues: true,
  });
  const faults = validateSync(environment, { stopAtFirstError: true }).map(({ property, value, constraints }) => {
    const allowed = Object.values(constraints ?? {})[0] ?? 'another value';
    return `${property}: holds ${shown(property, value)}, allowed is ${allowed}`;
  });
  for (const name of ['PORT', 'METRICS_PORT'] as const) {
    if (Number(environment[name]) > 65_535) {
      faults.push(`${name}: holds "${environment[name] ?? ''}", allowed is a port from 0 to 65535`);
    }
  }
  if (environment.DATABASE_APP_URL !== undefined && environment.DATABASE_URL === undefined) {
    faults.push('DATABASE_APP_URL: set without DATABASE_URL, under which the program migrates');
  }
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = environment;
  if (
    [issuer, clientId, clientSecret].some((value) => value === undefined) &&
    (issuer ?? clientId ?? clientSecret) !== undefined
  ) {
    faults.push('OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: all three, or none of them');
  }
  faults.push(...halfOAuth(environment));
  if (faults.length === 0) {
    faults.push(...unreadableFiles(environment), ...unreadableProviders(environment));
  }
  if (faults.length > 0) {
    throw new StartError(faults.join('\n'));
  }
  return Object.freeze(configOf(environment));
}

const NAMES: Readonly<Record<keyof Environment, true>> = {
  ...{
    TRUSTED_PROXIES: true,
    TOKEN_RATE: true,
    KEY_EPOCH_DAYS: true,
    REQUEST_TIMEOUT: true,
    METRICS_PORT: true,
    METRICS_HOST: true,
    METRICS_TOKEN: true,
  },
  ...{ PORT: true, HOST: true, BASE_URL: true, DATA_DIR: true, DATABASE_URL: true, DATABASE_APP_URL: true },
  ...{ SMTP_URL: true, MAIL_FROM: true, IMAP_URL: true, MASTER_KEY_FILE: true, LOG_HOST: true, ROLES: true },
  ...{
    OIDC_ISSUER: true,
    OIDC_FILE: true,
    OIDC_CLIENT_ID: true,
    OIDC_CLIENT_SECRET: true,
    TSA_URL: true,
    TSA_FINGERPRINT: true,
    LOG_LEVEL: true,
  },
  ...{ CHECKPOINT_DIR: true, MALWARE_SCANNER: true, MAIL_DELIMITER: true, MAIL_AUTHSERV: true },
  ...{ MAIL_OAUTH_ISSUER: true, MAIL_OAUTH_CLIENT_ID: true, MAIL_OAUTH_CLIENT_SECRET: true, MAIL_OAUTH_SCOPE: true },
};

/** All of it or nothing; over a network a secret goes encrypted. */
function halfOAuth(environment: Environment): string[] {
  const { MAIL_OAUTH_ISSUER: issuer, MAIL_OAUTH_CLIENT_ID: id, MAIL_OAUTH_CLIENT_SECRET: secret } = environment;
  if (issuer === undefined && id === undefined && secret === undefined) {
    return [];
  }
  if (issuer === undefined || id === undefined || secret === undefined) {
    return ['MAIL_OAUTH_ISSUER: MAIL_OAUTH_ISSUER, MAIL_OAUTH_CLIENT_ID and MAIL_OAUTH_CLIENT_SECRET belong together'];
  }
  const isOpen = URL.canParse(issuer) && new URL(issuer).protocol === 'http:' && !isLoopback(new URL(issuer).hostname);
  return isOpen ? [`MAIL_OAUTH_ISSUER: holds ${JSON.stringify(issuer)}, allowed is an https address`] : [];
}

/** The kind of address tells most mistakes; the rest may be a password, above all where it is no address at all. */
function shown(name: string, value: unknown): string {
  const text = String(value);
  if (!SECRET.includes(name)) {
    return JSON.stringify(text.replace(/\/\/[^/@]*@/, '//***@'));
  }
  const scheme = /^[a-z]{2,12}:\/\//i.exec(text)?.[0];
  return scheme === undefined
    ? 'something that is not shown, as it may hold a password'
    : `"${scheme}…" (the rest is not shown)`;
}

function unreadableFiles({ SMTP_URL }: Environment): string[] {
  const ca = SMTP_URL === undefined ? null : new URL(SMTP_URL).searchParams.get('ca');
  if (ca === null) {
    return [];
  }
  try {
    accessSync(ca, constants.R_OK);
    return [];
  } catch {
    return [`SMTP_URL: holds ca=${ca}, allowed is a readable file with certificates`];
  }
}

function unreadableProviders(environment: Environment): string[] {
  try {
    oidcProviders(environment);
    return [];
  } catch (error) {
    return [`OIDC_FILE: ${error instanceof Error ? error.message : 'cannot be read'}`];
  }
}

/** The one of OIDC_ISSUER gives no roles: they are given by hand. Groups need the file. */
function oidcProviders({ OIDC_FILE, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }: Environment): OidcProvider[] {
  const listed = OIDC_FILE === undefined ? [] : readProviders(OIDC_FILE);
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined || OIDC_CLIENT_SECRET === undefined) {
    return [...listed];
  }
  const one: OidcProvider = {
    ...{ id: 'haus', name: '', issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET },
    ...{ scope: 'openid email profile', groupsClaim: 'groups', groups: undefined, trustsEmail: false },
  };
  return [one, ...listed.filter(({ id }) => id !== one.id)];
}

function configOf(environment: Environment): Config {
  const port = Number(environment.PORT);
  const baseUrl = withoutEndSlash(environment.BASE_URL ?? `http://localhost:${port}`);
  return {
    port,
    host: environment.HOST,
    trustedProxies: environment.TRUSTED_PROXIES === undefined ? [] : parseProxies(environment.TRUSTED_PROXIES),
    tokenRate: Number(environment.TOKEN_RATE),
    requestTimeoutMs: Number(environment.REQUEST_TIMEOUT) * 1_000,
    metricsPort: environment.METRICS_PORT === undefined ? undefined : Number(environment.METRICS_PORT),
    metricsHost: environment.METRICS_HOST,
    metricsToken: environment.METRICS_TOKEN,
    baseUrl,
    dataDir: resolve(environment.DATA_DIR),
    checkpointDir: environment.CHECKPOINT_DIR === undefined ? undefined : resolve(environment.CHECKPOINT_DIR),
    databaseUrl: environment.DATABASE_URL,
    databaseAppUrl: environment.DATABASE_APP_URL,
    smtp: environment.SMTP_URL === undefined ? undefined : smtpSettings(new URL(environment.SMTP_URL)),
    mailFrom: environment.MAIL_FROM,
    mailOAuth: oauthSettings(environment),
    mailDomain: domainOf(environment.MAIL_FROM),
    mailDelimiter: environment.MAIL_DELIMITER === 'none' ? undefined : environment.MAIL_DELIMITER,
    mailAuthserv: environment.MAIL_AUTHSERV,
    imapUrl: environment.IMAP_URL,
    masterKeyFile: environment.MASTER_KEY_FILE,
    logHost: environment.LOG_HOST ?? new URL(baseUrl).hostname,
    logPort: environment.LOG_HOST === undefined && environment.BASE_URL !== undefined ? new URL(baseUrl).port : '',
    hasChosenLogHost: (environment.LOG_HOST ?? environment.BASE_URL) !== undefined,
    oidc: oidcProviders(environment),
    tsaUrl: environment.TSA_URL,
    tsaFingerprint: environment.TSA_FINGERPRINT?.replaceAll(/[: ]/g, '').toLowerCase(),
    malwareScanner: environment.MALWARE_SCANNER,
    keyEpochDays: Number(environment.KEY_EPOCH_DAYS),
    roles: environment.ROLES.split(',') as ProcessRole[],
    logLevel: environment.LOG_LEVEL,
  };
}

function oauthSettings(environment: Environment): OAuthSettings | undefined {
  const {
    MAIL_OAUTH_ISSUER: issuer,
    MAIL_OAUTH_CLIENT_ID: clientId,
    MAIL_OAUTH_CLIENT_SECRET: clientSecret,
  } = environment;
  return issuer === undefined || clientId === undefined || clientSecret === undefined
    ? undefined
    : { issuer, clientId, clientSecret, scope: environment.MAIL_OAUTH_SCOPE };
}

function domainOf(address: string): string {
  return domainToASCII(address.slice(address.lastIndexOf('@') + 1)) || 'localhost.localdomain';
}

/** Over a network a server must offer STARTTLS; on loopback nobody listens in. */
function smtpSettings(url: URL): SmtpSettings {
  const secure = url.protocol === 'smtps:';
  const tls = url.searchParams.get('tls');
  const ca = url.searchParams.get('ca');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: tls === null ? !LOOPBACK.includes(url.hostname) : tls === 'required',
    ...(tls === 'opportunistic' ? { opportunistic: true } : {}),
    ...(ca === null ? {} : { caFile: ca }),
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
  };
}
