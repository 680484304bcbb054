// What runs beside the month of Art. 12(3) GDPR: the organisation's own target ("without undue delay" comes before the
// month), the day by which joint controllers have agreed to pass a request on (Art. 26(1)), and the 72 hours in which a
// personal data breach is notified to the authority (Art. 33(1)).

import { addDays, civilDateIn, type CivilDate } from '../civil-date.js';
import { endFor } from './period.js';
import type { Place } from './holidays.js';
import { step, type Step } from './reasons/steps.js';
import { longDate } from './reasons/wording.js';

/** No period of the law: an organisation may set its own. */
export const DEFAULT_OWN_TARGET_DAYS = 10;
/**
 * What Meta's addendum on page insights is said to ask of operators of pages (C-210/16 made them joint controllers);
 * from memory, its text was not looked at: read your own arrangement and set its number.
 */
export const DEFAULT_JOINT_DAYS = 7;

/** Calendar days from the receipt; never behind the strict end of the statutory period. */
export function ownTargetOn(receivedOn: CivilDate, days: number, strictOn: CivilDate): CivilDate {
  const target = addDays(receivedOn, days);
  return target < strictOn ? target : strictOn;
}

/** The last day for passing a request on, as the arrangement counts: calendar days, no rolling. */
export function passOnDue(
  receivedOn: CivilDate,
  days: number,
): { readonly dueOn: CivilDate; readonly steps: readonly Step[] } {
  const dueOn = addDays(receivedOn, days);
  const day = longDate(dueOn);
  return {
    dueOn,
    steps: [
      step(dueOn, 'given-period', 'jointControllers', {
        de: `Gemeinsam Verantwortliche: Nach der Vereinbarung ist binnen ${days} Tagen nach dem Eingang weiterzugeben, also bis ${day.de}. Die Person kann ihre Rechte trotzdem auch hier geltend machen.`,
        en: `Joint controllers: the arrangement asks to pass it on within ${days} days of receipt, so by ${day.en}. The person may exercise their rights here all the same.`,
      }),
    ],
  };
}

export const BREACH_OUTCOMES = ['notified', 'no-risk', 'no-breach'] as const;
export type BreachOutcome = (typeof BREACH_OUTCOMES)[number];

const HOURS = 72;
const HOUR_MS = 3_600_000;

export interface BreachDue {
  /** To the minute, 72 hours after somebody of the house knew: whoever notifies by then is in time on any view. */
  readonly strictAt: Date;
  /**
   * The last day on the view that Reg. 1182/71 holds: hours end with the last hour and do not roll (Art. 3(4)), but a
   * period of two days or more has at least two working days (Art. 3(5)).
   */
  readonly latestOn: CivilDate;
  readonly steps: readonly Step[];
}

/** @param since when it became known; the view that the DPO's own knowledge counts is later, and not followed */
export function breachDue(since: Date, timeZone: string, place: Place): BreachDue {
  const strictAt = new Date(since.getTime() + HOURS * HOUR_MS);
  const [from, strictOn] = [civilDateIn(since, timeZone), civilDateIn(strictAt, timeZone)];
  const { endsOn, twoWorkingDays } = endFor(from, strictOn, place);
  const latestOn = twoWorkingDays ? endsOn : strictOn;
  const [known, end, latest] = [longDate(from), longDate(strictOn), longDate(latestOn)];
  return {
    ...{ strictAt, latestOn },
    steps: [
      step(strictOn, 'given-period', 'breach', {
        de: `Bekannt geworden ${known.de}: Die Meldung an die Aufsichtsbehörde ist binnen 72 Stunden fällig, am ${end.de} zur selben Uhrzeit, auch an einem Wochenende oder Feiertag.`,
        en: `Known since ${known.en}: the authority is to be notified within 72 hours, on ${end.en} at the same time of day, be that a weekend or a holiday.`,
      }),
      ...(latestOn > strictOn
        ? [
            step(latestOn, 'two-working-days', 'twoWorkingDays', {
              de: `Nach anderer Ansicht enthält die Frist mindestens zwei Arbeitstage und endet erst ${latest.de}. Darauf sollte sich niemand verlassen.`,
              en: `On another view the period includes at least two working days and ends only on ${latest.en}. Nobody should rely on that.`,
            }),
          ]
        : []),
    ],
  };
}
