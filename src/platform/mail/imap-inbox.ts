import { ImapFlow } from 'imapflow';
import type { Log } from '../logging/log.js';

const POLL_MS = 60_000;
const RECONNECT_MS = 15_000;
/** A bigger mail is left to whoever looks after the mailbox. */
const MAX_BYTES = 60 * 1024 * 1024;
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** True: the mail is committed and may be marked as seen. False: it is none of ours and stays as it is. */
export type TakeMail = (raw: Buffer) => Promise<boolean>;

/**
 * A mailbox that is shared with people: only what is taken gets marked as seen, after it is committed; everything else
 * stays untouched and unread. Notified by IDLE, with a poll behind it; a lost connection is made again.
 */
export class ImapInbox {
  private running: Promise<void> | undefined;
  private client: ImapFlow | undefined;
  private stopped = false;
  private wake: () => void = () => undefined;
  /** Looked at before and not ours; with the validity of their numbers (RFC 9051 s2.3.1.1). */
  private readonly passed = new Set<string>();

  constructor(
    private readonly url: string,
    private readonly log: Log,
  ) {}

  start(take: TakeMail): void {
    this.running ??= this.run(take);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    this.client?.close();
    await this.running;
  }

  private async run(take: TakeMail): Promise<void> {
    while (!this.stopped) {
      try {
        await this.session(take);
      } catch (error) {
        if (!this.stopped) {
          // Server's words may quote addresses: the code alone.
          this.log.warn({ code: (error as { code?: unknown }).code }, 'the IMAP mailbox cannot be read; tried again');
          await this.pause(RECONNECT_MS);
        }
      }
    }
  }

  private async session(take: TakeMail): Promise<void> {
    const client = connectionTo(new URL(this.url));
    this.client = client;
    let arrived = false;
    client.on('error', () => this.wake());
    client.on('close', () => this.wake());
    client.on('exists', () => {
      arrived = true;
      this.wake();
    });
    await client.connect();
    try {
      const { uidValidity } = await client.mailboxOpen('INBOX');
      while (!this.stopped && client.usable) {
        arrived = false;
        await this.look(client, String(uidValidity), take);
        if (!arrived && !this.stopped && client.usable) {
          // Ends by itself as soon as another command is given.
          client.idle().catch(() => undefined);
          await this.pause(POLL_MS);
        }
      }
    } finally {
      client.close();
    }
  }

  private async look(client: ImapFlow, validity: string, take: TakeMail): Promise<void> {
    const found = await client.search({ seen: false }, { uid: true });
    const fresh = (Array.isArray(found) ? found : []).filter((uid) => !this.passed.has(`${validity}:${uid}`));
    for (const uid of fresh) {
      if (this.stopped) {
        return;
      }
      // Fetched without marking it as seen (BODY.PEEK).
      const mail = await client.fetchOne(String(uid), { source: { maxLength: MAX_BYTES }, size: true }, { uid: true });
      const whole = mail !== false && mail.source !== undefined && (mail.size ?? 0) <= MAX_BYTES;
      const taken = whole ? await this.tried(take, mail.source as Buffer) : 'none of ours';
      if (taken === 'taken') {
        await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
      } else if (taken === 'none of ours') {
        this.passed.add(`${validity}:${uid}`);
      }
    }
  }

  /** A mail that cannot be taken just now keeps none of those behind it; it stays unseen and is tried at the next look. */
  private async tried(take: TakeMail, raw: Buffer): Promise<'taken' | 'none of ours' | 'failed'> {
    try {
      return (await take(raw)) ? 'taken' : 'none of ours';
    } catch (error) {
      this.log.error({ code: (error as { code?: unknown }).code }, 'a mail in the IMAP mailbox could not be taken');
      return 'failed';
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Over a network the connection is encrypted or there is none; on loopback nobody listens in. */
function connectionTo(url: URL): ImapFlow {
  const secure = url.protocol === 'imaps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new ImapFlow({
    host,
    port: url.port === '' ? (secure ? 993 : 143) : Number(url.port),
    secure,
    ...(secure ? {} : { doSTARTTLS: !LOOPBACK.includes(host) }),
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    // What it would log holds addresses and subjects.
    logger: false,
  });
}
