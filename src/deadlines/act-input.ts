import { parseCivilDate, type CivilDate } from '../domain/civil-date.js';
import type { DeadlineAct } from '../domain/deadlines/act.js';
import { isExtensionCause } from '../domain/deadlines/extension-cause.js';
import { refuse, type FieldProblem } from '../domain/problem.js';
import { isRight, type Right } from '../domain/rights/right.js';
import type { ProofFields } from '../requests/proof/find-proof.js';

/** As a form or a body has them: any may be missing. */
export type ActFields = Readonly<
  Partial<Record<'on' | 'decidedOn' | 'sentOn' | 'cause' | 'reason' | 'right' | 'doubt' | 'need', string | undefined>>
> &
  ProofFields;

/** Where the day is that somebody was told something; undefined where nobody is. */
export function toldField(type: DeadlineAct['type']): 'on' | 'sentOn' | undefined {
  return type === 'extend' ? 'sentOn' : type === 'add-claim' || type === 'reopen' ? undefined : 'on';
}

/** What was done, from the fields that belong to it. @throws Refusal invalid-input with every field that is wrong */
export function deadlineActOf(type: DeadlineAct['type'], fields: ActFields): DeadlineAct {
  const { act, problems } = readAct(type, fields);
  return problems.length > 0 ? refuse('invalid-input', { fields: problems }) : act;
}

/** As `deadlineActOf`, with what is wrong beside it: there may be more. */
export function readAct(
  type: DeadlineAct['type'],
  fields: ActFields,
): { readonly act: DeadlineAct; readonly problems: readonly FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const day = (field: 'on' | 'decidedOn' | 'sentOn'): CivilDate => {
    const date = parseCivilDate(fields[field]);
    if (date === undefined) {
      problems.push({ field, code: isEmpty(fields[field]) ? 'required' : 'not-a-date' });
    }
    return date ?? ('' as CivilDate);
  };
  return { act: actOf(type, fields, day, problems), problems };
}

/** Art. 12(3) s. 2 GDPR: of the two causes the law knows one has to be there. */
export function causeProblems({ cause }: ActFields): readonly FieldProblem[] {
  return isExtensionCause(cause) ? [] : [{ field: 'cause', code: isEmpty(cause) ? 'required' : 'no-legal-cause' }];
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
