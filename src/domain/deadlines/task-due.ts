// Art. 12(3) and Art. 24 GDPR: the answer is due in time, so a department's part of it is due before. Which day that is,
// is the organisation's choice; it should not lie behind the request's safe day.

import { addDays, type CivilDate } from '../civil-date.js';
import { isWorkingDay, workingDayAfter, workingDayUpTo } from './calendar.js';
import type { Place } from './holidays.js';

const USUAL_WORKING_DAYS = 3;
/** The link goes on working after the day: a late answer is better than none. */
const LINK_OUTLIVES_DAYS = 30;
/** More days than this off, and the oldest are not looked at one by one. */
const LOOK_BACK_DAYS = 120;

/** Three working days, but not after the safe day while that is still to come. */
export function usualTaskDay(today: CivilDate, safeOn: CivilDate, place: Place): CivilDate {
  let day = today;
  for (let count = 0; count < USUAL_WORKING_DAYS; count += 1) {
    day = workingDayAfter(day, place);
  }
  return safeOn >= today && safeOn < day ? safeOn : day;
}

/** The last day on which the link of a task leads anywhere. */
export function linkEndsOn(until: CivilDate): CivilDate {
  return addDays(until, LINK_OUTLIVES_DAYS);
}

/**
 * Is there a day after `since`, up to and including `today`, on which the department is reminded: the working day before
 * its day, or any working day after it? What passed while the program was off is made good for once.
 */
export function isTaskReminderDue(until: CivilDate, since: CivilDate, today: CivilDate, place: Place): boolean {
  const dayBefore = workingDayUpTo(addDays(until, -1), place);
  const earliest = addDays(today, -LOOK_BACK_DAYS);
  for (let day = addDays(since < earliest ? earliest : since, 1); day <= today; day = addDays(day, 1)) {
    if (day === dayBefore || (day > until && isWorkingDay(day, place))) {
      return true;
    }
  }
  return false;
}
