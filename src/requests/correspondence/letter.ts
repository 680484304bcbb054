import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import type { MessageLanguage } from '../../domain/correspondence/kinds.js';
import { DocumentRenderer } from '../../platform/documents/document-renderer.js';
import { packageRoot } from '../../platform/package-root.js';
import type { Sender } from './case-values.js';
import { qrRows } from './person-receipt.js';
import type { PersonReceipt } from './receipt-page.js';
import { LETTER_WORDS } from './letter-words.js';

const TEMPLATE = join(packageRoot(), 'src', 'requests', 'correspondence', 'templates', 'letter.typ');

export interface LetterText {
  readonly reference: string;
  readonly language: MessageLanguage;
  /** A line of the address window each. */
  readonly address: string;
  readonly subject: string;
  readonly body: string;
  /** Names of what is laid beside it. */
  readonly enclosures?: readonly string[];
  /** Shown as a QR code, with its code beside it. */
  readonly receipt?: PersonReceipt | undefined;
}

/** Letters after DIN 5008, form B, as PDF/UA-1. What people wrote goes in as data and is only ever set as text. */
@Injectable()
export class Letters {
  constructor(@Inject(DocumentRenderer) private readonly renderer: DocumentRenderer) {}

  async render(sender: Sender, letter: LetterText, at: Date): Promise<Buffer> {
    const { organisation, designation } = sender;
    const words = LETTER_WORDS[letter.language];
    const title = letter.language === 'en' ? designation?.titleEn : designation?.titleDe;
    const data = {
      language: letter.language,
      organisation: { name: organisation.name, lines: linesOf(organisation.postalAddress) },
      address: linesOf(letter.address),
      info: [
        { label: words.info.reference, value: letter.reference },
        { label: words.info.contact, value: title ?? '' },
        { label: words.info.telephone, value: designation?.telephone ?? '' },
        { label: words.info.email, value: designation?.email ?? organisation.email },
        { label: words.info.date, value: words.date(civilDateIn(at, organisation.timeZone)) },
      ].filter(({ value }) => value !== ''),
      reference: letter.reference,
      subject: letter.subject,
      paragraphs: letter.body
        .split(/\n[ \t]*\n/)
        .map((paragraph) => paragraph.split('\n').map((line) => line.trimEnd()))
        .filter((lines) => lines.some((line) => line !== '')),
      enclosures: letter.enclosures ?? [],
      receipt:
        letter.receipt === undefined
          ? null
          : { ...letter.receipt, rows: qrRows(letter.receipt.page), words: words.receipt },
      words: { enclosures: words.info.enclosures, page: words.info.page, of: words.info.of },
    };
    return Buffer.from(await this.renderer.render(TEMPLATE, data, { standard: 'ua-1', createdAt: at }));
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
