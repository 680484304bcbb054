// Months of the calendar and weeks by ISO 8601: a week belongs to the year that has its Thursday.

import { addDays, civilDateOf, daysBetween, weekdayOf, yearOf, type CivilDate } from '../civil-date.js';

export function monthSpanOf(date: CivilDate): string {
  return date.slice(0, 7);
}

export function weekSpanOf(date: CivilDate): string {
  const thursday = addDays(date, 4 - weekdayOf(date));
  const week = Math.floor(daysBetween(civilDateOf(yearOf(thursday), 1, 1), thursday) / 7) + 1;
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`;
}

/** Every span that the days touch, in order, also those in which nothing happened. */
export function spansOf(from: CivilDate, to: CivilDate, spanOf: (date: CivilDate) => string): readonly string[] {
  const spans: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const span = spanOf(day);
    if (spans.at(-1) !== span) {
      spans.push(span);
    }
  }
  return spans;
}
