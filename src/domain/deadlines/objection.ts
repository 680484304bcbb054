// Art. 21(3) GDPR: "Where the data subject objects to processing for direct marketing purposes, the personal data shall no
// longer be processed for such purposes." No period and no weighing: it stops on the day the objection arrives, be that
// a Sunday. The month of Art. 12(3) is only for telling the person (`deadline.ts`).

import type { CivilDate } from '../civil-date.js';
import type { Due } from './due.js';
import { step } from './reasons/steps.js';
import { longDate } from './reasons/wording.js';

export function directMarketingStopDue(receivedOn: CivilDate): Due {
  const day = longDate(receivedOn);
  const atOnce = step(receivedOn, 'at-once', 'objection', {
    de: `Widerspruch gegen Direktwerbung, eingegangen ${day.de}: Die Verarbeitung dafür endet sofort, ohne Frist und ohne Abwägung.`,
    en: `Objection to direct marketing, received ${day.en}: processing for it stops at once, without a period and without weighing.`,
  });
  return { safeOn: receivedOn, dueOn: receivedOn, steps: [atOnce] };
}
