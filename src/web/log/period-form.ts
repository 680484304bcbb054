import type { FieldProblem } from '../../domain/problem.js';
import type { EvidenceScope } from '../../reports/evidence/evidence-selection.js';
import type { Form } from '../../platform/http/sent-form.js';
import { date, readForm } from '../shell/form-body.js';

/** As they stand in the form's fields. */
export interface PeriodFields {
  readonly from: string;
  readonly to: string;
}

/** The days of a period as a form has them, or what is wrong with them. */
export function periodOf(body: Form): {
  readonly scope: EvidenceScope | undefined;
  readonly problems: readonly FieldProblem[];
  readonly typed: PeriodFields;
} {
  const { values, typed, problems } = readForm(body, { from: date, to: date });
  const { from, to } = values;
  if (from === undefined || to === undefined) {
    return { scope: undefined, problems, typed };
  }
  return to < from
    ? { scope: undefined, problems: [{ field: 'to', code: 'before-start', limit: from }], typed }
    : { scope: { kind: 'period', from, to }, problems, typed };
}
