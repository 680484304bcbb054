// Art. 5(1)(e), 17(1)(a) GDPR: data are kept no longer than their purpose needs. The organisation sets the days; they are
// counted from the closing (Reg. 1182/71 Art. 3(1)). Nothing rolls: a machine erases on a Sunday as well, and waiting for
// a working day would keep the data longer than was promised.

import { addDays, type CivilDate } from '../civil-date.js';
import type { Due } from './due.js';
import { step } from './reasons/steps.js';
import { days, longDate, shortDate } from './reasons/wording.js';

export function erasureDue(closed: { readonly closedOn: CivilDate; readonly retentionDays: number }): Due {
  const { closedOn, retentionDays } = closed;
  if (!Number.isInteger(retentionDays) || retentionDays < 0) {
    throw new RangeError('retention is a whole number of days');
  }
  const dueOn = addDays(closedOn, retentionDays);
  const [from, length, day] = [shortDate(closedOn), days(retentionDays), longDate(dueOn)];
  const kept = step(dueOn, 'retention', 'storageLimitation', {
    de: `Abgeschlossen am ${from.de}, Aufbewahrung ${length.de}: zu löschen am ${day.de}.`,
    en: `Closed on ${from.en}, kept for ${length.en}: to be erased on ${day.en}.`,
  });
  return { safeOn: dueOn, dueOn, steps: [kept] };
}
