// Reg. 1182/71 Art. 2(2): "working days means all days other than public holidays, Sundays and Saturdays."
// § 193 BGB takes the same days for Germany.

import { addDays, weekdayOf, type CivilDate } from '../civil-date.js';
import { holidayOn, type Holiday, type Place } from './holidays.js';

/** Why a day is not a working day. A holiday is named even where it falls on a Saturday or Sunday. */
export type DayOff =
  { readonly kind: 'holiday'; readonly holiday: Holiday } | { readonly kind: 'saturday' } | { readonly kind: 'sunday' };

/** What takes a day out of the working days at a place; undefined for a working day. */
export function dayOff(date: CivilDate, place: Place): DayOff | undefined {
  const holiday = holidayOn(date, place);
  if (holiday) {
    return { kind: 'holiday', holiday };
  }
  const weekday = weekdayOf(date);
  if (weekday === 6) {
    return { kind: 'saturday' };
  }
  return weekday === 7 ? { kind: 'sunday' } : undefined;
}

export function isWorkingDay(date: CivilDate, place: Place): boolean {
  return dayOff(date, place) === undefined;
}

/** The day itself if it is a working day, else the next one. */
export function workingDayFrom(date: CivilDate, place: Place): CivilDate {
  return isWorkingDay(date, place) ? date : workingDayAfter(date, place);
}

export function workingDayAfter(date: CivilDate, place: Place): CivilDate {
  const next = addDays(date, 1);
  return isWorkingDay(next, place) ? next : workingDayAfter(next, place);
}

/** The day itself if it is a working day, else the last one before it. */
export function workingDayUpTo(date: CivilDate, place: Place): CivilDate {
  return isWorkingDay(date, place) ? date : workingDayUpTo(addDays(date, -1), place);
}

/** Are there `count` working days in a stretch of days? The day `after` is not part of it, the day `upTo` is. */
export function hasWorkingDays(count: number, after: CivilDate, upTo: CivilDate, place: Place): boolean {
  let found = 0;
  for (let day = addDays(after, 1); found < count && day <= upTo; day = addDays(day, 1)) {
    if (isWorkingDay(day, place)) {
      found += 1;
    }
  }
  return found >= count;
}
