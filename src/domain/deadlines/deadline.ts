// Art. 12(3) GDPR: information on action taken "without undue delay and in any event within one month of receipt"; "may
// be extended by two further months where necessary"; the person is told of it "within one month of receipt of the
// request, together with the reasons for the delay". Counted by Reg. 1182/71 (`period.ts`), stopped by EDPB Guidelines
// 01/2022 para. 159 (`pauses.ts`).

import { addDays, addMonths, dayOf, daysBetween, type CivilDate } from '../civil-date.js';
import { courseOf, endOf, firstMonthEndOf, type Course } from './course.js';
import type { DeadlineEvent, DeadlineFacts, EndingEvent } from './facts.js';
import { undecidedHolidayOn, type Place } from './holidays.js';
import { inOrder } from './ordering.js';
import { isStopped, lostDays } from './pauses.js';
import { rollingSteps } from './reasons/rolling.js';
import {
  claimAddedStep,
  endedStep,
  extensionStep,
  legalDayStep,
  lostDaysStep,
  monthsStep,
  noticeLimitStep,
  openPauseStep,
  pauseStep,
  receiptStep,
  reopenedStep,
  type Step,
} from './reasons/steps.js';
import { municipalHoliday, warning, type Warning } from './reasons/warnings.js';

export interface Deadline {
  /**
   * The end on the strictest view: no pause, no rolling to a working day. Whoever answers by then is in time on any view;
   * only this day may be called safe.
   */
  readonly strictOn: CivilDate;
  /** Why the statutory end is later than the strict one, where it is: days lost in pauses, or rolled to a working day. */
  readonly later: readonly ('pause' | 'rolling')[];
  /** The end as counted, pauses added, without rolling to a working day. */
  readonly safeOn: CivilDate;
  /** The statutory end (its last hour): always a working day, never earlier than `safeOn`. */
  readonly dueOn: CivilDate;
  /** The end of the first month, rolled: the last day for telling of an extension or a refusal. */
  readonly firstMonthEndsOn: CivilDate;
  readonly state: 'running' | 'paused' | 'ended';
  readonly steps: readonly Step[];
  readonly warnings: readonly Warning[];
  /** How and when the matter ended, and whether that was after `dueOn`. */
  readonly ended?: { readonly by: EndingEvent; readonly on: CivilDate; readonly late: boolean };
  /** While the clock stands and the facts say `asOf`: the deadline if the answer came that day. */
  readonly ifAnswered?: { readonly on: CivilDate; readonly safeOn: CivilDate; readonly dueOn: CivilDate };
}

/** The deadline of one claim, out of its facts and nothing else. Total: odd facts become warnings. */
export function deadline(facts: DeadlineFacts): Deadline {
  const place = placeOf(facts);
  const course = courseOf(facts, place);
  const end = endOf(facts.receivedOn, course, place);
  const standing = isStopped(course.pauses);
  const strictOn = addMonths(facts.receivedOn, course.extension ? 3 : 1);
  return {
    strictOn,
    later: [
      ...(end.countedTo > strictOn ? (['pause'] as const) : []),
      ...(end.endsOn > end.countedTo ? (['rolling'] as const) : []),
    ],
    safeOn: end.countedTo,
    dueOn: end.endsOn,
    firstMonthEndsOn: firstMonthEndOf(facts.receivedOn, course, place).endsOn,
    state: course.ended ? 'ended' : standing ? 'paused' : 'running',
    steps: [...countingSteps(facts, course, place), ...rollingSteps(end, place), ...laterSteps(facts, course)],
    warnings: [...course.warnings, ...standingWarnings(course, end.endsOn, place)],
    ...(course.ended && { ended: course.ended }),
    ...(standing && facts.asOf && { ifAnswered: endIfAnswered(facts, course, place, facts.asOf) }),
  };
}

function placeOf({ land, municipality }: DeadlineFacts): Place {
  return municipality === undefined ? { land } : { land, municipality };
}

function endIfAnswered(facts: DeadlineFacts, course: Course, place: Place, on: CivilDate) {
  const end = endOf(facts.receivedOn, course, place, on);
  return { on, safeOn: end.countedTo, dueOn: end.endsOn };
}

function standingWarnings(course: Course, dueOn: CivilDate, place: Place): Warning[] {
  const open = course.pauses.filter((pause) => pause.counts && pause.until === undefined);
  const undecided = undecidedHolidayOn(dueOn, place);
  return [
    ...open.map((pause) => warning('pause-open', pause.from)),
    ...(undecided ? [municipalHoliday(undecided)] : []),
  ];
}

// From the receipt to the last day as counted.
function countingSteps(facts: DeadlineFacts, course: Course, place: Place): Step[] {
  const { receivedOn, receivedAt } = facts;
  const lost = lostDays(course.pauses);
  return [
    ...(receivedAt ? [legalDayStep(receivedOn, receivedAt.instant, receivedAt.timeZone)] : []),
    receiptStep(receivedOn),
    monthsAfter(receivedOn, 1),
    ...pauseSteps(course),
    ...extensionSteps(receivedOn, course, place),
    ...(lost > 0 ? [lostDaysStep(addDays(addMonths(receivedOn, course.extension ? 3 : 1), lost), lost)] : []),
  ];
}

function pauseSteps(course: Course): Step[] {
  return course.pauses
    .filter((pause) => pause.counts)
    .map(({ kind, from, until }) =>
      until ? pauseStep(kind, from, until, daysBetween(from, until)) : openPauseStep(kind, from),
    );
}

function extensionSteps(receivedOn: CivilDate, course: Course, place: Place): Step[] {
  if (!course.extension) {
    return [];
  }
  const { decidedOn, sentOn } = course.extension;
  return [
    noticeLimitStep(firstMonthEndOf(receivedOn, course, place).endsOn),
    extensionStep(decidedOn, sentOn),
    monthsAfter(receivedOn, 3),
  ];
}

function monthsAfter(receivedOn: CivilDate, months: 1 | 3): Step {
  const end = addMonths(receivedOn, months);
  return monthsStep(receivedOn, end, months, dayOf(end) !== dayOf(receivedOn));
}

// What else happened: it explains the state, not the date.
function laterSteps({ receivedOn, events }: DeadlineFacts, course: Course): Step[] {
  const told = inOrder(events).filter((event) => event.type === 'claim-added' || event.type === 'reopened');
  return [
    ...told.filter((event) => event.on >= receivedOn).map(toldStep),
    ...(course.ended ? [endedStep(course.ended.by, course.ended.on)] : []),
  ];
}

function toldStep(event: Extract<DeadlineEvent, { type: 'claim-added' | 'reopened' }>): Step {
  return event.type === 'claim-added' ? claimAddedStep(event.on) : reopenedStep(event.on);
}
