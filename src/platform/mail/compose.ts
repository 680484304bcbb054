import { domainToASCII } from 'node:url';
import MailComposer from 'nodemailer/lib/mail-composer';
import { encryptMail, foldedField } from './smime.js';
import type { MailAddress, MailAttachment, OutgoingMail } from './transport.js';

/** RFC 5321 §4.5.3.1.3: 256 octets with the brackets. */
const ADDRESS_BYTES = 254;
const ADDRESS = /^[^\s"(),:;<>@[\\\]\p{Cc}\p{Cf}]+@[^\s"(),:;<>@[\\\]\p{Cc}\p{Cf}]+$/u;
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]*$/;
const MESSAGE_ID = /^<[^\s<>@\p{Cc}]+@[^\s<>@\p{Cc}]+>$/u;
/** RFC 5322 §2.1.1. */
const LINE_BYTES = 998;

/** One plain address and nothing else: no display name, no list, no quoted local part, nothing that ends a line. */
export function isMailAddress(address: string): boolean {
  return Buffer.byteLength(address) <= ADDRESS_BYTES && ADDRESS.test(address);
}

/**
 * The bytes of the mail. Whatever users wrote into subject, names, file names and header values stays inside its own
 * line; addresses must have passed `isMailAddress`. TypeError if a header name or the Message-ID is malformed: those
 * are ours.
 */
export async function composeMail(mail: OutgoingMail): Promise<Buffer> {
  const names = Object.keys(mail.headers ?? {});
  if (!names.every((name) => HEADER_NAME.test(name)) || !MESSAGE_ID.test(mail.messageId)) {
    throw new TypeError('a header name or the Message-ID is malformed');
  }
  const composer = new MailComposer({
    from: headerAddress(mail.from),
    to: mail.to.map(headerAddress),
    subject: oneLine(mail.subject),
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    messageId: mail.messageId,
    date: mail.date,
    headers: Object.fromEntries(Object.entries(headersOf(mail)).map(([name, value]) => [name, oneLine(value)])),
    attachments: (mail.attachments ?? []).map(attachmentPart),
    // Content comes from strangers: whatever it looks like, nothing is fetched or read for it.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const bytes = await composer.compile().build();
  const { encryption } = mail;
  if (encryption === undefined) {
    return bytes;
  }
  const outside = Object.entries(encryption.outside).map(([name, value]) => foldedField(name, oneLine(value)));
  return encryptMail(bytes, encryption.certificate, outside);
}

/** Exchange answers what a program sends unless it is asked not to; not `All`, which would keep back reports of failure. */
function headersOf({ headers = {} }: OutgoingMail): Readonly<Record<string, string>> {
  return headers['Auto-Submitted'] === undefined
    ? headers
    : { 'X-Auto-Response-Suppress': 'OOF, AutoReply', ...headers };
}

/** A domain as it stands on the wire (RFC 5890): umlauts in it need no help of any server. */
export function wireAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  return `${address.slice(0, at)}${domainToASCII(address.slice(at)) || address.slice(at)}`;
}

function headerAddress({ name, address }: MailAddress): { name: string; address: string } {
  return { name: oneLine(name ?? ''), address: wireAddress(address) };
}

function attachmentPart({ filename, contentType, content }: MailAttachment): object {
  const type = oneLine(contentType);
  return {
    filename: oneLine(filename),
    // A message part may not be encoded (RFC 2046 §5.2.1), so what does not survive the way unencoded goes as a file:
    // "attached as received" means byte for byte.
    contentType: /^message\//i.test(type) && !survivesUnencoded(content) ? 'application/octet-stream' : type,
    contentDisposition: 'attachment',
    content,
  };
}

/** 7-bit, CRLF line ends only, no line too long, no NUL: no server has a reason to touch it. */
function survivesUnencoded(content: Buffer): boolean {
  const text = content.toString('latin1');
  return (
    content.every((byte) => byte > 0 && byte < 0x80) &&
    !/\r(?!\n)|(?<!\r)\n/.test(text) &&
    text.split('\r\n').every((line) => line.length <= LINE_BYTES)
  );
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
