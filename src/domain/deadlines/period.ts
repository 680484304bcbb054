// Reg. (EEC, Euratom) No 1182/71 Art. 3: how a period is counted. §§ 187(1), 188, 193 BGB agree.
//   (1)    the day of the event does not count
//   (2)(b) a period in days ends with the last hour of its last day
//   (2)(c) weeks: the same weekday; months: the same date, or the month's last day where it has no such date
//   (3)    holidays, Sundays and Saturdays inside the period count, unless it is one of working days
//   (4)    a last day that is no working day: the last hour of the following working day; not for periods counted back
//   (5)    a period of two days or more includes at least two working days

import { addDays, addMonths, type CivilDate } from '../civil-date.js';
import { hasWorkingDays, workingDayAfter, workingDayFrom } from './calendar.js';
import type { Place } from './holidays.js';

export interface Length {
  readonly unit: 'days' | 'weeks' | 'months' | 'working-days';
  readonly count: number;
}

export interface PeriodEnd {
  /** The last day as counted, whatever day it is. */
  readonly countedTo: CivilDate;
  /** The last day in law: never earlier than `countedTo`, always a working day. */
  readonly endsOn: CivilDate;
  /** Art. 3(5) moved the end further than Art. 3(4) alone would have. */
  readonly twoWorkingDays: boolean;
}

/** The end of a period that runs from an event on `from`. */
export function periodEnd(from: CivilDate, length: Length, place: Place): PeriodEnd {
  const countedTo = lastDay(from, length, place);
  return endFor(from, countedTo, place);
}

/** The last day as counted: no rolling. */
export function lastDay(from: CivilDate, length: Length, place: Place): CivilDate {
  if (!Number.isInteger(length.count) || length.count < 0) {
    throw new RangeError('a period has a whole length');
  }
  switch (length.unit) {
    case 'days':
      return addDays(from, length.count);
    case 'weeks':
      return addDays(from, length.count * 7);
    case 'months':
      return addMonths(from, length.count);
    case 'working-days': {
      let day = from;
      for (let left = length.count; left > 0; left -= 1) {
        day = workingDayAfter(day, place);
      }
      return day;
    }
  }
}

/** Art. 3(4) and (5) for a period that began after `from` and was counted to `countedTo`. */
export function endFor(from: CivilDate, countedTo: CivilDate, place: Place): PeriodEnd {
  const rolled = workingDayFrom(countedTo, place);
  let endsOn = rolled;
  if (addDays(from, 2) <= countedTo) {
    while (!hasWorkingDays(2, from, endsOn, place)) {
      endsOn = workingDayAfter(endsOn, place);
    }
  }
  return { countedTo, endsOn, twoWorkingDays: endsOn !== rolled };
}
