import { Inject, Injectable } from '@nestjs/common';
import { forwardedAt, passedOnIn } from '../../domain/correspondence/forwarded-mail.js';
import { ATTACHMENT_LIMITS } from '../../platform/documents/attachments.js';
import { Uploads } from '../../platform/documents/uploads.js';
import { inboundMail } from '../../platform/mail/inbound.js';
import { authorOf, mailFields } from '../../platform/mail/mail-head.js';
import { MailReader } from '../../platform/mail/mail-reader.js';
import type { ReadableMail } from '../../platform/mail/readable-mail.js';
import { MalwareScanner } from '../../platform/untrusted/malware-scanner.js';
import type { IntakeCommand, IntakeFile } from '../intake-command.js';
import { LINE_LIMIT, MESSAGE_LIMIT } from '../intake-rules.js';

/** The mail itself is one more file; what has no place beside it is in there. */
const FILES = ATTACHMENT_LIMITS.files - 1;
/** Mails within mails, as long as each was passed on by a colleague. */
const HANDS = 10;
const OLDEST_MS = 365 * 86_400_000;
const SHOWN_CHARS = MESSAGE_LIMIT - 1_000;

/** What of a mail that was passed on stands for the mail that passed it on; its files come with the others. */
export type PassedOn = Pick<IntakeCommand, 'message' | 'from' | 'contact' | 'receivedAt' | 'files'>;

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
   * A mail passed on in this one, in its text or as a file, through however many hands of the house; undefined: none.
   * When it was written stands for when it reached the organisation, as far as it can be true.
   * @param isOwn whether an address is the house's own. @throws BudgetExceeded
   */
  async passedOnIn(
    raw: Buffer,
    at: Date,
    timeZone: string,
    isOwn: (address: string) => boolean,
    hands = 0,
  ): Promise<PassedOn | undefined> {
    const mail = await this.mails.read(raw);
    const inner = await this.mailWithin(raw, mail);
    if (inner !== undefined) {
      const { from: author } = inboundMail(inner).head;
      const deeper =
        isOwn(author) && hands < HANDS ? await this.passedOnIn(inner, at, timeZone, isOwn, hands + 1) : undefined;
      if (deeper !== undefined) {
        return deeper;
      }
      const { message, from, contact, files } = await this.commandOf(inner, '', at);
      const date = mailFields(inner).fields.find(({ name }) => name === 'date')?.value ?? '';
      // The mail within is in the whole one; its files are not to be looked for there.
      return { message, from, contact, files: files.slice(1), receivedAt: likely(new Date(date.slice(0, 100)), at) };
    }
    const found = passedOnIn(mail.text, isOwn);
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
      files: [],
    };
  }

  /** The first mail among its files, also as Outlook saves it. */
  private async mailWithin(raw: Buffer, { files }: ReadableMail): Promise<Buffer | undefined> {
    for (const [at, { contentType, filename }] of files.entries()) {
      const isOutlooks = /\.msg$/i.test(filename) || contentType === 'application/vnd.ms-outlook';
      const file = isOutlooks || contentType === 'message/rfc822' ? await this.mails.file(raw, at) : undefined;
      const inner = isOutlooks && file !== undefined ? await this.mails.outlook(file.content) : file?.content;
      if (inner !== undefined) {
        return inner;
      }
    }
    return undefined;
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

/** As many of them as a request may have; the first ones count. */
export function withinLimits(files: readonly IntakeFile[]): readonly IntakeFile[] {
  let room = ATTACHMENT_LIMITS.totalBytes;
  return files
    .filter(({ content }) => {
      const fits = content.length <= room;
      room -= fits ? content.length : 0;
      return fits;
    })
    .slice(0, ATTACHMENT_LIMITS.files);
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
