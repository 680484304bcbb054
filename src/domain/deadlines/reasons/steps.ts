// P7: every deadline explains itself. One function per kind of step; the rules are a closed list, so that a page, a
// letter or a test can name them.

import type { CivilDate } from '../../civil-date.js';
import type { DayOff } from '../calendar.js';
import type { EndingEvent, PauseKind } from '../facts.js';
import { LAND_NAMES, type Land } from '../land.js';
import { SOURCES, type SourceId } from './sources.js';
import { days, longDate, shortDate, type Bilingual } from './wording.js';

export type StepRule =
  | 'legal-day'
  | 'receipt'
  | 'one-month'
  | 'one-month-shorter-month'
  | 'pause'
  | 'pause-open'
  | 'notice-limit'
  | 'extension'
  | 'three-months'
  | 'three-months-shorter-month'
  | 'lost-days'
  | 'not-a-working-day'
  | 'next-working-day'
  | 'two-working-days'
  | 'end'
  | 'claim-added'
  | 'ended'
  | 'reopened'
  | 'given-period'
  | 'given-date'
  | 'fixed-day'
  | 'counted-back'
  | 'at-once';

/** One line of "why this date?": what happened or was counted, to which day it led, and by which provision. */
export interface Step {
  readonly date: CivilDate;
  readonly rule: StepRule;
  readonly source: string;
  readonly sourceDe: string;
  readonly de: string;
  readonly en: string;
}

export function step(date: CivilDate, rule: StepRule, source: SourceId | Bilingual, text: Bilingual): Step {
  const cited = typeof source === 'string' ? SOURCES[source] : source;
  return { date, rule, source: cited.en, sourceDe: cited.de, de: text.de, en: text.en };
}

export function legalDayStep(on: CivilDate, instant: string, timeZone: string): Step {
  const day = longDate(on);
  return step(on, 'legal-day', 'receipt', {
    de: `Der Zeitpunkt ${instant} fällt in der Zeitzone ${timeZone} auf ${day.de}.`,
    en: `The moment ${instant} falls on ${day.en} in the time zone ${timeZone}.`,
  });
}

export function receiptStep(on: CivilDate): Step {
  const day = longDate(on);
  return step(on, 'receipt', 'receipt', {
    de: `Eingang beim Verantwortlichen: ${day.de}. Dieser Tag zählt nicht mit; die Frist läuft ab dem Folgetag, 0 Uhr.`,
    en: `Received by the controller on ${day.en}. That day does not count; the period runs from 0:00 of the next day.`,
  });
}

/** One or three months from receipt; `shorter` where that month has no such day. */
export function monthsStep(receivedOn: CivilDate, end: CivilDate, months: 1 | 3, shorter: boolean): Step {
  const [day, from] = [longDate(end), shortDate(receivedOn)];
  const count = months === 1 ? { de: 'Ein Monat', en: 'One month' } : { de: 'Drei Monate', en: 'Three months' };
  const rule = months === 1 ? 'one-month' : 'three-months';
  if (shorter) {
    return step(end, `${rule}-shorter-month`, 'clampedMonth', {
      de: `${count.de} nach dem ${from.de}: Diesen Tag gibt es im Endmonat nicht, es gilt dessen letzter Tag: ${day.de}.`,
      en: `${count.en} from ${from.en}: the last month has no such day, so its last day counts: ${day.en}.`,
    });
  }
  return step(end, rule, 'month', {
    de: `${count.de} nach dem ${from.de}: der Tag mit derselben Zahl, ${day.de}.`,
    en: `${count.en} from ${from.en}: the day with the same number, ${day.en}.`,
  });
}

const QUESTION = {
  identity: { de: 'Identitätsnachweis', en: 'proof of identity' },
  clarification: { de: 'Präzisierung', en: 'clarification' },
} as const satisfies Record<PauseKind, Bilingual>;

export function pauseStep(kind: PauseKind, from: CivilDate, until: CivilDate, length: number): Step {
  const [asked, answered, lost] = [shortDate(from), shortDate(until), days(length)];
  return step(until, 'pause', kind, {
    de: `${QUESTION[kind].de} angefordert am ${asked.de}, erhalten am ${answered.de}: Die Frist stand ${lost.de} still.`,
    en: `Asked for ${QUESTION[kind].en} on ${asked.en}, received on ${answered.en}: the clock stood still for ${lost.en}.`,
  });
}

export function openPauseStep(kind: PauseKind, from: CivilDate): Step {
  const asked = shortDate(from);
  return step(from, 'pause-open', kind, {
    de: `${QUESTION[kind].de} angefordert am ${asked.de}, noch nicht erhalten: Die Frist steht still. Jeder weitere Tag verschiebt ihr Ende um einen Tag.`,
    en: `Asked for ${QUESTION[kind].en} on ${asked.en}, not received yet: the clock stands still. Each further day moves the end by one day.`,
  });
}

