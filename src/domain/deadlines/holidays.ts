// Reg. 1182/71 Art. 2(1): the public holidays of the place where the act is to be done, that is the organisation's seat.

import { addDays, civilDateOf, compareDates, weekdayOf, yearOf, type CivilDate } from '../civil-date.js';
import { easterSunday } from './easter.js';
import {
  EVERYWHERE,
  HOLIDAY_ACTS,
  HOLIDAYS,
  LAND_HOLIDAYS,
  UNITY_SOURCE,
  type HolidayDay,
  type HolidayId,
  type LandHoliday,
} from './holiday-data.js';
import type { Land } from './land.js';
import { holdsIn, MUNICIPAL_HOLIDAYS } from './municipal-holidays.js';

/** Where an organisation has its seat, as far as holidays care: a Land and, for local holidays, a municipality. */
export interface Place {
  readonly land: Land;
  /** Its name as in `municipal-holidays.ts`, or that list's mark ('maria-himmelfahrt', 'fronleichnam'). */
  readonly municipality?: string;
}

export interface Holiday {
  readonly id: HolidayId;
  readonly date: CivilDate;
  readonly de: string;
  readonly en: string;
  /** The provision that makes the day a public holiday there. */
  readonly source: string;
}

/** The public holidays of a year at a place, earliest first. Two may fall on one day (Ascension on 1 May 2008). */
export function holidaysIn(year: number, place: Place): Holiday[] {
  const found = [...landHolidaysIn(year, place.land), ...municipalHolidaysIn(year, place, true)];
  return found.sort((a, b) => compareDates(a.date, b.date));
}

/** The public holiday a day is at a place, or undefined. */
export function holidayOn(date: CivilDate, place: Place): Holiday | undefined {
  const year = yearOf(date);
  const on = (holiday: Holiday) => holiday.date === date;
  return landHolidaysIn(year, place.land).find(on) ?? municipalHolidaysIn(year, place, true).find(on);
}

/**
 * A holiday kept on that day in some municipalities of the Land, where the place given does not say whether in this
 * one. It is not counted (an earlier end is the safe side), but somebody has to look.
 */
export function undecidedHolidayOn(date: CivilDate, place: Place): Holiday | undefined {
  return municipalHolidaysIn(yearOf(date), place, undefined).find((holiday) => holiday.date === date);
}

// Asked for every day that is rolled over. Sixteen Länder and some hundred years: it cannot grow beyond that.
const known = new Map<string, readonly Holiday[]>();

function landHolidaysIn(year: number, land: Land): readonly Holiday[] {
  const key = `${land} ${year}`;
  const found = known.get(key) ?? makeLandHolidays(year, land);
  known.set(key, found);
  return found;
}

function makeLandHolidays(year: number, land: Land): Holiday[] {
  const everywhere = EVERYWHERE.map((id) =>
    holiday(id, year, id === 'german-unity' ? UNITY_SOURCE : HOLIDAY_ACTS[land]),
  );
  const own = LAND_HOLIDAYS[land]
    .filter((rule) => holdsInYear(rule, year))
    .map((rule) => holiday(rule.holiday, year, rule.source ?? HOLIDAY_ACTS[land]));
  return [...everywhere, ...own];
}

function municipalHolidaysIn(year: number, place: Place, holds: boolean | undefined): Holiday[] {
  return MUNICIPAL_HOLIDAYS.filter(
    (rule) => rule.land === place.land && holdsIn(rule, place.municipality) === holds,
  ).map((rule) => holiday(rule.holiday, year, rule.source));
}

function holdsInYear(rule: LandHoliday, year: number): boolean {
  return (rule.from === undefined || year >= rule.from) && (rule.until === undefined || year <= rule.until);
}

function holiday(id: HolidayId, year: number, source: string): Holiday {
  const { de, en, day } = HOLIDAYS[id];
  return { id, date: dateOf(day, year), de, en, source };
}

function dateOf(day: HolidayDay, year: number): CivilDate {
  if (day === 'wednesday-before-23-november') {
    const eve = civilDateOf(year, 11, 22);
    return addDays(eve, -((weekdayOf(eve) + 4) % 7));
  }
  return 'easter' in day ? addDays(easterSunday(year), day.easter) : civilDateOf(year, day.month, day.day);
}
