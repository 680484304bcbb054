import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { UntrustedReader } from '../untrusted/untrusted-reader.js';
import { authorsShown, headText, identifiersIn, mailFields, shownField } from './mail-head.js';
import { MailReader } from './mail-reader.js';
import type { SmtpSettings } from './smtp-settings.js';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

const MAX_BYTES = 60 * 1024 * 1024;
/** Headers end well before; the rest is not read for a list. */
const HEAD_BYTES = 64 * 1024;
const ID = /^[0-9]{8}T[0-9]{9}Z-[0-9a-f]{16}$/;
const LOOPBACK = '127.0.0.1';
const SOCKET_TIMEOUT = 10 * 60_000;

export interface MailboxOptions {
  /** Any free one unless given. */
  readonly port?: number;
  /** Names the files; the machine's clock unless given. */
  readonly now?: () => Date;
  readonly maxBytes?: number;
  /** Reads what was kept; one of its own unless given. */
  readonly reader?: MailReader;
}

export interface MailSummary {
  readonly id: string;
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  /** The mail's own Date header. */
  readonly date: Date | undefined;
  readonly messageId: string | undefined;
}

export interface KeptMail extends MailSummary {
  readonly text: string | undefined;
  /** From outside: show it only where scripts and remote content cannot run. */
  readonly html: string | undefined;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly attachments: readonly KeptAttachment[];
  readonly raw: Buffer;
}

export interface KeptAttachment {
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly content: Buffer;
}

/** `recipients`: those of the envelope; `read` gets the mail itself. */
export type MailListener = (recipients: readonly string[], read: () => Promise<Buffer>) => Promise<void>;

/**
 * The mail server of an installation that has none: real SMTP on loopback, every mail kept as an `.eml` file. A mail
 * that got its 250 is on the disk, whole, under its final name. Whatever arrives is kept, also the same mail twice.
 */
export class Mailbox {
  private readonly server: SMTPServer;
  private readonly summaries = new Map<string, MailSummary>();
  private listener: MailListener | undefined;
  private readonly own = new UntrustedReader();
  private readonly reader: MailReader;

  private constructor(
    private readonly directory: string,
    private readonly options: MailboxOptions,
  ) {
    this.reader = options.reader ?? new MailReader(this.own);
    this.server = new SMTPServer({
      name: 'localhost',
      banner: 'Forthwith mailbox',
      size: options.maxBytes ?? MAX_BYTES,
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      // A reverse look-up can take seconds and tells nothing about loopback.
      disableReverseLookup: true,
      logger: false,
      closeTimeout: 1_000,
      socketTimeout: SOCKET_TIMEOUT,
      onData: (stream, session, answer) => {
        this.keep(
          stream,
          session.envelope.rcptTo.map(({ address }) => address),
        ).then(
          (id) => answer(null, `kept as ${id}`),
          (error: unknown) => answer(refusal(error)),
        );
      },
    });
    // A client that disconnects early must not crash the server.
    this.server.on('error', () => undefined);
  }

  static async start(directory: string, options: MailboxOptions = {}): Promise<Mailbox> {
    const mailbox = new Mailbox(directory, options);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await removeDrafts(directory);
    await new Promise<void>((resolve, reject) => {
      mailbox.server.server.once('error', reject);
      mailbox.server.listen(options.port ?? 0, LOOPBACK, resolve);
    });
    return mailbox;
  }

  /**
   * How to send to it. smtp-server waits a fixed 100 ms before it greets (it looks for clients that talk too early), so
   * connections are kept for long and many mails: the wait is then paid once, not with every forwarding.
   */
  get settings(): SmtpSettings {
    const { port } = this.server.server.address() as AddressInfo;
    return {
      host: LOOPBACK,
      port,
      secure: false,
      requireTls: false,
      timeouts: { idle: SOCKET_TIMEOUT / 2 },
      mailsPerConnection: 10_000,
    };
  }

