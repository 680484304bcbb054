import { decodeText } from './charset.js';
import { htmlToText } from './html-text.js';
import type { MailPart } from './mail-structure.js';

/** Why a mail that has something to say shows no text. */
export type Untold =
  | 'encrypted-smime'
  | 'encrypted-pgp'
  | 'signed-smime'
  | 'rtf'
  | 'winmail'
  | 'other-form'
  | 'pictures'
  | 'only-files'
  | 'too-intricate';

/** Of two that mean the same, the words of the plain one count when most of the other's are among them. */
const PLAIN_ENOUGH = 0.5;
const WORDS_COMPARED = 2_000;

/** What a part and those in it say: in their order, each of a multipart/alternative once. */
export async function textOf(part: MailPart): Promise<string> {
  if (part.parts.length > 0) {
    return isMultipart(part, 'alternative')
      ? alternative(part.parts)
      : joined(await Promise.all(part.parts.map(textOf)));
  }
  if (isFile(part)) {
    return '';
  }
  return leafText(part);
}

/** A part that is offered as a file, not read as text. */
export function isFile(part: MailPart): boolean {
  if (part.parts.length > 0) {
    return false;
  }
  const isMultipartShell = part.type.startsWith('multipart/');
  return !isMultipartShell && (part.disposition === 'attachment' || !isReadable(part.type));
}

/** Under which name an unreadable mail goes; undefined: it simply has no text. */
export function untold(parts: readonly MailPart[]): Untold | undefined {
  const is = (test: (part: MailPart) => boolean): boolean => parts.some(test);
  if (is(({ type }) => type === 'multipart/encrypted' || type === 'application/pgp-encrypted')) {
    return 'encrypted-pgp';
  }
  const smime = parts.find(
    ({ type, filename }) => /^application\/(x-)?pkcs7-mime$/.test(type) || /\.p7m$/i.test(filename),
  );
  if (smime !== undefined) {
    return smime.parameters['smime-type']?.toLowerCase() === 'signed-data' ? 'signed-smime' : 'encrypted-smime';
  }
  if (
    is(
      ({ type, filename }) =>
        type === 'application/ms-tnef' || type === 'application/vnd.ms-tnef' || /^winmail\.dat$/i.test(filename),
    )
  ) {
    return 'winmail';
  }
  if (is(({ type }) => /^(text|application)\/(rtf|x-rtf)$/.test(type))) {
    return 'rtf';
  }
  const files = parts.filter((part) => isFile(part) && part.content.length > 0);
  if (files.some(({ type, disposition }) => type.startsWith('text/') && disposition !== 'attachment')) {
    return 'other-form';
  }
  if (files.length > 0) {
    return 'only-files';
  }
  return is(({ type, content }) => type === 'text/html' && /<img[\s/]/i.test(content.toString('latin1')))
    ? 'pictures'
    : undefined;
}

function isReadable(type: string): boolean {
  return ['text/plain', 'text/html', 'text/enriched', 'text/richtext', 'text/markdown', 'text/x-amp-html'].includes(
    type,
  );
}

async function leafText(part: MailPart): Promise<string> {
  const text = decodeText(part.content, part.parameters['charset'], part.type === 'text/html');
  switch (part.type) {
    case 'text/html':
    case 'text/x-amp-html':
      return visible(await htmlToText(text));
    case 'text/enriched':
    case 'text/richtext':
      return visible(enrichedToText(text));
    default:
      return visible(/^flowed$/i.test(part.parameters['format'] ?? '') ? unflowed(text, part) : text);
  }
}

/** The plain one, unless it is a mere stand-in ("please use another program") for one that says more. */
async function alternative(parts: readonly MailPart[]): Promise<string> {
  const told = await Promise.all(parts.map(async (part) => ({ isPlain: holdsPlain(part), text: await textOf(part) })));
  const plain = told.find(({ isPlain, text }) => isPlain && text !== '')?.text;
  const rich = told.findLast(({ isPlain, text }) => !isPlain && text !== '')?.text;
  if (plain === undefined || rich === undefined) {
    return plain ?? rich ?? '';
  }
  const [few, many] = [wordsOf(plain), wordsOf(rich)];
  const shared = [...many].filter((word) => few.has(word)).length;
  if (many.size === 0 || shared / many.size >= PLAIN_ENOUGH) {
    return plain;
  }
  const isContained = [...few].filter((word) => many.has(word)).length >= few.size * PLAIN_ENOUGH;
  return isContained ? rich : joined([plain, rich]);
}

function holdsPlain(part: MailPart): boolean {
  return part.parts.length > 0
    ? part.parts.every(holdsPlain)
    : part.type !== 'text/html' && part.type !== 'text/x-amp-html';
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]/u, WORDS_COMPARED)
      .filter((word) => word.length > 1),
  );
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

/** Lines end as ours do; what is no character to be seen goes; blank at both ends is nothing. */
function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\r\f\v\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[\u0000-\u0008\u000E-\u001F\u007F\uFEFF]/g, '')
    .trim();
}

/** RFC 3676: a line that ends in a space goes on in the next; the signature's mark is none. */
function unflowed(text: string, part: MailPart): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const spaceGoes = /^yes$/i.test(part.parameters['delsp'] ?? '');
  return lines
    .map((line) => {
      const plain = line.startsWith(' ') ? line.slice(1) : line;
      const flows = plain.endsWith(' ') && plain !== '-- ';
      return flows ? (spaceGoes ? plain.slice(0, -1) : plain) : `${plain}\n`;
    })
    .join('');
}

/** RFC 1896: `<<` is a `<`, other brackets are formatting; a single line end is none. */
function enrichedToText(text: string): string {
  let out = '';
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    out += text.slice(at, open < 0 ? undefined : open);
    if (open < 0) {
      break;
    }
    if (text[open + 1] === '<') {
      out += '<';
      at = open + 2;
      continue;
    }
    const close = text.indexOf('>', open);
    at = close < 0 ? text.length : close + 1;
  }
  return out;
}

function isMultipart({ type }: MailPart, kind: string): boolean {
  return type === `multipart/${kind}`;
}
