import { Inject, Injectable } from '@nestjs/common';
import type { BudgetLimits } from '../untrusted/budget.js';
import type { Reading } from '../untrusted/reading.js';
import { UntrustedReader } from '../untrusted/untrusted-reader.js';
import type { DeliveryReport } from './delivery-report.js';
import type { MailFile, ReadableMail } from './readable-mail.js';
import type { WholeMail } from './whole-mail.js';

/** As large as the mailboxes take; 10,000 parts; what is decoded counts as well. */
const LIMITS: BudgetLimits = { bytes: 128 * 1024 * 1024, parts: 10_000, milliseconds: 15_000 };

const READ: Reading<undefined, ReadableMail> = { name: 'mail.read', limits: LIMITS };
const FILE: Reading<{ readonly at: number }, MailFile | undefined> = { name: 'mail.file', limits: LIMITS };
const REPORT: Reading<undefined, DeliveryReport> = { name: 'mail.report', limits: LIMITS };

const WHOLE: Reading<undefined, WholeMail> = { name: 'mail.whole', limits: LIMITS };

/** Reads whole mails, apart from the thread that answers requests. Each method @throws BudgetExceeded */
@Injectable()
export class MailReader {
  constructor(@Inject(UntrustedReader) private readonly reader: UntrustedReader) {}

  read(raw: Buffer): Promise<ReadableMail> {
    return this.reader.read(READ, raw, undefined);
  }

  /** One file that came with it; undefined: there is none. */
  async file(raw: Buffer, at: number): Promise<(MailFile & { readonly content: Buffer }) | undefined> {
    const file = await this.reader.read(FILE, raw, { at });
    return file === undefined ? undefined : { ...file, content: Buffer.from(file.content) };
  }

  whole(raw: Buffer): Promise<WholeMail> {
    return this.reader.read(WHOLE, raw, undefined);
  }

  report(raw: Buffer): Promise<DeliveryReport> {
    return this.reader.read(REPORT, raw, undefined);
  }
}
