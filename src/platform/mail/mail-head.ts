import { addressParser, decodeWords } from 'postal-mime';
import { decodeText, withoutDoubleDecoding, withWindowsLetters } from './charset.js';

const HEAD_BYTES = 256 * 1024;
const FIELDS = 2_000;
const ADDRESSES = 1_000;
/** RFC 5321 s4.5.3.1: 64 octets before the @, 255 after it. */
const ADDRESS_CHARS = 320;
/** One author, perhaps with a long name; who writes more wants to be somebody else. */
const AUTHOR_CHARS = 2_000;
const SHOWN_CHARS = 2_000;
const IDENTIFIER_CHARS = 900;
const LF = 0x0a;

export interface HeadField {
  /** Lower case. */
  readonly name: string;
  /** Unfolded; a character stands for a byte. */
  readonly value: string;
}

export interface MailFields {
  readonly fields: readonly HeadField[];
  readonly bodyAt: number;
}

/**
 * The fields of a mail's head by plain scanning: no mail is built so that it cannot be put where it belongs, and each
 * byte is looked at a fixed number of times.
 */
export function mailFields(raw: Buffer): MailFields {
  const bodyAt = endOfHead(raw);
  const lines = raw.subarray(0, Math.min(bodyAt, HEAD_BYTES)).toString('latin1').split('\n');
  const parts: { readonly name: string; readonly values: string[] }[] = [];
  for (const line of lines) {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (text.startsWith(' ') || text.startsWith('\t')) {
      parts.at(-1)?.values.push(text.trim());
      continue;
    }
    const colon = text.indexOf(':');
    const name = text.slice(0, Math.max(colon, 0)).trimEnd();
    if (/^[!-9;-~]{1,100}$/.test(name)) {
      if (parts.length >= FIELDS) {
        break;
      }
      parts.push({ name: name.toLowerCase(), values: [text.slice(colon + 1).trim()] });
    }
  }
  return { fields: parts.map(({ name, values }) => ({ name, value: values.join(' ').trim() })), bodyAt };
}

/** Behind the first empty line; the end of a mail that is all head. */
function endOfHead(raw: Buffer): number {
  for (let at = raw.indexOf(LF); at >= 0 && at < HEAD_BYTES; at = raw.indexOf(LF, at + 1)) {
    const after = raw[at + 1] === 0x0d ? at + 2 : at + 1;
    if (raw[after] === LF) {
      return after + 1;
    }
  }
  return Math.min(raw.length, HEAD_BYTES);
}

/** All that looks like an address, wherever it stands: in names, comments and lists that keep to no grammar. */
export function addressesIn(values: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const value of values) {
    for (const word of value.split(/[\s<>,;:"()[\]\\]/)) {
      const at = word.indexOf('@');
      if (at > 0 && word.length <= ADDRESS_CHARS && !word.endsWith('@') && found.length < ADDRESSES) {
        found.push(word);
      }
    }
  }
  return found;
}

/** The author as a mail program shows them; empty where it says none. */
export function authorOf(value: string): { readonly name: string; readonly address: string } {
  const [first] = addressParser(bytesText(value).slice(0, AUTHOR_CHARS), { flatten: true });
  const address = first?.address ?? '';
  return {
    name: oneLine(first?.name ?? '').slice(0, SHOWN_CHARS),
    address: address.length <= ADDRESS_CHARS && !/\s/.test(address) ? address.toLowerCase() : '',
  };
}

/** Those a field names, with their names, as they are written. */
export function authorsShown(value: string): string {
  return addressParser(bytesText(value), { flatten: true })
    .map(({ name, address }) => oneLine(name === '' ? (address ?? '') : `"${name}" <${address}>`))
    .join(', ');
}

/**
 * Message-IDs with their brackets: printable ASCII, short enough to be quoted in a line of our own (RFC 5322 s2.1.1);
 * nothing else is compared or kept. Some programs leave the brackets out.
 */
export function identifiersIn(values: readonly string[], most: number): readonly string[] {
  const found: string[] = [];
  for (const value of values) {
    const words = value.includes('<') ? bracketed(value) : value.split(/[\s,;]/);
    for (const word of words) {
      if (found.length < most && isIdentifier(word)) {
        found.push(`<${word}>`);
      }
    }
  }
  return found;
}

function bracketed(value: string): readonly string[] {
  return value.split('<').flatMap((piece, at) => {
    const end = at === 0 ? -1 : piece.indexOf('>');
    return end < 0 ? [] : [piece.slice(0, end)];
  });
}

function isIdentifier(word: string): boolean {
  const at = word.indexOf('@');
  return at > 0 && at < word.length - 1 && word.length <= IDENTIFIER_CHARS && /^[!-;=?-~]+$/.test(word);
}

/** What a field says, to be shown: raw bytes in whatever encoding, and encoded words (RFC 2047). */
export function headText(value: string): string {
  return withWindowsLetters(withoutDoubleDecoding(decodeWords(bytesText(value))));
}

/** With its encoded words as they are: what they hide is text, and no address or comma of the field. */
function bytesText(value: string): string {
  // Nobody reads further than this.
  return decodeText(Buffer.from(value.slice(0, 4 * SHOWN_CHARS), 'latin1'));
}

/** As a line of a page. */
export function shownField(value: string): string {
  return oneLine(headText(value)).slice(0, SHOWN_CHARS);
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ').trim();
}
