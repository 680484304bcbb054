import type { Budget } from '../untrusted/budget.js';
import { decodeText } from './charset.js';
import { leavesOf, mailStructure, type MailPart } from './mail-structure.js';
import { isFile } from './mail-text.js';

/** A mail as a mail program keeps it: both texts, and its files with what is in them. */
export interface WholeMail {
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly MailAttachmentBytes[];
}

export interface MailAttachmentBytes {
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** @throws BudgetExceeded */
export async function wholeMail(raw: Buffer, _options: undefined, budget: Budget): Promise<WholeMail> {
  const structure = await mailStructure(raw, budget);
  const parts = structure === undefined ? [] : leavesOf(structure);
  return {
    text: firstText(parts, 'text/plain'),
    html: firstText(parts, 'text/html'),
    attachments: parts.filter(isFile).map(({ filename, type, content }) => ({
      ...{ filename: filename === '' ? undefined : filename, contentType: type, content },
    })),
  };
}

function firstText(parts: readonly MailPart[], wanted: string): string | undefined {
  const part = parts.find((one) => one.type === wanted && !isFile(one));
  return part === undefined
    ? undefined
    : decodeText(part.content, part.parameters['charset'], wanted === 'text/html')
        .replaceAll('\r\n', '\n')
        .trimEnd();
}
