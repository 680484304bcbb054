import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** How far in a page says which encoding it is in (HTML, "prescan a byte stream"). */
const PRESCAN_BYTES = 2_048;
/** Names of no encoding: what programs write that do not know, or that say less than there is. */
const SAYS_NOTHING = new Set(['', 'us-ascii', 'ascii', 'ansi_x3.4-1968', 'unknown', 'unknown-8bit', '8bit', 'default']);
const WESTERN = /^(iso[-_]?8859-?(1|15)|latin-?[19]|l1|cp-?1252|windows-1252|x-cp1252|cp819|ibm819)(:\d{4})?$/;
const BYTE_ORDER_MARKS = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
] as const;

/**
 * Text out of bytes that may be labelled wrongly or not at all. A mark at their beginning decides, then the label, where
 * it can be true of these bytes; else they are what they can be: ISO-2022-JP by its escapes, UTF-8 if valid,
 * windows-1252 otherwise. Never fails.
 */
export function decodeText(bytes: Buffer, label = '', isHtml = false): string {
  const mark = BYTE_ORDER_MARKS.find(([signature]) => signature.every((byte, at) => bytes[at] === byte));
  if (mark !== undefined) {
    return decodeAs(bytes.subarray(mark[0].length), mark[1]) ?? '';
  }
  const declared = label.trim().toLowerCase().replaceAll(/["']/g, '').slice(0, 60);
  const name = SAYS_NOTHING.has(declared) ? (isHtml ? metaCharset(bytes) : '') : declared;
  return (SAYS_NOTHING.has(name) ? undefined : decodeDeclared(bytes, name)) ?? decodeUnlabelled(bytes);
}

function decodeDeclared(bytes: Buffer, name: string): string | undefined {
  if (/^(utf-?16|ucs-?2|unicode|iso-10646-ucs-2)/.test(name)) {
    return decodeWide(bytes, name);
  }
  if (/^(utf-?8|unicode-1-1-utf-8)/.test(name)) {
    return isUtf8(bytes) || isDamagedUtf8(bytes) ? bytes.toString('utf8') : undefined;
  }
  // Western text that happens to be valid UTF-8 does not exist outside examples; UTF-8 under a Western name does.
  return WESTERN.test(name) && isUtf8(bytes) ? bytes.toString('utf8') : decodeAs(bytes, name);
}

/** Two bytes a letter: then every other byte of a Western text is zero. Labelled so and without them, it is not. */
function decodeWide(bytes: Buffer, name: string): string | undefined {
  const sample = bytes.subarray(0, PRESCAN_BYTES);
  const zeros = [0, 1].map((parity) => sample.filter((byte, at) => at % 2 === parity && byte === 0).length);
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0 && !sample.some((byte) => byte >= 0x80)) {
    return undefined;
  }
  // Without a mark the bigger end comes first (RFC 2781 s4.3), unless the zeros say otherwise.
  return decodeAs(bytes, name.endsWith('le') || odd > even ? 'utf-16le' : 'utf-16be');
}

/** Cut off or damaged in a few places, and UTF-8 all the same: most of what is not ASCII forms whole characters. */
function isDamagedUtf8(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  let [whole, broken] = [0, 0];
  for (const character of text) {
    if (character === '\uFFFD') {
      broken += 1;
    } else if (character > '\u007F') {
      whole += 1;
    }
  }
  return whole > broken;
}

function decodeUnlabelled(bytes: Buffer): string {
  if (isIso2022Jp(bytes)) {
    return decodeAs(bytes, 'iso-2022-jp') ?? '';
  }
  return isUtf8(bytes) ? bytes.toString('utf8') : (decodeAs(bytes, 'windows-1252') ?? '');
}

/** RFC 1468: seven bits, and escapes that switch to Japanese. */
function isIso2022Jp(bytes: Buffer): boolean {
  return (
    ['\x1B$B', '\x1B$@', '\x1B(J'].some((escape) => bytes.includes(escape, 0, 'latin1')) &&
    !bytes.some((byte) => byte >= 0x80)
  );
}

/** What the page says of itself; of two bytes a letter it cannot say so (HTML, "determining the character encoding"). */
function metaCharset(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, PRESCAN_BYTES).toLowerCase();
  for (let at = start.indexOf('<meta'); at >= 0; at = start.indexOf('<meta', at + 5)) {
    const end = start.indexOf('>', at);
    const tag = start.slice(at, end < 0 ? undefined : end);
    const [, name] = /charset\s{0,9}=\s{0,9}["']?([a-z0-9_:.-]{2,40})/.exec(tag) ?? [];
    if (name !== undefined) {
      return name.startsWith('utf-16') ? 'utf-8' : name;
    }
  }
  return '';
}

function decodeAs(bytes: Buffer, name: string): string | undefined {
  // Who says Latin-1 means what Windows makes of it (WHATWG Encoding s4.2); Node 20's own decoder leaves 80 to 9F out.
  const known = /^(iso[-_]?8859-?1|latin-?1|l1|cp819|ibm819)(:1987)?$/.test(name) ? 'windows-1252' : name;
  if (iconv.encodingExists(known)) {
    return iconv.decode(bytes, known);
  }
  try {
    return new TextDecoder(known).decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-8 that was decoded as Latin-1, put right; anything else as it is. */
export function withoutDoubleDecoding(text: string): string {
  if (!/[\u00C2-\u00F4][\u0080-\u00BF]/.test(text) || /[^\u0000-\u00FF]/.test(text)) {
    return text;
  }
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : text;
}

/** Controls that nobody writes: what a decoder made of the letters that windows-1252 has in their places. */
export function withWindowsLetters(text: string): string {
  return text.replaceAll(/[\u0080-\u009F]/g, (character) =>
    iconv.decode(Buffer.from(character, 'latin1'), 'windows-1252'),
  );
}
