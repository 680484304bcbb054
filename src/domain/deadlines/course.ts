// Art. 12(3), (4) GDPR: the course of one deadline, as a fold over its events in the order of their days. Each event is
// judged by what was known on its day, never by what came later.

import { addDays, addMonths, daysBetween, type CivilDate } from '../civil-date.js';
import {
  dayOfEvent,
  DEFAULT_ASK_WITHIN_DAYS,
  type DeadlineEvent,
  type DeadlineFacts,
  type EndingEvent,
  type PauseKind,
} from './facts.js';
import type { Place } from './holidays.js';
import { inOrder } from './ordering.js';
import { answer, ask, closeAll, isOpen, isStopped, lostDays, type Pause } from './pauses.js';
import { endFor, type PeriodEnd } from './period.js';
import {
  answeredLate,
  askedLate,
  extensionLate,
  refusedAfterFirstMonth,
  warning,
  type Warning,
} from './reasons/warnings.js';

type Extended = Extract<DeadlineEvent, { type: 'extended' }>;

export interface Course {
  readonly pauses: readonly Pause[];
  /** The extension that holds, if one does. */
  readonly extension?: { readonly decidedOn: CivilDate; readonly sentOn: CivilDate };
  readonly ended?: { readonly by: EndingEvent; readonly on: CivilDate; readonly late: boolean };
  readonly warnings: readonly Warning[];
}

interface Setting {
  readonly receivedOn: CivilDate;
  readonly place: Place;
  readonly askWithinDays: number;
}

/** What became of the period after all events. */
export function courseOf(facts: DeadlineFacts, place: Place): Course {
  const setting: Setting = {
    receivedOn: facts.receivedOn,
    place,
    askWithinDays: facts.askWithinDays ?? DEFAULT_ASK_WITHIN_DAYS,
  };
  const start: Course = { pauses: [], warnings: [] };
  return inOrder(facts.events).reduce((course, event) => follow(setting, course, event), start);
}

/** The end of the period so far; an open pause has cost nothing yet unless `now` says how long it lasts. */
export function endOf(receivedOn: CivilDate, course: Course, place: Place, now?: CivilDate): PeriodEnd {
  const counted = addMonths(receivedOn, course.extension ? 3 : 1);
  return endFor(receivedOn, addDays(counted, lostDays(course.pauses, now)), place);
}

/** The end of the first month: what a notice of extension (s. 3) and a refusal (para. 4) have to keep. */
export function firstMonthEndOf(receivedOn: CivilDate, course: Course, place: Place): PeriodEnd {
  return endFor(receivedOn, addDays(addMonths(receivedOn, 1), lostDays(course.pauses)), place);
}

function follow(setting: Setting, course: Course, event: DeadlineEvent): Course {
  const day = dayOfEvent(event);
  if (day < setting.receivedOn) {
    return warned(course, warning('event-before-receipt', day));
  }
  if (course.ended && event.type !== 'reopened' && event.type !== 'claim-added') {
    return warned(course, warning('event-after-end', day));
  }
  switch (event.type) {
    case 'identity-requested':
      return asked(setting, course, 'identity', day);
    case 'clarification-requested':
      return asked(setting, course, 'clarification', day);
    case 'identity-confirmed':
      return answered(course, 'identity', day);
    case 'clarified':
      return answered(course, 'clarification', day);
    case 'extended':
      return extended(setting, course, event);
    case 'withdrawn':
    case 'answered':
    case 'refused':
      return ended(setting, course, event.type, day);
    case 'reopened':
      return reopened(course, day);
    case 'claim-added':
      return course;
  }
}

function asked(setting: Setting, course: Course, kind: PauseKind, on: CivilDate): Course {
  if (isOpen(course.pauses, kind)) {
    return { ...course, pauses: ask(course.pauses, kind, on, false) };
  }
  // "Without undue delay" is measured on the running clock: while it stood there was nothing to hurry with.
  const clockDays = daysBetween(setting.receivedOn, on) - lostDays(course.pauses, on);
  if (clockDays > setting.askWithinDays) {
    const late = askedLate(on, clockDays, setting.askWithinDays);
    return warned({ ...course, pauses: ask(course.pauses, kind, on, false) }, late);
  }
  if (!isStopped(course.pauses) && on > endOf(setting.receivedOn, course, setting.place).endsOn) {
    return warned({ ...course, pauses: ask(course.pauses, kind, on, false) }, warning('pause-after-end', on));
  }
  return { ...course, pauses: ask(course.pauses, kind, on, true) };
}

function answered(course: Course, kind: PauseKind, on: CivilDate): Course {
  const pauses = answer(course.pauses, kind, on);
  return pauses ? { ...course, pauses } : warned(course, warning('answer-without-question', on));
}

function extended(setting: Setting, course: Course, event: Extended): Course {
  const objections = objectionsTo(setting, course, event);
  if (objections.length > 0 || event.sentOn === undefined) {
    return warned(course, ...objections);
  }
  return { ...course, extension: { decidedOn: event.decidedOn, sentOn: event.sentOn } };
}

// Everything that keeps an extension from holding; all of it is told, not only the first.
function objectionsTo(setting: Setting, course: Course, event: Extended): Warning[] {
  const { decidedOn, sentOn } = event;
  const objections: Warning[] = [];
  if (course.extension) {
    return [warning('extension-repeated', sentOn ?? decidedOn)];
  }
  if (decidedOn < setting.receivedOn) {
    objections.push(warning('event-before-receipt', decidedOn));
  }
  if (event.reason === undefined || event.reason.trim() === '') {
    objections.push(warning('extension-without-reason', decidedOn));
  }
  if (sentOn === undefined) {
    return [...objections, warning('extension-not-sent', decidedOn)];
  }
  if (sentOn < decidedOn) {
    objections.push(warning('extension-sent-before-decision', sentOn));
  }
  const limit = firstMonthEndOf(setting.receivedOn, course, setting.place).endsOn;
  if (!isStopped(course.pauses) && sentOn > limit) {
    objections.push(extensionLate(sentOn, limit));
  }
  return objections;
}

function ended(setting: Setting, course: Course, by: EndingEvent, on: CivilDate): Course {
  const standing = isStopped(course.pauses);
  const due = endOf(setting.receivedOn, course, setting.place).endsOn;
  const limit = firstMonthEndOf(setting.receivedOn, course, setting.place).endsOn;
  const late = !standing && on > due;
  const closed: Course = { ...course, pauses: closeAll(course.pauses, on), ended: { by, on, late } };
  if (by === 'withdrawn') {
    return closed;
  }
  if (late) {
    return warned(closed, answeredLate(on, due));
  }
  return by === 'refused' && !standing && on > limit ? warned(closed, refusedAfterFirstMonth(on, limit)) : closed;
}

// Reopening takes the ending back and nothing else: no second month begins.
function reopened(course: Course, on: CivilDate): Course {
  const { ended: before, ...open } = course;
  return before ? open : warned(course, warning('reopened-not-ended', on));
}

function warned(course: Course, ...warnings: readonly Warning[]): Course {
  return { ...course, warnings: [...course.warnings, ...warnings] };
}
