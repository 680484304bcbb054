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

/** The day after the period that is running on `today`: then it is over, and the report is due. */
export function firstDueAfter(kind: Exclude<ScheduleKind, 'activity-report'>, today: CivilDate): CivilDate {
  const months = { monthly: 1, quarterly: 3, yearly: 12 }[kind];
  return addMonths(addDays(lastPeriod(LENGTHS[kind], today).to, 1), months);
}

/**
 * What is due on `today`, and when the next one is. After a time off there is one, for the period that ended last: its
 * predecessors can be issued by hand, a pile of mails helps nobody.
 */
export function dueOf(
  kind: ScheduleKind,
  nextOn: CivilDate,
  today: CivilDate,
): { readonly period: ReportPeriod; readonly nextOn: CivilDate } | undefined {
  if (today < nextOn) {
    return undefined;
  }
  let next = nextOn;
  for (let years = 1; next <= today; years += 1) {
    next = kind === 'activity-report' ? addMonths(nextOn, 12 * years) : firstDueAfter(kind, today);
  }
  return { period: lastPeriod(LENGTHS[kind], today), nextOn: next };
}
