import { addDays, addMonths, FIRST_YEAR, monthOf, parseCivilDate, yearOf, type CivilDate } from '../civil-date.js';
import type { FieldProblem } from '../problem.js';
import type { ReportPeriod } from './figures.js';

export const PERIOD_LENGTHS = ['month', 'quarter', 'year'] as const;
export type PeriodLength = (typeof PERIOD_LENGTHS)[number];

const MONTHS: Readonly<Record<PeriodLength, number>> = { month: 1, quarter: 3, year: 12 };
/** Ten years of retention and the one that is running; more is no period of a report but a history. */
export const LONGEST_YEARS = 11;

/** The last whole month, quarter or year that is over on `today`. */
export function lastPeriod(length: PeriodLength, today: CivilDate): ReportPeriod {
  const months = MONTHS[length];
  const month = monthOf(today) - 1;
  const begun = `${yearOf(today)}-${String(month - (month % months) + 1).padStart(2, '0')}-01` as CivilDate;
  return { from: addMonths(begun, -months), to: addDays(begun, -1) };
}

/** Two days as somebody gave them: the period, or what is wrong with each. */
export function readPeriod(
  given: { readonly from: unknown; readonly to: unknown },
  today: CivilDate,
): ReportPeriod | { readonly problems: readonly FieldProblem[] } {
  const [from, to] = [parseCivilDate(given.from), parseCivilDate(given.to)];
  if (from === undefined || to === undefined) {
    const noDates = Object.entries({ from, to }).filter(([, date]) => date === undefined);
    return {
      problems: noDates.map(([field]) =>
        isOfLongAgo(given[field as keyof ReportPeriod])
          ? { field, code: 'too-long-ago', limit: `${FIRST_YEAR}-01-01` }
          : { field, code: 'not-a-date' },
      ),
    };
  }
  const problems: FieldProblem[] = [
    ...(from > today ? [{ field: 'from', code: 'in-the-future' } as const] : []),
    ...(to > today ? [{ field: 'to', code: 'in-the-future' } as const] : []),
    ...(to < from ? [{ field: 'to', code: 'before-start', limit: from } as const] : []),
    ...(addMonths(from, LONGEST_YEARS * 12) <= to
      ? [{ field: 'to', code: 'period-too-long', limit: LONGEST_YEARS } as const]
      : []),
  ];
  return problems.length > 0 ? { problems } : { from, to };
}

/** A day like any other, but of a time before anything here. */
function isOfLongAgo(given: unknown): boolean {
  return typeof given === 'string' && /^[01]\d{3}-/.test(given) && parseCivilDate(`20${given.slice(2)}`) !== undefined;
}
