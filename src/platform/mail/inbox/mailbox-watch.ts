import { ImapFlow } from 'imapflow';
import { imapOptions, type ImapSettings } from './imap-settings.js';

const LOOK_EVERY_MS = 1_000;
const MAX_BYTES = 256 * 1024;

/** Looks for words in mails that come in from now on; marks, moves and keeps nothing. */
export class MailboxWatch {
  private next = 1;
  private readonly texts: string[] = [];

  private constructor(private readonly client: ImapFlow) {}

  /** @throws what the connection throws */
  static async open(settings: ImapSettings, token: (() => Promise<string>) | undefined): Promise<MailboxWatch> {
    const client = new ImapFlow(await imapOptions(settings, token));
    // An error that nobody hears would end the process; what fails next tells of it.
    client.on('error', () => undefined);
    await client.connect();
    const watch = new MailboxWatch(client);
    const { uidNext } = await client.mailboxOpen(settings.folder, { readOnly: true });
    // A few servers do not say; then what lies there is looked at once.
    watch.next = Number.isInteger(uidNext) && uidNext > 0 ? uidNext : 1;
    return watch;
  }

  /** Whether a mail with one of these words in it has come in before `deadline` (milliseconds since the epoch). */
  async hasSeen(words: readonly string[], deadline: number): Promise<boolean> {
    for (;;) {
      await this.look();
      if (this.texts.some((text) => words.some((word) => text.includes(word)))) {
        return true;
      }
      if (Date.now() >= deadline) {
        return false;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async close(): Promise<void> {
    await this.client.logout().catch(() => undefined);
  }

  private async look(): Promise<void> {
    await this.client.noop();
    const found = await this.client.search({ uid: `${this.next}:*` }, { uid: true });
    // `n:*` names the newest mail even where it is older than n (RFC 9051 s9, seq-range).
    for (const uid of (Array.isArray(found) ? found : []).filter((one) => one >= this.next)) {
      const mail = await this.client.fetchOne(String(uid), { source: { maxLength: MAX_BYTES } }, { uid: true });
      this.texts.push(mail === false ? '' : (mail.source?.toString('latin1') ?? ''));
      this.next = Math.max(this.next, uid + 1);
    }
  }
}
