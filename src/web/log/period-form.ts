import { parseCivilDate } from '../../domain/civil-date.js';
import type { FieldProblem } from '../../domain/problem.js';
import type { EvidenceScope } from '../../reports/evidence/evidence-selection.js';
import { textIn } from '../shell/form-body.js';

/** Longer is no date, and is not shown again. */
const DATE_LIMIT = 40;

/** As they stand in the form's fields. */
export interface PeriodFields {
  readonly from: string;
  readonly to: string;
}

/** The days of a period as a form has them, or what is wrong with them. */
export function periodOf(body: Record<string, unknown> | undefined): {
  readonly scope: EvidenceScope | undefined;
  readonly problems: readonly FieldProblem[];
  readonly typed: PeriodFields;
} {
  const typed = { from: textIn(body, 'from', DATE_LIMIT), to: textIn(body, 'to', DATE_LIMIT) };
  const [from, to] = [parseCivilDate(typed.from), parseCivilDate(typed.to)];
  const problems: FieldProblem[] = [
    ...(from === undefined ? [{ field: 'from', code: 'not-a-date' as const }] : []),
    ...(to === undefined ? [{ field: 'to', code: 'not-a-date' as const }] : []),
    ...(from !== undefined && to !== undefined && to < from
      ? [{ field: 'to', code: 'before-start' as const, limit: from }]
      : []),
  ];
  const scope =
    from === undefined || to === undefined || problems.length > 0 ? undefined : ({ kind: 'period', from, to } as const);
  return { scope, problems, typed };
}
