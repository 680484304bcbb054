import { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { NodemailerError } from 'nodemailer/lib/errors';
import SMTPConnection, {
  type SMTPConnectionEnvelope,
  type SMTPConnectionSendInfo,
} from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import { connectionOptions, type SmtpSettings } from './smtp-settings.js';
import type { TlsFacts } from './transport.js';

export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
  /** What to report of it (RFC 3461); a server that does not offer that is not asked. */
  readonly report?: { readonly id: string; readonly success: boolean };
}

/** What ended an attempt, and how far it had come. */
export class SessionFailure extends Error {
  override readonly name = 'SessionFailure';

  constructor(
    readonly reason: NodemailerError,
    /** From the moment the content began to flow, the server may have taken it. */
    readonly contentSent: boolean,
  ) {
    super('the SMTP session failed');
  }
}

/**
 * One connection to the server, through any number of mails, one after the other. The first failure of any kind ends
 * it: nothing is ever sent over a connection in doubt.
 */
export class SmtpSession {
  /** How many mails this connection has carried. */
  delivered = 0;
  private readonly connection: SMTPConnection;
  private failure: NodemailerError | undefined;

  constructor(private readonly settings: SmtpSettings) {
    this.connection = new SMTPConnection(connectionOptions(settings));
    // Also the errors nobody waits for, e.g. of an idle connection: an unheard 'error' event would end the process.
    this.connection.on('error', (error: NodemailerError) => {
      this.failure = error;
    });
  }

  get alive(): boolean {
    return !this.connection.destroyed && this.failure === undefined;
  }

  /**
   * Connects, greets, encrypts and signs in as the settings say.
   * @param renew the token before was refused: it may have been taken back before its end
   */
  async open(signal: AbortSignal, renew = false): Promise<void> {
    await this.step(signal, (done) => this.connection.connect((error) => done(error)));
    const { auth, token } = this.settings;
    if (auth === undefined) {
      return;
    }
    const how =
      token === undefined || auth.pass !== ''
        ? { ...auth }
        : { oauth2: new XOAuth2({ user: auth.user, accessToken: await token(renew) }) };
    await this.step(signal, (done) => this.connection.login(how, (error) => done(error)));
  }

  async deliver(envelope: Envelope, bytes: Buffer, signal: AbortSignal): Promise<SMTPConnectionSendInfo> {
    if (!isAscii([envelope.from, ...envelope.to].join('')) && !this.offers('SMTPUTF8')) {
      // Bare 8-bit would be thrown away, or worse, delivered to another (RFC 6531 s3.2).
      throw new SessionFailure(coded('EENVELOPE', NO_SMTPUTF8), false);
    }
    let contentSent = false;
    // Read from only once the server has said 354, which is how we know how far it came.
    const content = new Readable({
      read(): void {
        contentSent = true;
        this.push(bytes);
        this.push(null);
      },
    });
    // A copy: the connection keeps its book-keeping on the object it is given.
    const copy = { from: envelope.from, to: [...envelope.to], size: bytes.length, ...statusAskedFor(envelope) };
    try {
      const info = await this.step<SMTPConnectionSendInfo>(signal, (done) => this.connection.send(copy, content, done));
      this.delivered += 1;
      return info as SMTPConnectionSendInfo;
    } catch (error) {
      throw new SessionFailure(error as NodemailerError, contentSent);
    }
  }

  private offers(extension: string): boolean {
    const { _supportedExtensions: offered } = this.connection as unknown as {
      _supportedExtensions?: readonly string[];
    };
    return offered?.includes(extension) ?? false;
  }

  get tls(): TlsFacts | null {
    const socket = this.connection._socket;
    return socket instanceof TLSSocket
      ? {
          protocol: socket.getProtocol() ?? 'unknown',
          cipher: socket.getCipher().standardName ?? socket.getCipher().name,
        }
      : null;
  }

  get remote(): string {
    const socket = this.connection._socket;
    const address = socket ? socket.remoteAddress : undefined;
    const port = socket ? socket.remotePort : undefined;
    return address === undefined ? 'unknown' : `${address.includes(':') ? `[${address}]` : address}:${port}`;
  }

  /** Politely; the connection closes when the server has answered, or a second later. */
  quit(): void {
    if (!this.alive) {
      return;
    }
    this.connection.quit();
    setTimeout(() => this.connection.close(), 1_000).unref();
  }

  /** One exchange: settles on its answer, on any error of the connection, on its end, or on abort, whatever is first. */
  private step<T>(
    signal: AbortSignal,
    run: (done: (error?: NodemailerError | null, result?: T) => void) => void,
  ): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const settle = (error: NodemailerError | null | undefined, result?: T): void => {
        this.connection.off('error', settle);
        this.connection.off('end', ended);
        signal.removeEventListener('abort', aborted);
        if (error) {
          this.failure ??= error;
          this.connection.close();
          reject(error);
        } else {
          resolve(result);
        }
      };
      // 'end' comes before the callback that names the cause; wait that one turn.
      const ended = (): void => void setImmediate(() => settle(coded('ECONNECTION', 'the connection ended')));
      const aborted = (): void => settle(coded('ETIMEDOUT', 'the attempt took too long'));
      this.connection.once('error', settle);
      this.connection.once('end', ended);
      signal.addEventListener('abort', aborted);
      if (signal.aborted) {
        aborted();
      } else {
        run(settle);
      }
    });
  }
}

/** Heads only: what comes back need not carry the content once more (RFC 3461 s4.3). */
function statusAskedFor({ report, to: [recipient = ''] }: Envelope): Pick<SMTPConnectionEnvelope, 'dsn'> {
  return report === undefined
    ? {}
    : {
        dsn: {
          ...{ id: report.id, return: 'headers', recipient },
          notify: report.success ? ['success', 'failure', 'delay'] : ['failure', 'delay'],
        },
      };
}

const NO_SMTPUTF8 =
  'not offered: letters beyond ASCII before the @ need a mail server with SMTPUTF8 (RFC 6531), and ours offers none';

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

function coded(code: string, message: string): NodemailerError {
  return Object.assign(new Error(message), { code });
}
