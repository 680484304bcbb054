import { Inject, Injectable } from '@nestjs/common';
import { forwardedAt, forwardedIn } from '../../domain/correspondence/forwarded-mail.js';
import { ATTACHMENT_LIMITS } from '../../platform/documents/attachments.js';
import { Uploads } from '../../platform/documents/uploads.js';
import { authorOf, mailFields } from '../../platform/mail/mail-head.js';
import { MailReader } from '../../platform/mail/mail-reader.js';
import type { ReadableMail } from '../../platform/mail/readable-mail.js';
import { MalwareScanner } from '../../platform/untrusted/malware-scanner.js';
import type { IntakeCommand, IntakeFile } from '../intake-command.js';
import { LINE_LIMIT, MESSAGE_LIMIT } from '../intake-rules.js';

/** The mail itself is one more file; what has no place beside it is in there. */
const FILES = ATTACHMENT_LIMITS.files - 1;
const OLDEST_MS = 365 * 86_400_000;
const SHOWN_CHARS = MESSAGE_LIMIT - 1_000;

/** Makes a request of a mail: what it says, who wrote it, its files, and the mail as it came. */
@Injectable()
export class MailRequests {
  constructor(
    @Inject(MailReader) private readonly mails: MailReader,
    @Inject(Uploads) private readonly uploads: Uploads,
    @Inject(MalwareScanner) private readonly scanner: MalwareScanner,
  ) {}

  /** @throws BudgetExceeded */
  async commandOf(raw: Buffer, channel: string, receivedAt: Date): Promise<IntakeCommand> {
    const mail = await this.mails.read(raw);
    const { name, address } = authorOf(mailFields(raw).fields.find((field) => field.name === 'from')?.value ?? '');
    return {
      door: 'mailbox',
      channel,
      message: messageOf(mail),
      receivedAt,
      rights: [],
      from: (name || address).slice(0, LINE_LIMIT),
      contact: address.slice(0, LINE_LIMIT),
      lateReason: '',
      files: await this.filesOf(raw, mail),
      idempotencyKey: null,
    };
  }

  /**
   * A mail passed on in this one, in its text or as a file; undefined: none. When it was written stands for when it
   * reached the organisation, as far as it can be true. @throws BudgetExceeded
   */
  async passedOnIn(
    raw: Buffer,
    at: Date,
    timeZone: string,
  ): Promise<Pick<IntakeCommand, 'message' | 'from' | 'contact' | 'receivedAt'> | undefined> {
    const mail = await this.mails.read(raw);
    const file = mail.files.findIndex(({ contentType }) => contentType === 'message/rfc822');
    const inner = file < 0 ? undefined : await this.mails.file(raw, file);
    if (inner !== undefined) {
      const { message, from, contact } = await this.commandOf(inner.content, '', at);
      const date = mailFields(inner.content).fields.find(({ name }) => name === 'date')?.value ?? '';
      return { message, from, contact, receivedAt: likely(new Date(date.slice(0, 100)), at) };
    }
    const found = forwardedIn(mail.text);
    if (found === undefined || found.words === '') {
      return undefined;
    }
    return {
      message: [found.subject, found.words]
        .filter((part) => part !== '')
        .join('\n\n')
        .slice(0, MESSAGE_LIMIT - 1)
        .toWellFormed(),
      from: (found.author || found.address).slice(0, LINE_LIMIT),
      contact: found.address.slice(0, LINE_LIMIT),
      receivedAt: likely(forwardedAt(found.date, timeZone), at),
    };
  }

  private async filesOf(raw: Buffer, mail: ReadableMail): Promise<readonly IntakeFile[]> {
    const whole: IntakeFile = { filename: 'nachricht.eml', contentType: 'message/rfc822', content: raw };
    const files: IntakeFile[] = [whole];
    let room = ATTACHMENT_LIMITS.totalBytes - raw.length;
    for (const [at, { size }] of mail.files.entries()) {
      if (files.length > FILES || size > ATTACHMENT_LIMITS.fileBytes || size > room || size === 0) {
        continue;
      }
      room -= size;
      const file = await this.mails.file(raw, at);
      // Malware stays where it is: in the mail, which nobody runs.
      if (file !== undefined && (await this.scanner.scan(file.content)) !== 'malware') {
        files.push(await this.uploads.inspect({ filename: file.filename, content: file.content }));
      }
    }
    return files;
  }
}

/** Not after the mail that passes it on, and not so long ago that it is a typing error. */
function likely(said: Date | undefined, at: Date): Date {
  const time = said?.getTime() ?? Number.NaN;
  return said !== undefined && time <= at.getTime() && time > at.getTime() - OLDEST_MS ? said : at;
}

/** Subject and text; the rest of a very long one is in the mail itself. */
function messageOf({ subject, text }: ReadableMail): string {
  return [subject, text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}\n[…]` : text]
    .filter((part) => part !== '')
    .join('\n\n')
    .toWellFormed();
}
