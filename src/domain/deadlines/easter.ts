// Easter Sunday, on which the movable holidays of every Land's holiday act depend. Gregorian computus, valid for any year.

import { civilDateOf, type CivilDate } from '../civil-date.js';

/** Easter Sunday of a year: the Sunday after the ecclesiastical full moon on or after 21 March. */
export function easterSunday(year: number): CivilDate {
  const goldenNumber = year % 19;
  const century = Math.floor(year / 100);
  const skippedLeapDays = century - Math.floor(century / 4);
  const lunarCorrection = Math.floor((8 * century + 13) / 25);
  const epact = (skippedLeapDays - lunarCorrection + 19 * goldenNumber + 15) % 30;
  // The two exceptions that keep the paschal moon in its 29-day month and distinct within one cycle of 19 years.
  const tooLate = epact === 29 || (epact === 28 && goldenNumber > 10) ? 1 : 0;
  const fullMoon = epact - tooLate;
  const weekdayOfFullMoon = (year + Math.floor(year / 4) + fullMoon + 2 - skippedLeapDays) % 7;
  const day = 28 + fullMoon - weekdayOfFullMoon;
  return day > 31 ? civilDateOf(year, 4, day - 31) : civilDateOf(year, 3, day);
}
