import { Inject, Injectable } from '@nestjs/common';
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

/** Subject and text; the rest of a very long one is in the mail itself. */
function messageOf({ subject, text }: ReadableMail): string {
  return [subject, text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}\n[…]` : text]
    .filter((part) => part !== '')
    .join('\n\n')
    .toWellFormed();
}
