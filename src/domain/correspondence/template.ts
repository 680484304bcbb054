import type { AddressForm } from './kinds.js';

/** What a template can be filled with from the case: a closed list. Another name in `{{…}}` is an error. */
export const PLACEHOLDERS = [
  'Anrede',
  'Name',
  'Aktenzeichen',
  'Eingang',
  'Frist',
  'Neue-Frist',
  'Heute',
  'Rechte',
  'Kanal',
  'Organisation',
  'Anschrift',
  'DSB',
  'Telefon',
  'E-Mail',
  'Aufsichtsbehörde',
  'Aufsichtsbehörde-Anschrift',
  'Aufsichtsbehörde-Telefon',
  'Beschwerdeseite',
  'Hinweisseite',
  'Belegcode',
  'Belegseite',
  'Fingerabdruck',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

export interface MessageText {
  readonly subject: string;
  readonly body: string;
}

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
/** What is left of a placeholder that was opened and not closed. */
const OPENED = /\{\{[^{}\n]{0,40}\}?/g;
const CLOSED = /[^{}\n]{0,40}\}\}/g;
/** `[[Sie-form|du-form]]` */
const CHOICE = /\[\[([^|[\]]*)\|([^|[\]]*)\]\]/g;
/** `[…what belongs here]`: for the DPO to write; nothing goes out while one is left. */
const GAP = /\[…[^[\]]*\]/g;

/** A template file: its first line is the subject, the rest after an empty line the text. */
export function parseTemplate(file: string): MessageText {
  const text = file.replaceAll('\r\n', '\n');
  const end = text.indexOf('\n');
  return end < 0
    ? { subject: text.trim(), body: '' }
    : { subject: text.slice(0, end).trim(), body: text.slice(end).trim() };
}

/** The one of both forms that the organisation has chosen. */
export function inForm({ subject, body }: MessageText, form: AddressForm): MessageText {
  const choose = (text: string): string =>
    text.replace(CHOICE, (_, formal: string, familiar: string) => (form === 'sie' ? formal : familiar));
  return { subject: choose(subject), body: choose(body) };
}

/** Names in `{{…}}` that are no placeholder, and what has only one of its two pairs of braces; each once. */
export function unknownPlaceholders(text: string): readonly string[] {
  const names = [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name.trim());
  const rest = text.replace(PLACEHOLDER, '');
  const halves = [...(rest.match(OPENED) ?? []), ...(rest.match(CLOSED) ?? [])].map((half) => half.trim());
  return [...new Set([...names.filter((name) => !isPlaceholder(name)), ...halves])];
}

/**
 * Signs of a template in a text that was written: nothing fills them in any more, they would go out as they stand.
 * Braces that only close are none: they end data that somebody quotes.
 */
export function signsIn(text: string): readonly string[] {
  return [...(text.match(PLACEHOLDER) ?? []), ...(text.replace(PLACEHOLDER, '').match(OPENED) ?? [])];
}

export type FilledTemplate =
  { readonly ok: true; readonly text: MessageText } | { readonly ok: false; readonly unknown: readonly string[] };

/**
 * Values may have several lines; a line indented in the template keeps its indent. What a value contains is text: it
 * is not looked through again. A value that is empty stays as a gap, so that nobody sends half a sentence.
 */
export function fill(template: MessageText, values: Readonly<Record<Placeholder, string>>): FilledTemplate {
  const unknown = unknownPlaceholders(`${template.subject}\n${template.body}`);
  if (unknown.length > 0) {
    return { ok: false, unknown };
  }
  const put = (text: string): string =>
    text
      .split('\n')
      .map((line) => {
        const [indent = ''] = /^[ \t]*/.exec(line) ?? [];
        return line.replace(PLACEHOLDER, (_match, name: string) => {
          const value = values[name.trim() as Placeholder];
          return value === '' ? `[…${name.trim()}]` : value.replaceAll('\n', `\n${indent}`);
        });
      })
      .join('\n');
  return { ok: true, text: { subject: put(template.subject).replaceAll('\n', ' '), body: put(template.body) } };
}

/** What is still to be written. */
export function gapsIn(text: string): readonly string[] {
  return text.match(GAP) ?? [];
}

function isPlaceholder(name: string): name is Placeholder {
  return PLACEHOLDERS.includes(name as Placeholder);
}
