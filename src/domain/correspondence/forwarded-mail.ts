// How mail programs write out a mail that is passed on: Outlook, Apple Mail, Gmail and Thunderbird, German and English.

import { civilDateOf, daysInMonth, startOfDayIn } from '../civil-date.js';

/** A mail that somebody has passed on in the text of theirs. */
export interface ForwardedMail {
  /** As the program wrote it, with or without an address. */
  readonly author: string;
  /** Empty where none is said. */
  readonly address: string;
  /** As the program wrote it. */
  readonly date: string;
  readonly subject: string;
  readonly words: string;
  /** What stands before it: words of whoever passed it on. */
  readonly before: string;
}

type Field = 'author' | 'date' | 'subject' | 'other';
const NAMES: Readonly<Record<string, Field>> = {
  ...{ von: 'author', from: 'author', gesendet: 'date', sent: 'date', datum: 'date', date: 'date' },
  ...{ betreff: 'subject', subject: 'subject', an: 'other', to: 'other', cc: 'other', kopie: 'other' },
  ...{ 'antwort an': 'other', 'reply-to': 'other', wichtigkeit: 'other', importance: 'other', bcc: 'other' },
  ...{ 'gesendet am': 'date', thema: 'subject', priorität: 'other', priority: 'other', anlagen: 'other' },
  // Of the neighbours' programs; three fields with an author among them make a head.
  ...{ de: 'author', envoyé: 'date', objet: 'subject', sujet: 'subject', à: 'other', pour: 'other' },
  ...{ da: 'author', inviato: 'date', oggetto: 'subject', a: 'other', van: 'author', verzonden: 'date' },
  ...{ onderwerp: 'subject', aan: 'other', enviado: 'date', asunto: 'subject', para: 'other' },
};
/** As many as a long list of recipients is broken into. */
const CONTINUED_LINES = 20;
const LINES_LOOKED_AT = 2_000;
const LINE_CHARS = 1_000;
const FIELDS_AT_LEAST = 3;
/** From the counter to the secretary's office to whoever sends it here, and some more. */
const HANDS = 10;
/** What stands above the fields. */
const RULE =
  /^[-_*\s]{2,60}$|^[-_*\s]{0,40}(?:(?:original|forwarded|weitergeleitete|urspr.ngliche)[ -](?:message|nachricht|mail|e-mail)|begin forwarded message|anfang der (?:weitergeleiteten )?(?:nachricht|e-mail))[-_*:\s]{0,40}$/i;

