import { addDays, addMonths, monthOf, yearOf, type CivilDate } from '../civil-date.js';
import type { FieldProblem } from '../problem.js';
import type { ReportPeriod } from './figures.js';

export const PERIOD_LENGTHS = ['month', 'quarter', 'year'] as const;
export type PeriodLength = (typeof PERIOD_LENGTHS)[number];

const MONTHS: Readonly<Record<PeriodLength, number>> = { month: 1, quarter: 3, year: 12 };
/** More is no period of a report any more but a history. */
export const LONGEST_YEARS = 10;

/** The last whole month, quarter or year that is over on `today`. */
export function lastPeriod(length: PeriodLength, today: CivilDate): ReportPeriod {
  const months = MONTHS[length];
  const month = monthOf(today) - 1;
  const begun = `${yearOf(today)}-${String(month - (month % months) + 1).padStart(2, '0')}-01` as CivilDate;
  return { from: addMonths(begun, -months), to: addDays(begun, -1) };
}

/** What is wrong with the days somebody chose; both are days of the calendar. */
export function problemsOfPeriod({ from, to }: ReportPeriod, today: CivilDate): readonly FieldProblem[] {
  if (from > today) {
    return [{ field: 'from', code: 'in-the-future' }];
  }
  if (to < from) {
    return [{ field: 'to', code: 'before-start', limit: from }];
  }
  if (to > today) {
    return [{ field: 'to', code: 'in-the-future' }];
  }
  return addMonths(from, LONGEST_YEARS * 12) <= to
    ? [{ field: 'from', code: 'too-long-ago', limit: LONGEST_YEARS }]
    : [];
}
