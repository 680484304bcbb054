// Art. 12(3) GDPR: where a deadline stands on a given day. A draft, a clarification or a refusal sent in time does not make
// a request overdue; only an unanswered one whose period has run out is.

import { daysBetween, type CivilDate } from '../civil-date.js';
import { isWorkingDay } from './calendar.js';
import type { Deadline } from './deadline.js';
import type { Place } from './holidays.js';

/** `met` and `missed`: answered or refused, in time or after. */
export type Standing = 'running' | 'paused' | 'overdue' | 'met' | 'missed' | 'withdrawn';

/** Where the deadline stands at the end of no day but during `today`: its last day is still in time. */
export function standingOn(deadline: Deadline, today: CivilDate): Standing {
  if (deadline.ended) {
    if (deadline.ended.by === 'withdrawn') {
      return 'withdrawn';
    }
    return deadline.ended.late ? 'missed' : 'met';
  }
  if (deadline.state === 'paused') {
    return 'paused';
  }
  return today > deadline.dueOn ? 'overdue' : 'running';
}

/** Days until the statutory end; 0 on the last day, negative after; undefined when no clock runs. */
export function daysLeft(deadline: Deadline, today: CivilDate): number | undefined {
  const standing = standingOn(deadline, today);
  return standing === 'running' || standing === 'overdue' ? daysBetween(today, deadline.dueOn) : undefined;
}

/** Days before the end on which the DPO is reminded, unless the organisation says otherwise. */
export const DEFAULT_REMINDER_DAYS: readonly number[] = [14, 7, 3, 1];

/** Is this a day to remind of an open deadline: so many days before it, or any working day after it? */
export function isReminderDay(
  deadline: Deadline,
  today: CivilDate,
  place: Place,
  daysBefore: readonly number[] = DEFAULT_REMINDER_DAYS,
): boolean {
  return daysLeft(deadline, today) !== undefined && isReminderDayBefore(deadline.dueOn, today, place, daysBefore);
}

/** As `isReminderDay`, for a day that something is due on and that nothing stops: an authority's time limit. */
export function isReminderDayBefore(
  dueOn: CivilDate,
  today: CivilDate,
  place: Place,
  daysBefore: readonly number[] = DEFAULT_REMINDER_DAYS,
): boolean {
  const left = daysBetween(today, dueOn);
  return left < 0 ? isWorkingDay(today, place) : daysBefore.includes(left);
}
