import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { type Database } from '../../database/database.js';
import type { Scope } from '../../database/scope.js';
import type { Log } from '../../logging/log.js';
import { retryAfterMs } from './back-off.js';
import {
  advanceCursor,
  beginCursor,
  dueRetries,
  findCursor,
  postpone,
  settleRetry,
  type InboxCursor,
  type RetryMail,
} from './inbox-cursor.sql.js';

const BATCH = 200;
/** A bigger mail is noted, and read by whoever looks after the mailbox. */
export const MAIL_BYTES = 60 * 1024 * 1024;
/** What tells whose a mail is, and no more of it (Art. 5(1)(c) GDPR): the mailbox belongs to people too. */
const HEAD_FIELDS = [
  ...['from', 'sender', 'to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'return-path', 'subject', 'date'],
  ...['message-id', 'in-reply-to', 'references', 'content-type', 'auto-submitted'],
];

/** Where a mail was found, and when the server got it (INTERNALDATE), which is when it reached the organisation. */
export interface MailArrival {
  readonly at: Date;
  /** Slug; undefined: told by the addresses of the mail. */
  readonly organisation: string | undefined;
  /** Was there, and read, before this mailbox was looked at first: answers are taken, new requests are none. */
  readonly isHistory: boolean;
}

export interface InboxReader {
  /** By some fields of its head. */
  isOurs(head: Buffer, arrival: MailArrival): Promise<boolean>;
  /** True: it is committed, or was before. False: it is none of ours, and nothing of it was kept. */
  take(raw: Buffer, arrival: MailArrival): Promise<boolean>;
  /** As `take`, for a mail too large to be fetched; its head is all there is. */
  takeHead(head: Buffer, size: number, arrival: MailArrival): Promise<boolean>;
}

interface Place {
  readonly key: Buffer;
  readonly uidValidity: string;
  readonly organisation: string | undefined;
}

/**
 * One look at a mailbox from where the last one ended, by UID and whether somebody has opened a mail or not. Heads first;
 * the body only of what is ours. The cursor moves on after the commits; killed anywhere, a mail is looked at again, and
 * the same mail twice is one for whoever takes it. What cannot be taken just now keeps none of those behind it.
 */
export class InboxLook {
  constructor(
    private readonly client: ImapFlow,
    private readonly database: Database,
    private readonly scope: Scope,
    private readonly reader: InboxReader,
    private readonly log: Log,
    private readonly place: Place,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    const { key, uidValidity } = this.place;
    const cursor = await this.cursor();
    await this.again(cursor, isOver);
    const uids = await this.uidsAfter(cursor.lastUid);
    for (let at = 0; at < uids.length && !isOver(); at += BATCH) {
      const batch = uids.slice(at, at + BATCH);
      if (!(await this.batch(batch, cursor, isOver))) {
        return;
      }
      await this.database.writeTechnical(this.scope, (executor) =>
        advanceCursor(executor, key, uidValidity, batch.at(-1) ?? cursor.lastUid),
      );
    }
    if (uids.length === 0) {
      await this.database.writeVolatile(this.scope, (executor) =>
        advanceCursor(executor, key, uidValidity, cursor.lastUid),
      );
    }
  }

  private async cursor(): Promise<InboxCursor> {
    const { key, uidValidity } = this.place;
    const known = await this.database.ask(this.scope, (executor) => findCursor(executor, key));
    if (known?.uidValidity === uidValidity) {
      return known;
    }
    await this.database.writeTechnical(this.scope, (executor) => beginCursor(executor, key, uidValidity));
    return this.cursor();
  }

  /** Ascending. A range that ends in `*` always names the last mail, however small its number. */
  private async uidsAfter(lastUid: number): Promise<readonly number[]> {
    const found = await this.client.search({ uid: `${lastUid + 1}:*` }, { uid: true });
    return (Array.isArray(found) ? found : []).filter((uid) => uid > lastUid).sort((a, b) => a - b);
  }

  /** False: ended before all of them were looked at. */
  private async batch(uids: readonly number[], cursor: InboxCursor, isOver: () => boolean): Promise<boolean> {
    for (const mail of await this.heads(uids)) {
      if (isOver()) {
        return false;
      }
      await this.one({ uid: mail.uid, attempts: 0 }, mail, cursor);
    }
    return true;
  }

  private async again(cursor: InboxCursor, isOver: () => boolean): Promise<void> {
    const { key, uidValidity } = this.place;
    const due = await this.database.ask(this.scope, (executor) => dueRetries(executor, key, uidValidity));
    for (const retry of due) {
      if (isOver()) {
        return;
      }
      const [mail] = await this.heads([retry.uid]);
      // Somebody has moved or deleted it: it is theirs now.
      if (mail === undefined || (await this.one(retry, mail, cursor))) {
        await this.database.writeTechnical(this.scope, (executor) =>
          settleRetry(executor, key, uidValidity, retry.uid),
        );
      }
    }
  }

  private async heads(uids: readonly number[]): Promise<readonly FetchMessageObject[]> {
    const query = { uid: true, flags: true, internalDate: true, size: true, headers: HEAD_FIELDS };
    const found = (await this.client.fetchAll(uids.join(','), query, { uid: true })) ?? [];
    return [...found].sort((a, b) => a.uid - b.uid);
  }

  /** False: it could not be taken, and is tried again later. */
  private async one(retry: RetryMail, mail: FetchMessageObject, cursor: InboxCursor): Promise<boolean> {
    const arrival = this.arrivalOf(mail, cursor);
    try {
      if (await this.taken(mail, arrival)) {
        await this.markSeen(mail);
      }
      return true;
    } catch (error) {
      if (!this.client.usable) {
        throw error;
      }
      const { key, uidValidity } = this.place;
      const attempts = retry.attempts + 1;
      this.log.error(
        { code: (error as { code?: unknown }).code, attempts },
        'a mail could not be taken in; tried again',
      );
      await this.database.writeTechnical(this.scope, (executor) =>
        postpone(executor, key, uidValidity, { uid: mail.uid, attempts }, retryAfterMs(attempts)),
      );
      return false;
    }
  }

  private arrivalOf(mail: FetchMessageObject, { since }: InboxCursor): MailArrival {
    const at = new Date(mail.internalDate ?? Date.now());
    const isSeen = mail.flags?.has('\\Seen') === true;
    return { at, organisation: this.place.organisation, isHistory: isSeen && at < since };
  }

  private async taken(mail: FetchMessageObject, arrival: MailArrival): Promise<boolean> {
    const head = mail.headers ?? Buffer.alloc(0);
    if (!(await this.reader.isOurs(head, arrival))) {
      return false;
    }
    if ((mail.size ?? 0) > MAIL_BYTES) {
      return this.reader.takeHead(head, mail.size ?? 0, arrival);
    }
    // Fetched without marking it as seen (BODY.PEEK).
    const whole = await this.client.fetchOne(String(mail.uid), { source: true }, { uid: true });
    // Gone meanwhile: somebody has moved it, so they have seen it.
    return whole !== false && whole.source !== undefined && this.reader.take(whole.source, arrival);
  }

  /** After the commit, and only what is ours. A mailbox that may only be read is read all the same. */
  private async markSeen({ uid, flags }: FetchMessageObject): Promise<void> {
    if (flags?.has('\\Seen') !== true) {
      await this.client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true }).catch((error: unknown) => {
        if (!this.client.usable) {
          throw error;
        }
      });
    }
  }
}
