// Art. 18 GDPR: while a restriction lasts, data is stored and used only as 18(2) allows; 18(3): the person is told before
// it is lifted.

import { addDays, type CivilDate } from '../civil-date.js';
import { liftingNoticeDue } from '../deadlines/restriction-lifting.js';
import type { Place } from '../deadlines/holidays.js';
import type { FieldProblem } from '../problem.js';

/** Days of one restriction; null: not yet. */
export interface RestrictionDays {
  readonly beganOn: CivilDate;
  readonly reviewOn: CivilDate | null;
  readonly announcedOn: CivilDate | null;
  /** The day told to the person. */
  readonly liftingOn: CivilDate | null;
  readonly liftedOn: CivilDate | null;
}

/** What is left to do with a restriction: the only step its days allow. */
export type RestrictionStep = 'announce' | 'wait' | 'lift' | 'none';

export function restrictionStep(days: RestrictionDays, today: CivilDate): RestrictionStep {
  if (days.liftedOn !== null) {
    return 'none';
  }
  if (days.liftingOn === null) {
    return 'announce';
  }
  return today < days.liftingOn ? 'wait' : 'lift';
}

/** Day of the next step; null: none is set. */
export function restrictionNextOn({ reviewOn, liftingOn, liftedOn }: RestrictionDays): CivilDate | null {
  return liftedOn === null ? (liftingOn ?? reviewOn) : null;
}

export function beginFaults(beganOn: CivilDate, reviewOn: CivilDate | null, today: CivilDate): FieldProblem[] {
  return [
    ...future('on', beganOn, today),
    ...(reviewOn !== null && reviewOn < beganOn ? [before('reviewOn', beganOn)] : []),
  ];
}

/** Told on `announcedOn` that it will be lifted on `liftingOn`: at the latest the day before (18(3)). */
export function announceFaults(
  { beganOn, liftedOn }: RestrictionDays,
  announcedOn: CivilDate,
  liftingOn: CivilDate,
  place: Place,
  today: CivilDate,
): FieldProblem[] {
  if (liftedOn !== null) {
    return [{ field: 'on', code: 'only-once' }];
  }
  return [
    ...future('on', announcedOn, today),
    ...(announcedOn < beganOn ? [before('on', beganOn)] : []),
    ...(announcedOn > liftingNoticeDue({ liftOn: liftingOn, place }).dueOn
      ? [before('liftingOn', addDays(announcedOn, 1))]
      : []),
  ];
}

/** Refused until the person was told and the day they were told has come. */
export function liftFaults({ liftingOn, liftedOn }: RestrictionDays, on: CivilDate, today: CivilDate): FieldProblem[] {
  if (liftedOn !== null) {
    return [{ field: 'on', code: 'only-once' }];
  }
  if (liftingOn === null) {
    return [{ field: 'on', code: 'not-announced' }];
  }
  return on < liftingOn ? [before('on', liftingOn)] : future('on', on, today);
}

function before(field: string, limit: CivilDate): FieldProblem {
  return { field, code: 'before-start', limit };
}

function future(field: string, on: CivilDate, today: CivilDate): FieldProblem[] {
  return on > today ? [{ field, code: 'in-the-future' }] : [];
}
