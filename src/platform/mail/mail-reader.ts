import { Inject, Injectable, Optional } from '@nestjs/common';
import { authenticationBy, type Authentication } from '../../domain/correspondence/authentication.js';
import { CONFIG, type Config } from '../config/config.js';
import type { BudgetLimits } from '../untrusted/budget.js';
import type { Reading } from '../untrusted/reading.js';
import { UntrustedReader } from '../untrusted/untrusted-reader.js';
import { mailFields } from './mail-head.js';
import type { DeliveryReport } from './delivery-report.js';
import type { MailFile, ReadableMail } from './readable-mail.js';
import type { WholeMail } from './whole-mail.js';

/** As large as the mailboxes take; 10,000 parts; what is decoded counts as well. */
const LIMITS: BudgetLimits = { bytes: 128 * 1024 * 1024, parts: 10_000, milliseconds: 15_000 };

const READ: Reading<undefined, ReadableMail> = { name: 'mail.read', limits: LIMITS };
const FILE: Reading<{ readonly at: number }, MailFile | undefined> = { name: 'mail.file', limits: LIMITS };
const REPORT: Reading<undefined, DeliveryReport> = { name: 'mail.report', limits: LIMITS };

const OUTLOOK: Reading<undefined, Uint8Array | undefined> = { name: 'mail.outlook', limits: LIMITS };
const WHOLE: Reading<undefined, WholeMail> = { name: 'mail.whole', limits: LIMITS };

/** Reads whole mails, apart from the thread that answers requests. Each method @throws BudgetExceeded */
@Injectable()
export class MailReader {
  constructor(
    @Inject(UntrustedReader) private readonly reader: UntrustedReader,
    @Optional() @Inject(CONFIG) private readonly config?: Pick<Config, 'mailAuthserv'>,
  ) {}

  async read(raw: Buffer): Promise<ReadableMail & { readonly authentication: Authentication | undefined }> {
    const mail = await this.reader.read(READ, raw, undefined);
    return { ...mail, authentication: this.authentication(raw) };
  }

  /** What our own mail server found out about its sender; undefined: nothing, or none is named. */
  private authentication(raw: Buffer): Authentication | undefined {
    const server = this.config?.mailAuthserv;
    const fields = server === undefined ? [] : mailFields(raw).fields;
    const values = fields.flatMap(({ name, value }) => (name === 'authentication-results' ? [value] : []));
    return server === undefined ? undefined : authenticationBy(values, server);
  }

  /** One file that came with it; undefined: there is none. */
  async file(raw: Buffer, at: number): Promise<(MailFile & { readonly content: Buffer }) | undefined> {
    const file = await this.reader.read(FILE, raw, { at });
    return file === undefined ? undefined : { ...file, content: Buffer.from(file.content) };
  }

  /** What Outlook wrote (`.msg`), as the mail it was; undefined: it is none, or broken. */
  async outlook(content: Buffer): Promise<Buffer | undefined> {
    const mail = await this.reader.read(OUTLOOK, content, undefined);
    return mail === undefined ? undefined : Buffer.from(mail);
  }

  whole(raw: Buffer): Promise<WholeMail> {
    return this.reader.read(WHOLE, raw, undefined);
  }

  report(raw: Buffer): Promise<DeliveryReport> {
    return this.reader.read(REPORT, raw, undefined);
  }
}
