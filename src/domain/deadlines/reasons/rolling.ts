// Reg. 1182/71 Art. 3(4), (5) in words: from the last day as counted to the last day in law, naming each day passed over.

import { addDays, type CivilDate } from '../../civil-date.js';
import { dayOff, workingDayFrom } from '../calendar.js';
import type { Place } from '../holidays.js';
import type { PeriodEnd } from '../period.js';
import type { SourceId } from './sources.js';
import { dayOffStep, endStep, nextWorkingDayStep, twoWorkingDaysStep, type Step } from './steps.js';

export function rollingSteps(end: PeriodEnd, place: Place, source?: SourceId): Step[] {
  const rolled = workingDayFrom(end.countedTo, place);
  const passed = daysOff(end.countedTo, rolled, place);
  const last = passed.length > 0 ? nextWorkingDayStep(rolled, source) : endStep(rolled);
  if (end.twoWorkingDays) {
    return [...passed, twoWorkingDaysStep(end.endsOn)];
  }
  return [...passed, last];
}

function daysOff(from: CivilDate, before: CivilDate, place: Place): Step[] {
  const steps: Step[] = [];
  for (let day = from; day < before; day = addDays(day, 1)) {
    const off = dayOff(day, place);
    if (off) {
      steps.push(dayOffStep(day, off, place.land));
    }
  }
  return steps;
}
