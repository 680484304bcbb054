import { ImapFlow } from 'imapflow';
import type { Database } from '../../database/database.js';
import type { Scope } from '../../database/scope.js';
import type { Log } from '../../logging/log.js';
import { pauseAfter, troubleOf, type InboxTrouble } from './back-off.js';
import { imapOptions, mailboxKey, type ImapSettings } from './imap-settings.js';
import type { MailStanding } from '../mail-standing.js';
import { InboxLook, type InboxReader } from './inbox-look.js';

const POLL_MS = 60_000;

/**
 * One mailbox, read over and over: notified by IDLE, with a poll behind it. A lost connection is made again after a pause
 * that grows; what is wrong is told once, when it begins and when it is over.
 */
export class ImapInbox {
  private running: Promise<void> | undefined;
  private client: ImapFlow | undefined;
  private stopped = false;
  private wake: () => void = () => undefined;
  private trouble: InboxTrouble | undefined;
  private failures = 0;

  constructor(
    private readonly settings: ImapSettings,
    private readonly database: Database,
    private readonly scope: Scope,
    private readonly reader: InboxReader,
    private readonly log: Log,
    private readonly standing: Pick<MailStanding, 'found'>,
    private readonly token?: (renew: boolean) => Promise<string>,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    this.client?.close();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const trouble = await this.session().then(() => 'network' as const, troubleOf);
      if (this.stopped) {
        return;
      }
      this.failures += 1;
      await this.standing.found(this.place(), trouble);
      const pauseMs = pauseAfter(this.failures, trouble);
      if (this.trouble !== trouble) {
        this.trouble = trouble;
        // A server's words may quote addresses: its class alone.
        this.log.warn({ ...this.name(), trouble, againInMs: pauseMs }, 'a mailbox cannot be read; tried again');
      }
      await this.pause(pauseMs);
    }
  }

  private async session(): Promise<void> {
    const client = new ImapFlow(await imapOptions(this.settings, this.tokenNow()));
    this.client = client;
    let [arrived, over] = [false, false];
    // Wakes this session's own wait and nothing else: the pause after it is not cut short by its end.
    let stir: () => void = () => undefined;
    client.on('error', () => stir());
    client.on('close', () => {
      over = true;
      stir();
    });
    client.on('exists', () => {
      arrived = true;
      stir();
    });
    try {
      await client.connect();
      const { uidValidity } = await client.mailboxOpen(this.settings.folder);
      const key = mailboxKey(this.settings);
      const look = new InboxLook(client, this.database, this.scope, this.reader, this.log, {
        ...{ key, uidValidity: String(uidValidity), organisation: this.settings.organisation },
      });
      const began = Date.now();
      while (!this.stopped && client.usable) {
        arrived = false;
        await look.run(() => this.stopped);
        await this.standing.found(this.place(), undefined);
        this.works(Date.now() - began);
        if (!arrived && !over && !this.stopped && client.usable) {
          // Ends by itself as soon as another command is given.
          client.idle().catch(() => undefined);
          await this.pause(POLL_MS, (wake) => (stir = wake));
        }
      }
    } finally {
      client.close();
    }
  }

  /** A lost connection is made up for by one that lasts: a server that ends each of them is left alone ever longer. */
  private works(sinceMs: number): void {
    if (this.trouble === 'network' && sinceMs < POLL_MS) {
      return;
    }
    this.failures = 0;
    if (this.trouble !== undefined) {
      this.trouble = undefined;
      this.log.info(this.name(), 'the mailbox is read again');
    }
  }

  /** One that was refused is not tried a second time: it may have been taken back before its end. */
  private tokenNow(): (() => Promise<string>) | undefined {
    const { token } = this;
    return token === undefined ? undefined : () => token(this.trouble === 'login');
  }

  private place(): string {
    return `in:${mailboxKey(this.settings).toString('hex').slice(0, 16)}`;
  }

  /** Host and folder, never the account. */
  private name() {
    return { host: this.settings.host, folder: this.settings.folder };
  }

  private async pause(milliseconds: number, onWake: (wake: () => void) => void = () => undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      onWake(this.wake);
    });
  }
}
