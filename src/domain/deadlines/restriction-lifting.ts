// Art. 18(3) GDPR: a person who obtained restriction "shall be informed by the controller before the restriction of
// processing is lifted". The law names no length; the day before is the last. Counted back from the lifting, so it does
// not roll (Reg. 1182/71 Art. 3(4) s. 2): rolling would tell the person too late.

import { addDays, type CivilDate } from '../civil-date.js';
import { workingDayUpTo } from './calendar.js';
import type { Due } from './due.js';
import type { Place } from './holidays.js';
import { step } from './reasons/steps.js';
import { longDate, shortDate } from './reasons/wording.js';

/** The last day for the notice (`dueOn`, any day of the week) and the last working day up to it (`safeOn`). */
export function liftingNoticeDue(lifting: { readonly liftOn: CivilDate; readonly place: Place }): Due {
  const dueOn = addDays(lifting.liftOn, -1);
  const safeOn = workingDayUpTo(dueOn, lifting.place);
  const [lift, last, safe] = [shortDate(lifting.liftOn), longDate(dueOn), longDate(safeOn)];
  const notice = step(dueOn, 'counted-back', 'lifting', {
    de: `Die Einschränkung soll am ${lift.de} aufgehoben werden; die Person ist vorher zu unterrichten, spätestens ${last.de}.`,
    en: `The restriction is to be lifted on ${lift.en}; the person is to be informed before, at the latest on ${last.en}.`,
  });
  const earlier = step(safeOn, 'counted-back', 'countedBack', {
    de: `Rückwärts gerechnete Fristen verschieben sich nicht auf den nächsten Arbeitstag. Der letzte Arbeitstag bis dahin ist ${safe.de}.`,
    en: `A period counted back does not move to the next working day. The last working day up to it is ${safe.en}.`,
  });
  return { safeOn, dueOn, steps: safeOn === dueOn ? [notice] : [notice, earlier] };
}
