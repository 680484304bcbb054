import { parseCivilDate, type CivilDate } from '../domain/civil-date.js';
import type { DeadlineAct } from '../domain/deadlines/act.js';
import { refuse, type FieldProblem } from '../domain/problem.js';
import { isRight, type Right } from '../domain/rights/right.js';

/** As a form or a body has them: any may be missing. */
export type ActFields = Readonly<
  Partial<Record<'on' | 'decidedOn' | 'sentOn' | 'reason' | 'right', string | undefined>>
>;

/** What was done, from the fields that belong to it. @throws Refusal invalid-input with every field that is wrong */
export function deadlineActOf(type: DeadlineAct['type'], fields: ActFields): DeadlineAct {
  const problems: FieldProblem[] = [];
  const day = (field: 'on' | 'decidedOn' | 'sentOn'): CivilDate => {
    const date = parseCivilDate(fields[field]);
    if (date === undefined) {
      problems.push({ field, code: isEmpty(fields[field]) ? 'required' : 'not-a-date' });
    }
    return date ?? ('' as CivilDate);
  };
  const act = actOf(type, fields, day, problems);
  return problems.length > 0 ? refuse('invalid-input', { fields: problems }) : act;
}

function actOf(
  type: DeadlineAct['type'],
  { reason, right }: ActFields,
  day: (field: 'on' | 'decidedOn' | 'sentOn') => CivilDate,
  problems: FieldProblem[],
): DeadlineAct {
  if (type === 'extend') {
    return { type, decidedOn: day('decidedOn'), sentOn: day('sentOn'), reason: reason ?? '' };
  }
  if (type === 'add-claim') {
    if (!isRight(right)) {
      problems.push({ field: 'right', code: isEmpty(right) ? 'required' : 'unknown-value' });
    }
    return { type, on: day('on'), right: right as Right };
  }
  return { type, on: day('on') };
}

function isEmpty(text: string | undefined): boolean {
  return text === undefined || text === '';
}
