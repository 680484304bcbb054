import { daysBetween, type CivilDate } from '../../domain/civil-date.js';
import type { PageContext } from './page-context.js';

/** `23.11.2026, 09:12:33 Uhr`, in the organisation's time zone. */
export function moment({ texts, timeZone }: PageContext, at: Date): string {
  return texts.time(
    new Intl.DateTimeFormat(texts.locale, { timeZone, dateStyle: 'medium', timeStyle: 'medium' }).format(at),
  );
}

/** `23.11.2026, 09:12`: where seconds say nothing. */
export function minute({ texts, timeZone }: PageContext, at: Date): string {
  return new Intl.DateTimeFormat(texts.locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

export function timeOfDay({ texts, timeZone }: PageContext, at: Date): string {
  return texts.time(new Intl.DateTimeFormat(texts.locale, { timeZone, timeStyle: 'medium' }).format(at));
}

export function count({ language }: PageContext, value: number): string {
  return new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB').format(value);
}

/** `23.12.2026` for a calendar date. */
export function day({ texts }: PageContext, date: string): string {
  return new Intl.DateTimeFormat(texts.locale, {
    timeZone: 'UTC',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  }).format(new Date(`${date}T00:00:00Z`));
}

/** `Art. 12(3) s. 1` as a reader of the language looks it up. */
export function normWords({ language }: PageContext, norm: string): string {
  return language === 'en'
    ? norm
    : norm
        .replaceAll(/\((\d+)\)/g, ' Abs. $1')
        .replaceAll(/\(([a-z])\)–\(([a-z])\)/g, ' Buchst. $1 bis $2')
        .replaceAll(/\(([a-z])\)/g, ' Buchst. $1')
        .replaceAll(' s. ', ' S. ')
        .replaceAll('recital', 'ErwG')
        .replaceAll('GDPR', 'DSGVO');
}

/** `2026-11-23T09:12`, as `<input type="datetime-local">` wants it, in the organisation's time zone. */
export function localInput(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
  return parts.replace(' ', 'T');
}

export type Urgency = 'overdue' | 'soon' | 'near' | 'calm';

const SOON_DAYS = 3;
const NEAR_DAYS = 10;

/** Days left in words, and how urgent that is; the colour says nothing that the words do not. */
export function daysLeft(
  { texts }: PageContext,
  today: CivilDate,
  dueOn: CivilDate,
): { readonly words: string; readonly urgency: Urgency } {
  const left = daysBetween(today, dueOn);
  const urgency = left < 0 ? 'overdue' : left <= SOON_DAYS ? 'soon' : left <= NEAR_DAYS ? 'near' : 'calm';
  return { words: left < 0 ? texts.deadline.over(-left) : texts.deadline.in(left), urgency };
}
