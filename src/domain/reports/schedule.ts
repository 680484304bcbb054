import { addDays, addMonths, type CivilDate } from '../civil-date.js';
import { lastPeriod, type PeriodLength } from './report-period.js';
import type { ReportPeriod } from './figures.js';

export const SCHEDULE_KINDS = ['monthly', 'quarterly', 'yearly', 'activity-report'] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];

const LENGTHS: Readonly<Record<ScheduleKind, PeriodLength>> = {
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
  // The DPO's activity report is of the last whole year, on whatever day one is reminded of it.
  'activity-report': 'year',
};

const MONTHS = { monthly: 1, quarterly: 3, yearly: 12, 'activity-report': 12 } as const;

/** The day after the period that is running on `today`: then it is over, and the report is due. */
export function firstDueAfter(kind: Exclude<ScheduleKind, 'activity-report'>, today: CivilDate): CivilDate {
  return addMonths(addDays(lastPeriod(LENGTHS[kind], today).to, 1), MONTHS[kind]);
}

/**
 * What was due on `nextOn`, if that day has come, and when the next one is: after a time off that lies in the past too,
 * so that whoever asks again gets each report that was missed, once. Of reminders only the last is worth a mail.
 */
export function dueOf(
  kind: ScheduleKind,
  nextOn: CivilDate,
  today: CivilDate,
): { readonly period: ReportPeriod; readonly nextOn: CivilDate } | undefined {
  if (today < nextOn) {
    return undefined;
  }
  if (kind !== 'activity-report') {
    return { period: lastPeriod(LENGTHS[kind], nextOn), nextOn: addMonths(nextOn, MONTHS[kind]) };
  }
  let years = 1;
  while (addMonths(nextOn, MONTHS[kind] * years) <= today) {
    years += 1;
  }
  return { period: lastPeriod(LENGTHS[kind], today), nextOn: addMonths(nextOn, MONTHS[kind] * years) };
}
