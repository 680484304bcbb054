import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { ImapFlowOptions } from 'imapflow';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const PARAMETERS = ['ca', 'organisation'];

/** One mailbox to read. */
export interface ImapSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 993); otherwise STARTTLS, unless it is on this machine. */
  readonly secure: boolean;
  readonly startTls: boolean;
  readonly user: string;
  readonly password: string;
  readonly folder: string;
  /** PEM file with the authorities to trust INSTEAD of the system's. */
  readonly caFile: string | undefined;
  /** Slug of the organisation whose mailbox it is; undefined: told by the addresses of each mail. */
  readonly organisation: string | undefined;
}

/**
 * `imaps://user:password@host[:port][/folder][?ca=file&organisation=slug]`, several with a blank between. Over a network
 * the connection is encrypted or there is none. @throws Error for what is no such address; the words name no secret
 */
export function imapSettings(text: string): readonly ImapSettings[] {
  return text
    .split(/\s+/)
    .filter((one) => one !== '')
    .map(settingsOf);
}

/** 32 bytes that stand for a mailbox, whatever its password is. */
export function mailboxKey({ host, port, user, folder }: ImapSettings): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([host.toLowerCase(), port, user, folder]))
    .digest();
}

const TIMEOUTS = { connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 90_000 };

/** How a mailbox is connected to. @param token instead of a password, where the address has none (XOAUTH2) */
export async function imapOptions(
  settings: ImapSettings,
  token: (() => Promise<string>) | undefined,
): Promise<ImapFlowOptions> {
  const { host, port, secure, startTls, user, password, caFile } = settings;
  return {
    ...{ host, port, secure, ...TIMEOUTS },
    ...(secure ? {} : { doSTARTTLS: startTls }),
    ...(caFile === undefined ? {} : { tls: { ca: readFileSync(caFile) } }),
    auth: password === '' && token !== undefined ? { user, accessToken: await token() } : { user, pass: password },
    // What it would log holds addresses and subjects.
    logger: false,
  };
}

function settingsOf(text: string): ImapSettings {
  const url = new URL(text);
  const secure = url.protocol === 'imaps:';
  if (!(secure || url.protocol === 'imap:') || text.includes('#') || url.hostname === '') {
    throw new Error('not an imap:// or imaps:// address');
  }
  if ([...url.searchParams.keys()].some((name) => !PARAMETERS.includes(name))) {
    throw new Error(`only ${PARAMETERS.join(' and ')} may follow the question mark`);
  }
  const caFile = url.searchParams.get('ca') ?? undefined;
  if (caFile !== undefined && !existsSync(caFile)) {
    throw new Error('the file that ca names is not there');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const folder = decodeURIComponent(url.pathname.slice(1));
  return {
    host,
    port: url.port === '' ? (secure ? 993 : 143) : Number(url.port),
    secure,
    startTls: !secure && !LOOPBACK.includes(host),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    folder: folder === '' ? 'INBOX' : folder,
    caFile,
    organisation: url.searchParams.get('organisation') ?? undefined,
  };
}