/** The first mail passed on in this text; undefined: none. */
export function forwardedIn(text: string): ForwardedMail | undefined {
  const lines = text.split('\n', LINES_LOOKED_AT);
  for (let at = 0; at < lines.length; at += 1) {
    const block = fieldOf(lines[at]) === undefined ? undefined : fieldsFrom(lines, at);
    if (block !== undefined) {
      const { author = '', date = '', subject = '' } = block.fields;
      const words = text.split('\n').slice(block.end);
      const before = lines.slice(0, at).filter((line) => !RULE.test(unquoted(line).trim()));
      const address = /[^\s<>"'(),:;[\]]{1,64}@[^\s<>"'(),:;[\]]{1,255}/.exec(author)?.[0]?.toLowerCase() ?? '';
      return { author: nameIn(author, address), address, date, subject, words: body(words), before: body(before) };
    }
  }
  return undefined;
}

/**
 * The mail that was passed on, through however many hands of the same house: the innermost, as far as each mail around it
 * was written by `isOwn`.
 */
export function passedOnIn(text: string, isOwn: (address: string) => boolean): ForwardedMail | undefined {
  let found = forwardedIn(text);
  for (let hands = 0; found !== undefined && hands < HANDS && isOwn(found.address); hands += 1) {
    const inner = forwardedIn(found.words);
    if (inner === undefined) {
      break;
    }
    found = inner;
  }
  return found;
}

function fieldsFrom(
  lines: readonly string[],
  start: number,
): { readonly fields: Partial<Record<Field, string>>; readonly end: number } | undefined {
  const fields: Partial<Record<Field, string>> = {};
  let [count, at, blank] = [0, start, 0];
  for (; at < lines.length && blank < 2; at += 1) {
    const found = fieldOf(lines[at]);
    if (found === undefined) {
      if (unquoted(lines[at] ?? '').trim() !== '') {
        const next = blank === 0 ? afterRecipients(lines, at) : at;
        if (next === at) {
          break;
        }
        at = next - 1;
        continue;
      }
      blank += 1;
      continue;
    }
    blank = 0;
    count += 1;
    fields[found.field] ??= found.value;
  }
  const isMail = fields.author !== undefined && (fields.date !== undefined || fields.subject !== undefined);
  return isMail && count >= FIELDS_AT_LEAST ? { fields, end: at } : undefined;
}

/** Recipients that go on in lines of their own: up to the next field, if addresses and names are all there is before it. */
function afterRecipients(lines: readonly string[], at: number): number {
  for (let next = at; next < Math.min(lines.length, at + CONTINUED_LINES); next += 1) {
    const line = unquoted(lines[next] ?? '').trim();
    if (fieldOf(lines[next]) !== undefined) {
      return next;
    }
    if (!/[@;<>]/.test(line)) {
      return at;
    }
  }
  return at;
}

function fieldOf(line: string | undefined): { readonly field: Field; readonly value: string } | undefined {
  const plain = unquoted((line ?? '').slice(0, LINE_CHARS))
    .replaceAll('*', '')
    .trim();
  const colon = plain.indexOf(':');
  const field = colon < 1 ? undefined : NAMES[plain.slice(0, colon).trim().toLowerCase()];
  return field === undefined ? undefined : { field, value: plain.slice(colon + 1).trim() };
}

function unquoted(line: string): string {
  let at = 0;
  while (line[at] === '>' || line[at] === ' ') {
    at += 1;
  }
  return line.slice(at);
}

function nameIn(author: string, address: string): string {
  const name = author.split(/[<[]/)[0]?.replaceAll('"', '').trim() ?? '';
  return name === '' || name.toLowerCase() === address ? address : name;
}

/** Without the quotation marks that some programs put before each line. */
function body(lines: readonly string[]): string {
  const said = lines.filter((line) => line.trim() !== '');
  const isQuoted = said.length > 0 && said.every((line) => line.startsWith('>'));
  return (isQuoted ? lines.map(unquoted) : lines).join('\n').trim();
}

const MONTHS: readonly (readonly string[])[] = [
  ...[['jan'], ['feb', 'fév'], ['mär', 'mar', 'mrz', 'maer'], ['apr', 'avr'], ['mai', 'may'], ['jun', 'juin']],
  ...[['jul', 'juil'], ['aug', 'août'], ['sep']],
  ...[['okt', 'oct'], ['nov'], ['dez', 'dec', 'déc']],
];

/** When it was sent, in the time zone of the office where its program says none; undefined: it does not say. */
export function forwardedAt(text: string, timeZone: string): Date | undefined {
  const written = text.slice(0, 100).toLowerCase();
  if (/[+-]\d{4}\b/.test(written)) {
    const moment = new Date(written);
    return Number.isNaN(moment.getTime()) ? undefined : moment;
  }
  const day = dayIn(written);
  const time = /(\d{1,2}):(\d{2})(?::\d{2})?\s?(am|pm)?/.exec(written);
  if (day === undefined || time === null) {
    return undefined;
  }
  const hour = (Number(time[1]) % (time[3] === undefined ? 24 : 12)) + (time[3] === 'pm' ? 12 : 0);
  return new Date(startOfDayIn(day, timeZone).getTime() + (hour * 60 + Number(time[2])) * 60_000);
}

function dayIn(written: string) {
  const iso = /\b(\d{4})-(\d{2})-(\d{2})\b/.exec(written);
  const dotted = /\b(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\b/.exec(written);
  const german = /\b(\d{1,2})\.? ([a-zäéû]{3,9})\.? (\d{4})\b/.exec(written);
  const english = /\b([a-z]{3,9})\.? (\d{1,2}), (\d{4})\b/.exec(written);
  const month = (name = '') => MONTHS.findIndex((names) => names.some((one) => name.startsWith(one))) + 1;
  const [y, m, d] =
    iso !== null
      ? [iso[1], Number(iso[2]), iso[3]]
      : dotted !== null
        ? [dotted[3], Number(dotted[2]), dotted[1]]
        : german !== null
          ? [german[3], month(german[2]), german[1]]
          : english !== null
            ? [english[3], month(english[1]), english[2]]
            : slashedDay(written);
  const [year, day] = [Number(y) + (Number(y) < 100 ? 2_000 : 0), Number(d)];
  const isDay = m !== undefined && m >= 1 && m <= 12 && day >= 1 && year > 1990 && day <= daysInMonth(year, m);
  return isDay ? civilDateOf(year, m, day) : undefined;
}

/** America writes the month first, with am or pm behind the time; of others, what can be but one day. */
function slashedDay(written: string): readonly [year?: string | undefined, month?: number, day?: string | undefined] {
  const [, first, second, year] = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(written) ?? [];
  if (Number(first) > 12) {
    return [year, Number(second), first];
  }
  return /\d\s?(am|pm)\b/.test(written) || Number(second) > 12 ? [year, Number(first), second] : [];
}
