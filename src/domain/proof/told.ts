// Art. 5(2), 12(1) GDPR: who has to demonstrate compliance tells apart what is proved and what is stated. What the program
// did itself (a mail that a server accepted, an answer that came in) is a fact; a day that somebody typed is a statement.

import type { CivilDate } from '../civil-date.js';
import { hasWorkingDays } from '../deadlines/calendar.js';
import type { Place } from '../deadlines/holidays.js';
import type { FieldProblem } from '../problem.js';

/** What an entry rests on; one that names nothing is a statement. `check`: an identity check (Art. 12(6)). */
export const PROOFS = ['message', 'task', 'check', 'attested'] as const;
export type Proof = (typeof PROOFS)[number];

/** On which way something was done outside the program. */
export const STATED_WAYS = ['mail', 'letter', 'telephone', 'in-person', 'direct-message'] as const;
export type StatedWay = (typeof STATED_WAYS)[number];

/** Optional facts of every entry that says that somebody was told, asked, answered, or that something was done. */
export const TOLD_FACTS = {
  proof: { oneOf: PROOFS },
  /** The message, task or check. */
  evidence: 'uuid',
  way: { oneOf: STATED_WAYS },
  /** Entered more than a working day after the day it speaks of. */
  enteredLate: 'boolean',
} as const;

export interface Told {
  readonly proof: Proof;
  readonly evidence?: string;
  readonly way?: StatedWay;
  readonly enteredLate?: boolean;
}

/** What the house did, or what the person did: only the former cannot have come before the DPO had the request. */
export type Doer = 'house' | 'person';

export interface StatementFrame {
  readonly doer: Doer;
  readonly receivedOn: CivilDate;
  /** Null: not yet. */
  readonly forwardedOn: CivilDate | null;
  readonly acknowledgedOn: CivilDate | null;
  readonly today: CivilDate;
}

/** What a stated day contradicts; empty when it can be. @param field where the day was typed */
export function statedDayFaults(
  field: string,
  on: CivilDate,
  { doer, receivedOn, forwardedOn, acknowledgedOn, today }: StatementFrame,
): readonly FieldProblem[] {
  if (on > today) {
    return [{ field, code: 'in-the-future' }];
  }
  if (on < receivedOn) {
    return [{ field, code: 'before-receipt', limit: receivedOn }];
  }
  if (doer === 'person') {
    return [];
  }
  if (forwardedOn !== null && on < forwardedOn) {
    return [{ field, code: 'before-forwarding', limit: forwardedOn }];
  }
  return acknowledgedOn !== null && on < acknowledgedOn
    ? [{ field, code: 'before-acknowledgement', limit: acknowledgedOn }]
    : [];
}

/** More than one working day lies between the day and its entry: memory, no record (a figure of its own). */
export function isEnteredLate(on: CivilDate, enteredOn: CivilDate, place: Place): boolean {
  return hasWorkingDays(2, on, enteredOn, place);
}
