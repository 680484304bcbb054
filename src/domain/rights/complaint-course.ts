// Art. 77, 58(1)(a) GDPR: an authority that was complained to writes to us, sets a time limit, and tells the result.

import type { CivilDate } from '../civil-date.js';
import type { FieldProblem } from '../problem.js';

export const COMPLAINT_RESULTS = ['no-infringement', 'settled', 'infringement', 'measure', 'fine'] as const;
export type ComplaintResult = (typeof COMPLAINT_RESULTS)[number];

export interface ComplaintDays {
  readonly receivedOn: CivilDate;
  readonly statedOn: CivilDate | null;
  readonly concludedOn: CivilDate | null;
}

export function letterFaults(receivedOn: CivilDate, until: CivilDate, today: CivilDate): FieldProblem[] {
  return [
    ...(receivedOn > today ? [{ field: 'on', code: 'in-the-future' } as const] : []),
    ...(until < receivedOn ? [{ field: 'until', code: 'before-start', limit: receivedOn } as const] : []),
  ];
}

export function statementFaults(days: ComplaintDays, on: CivilDate, today: CivilDate): FieldProblem[] {
  return days.statedOn === null && days.concludedOn === null
    ? since(days, on, today)
    : [{ field: 'on', code: 'only-once' }];
}

/** An authority may conclude before, or without, our statement. */
export function conclusionFaults(days: ComplaintDays, on: CivilDate, today: CivilDate): FieldProblem[] {
  return days.concludedOn === null ? since(days, on, today) : [{ field: 'on', code: 'only-once' }];
}

function since({ receivedOn }: ComplaintDays, on: CivilDate, today: CivilDate): FieldProblem[] {
  if (on > today) {
    return [{ field: 'on', code: 'in-the-future' }];
  }
  return on < receivedOn ? [{ field: 'on', code: 'before-start', limit: receivedOn }] : [];
}
