import { cleanFilename } from '../documents/file-name.js';
import type { Budget } from '../untrusted/budget.js';
import { authorOf, mailFields, shownField } from './mail-head.js';
import { leavesOf, mailStructure, type MailPart } from './mail-structure.js';
import { isFile, textOf, untold, type Untold } from './mail-text.js';

/** What is read on a page; the whole is in the original. */
const TEXT_CHARS = 200_000;
const FILES = 500;

/** Of parts that come without a name. */
const ENDINGS: Readonly<Record<string, string>> = {
  ...{ 'message/rfc822': '.eml', 'text/calendar': '.ics', 'application/pdf': '.pdf', 'text/html': '.html' },
  ...{ 'image/jpeg': '.jpg', 'image/png': '.png', 'image/gif': '.gif', 'text/plain': '.txt', 'text/rtf': '.rtf' },
  ...{ 'message/delivery-status': '.txt', 'text/rfc822-headers': '.txt', 'application/pkcs7-mime': '.p7m' },
};

/** What is shown of a mail: from outside, as plain text only. */
export interface ReadableMail {
  readonly subject: string;
  readonly from: string;
  /** Empty where there is none, or none that can be shown; then `untold` says why. */
  readonly text: string;
  /** There is more of it than is shown. */
  readonly cut: boolean;
  readonly untold: Untold | undefined;
  readonly files: readonly ReadableFile[];
}

export interface ReadableFile {
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
}

export interface MailFile extends ReadableFile {
  readonly content: Uint8Array;
}

/** @throws BudgetExceeded */
export async function readableMail(raw: Buffer, _options: undefined, budget: Budget): Promise<ReadableMail> {
  const { fields } = mailFields(raw);
  const first = (name: string): string => fields.find((field) => field.name === name)?.value ?? '';
  const { name, address } = authorOf(first('from'));
  const head = {
    subject: shownField(first('subject')),
    from: [name, name === '' || address === '' ? address : `<${address}>`].filter(Boolean).join(' '),
  };
  const structure = await mailStructure(raw, budget);
  if (structure === undefined) {
    return { ...head, text: '', cut: false, untold: 'too-intricate', files: [] };
  }
  const parts = leavesOf(structure);
  const text = await textOf(structure);
  return {
    ...head,
    text: text.slice(0, TEXT_CHARS).toWellFormed(),
    cut: text.length > TEXT_CHARS,
    untold: text === '' ? untold([...multipartsOf(structure), ...parts]) : undefined,
    files: filesOf(parts).map(({ filename, contentType, size }) => ({ filename, contentType, size })),
  };
}

/** One file of it, counted as `readableMail` counts them; undefined: it has none there. @throws BudgetExceeded */
export async function mailFile(raw: Buffer, { at }: { at: number }, budget: Budget): Promise<MailFile | undefined> {
  const structure = await mailStructure(raw, budget);
  return structure === undefined ? undefined : filesOf(leavesOf(structure))[at];
}

function multipartsOf(part: MailPart): readonly MailPart[] {
  return part.parts.length === 0 ? [] : [{ ...part, content: Buffer.alloc(0) }, ...part.parts.flatMap(multipartsOf)];
}

function filesOf(parts: readonly MailPart[]): readonly MailFile[] {
  return parts
    .filter((part) => isFile(part) && (part.content.length > 0 || part.filename !== ''))
    .slice(0, FILES)
    .map(({ filename, type, content }, at) => ({
      filename:
        cleanFilename(shownField(Buffer.from(filename).toString('latin1'))) || `${at + 1}${ENDINGS[type] ?? ''}`,
      contentType: type,
      size: content.length,
      content,
    }));
}
