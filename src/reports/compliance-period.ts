import { addMonths, parseCivilDate, type CivilDate } from '../domain/civil-date.js';
import type { ReportPeriod } from '../domain/reports/figures.js';
import { refuse, type FieldProblem } from '../domain/problem.js';

/** Ten years of retention and the one that is running. */
export const PERIOD_LIMIT_YEARS = 11;

/** Two dates as given. @throws Refusal invalid-input: no date, reversed, behind today, or too long */
export function checkedPeriod(given: { readonly from: unknown; readonly to: unknown }, today: CivilDate): ReportPeriod {
  const [from, to] = [parseCivilDate(given.from), parseCivilDate(given.to)];
  if (from === undefined || to === undefined) {
    return refuse('invalid-input', {
      fields: [
        ...(from === undefined ? [{ field: 'from', code: 'not-a-date' as const }] : []),
        ...(to === undefined ? [{ field: 'to', code: 'not-a-date' as const }] : []),
      ],
    });
  }
  const problems: FieldProblem[] = [
    ...(from > today ? [{ field: 'from', code: 'in-the-future' as const, limit: today }] : []),
    ...(to > today ? [{ field: 'to', code: 'in-the-future' as const, limit: today }] : []),
    ...(to < from ? [{ field: 'to', code: 'before-start' as const, limit: from }] : []),
    ...(addMonths(from, PERIOD_LIMIT_YEARS * 12) <= to
      ? [{ field: 'to', code: 'period-too-long' as const, limit: PERIOD_LIMIT_YEARS }]
      : []),
  ];
  return problems.length > 0 ? refuse('invalid-input', { fields: problems }) : { from, to };
}
