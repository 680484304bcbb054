import { readFileSync } from 'node:fs';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 465); otherwise STARTTLS. */
  readonly secure: boolean;
  /** False: clear text if the server offers no STARTTLS. Never with `auth`: a password needs TLS. */
  readonly requireTls: boolean;
  /** Takes TLS with any certificate, and clear text where even that fails (RFC 7435); never with `auth`. */
  readonly opportunistic?: boolean;
  /** PEM file with the authorities to trust INSTEAD of the system's: an own authority, or the server's own certificate. */
  readonly caFile?: string;
  readonly auth?: { readonly user: string; readonly pass: string };
  /** In the place of a password (XOAUTH2). @param renew the one before was refused */
  readonly token?: (renew: boolean) => Promise<string>;
  /** What EHLO says; the machine's own full name unless given. */
  readonly name?: string;
  readonly timeouts?: Partial<SmtpTimeouts>;
  readonly maxConnections?: number;
  /** Servers count too, and close in the middle: a connection ends by itself after this many. */
  readonly mailsPerConnection?: number;
}

/** Milliseconds a phase may take. nodemailer's own defaults are 30 s, 120 s, 30 s and 600 s: too long for "at once". */
export interface SmtpTimeouts {
  readonly dns: number;
  readonly connect: number;
  readonly greeting: number;
  /** Silence after the greeting. */
  readonly socket: number;
  /** A whole attempt, whatever its phases do. */
  readonly deadline: number;
  /** A connection nobody uses for this long is ended; below any server's patience, so that it is rarely found dead. */
  readonly idle: number;
}

export const SMTP_TIMEOUTS: SmtpTimeouts = {
  dns: 5_000,
  connect: 10_000,
  greeting: 10_000,
  socket: 45_000,
  deadline: 120_000,
  idle: 10_000,
};

/** A reply longer than this is not a reply. */
const REPLY_BYTES = 16 * 1024;

export function connectionOptions(settings: SmtpSettings): SMTPConnectionOptions {
  const timeouts = { ...SMTP_TIMEOUTS, ...settings.timeouts };
  return {
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    requireTLS: !settings.secure && (settings.requireTls || settings.auth !== undefined),
    ...(settings.name === undefined ? {} : { name: settings.name }),
    opportunisticTLS: isOpportunistic(settings),
    tls: {
      // Encrypted to an unknown server is more than in clear text to an unknown server.
      rejectUnauthorized: !isOpportunistic(settings),
      minVersion: 'TLSv1.2',
      ...(settings.caFile === undefined ? {} : { ca: readFileSync(settings.caFile) }),
    },
    dnsTimeout: timeouts.dns,
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.socket,
    // Nothing is left to hear once we are done with a connection.
    socketCloseTimeout: 1_000,
    maxResponseSize: REPLY_BYTES,
    // The protocol dialogue holds addresses and content (P6).
    logger: false,
    debug: false,
    transactionLog: false,
  };
}

/** A password goes to nobody who has not shown who they are; a named authority is there to be asked. */
function isOpportunistic({ opportunistic = false, secure, auth, caFile }: SmtpSettings): boolean {
  return opportunistic && !secure && auth === undefined && caFile === undefined;
}
