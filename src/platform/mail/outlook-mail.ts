import { decompressRTF } from '@kenjiuno/decompressrtf';
import msgReader, { type FieldsData } from '@kenjiuno/msgreader';
import type { Budget } from '../untrusted/budget.js';
import { decodeText } from './charset.js';
import { mailFields } from './mail-head.js';

type MsgReader = InstanceType<typeof msgReader.default>;

/** A mail in a mail in a mail: further in, nobody looks. */
const DEPTH = 10;
/** What the servers wrote that is of use later; the rest of the head is about the way. */
const KEPT = ['from', 'date', 'message-id', 'in-reply-to', 'references', 'to', 'cc', 'subject', 'auto-submitted'];

/**
 * What Outlook writes for a mail (`.msg`, MS-OXMSG), as the mail it was (RFC 5322): author, date, words and files, mails
 * within it too. Undefined: it is none, or broken. @throws BudgetExceeded
 */
export function outlookMail(content: Buffer, _options: undefined, budget: Budget): Buffer | undefined {
  budget.spendBytes(content.length);
  const reader = opened(content);
  const fields = reader?.getFileData();
  if (reader === undefined || fields === undefined || fields.error !== undefined || isEmpty(fields)) {
    return undefined;
  }
  return Buffer.from(written(reader, fields, budget, 0), 'latin1');
}

function opened(content: Buffer): MsgReader | undefined {
  try {
    const reader = new msgReader.default(Uint8Array.from(content).buffer);
    // Of mails that are not in Unicode, the most are from here.
    reader.parserConfig = { ansiEncoding: 'windows-1252' };
    reader.getFileData();
    return reader;
  } catch {
    // Its own errors say nothing but that it could not be read; time and memory are looked after outside.
    return undefined;
  }
}

function isEmpty({ subject, body, html, bodyHtml, compressedRtf, attachments, headers }: FieldsData): boolean {
  return (
    [subject, body, html, bodyHtml, compressedRtf, headers].every((one) => one === undefined) && !attachments?.length
  );
}

function written(reader: MsgReader, fields: FieldsData, budget: Budget, depth: number): string {
  budget.spendParts();
  const parts = [bodyOf(fields), ...filesOf(reader, fields, budget, depth)];
  const boundary = `part-of-${depth}-${'='.repeat(20)}`;
  return [
    ...headOf(fields),
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    ...parts.flatMap((part) => [`--${boundary}`, part]),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

function headOf(fields: FieldsData): readonly string[] {
  const known = mailFields(Buffer.from(`${(fields.headers ?? '').trim()}\n\n`, 'utf8')).fields.filter(({ name }) =>
    KEPT.includes(name),
  );
  const address = addressOf(fields);
  const name = fields.senderName ?? '';
  const date = fields.clientSubmitTime ?? fields.messageDeliveryTime;
  const own = [
    { name: 'from', value: `${name === '' ? '' : word(name)} ${address === '' ? '' : `<${address}>`}`.trim() },
    { name: 'subject', value: word(fields.subject ?? '') },
    ...(date === undefined ? [] : [{ name: 'date', value: date }]),
  ];
  const missing = own.filter((field) => field.value !== '' && !known.some((one) => one.name === field.name));
  return [...known, ...missing].map((field) => `${field.name}: ${field.value.replaceAll(/[\r\n]+/g, ' ')}`);
}

/** Inside Exchange a sender is a name of the directory (X.500) and no address. */
function addressOf({ senderSmtpAddress, senderEmail, sentRepresentingSmtpAddress }: FieldsData): string {
  const found = [senderSmtpAddress, senderEmail, sentRepresentingSmtpAddress].find(
    (one) => one?.includes('@') === true,
  );
  return (found ?? '').replaceAll(/[\s<>,;"]/g, '');
}

function bodyOf({ body, bodyHtml, html, compressedRtf }: FieldsData): string {
  if ((body ?? '').trim() !== '') {
    return part('text/plain; charset=utf-8', Buffer.from(body ?? ''));
  }
  if (html !== undefined || bodyHtml !== undefined) {
    const text = html === undefined ? (bodyHtml ?? '') : decodeText(Buffer.from(html), '', true);
    return part('text/html; charset=utf-8', Buffer.from(text));
  }
  return compressedRtf === undefined
    ? part('text/plain; charset=utf-8', Buffer.alloc(0))
    : part('text/rtf; name="nachricht.rtf"', rtfOf(compressedRtf));
}

function rtfOf(compressed: Uint8Array): Buffer {
  try {
    return Buffer.from(decompressRTF([...compressed]));
  } catch {
    return Buffer.from(compressed);
  }
}

function filesOf(reader: MsgReader, fields: FieldsData, budget: Budget, depth: number): readonly string[] {
  return (fields.attachments ?? []).flatMap((attachment) => {
    budget.spendParts();
    if (attachment.innerMsgContent === true && attachment.innerMsgContentFields !== undefined) {
      const inner = depth < DEPTH ? written(reader, attachment.innerMsgContentFields, budget, depth + 1) : '';
      return inner === '' ? [] : [`Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n${inner}`];
    }
    const content = contentOf(reader, attachment);
    if (content === undefined) {
      return [];
    }
    budget.spendBytes(content.length);
    const name = encodeURIComponent(
      (attachment.fileName ?? attachment.fileNameShort ?? attachment.name ?? '').toWellFormed(),
    );
    const disposition = `attachment; filename*=utf-8''${name.replaceAll(/['()*]/g, '_')}`;
    return [part('application/octet-stream', content, disposition)];
  });
}

function contentOf(reader: MsgReader, attachment: FieldsData): Buffer | undefined {
  try {
    return Buffer.from(reader.getAttachment(attachment).content);
  } catch {
    return undefined;
  }
}

function part(type: string, content: Buffer, disposition?: string): string {
  return [
    `Content-Type: ${type}`,
    ...(disposition === undefined ? [] : [`Content-Disposition: ${disposition}`]),
    'Content-Transfer-Encoding: base64',
    '',
    content.toString('base64').replaceAll(/.{76}/g, '$&\r\n'),
  ].join('\r\n');
}

function word(text: string): string {
  return /^[ -~]*$/.test(text) && !/[<>,;:"()@]/.test(text)
    ? text
    : `=?utf-8?B?${Buffer.from(text.slice(0, 1_000).toWellFormed()).toString('base64')}?=`;
}
