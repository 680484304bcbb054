// The few words from which the texts of steps and warnings are made (P7: a deadline explains itself in both languages).

import { dayOf, monthOf, weekdayOf, yearOf, type CivilDate } from '../../civil-date.js';

/** A sentence in both languages. */
export interface Bilingual {
  readonly de: string;
  readonly en: string;
}

const WEEKDAYS = {
  de: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
} as const;

const MONTHS = {
  de: [
    'Januar',
    'Februar',
    'März',
    'April',
    'Mai',
    'Juni',
    'Juli',
    'August',
    'September',
    'Oktober',
    'November',
    'Dezember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
} as const;

/** 'Sonntag, 5. April 2026' and 'Sunday 5 April 2026'. */
export function longDate(date: CivilDate): Bilingual {
  const [weekday, month] = [weekdayOf(date) - 1, monthOf(date) - 1];
  return {
    de: `${WEEKDAYS.de[weekday]}, ${dayOf(date)}. ${MONTHS.de[month]} ${yearOf(date)}`,
    en: `${WEEKDAYS.en[weekday]} ${dayOf(date)} ${MONTHS.en[month]} ${yearOf(date)}`,
  };
}

/** '5. April 2026' and '5 April 2026'. */
export function shortDate(date: CivilDate): Bilingual {
  const month = monthOf(date) - 1;
  return {
    de: `${dayOf(date)}. ${MONTHS.de[month]} ${yearOf(date)}`,
    en: `${dayOf(date)} ${MONTHS.en[month]} ${yearOf(date)}`,
  };
}

export function days(count: number): Bilingual {
  return { de: count === 1 ? '1 Tag' : `${count} Tage`, en: count === 1 ? '1 day' : `${count} days` };
}
