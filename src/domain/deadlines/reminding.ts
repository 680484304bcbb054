// Art. 12(3) GDPR asks for an answer in time; when to remind of it is the organisation's choice (DEFAULT_REMINDER_DAYS).
// A reminder belongs to a day; a day that passed unnoticed (the program was off) is made good for once, not per day.

import { addDays, type CivilDate } from '../civil-date.js';
import type { Deadline } from './deadline.js';
import type { Place } from './holidays.js';
import { isReminderDay, isReminderDayBefore } from './standing.js';

/** More days than this off, and the oldest are not looked at one by one: every open deadline has had one since. */
const LOOK_BACK_DAYS = 120;

/**
 * Is there a day after `since`, up to and including `today`, on which this deadline is reminded of? `since` is the last
 * day that was looked at, or the day on which the request became known, whichever is later.
 */
export function isReminderDue(
  deadline: Deadline,
  since: CivilDate,
  today: CivilDate,
  place: Place,
  daysBefore: readonly number[],
): boolean {
  return isOnDayAfter(since, today, (day) => isReminderDay(deadline, day, place, daysBefore));
}

/** The same for an authority's time limit (§ 31 VwVfG), which no question to the person stops. */
export function isLetterReminderDue(
  dueOn: CivilDate,
  since: CivilDate,
  today: CivilDate,
  place: Place,
  daysBefore: readonly number[],
): boolean {
  return isOnDayAfter(since, today, (day) => isReminderDayBefore(dueOn, day, place, daysBefore));
}

function isOnDayAfter(since: CivilDate, today: CivilDate, isDay: (day: CivilDate) => boolean): boolean {
  const earliest = addDays(today, -LOOK_BACK_DAYS);
  for (let day = addDays(since < earliest ? earliest : since, 1); day <= today; day = addDays(day, 1)) {
    if (isDay(day)) {
      return true;
    }
  }
  return false;
}