export function noticeLimitStep(limit: CivilDate): Step {
  const day = longDate(limit);
  return step(limit, 'notice-limit', 'notice', {
    de: `Eine Verlängerung muss der betroffenen Person mit Gründen innerhalb des ersten Monats mitgeteilt sein, also bis ${day.de}.`,
    en: `The person has to be told of an extension, with the reasons, within the first month, that is by ${day.en}.`,
  });
}

export function extensionStep(decidedOn: CivilDate, sentOn: CivilDate): Step {
  const [decided, sent] = [shortDate(decidedOn), shortDate(sentOn)];
  return step(sentOn, 'extension', 'extension', {
    de: `Verlängerung um zwei weitere Monate am ${decided.de} mit Gründen entschieden und am ${sent.de} mitgeteilt, also rechtzeitig.`,
    en: `Extension by two further months decided with reasons on ${decided.en} and sent on ${sent.en}, which is in time.`,
  });
}

export function lostDaysStep(end: CivilDate, length: number): Step {
  const [day, lost] = [longDate(end), days(length)];
  return step(end, 'lost-days', 'lostDays', {
    de: `Stillstand insgesamt ${lost.de} (sich überschneidende Zeiten nur einmal gezählt), hinten angefügt: ${day.de}.`,
    en: `The clock stood still for ${lost.en} in all (overlapping times counted once), added at the end: ${day.en}.`,
  });
}

export function dayOffStep(date: CivilDate, off: DayOff, land: Land): Step {
  const [day, where] = [longDate(date), LAND_NAMES[land]];
  if (off.kind !== 'holiday') {
    return step(date, 'not-a-working-day', 'rolling', {
      de: `${day.de}, ist kein Arbeitstag.`,
      en: `${day.en} is not a working day.`,
    });
  }
  const act = off.holiday.source;
  return step(
    date,
    'not-a-working-day',
    { en: `Reg. 1182/71 Art. 2(1); ${act}`, de: `Art. 2 Abs. 1 VO 1182/71; ${act}` },
    {
      de: `${day.de}, ist in ${where.de} gesetzlicher Feiertag (${off.holiday.de}).`,
      en: `${day.en} is a public holiday in ${where.en} (${off.holiday.en}).`,
    },
  );
}

export function nextWorkingDayStep(date: CivilDate, source: SourceId = 'rolling'): Step {
  const day = longDate(date);
  return step(date, 'next-working-day', source, {
    de: `Die Frist endet deshalb mit Ablauf des nächsten Arbeitstags: ${day.de}, 24 Uhr.`,
    en: `The period therefore ends with the last hour of the next working day: ${day.en}, 24:00.`,
  });
}

export function twoWorkingDaysStep(date: CivilDate): Step {
  const day = longDate(date);
  return step(date, 'two-working-days', 'twoWorkingDays', {
    de: `Eine Frist von zwei oder mehr Tagen umfasst mindestens zwei Arbeitstage: ${day.de}, 24 Uhr.`,
    en: `A period of two days or more includes at least two working days: ${day.en}, 24:00.`,
  });
}

export function endStep(date: CivilDate, source: SourceId = 'end'): Step {
  const day = longDate(date);
  return step(date, 'end', source, {
    de: `${day.de}, ist ein Arbeitstag: Die Frist endet mit dessen Ablauf, 24 Uhr.`,
    en: `${day.en} is a working day: the period ends with its last hour, 24:00.`,
  });
}

export function claimAddedStep(on: CivilDate): Step {
  const day = shortDate(on);
  return step(on, 'claim-added', 'receipt', {
    de: `Am ${day.de} kam ein weiteres Begehren hinzu. Es hat eine eigene Frist ab diesem Tag; diese hier bleibt unberührt.`,
    en: `A further claim was added on ${day.en}. It has a deadline of its own from that day; this one is unaffected.`,
  });
}

const ENDINGS = {
  answered: { de: 'Beantwortet', en: 'Answered' },
  refused: { de: 'Mit Gründen abgelehnt', en: 'Refused with reasons' },
  withdrawn: { de: 'Von der betroffenen Person zurückgenommen', en: 'Withdrawn by the person' },
} as const satisfies Record<EndingEvent, Bilingual>;

export function endedStep(by: EndingEvent, on: CivilDate): Step {
  const day = shortDate(on);
  return step(on, 'ended', by === 'refused' ? 'refusal' : 'answer', {
    de: `${ENDINGS[by].de} am ${day.de}: Die Frist läuft nicht weiter.`,
    en: `${ENDINGS[by].en} on ${day.en}: the deadline no longer runs.`,
  });
}

export function reopenedStep(on: CivilDate): Step {
  const day = shortDate(on);
  return step(on, 'reopened', 'answer', {
    de: `Am ${day.de} wieder aufgenommen: Es gilt die ursprüngliche Frist, sie beginnt nicht neu.`,
    en: `Reopened on ${day.en}: the original deadline holds, it does not begin again.`,
  });
}