  /** Hears of each mail before its 250; if it fails, the mail was not taken and the sender tries again. */
  onMail(listener: MailListener | undefined): void {
    this.listener = listener;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    await this.own.close();
  }

  /** Newest first. */
  async listMails(limit = 200): Promise<MailSummary[]> {
    const ids = (await this.ids()).slice(0, limit);
    return Promise.all(ids.map((id) => this.summary(id)));
  }

  /** Undefined if there is no such mail, or the id is none of ours. */
  async readMail(id: string): Promise<KeptMail | undefined> {
    if (!ID.test(id)) {
      return undefined;
    }
    const raw = await readFile(this.path(id)).catch(absent);
    if (raw === undefined) {
      return undefined;
    }
    const { text, html, attachments } = await this.reader.whole(raw);
    return {
      ...summaryOf(id, raw),
      ...{ text, html, raw },
      headers: mailFields(raw).fields.map(({ name, value }) => ({ name, value: headText(value) })),
      attachments: attachments.map(({ content, ...file }) => ({ ...file, content: Buffer.from(content) })),
    };
  }

  private async ids(): Promise<string[]> {
    const names = await readdir(this.directory);
    return names
      .filter((name) => name.endsWith('.eml'))
      .map((name) => name.slice(0, -'.eml'.length))
      .filter((id) => ID.test(id))
      .sort()
      .reverse();
  }

  /** A kept mail never changes, so its headers are read once. */
  private async summary(id: string): Promise<MailSummary> {
    const known = this.summaries.get(id);
    if (known !== undefined) {
      return known;
    }
    const summary = summaryOf(id, await readHead(this.path(id)));
    this.summaries.set(id, summary);
    return summary;
  }

  private async keep(stream: SMTPServerDataStream, recipients: readonly string[]): Promise<string> {
    const at = this.options.now?.() ?? new Date();
    const id = `${at.toISOString().replace(/[-:.]/g, '')}-${randomBytes(8).toString('hex')}`;
    const draft = join(this.directory, `${id}.tmp`);
    try {
      await writeDraft(draft, stream);
      await this.listener?.(recipients, () => readFile(draft));
      await rename(draft, this.path(id));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await syncDirectory(this.directory);
    return id;
  }

  private path(id: string): string {
    return join(this.directory, `${id}.eml`);
  }
}

async function writeDraft(path: string, stream: SMTPServerDataStream): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of stream) {
      await file.write(chunk as Buffer);
    }
    if (stream.sizeExceeded) {
      throw new MailTooLarge();
    }
    await file.datasync();
  } finally {
    // The server goes on only when the whole mail has been read, also one that cannot be kept.
    stream.resume();
    await file.close();
  }
}

class MailTooLarge extends Error {}

function refusal(error: unknown): Error {
  return error instanceof MailTooLarge
    ? Object.assign(new Error('message is too large'), { responseCode: 552 })
    : Object.assign(new Error('could not be kept, try again'), { responseCode: 451 });
}

function summaryOf(id: string, raw: Buffer): MailSummary {
  const { fields } = mailFields(raw);
  const first = (name: string): string => fields.find((field) => field.name === name)?.value ?? '';
  const date = new Date(first('date').slice(0, 100));
  return {
    id,
    subject: shownField(first('subject')),
    from: authorsShown(first('from')),
    to: authorsShown(first('to')),
    date: Number.isNaN(date.getTime()) ? undefined : date,
    messageId: identifiersIn([first('message-id')], 1)[0],
  };
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    const end = head.indexOf('\r\n\r\n');
    return end < 0 ? head : head.subarray(0, end + 4);
  } finally {
    await file.close();
  }
}

/** Partial files of a crash: never acknowledged with 250. */
async function removeDrafts(directory: string): Promise<void> {
  const names = await readdir(directory);
  await Promise.all(
    names.filter((name) => name.endsWith('.tmp')).map((name) => rm(join(directory, name), { force: true })),
  );
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') {
    throw error;
  }
}
