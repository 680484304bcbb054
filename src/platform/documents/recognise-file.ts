import type { Budget } from '../untrusted/budget.js';
import { compoundType } from './compound-file.js';
import type { FileType } from './file-type.js';
import { officeType } from './office-file.js';

/** Where a header block surely ends, for telling a mail from a text. */
const HEAD_BYTES = 16 * 1024;
/** PDF 32000-1 annex H: readers look for the header in the first, for the end in the last 1,024 bytes. */
const PDF_EDGE_BYTES = 1_024;
const HEIF_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif'];

/**
 * The type by its content; what a browser or a file name claims decides nothing, except that a text named `.eml` that
 * reads like a mail is one. HTML and SVG are `text/plain`, and harmless as such. @throws BudgetExceeded
 */
export function recogniseFile(content: Buffer, filename: string, budget: Budget): FileType {
  const starts = (signature: string, at = 0): boolean =>
    content.toString('latin1', at, at + signature.length) === signature;
  if (starts('\x89PNG\r\n\x1a\n')) {
    return 'image/png';
  }
  if (starts('\xff\xd8\xff')) {
    return 'image/jpeg';
  }
  if (starts('GIF87a') || starts('GIF89a')) {
    return 'image/gif';
  }
  if (starts('RIFF') && starts('WEBP', 8)) {
    return 'image/webp';
  }
  if (starts('%PDF-')) {
    return isWholePdf(content) ? 'application/pdf' : 'application/octet-stream';
  }
  if (starts('PK\x03\x04')) {
    return officeType(content, budget);
  }
  if (starts('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) {
    return compoundType(content);
  }
  if (starts('ftyp', 4) && HEIF_BRANDS.includes(content.toString('latin1', 8, 12))) {
    return 'image/heic';
  }
  if (starts('II*\0') || starts('MM\0*')) {
    return 'image/tiff';
  }
  if (starts('{\\rtf')) {
    return 'application/rtf';
  }
  if (!isText(content)) {
    return 'application/octet-stream';
  }
  return /\.eml$/i.test(filename.slice(-10)) && readsLikeMail(content) ? 'message/rfc822' : 'text/plain';
}

/** With the table that says where its objects are, and its end: what merely begins like one is no document. */
function isWholePdf(content: Buffer): boolean {
  const end = content.toString('latin1', Math.max(0, content.length - PDF_EDGE_BYTES));
  return end.includes('startxref') && end.includes('%%EOF');
}

/**
 * Any encoding in which German is written one byte or UTF-8, and what is marked as UTF-16: what gives binary content away
 * are control characters. Escapes of ISO-2022-JP, form feeds and vertical tabs are none.
 */
function isText(content: Buffer): boolean {
  const isWide = ['fffe', 'feff'].includes(content.toString('hex', 0, 2));
  if (isWide) {
    return content.length % 2 === 0;
  }
  return !content.some((byte) => (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b) || byte === 0x7f);
}

function readsLikeMail(content: Buffer): boolean {
  const head = content.toString('latin1', 0, HEAD_BYTES).replaceAll('\r\n', '\n').split('\n\n', 1)[0] ?? '';
  const names = head.split('\n').map((line) => line.slice(0, 100).split(':', 1)[0]?.toLowerCase());
  const has = (name: string): boolean => names.includes(name);
  return /^[!-9;-~]{1,100}:/.test(head) && has('from') && (has('date') || has('received') || has('message-id'));
}
