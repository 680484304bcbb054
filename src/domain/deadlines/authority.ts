// § 31 VwVfG (and the same section of the Länder's acts): (2) a period an authority sets begins on the day after it is
// made known; (3) an end on a Sunday, public holiday or Saturday moves to the next working day, unless the authority
// named that very day with reference to this rule. Reg. 1182/71 does not govern periods set by a German authority.
// Art. 78(2) GDPR: the authority itself owes the person word within three months of the complaint.

import type { CivilDate } from '../civil-date.js';
import { workingDayFrom } from './calendar.js';
import type { Due } from './due.js';
import type { Place } from './holidays.js';
import { lastDay, periodEnd, type Length } from './period.js';
import { rollingSteps } from './reasons/rolling.js';
import { step, type Step } from './reasons/steps.js';
import { longDate, shortDate } from './reasons/wording.js';

/** What the letter says: a day (`fixed`: expressly, whatever day it is) or a length of time from its arrival. */
export type AuthorityTerm = { readonly until: CivilDate; readonly fixed?: boolean } | { readonly length: Length };

/** When the answer to an authority's letter is due. */
export function authorityLetterDue(letter: {
  readonly receivedOn: CivilDate;
  readonly term: AuthorityTerm;
  readonly place: Place;
}): Due {
  const { receivedOn, term, place } = letter;
  if ('until' in term && term.fixed) {
    return { safeOn: term.until, dueOn: term.until, steps: [fixedDayStep(term.until)] };
  }
  const countedTo = 'until' in term ? term.until : lastDay(receivedOn, term.length, place);
  const dueOn = workingDayFrom(countedTo, place);
  const first = 'until' in term ? givenDateStep(countedTo) : givenPeriodStep(receivedOn, countedTo);
  const rolled = rollingSteps({ countedTo, endsOn: dueOn, twoWorkingDays: false }, place, 'authorityRolling');
  return { safeOn: countedTo, dueOn, steps: [first, ...rolled] };
}

/** When the authority must have told the person how the complaint stands. */
export function authorityProgressDue(complaint: { readonly lodgedOn: CivilDate; readonly place: Place }): Due {
  const end = periodEnd(complaint.lodgedOn, { unit: 'months', count: 3 }, complaint.place);
  const [lodged, day] = [shortDate(complaint.lodgedOn), longDate(end.countedTo)];
  const counted = step(end.countedTo, 'three-months', 'authorityProgress', {
    de: `Drei Monate nach der Beschwerde vom ${lodged.de}: ${day.de}.`,
    en: `Three months from the complaint of ${lodged.en}: ${day.en}.`,
  });
  return { safeOn: end.countedTo, dueOn: end.endsOn, steps: [counted, ...rollingSteps(end, complaint.place)] };
}

function fixedDayStep(on: CivilDate): Step {
  const day = longDate(on);
  return step(on, 'fixed-day', 'authorityFixedDay', {
    de: `Die Behörde hat ausdrücklich diesen Tag bestimmt: ${day.de}. Er verschiebt sich nicht.`,
    en: `The authority has expressly named this day: ${day.en}. It does not move.`,
  });
}

function givenDateStep(on: CivilDate): Step {
  const day = longDate(on);
  return step(on, 'given-date', 'authorityLetter', {
    de: `Von der Behörde gesetzt: ${day.de}.`,
    en: `Set by the authority: ${day.en}.`,
  });
}

function givenPeriodStep(receivedOn: CivilDate, end: CivilDate): Step {
  const [from, day] = [shortDate(receivedOn), longDate(end)];
  return step(end, 'given-period', 'authorityLetter', {
    de: `Von der Behörde gesetzte Frist; der Tag der Bekanntgabe (${from.de}) zählt nicht mit: ${day.de}.`,
    en: `Period set by the authority; the day it was made known (${from.en}) does not count: ${day.en}.`,
  });
}
