// What the engine saw and did not follow, or what somebody has to look at. A closed list of codes with their texts.

import type { CivilDate } from '../../civil-date.js';
import type { Holiday } from '../holidays.js';
import { shortDate, type Bilingual } from './wording.js';

export type WarningCode =
  | 'extension-late'
  | 'extension-without-reason'
  | 'extension-not-sent'
  | 'extension-sent-before-decision'
  | 'extension-repeated'
  | 'pause-asked-late'
  | 'pause-after-end'
  | 'pause-open'
  | 'answer-without-question'
  | 'event-before-receipt'
  | 'event-after-end'
  | 'reopened-not-ended'
  | 'answered-late'
  | 'refused-after-first-month'
  | 'municipal-holiday';

export interface Warning {
  readonly code: WarningCode;
  /** The day it is about. */
  readonly date: CivilDate;
  readonly de: string;
  readonly en: string;
}

/** The warnings that say no more than their code and the day of the event. */
export type PlainWarningCode = Exclude<
  WarningCode,
  'extension-late' | 'pause-asked-late' | 'answered-late' | 'refused-after-first-month' | 'municipal-holiday'
>;

const PLAIN: Readonly<Record<PlainWarningCode, (day: Bilingual) => Bilingual>> = {
  'extension-without-reason': (day) => ({
    de: `Die Verlängerung vom ${day.de} nennt keine Gründe. Sie wirkt nicht; die Frist bleibt unverändert (Art. 12 Abs. 3 S. 3 DSGVO).`,
    en: `The extension of ${day.en} gives no reasons. It has no effect; the deadline is unchanged (Art. 12(3) s. 3 GDPR).`,
  }),
  'extension-not-sent': (day) => ({
    de: `Die Verlängerung vom ${day.de} ist der betroffenen Person nicht mitgeteilt. Bis dahin wirkt sie nicht (Art. 12 Abs. 3 S. 3 DSGVO).`,
    en: `The person has not been told of the extension of ${day.en}. Until then it has no effect (Art. 12(3) s. 3 GDPR).`,
  }),
  'extension-sent-before-decision': (day) => ({
    de: `Die Verlängerung wurde am ${day.de} mitgeteilt, bevor sie entschieden war. Sie wirkt nicht; bitte die Daten prüfen.`,
    en: `The extension was sent on ${day.en}, before it was decided. It has no effect; please check the dates.`,
  }),
  'extension-repeated': (day) => ({
    de: `Die Frist ist bereits verlängert. Eine zweite Verlängerung (${day.de}) sieht das Gesetz nicht vor (Art. 12 Abs. 3 S. 2 DSGVO).`,
    en: `The deadline has been extended already. The law knows no second extension (${day.en}) (Art. 12(3) s. 2 GDPR).`,
  }),
  'pause-after-end': (day) => ({
    de: `Die Rückfrage vom ${day.de} kam nach dem Ende der Frist und hält sie nicht mehr an.`,
    en: `The question of ${day.en} came after the end of the period and stops it no more.`,
  }),
  'pause-open': (day) => ({
    de: `Die Frist steht seit dem ${day.de} still. Das angegebene Ende gilt, wenn die Antwort sofort käme; mit jedem Tag rückt es um einen Tag weiter.`,
    en: `The clock has stood still since ${day.en}. The end shown holds if the answer came at once; it moves by one day with every day.`,
  }),
  'answer-without-question': (day) => ({
    de: `Die Antwort vom ${day.de} gehört zu keiner früheren Rückfrage. Sie ändert die Frist nicht.`,
    en: `The answer of ${day.en} belongs to no earlier question. It does not change the deadline.`,
  }),
  'event-before-receipt': (day) => ({
    de: `Das Ereignis vom ${day.de} liegt vor dem Eingang. Es ändert die Frist nicht; bitte die Daten prüfen.`,
    en: `The event of ${day.en} is earlier than the receipt. It does not change the deadline; please check the dates.`,
  }),
  'event-after-end': (day) => ({
    de: `Das Ereignis vom ${day.de} liegt nach dem Abschluss des Vorgangs. Es ändert die Frist nicht.`,
    en: `The event of ${day.en} is later than the end of the matter. It does not change the deadline.`,
  }),
  'reopened-not-ended': (day) => ({
    de: `Die Wiederaufnahme vom ${day.de} betrifft einen Vorgang, der nicht abgeschlossen war.`,
    en: `The reopening of ${day.en} concerns a matter that had not ended.`,
  }),
};

export function warning(code: PlainWarningCode, date: CivilDate): Warning {
  return { code, date, ...PLAIN[code](shortDate(date)) };
}

export function extensionLate(sentOn: CivilDate, limit: CivilDate): Warning {
  const [sent, last] = [shortDate(sentOn), shortDate(limit)];
  return {
    code: 'extension-late',
    date: sentOn,
    de: `Die Verlängerung wurde am ${sent.de} mitgeteilt, möglich war sie bis ${last.de}. Sie wirkt nicht; die Frist bleibt unverändert (Art. 12 Abs. 3 S. 3 DSGVO).`,
    en: `The extension was sent on ${sent.en}; it was possible until ${last.en}. It has no effect; the deadline is unchanged (Art. 12(3) s. 3 GDPR).`,
  };
}

export function askedLate(on: CivilDate, clockDays: number, limit: number): Warning {
  const asked = shortDate(on);
  return {
    code: 'pause-asked-late',
    date: on,
    de: `Die Rückfrage vom ${asked.de} kam erst nach ${clockDays} Tagen Fristlauf (Grenze: ${limit}), also nicht unverzüglich. Die Frist läuft weiter (EDSA-Leitlinien 01/2022 Rn. 159).`,
    en: `The question of ${asked.en} came only after ${clockDays} days of the running period (limit: ${limit}), so not without undue delay. The clock runs on (EDPB Guidelines 01/2022 para. 159).`,
  };
}

export function answeredLate(on: CivilDate, dueOn: CivilDate): Warning {
  const [day, due] = [shortDate(on), shortDate(dueOn)];
  return {
    code: 'answered-late',
    date: on,
    de: `Erledigt am ${day.de}, nach dem Ende der Frist am ${due.de}.`,
    en: `Dealt with on ${day.en}, after the end of the period on ${due.en}.`,
  };
}

export function refusedAfterFirstMonth(on: CivilDate, limit: CivilDate): Warning {
  const [day, last] = [shortDate(on), shortDate(limit)];
  return {
    code: 'refused-after-first-month',
    date: on,
    de: `Abgelehnt am ${day.de}. Eine Ablehnung ist auch bei verlängerter Frist binnen eines Monats mitzuteilen, hier bis ${last.de} (Art. 12 Abs. 4 DSGVO).`,
    en: `Refused on ${day.en}. A refusal has to be told within one month even where the period was extended, here by ${last.en} (Art. 12(4) GDPR).`,
  };
}

export function municipalHoliday(holiday: Holiday): Warning {
  const day = shortDate(holiday.date);
  return {
    code: 'municipal-holiday',
    date: holiday.date,
    de: `Der ${day.de} (${holiday.de}) ist nur in manchen Gemeinden des Landes Feiertag (${holiday.source}). Er ist hier als Arbeitstag gezählt; gilt er an Ihrem Sitz, endet die Frist erst am nächsten Arbeitstag.`,
    en: `${day.en} (${holiday.en}) is a public holiday only in some municipalities of the Land (${holiday.source}). It is counted as a working day here; if it holds at your seat, the period ends on the next working day.`,
  };
}
