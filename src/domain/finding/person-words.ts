/**
 * The words by which a case is found again through the person, spelled one way however they were written. Whoever keeps
 * them keeps a keyed hash of each: a beginning is a word of its own, so that half a name finds the case.
 */

/** Beginnings of these lengths are kept; one in between is looked for by the next shorter, and finds a little more. */
const BEGINNINGS = [3, 4, 5, 6, 7, 8, 10, 12] as const;
const SHORTEST = BEGINNINGS[0];
const LONGEST = 12;
/** The last digits of a number, as people remember and displays cut them. */
const DIGITS = [6, 7, 8, 9] as const;
const WORDS_LIMIT = 120;
const TEXT_LIMIT = 2_000;
export const QUERY_LIMIT = 200;
const QUERY_WORDS = 6;

/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'a',
  œ: 'o',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Lower case without marks; ä, ae and a are one letter, as are ß and ss: people write their names in every way. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/ae/g, 'a')
    .replace(/oe/g, 'o')
    .replace(/ue/g, 'u');
}

/** What is known of a person when a request comes in. */
export interface PersonNames {
  /** Name or user name, as it was typed. */
  readonly from: string;
  /** E-mail, telephone, handle: as it was typed. */
  readonly contact: string;
}

/** Every word under which these are to be found; no order, none twice. */
export function wordsToKeep({ from, contact }: PersonNames): readonly string[] {
  const words = new Set<string>();
  for (const text of [from, contact].map((typed) => typed.slice(0, TEXT_LIMIT))) {
    for (const number of numbersIn(text)) {
      keepNumber(words, number);
    }
    for (const piece of text.split(/\s+/)) {
      keepPiece(words, piece);
    }
  }
  return [...words].slice(0, WORDS_LIMIT);
}

/** What somebody types to find a case. `words`: all of them must be kept of it. */
export type PersonQuery =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly why: 'too-long' | 'too-short' };

export function queryOf(typed: string): PersonQuery {
  const text = typed.trim();
  if (text.length > QUERY_LIMIT) {
    return { ok: false, why: 'too-long' };
  }
  const digits = numbersIn(text)[0];
  if (digits !== undefined && /^[\d\s+()/.–-]+$/.test(text)) {
    return { ok: true, words: [`tel:${digits.slice(-Math.min(digits.length, 9))}`] };
  }
  const asked = text.split(/\s+/).flatMap((piece) => askedBy(piece));
  // "Anna M." is Anna: a single letter tells nothing where there is more.
  const telling = asked.filter((word) => !word.startsWith('whole:'));
  const words = telling.length > 0 ? telling : asked;
  return words.length === 0
    ? { ok: false, why: 'too-short' }
    : { ok: true, words: [...new Set(words)].sort((a, b) => b.length - a.length).slice(0, QUERY_WORDS) };
}

function askedBy(piece: string): readonly string[] {
  const address = addressOf(piece);
  if (address !== undefined) {
    return [address];
  }
  return tokensOf(piece).flatMap((token) => {
    const length = [...token].length;
    if (length < SHORTEST) {
      return [`whole:${token}`];
    }
    const kept = [...BEGINNINGS].reverse().find((size) => size <= length) ?? SHORTEST;
    return [`word:${[...token].slice(0, kept).join('')}`];
  });
}

function keepPiece(words: Set<string>, piece: string): void {
  const address = addressOf(piece);
  if (address !== undefined) {
    words.add(address);
  }
  // Of an address only what stands before the @: its domain is everybody's.
  const local = address === undefined ? piece : piece.slice(0, piece.indexOf('@'));
  const tokens = tokensOf(local);
  for (const token of [...tokens, ...(tokens.length > 1 ? [tokens.join('')] : [])]) {
    const letters = [...token];
    if (letters.length < SHORTEST) {
      words.add(`whole:${token}`);
    }
    for (const size of BEGINNINGS.filter((one) => one <= Math.min(letters.length, LONGEST))) {
      words.add(`word:${letters.slice(0, size).join('')}`);
    }
  }
}

/** Letters, digits and pictures; what else stands between them parts them. An apostrophe does not: O'Brien is one word. */
function tokensOf(piece: string): readonly string[] {
  return folded(piece.replace(/['’`´]/g, '')).match(/[\p{L}\p{N}]+|\p{Extended_Pictographic}/gu) ?? [];
}

const MARKS = '<>()"\',;:.';

/** Without the brackets, quotes and stops that stand around an address in a line. */
function withoutMarks(piece: string): string {
  let from = 0;
  let to = piece.length;
  while (from < to && MARKS.includes(piece.charAt(from))) {
    from += 1;
  }
  while (to > from && MARKS.includes(piece.charAt(to - 1))) {
    to -= 1;
  }
  return piece.slice(from, to);
}

function addressOf(piece: string): string | undefined {
  const bare = withoutMarks(piece).replace(/^mailto:/i, '');
  const at = bare.indexOf('@');
  const [local, domain] = [bare.slice(0, at), bare.slice(at + 1)];
  return at > 0 && domain.includes('.') && !domain.includes('@')
    ? `mail:${`${local}@${domain}`.normalize('NFKC').toLowerCase()}`
    : undefined;
}

/** Runs of digits as they are written on paper, without the country's code and the zeros before it. */
function numbersIn(text: string): readonly string[] {
  return (text.match(/[+\d][\d \u00a0()/.–-]{4,30}/g) ?? [])
    .map((written) =>
      written
        .replace(/\(0\)/, '')
        .replace(/[^\d+]/g, '')
        .replace(/^(?:\+|00)\d{2}/, '')
        .replace(/^\+?0+/, ''),
    )
    .filter((digits) => digits.length >= DIGITS[0]);
}

function keepNumber(words: Set<string>, digits: string): void {
  for (const size of DIGITS.filter((one) => one <= digits.length)) {
    words.add(`tel:${digits.slice(-size)}`);
  }
}
