import type { LogEntry } from '../log/entry.js';
import type { EventName } from '../log/events.js';

/** The ends of the statutory period that an entry states. */
export interface StatedEnd {
  readonly safeOn?: string;
  readonly dueOn: string;
}

/**
 * What moves the end of the request's own period (Art. 12(3) GDPR). Others have a day of the same name that is not it:
 * the time limit of an authority (`complaint.opened`), the day of a further claim, the day that was missed.
 */
export const MOVES_THE_END: readonly EventName[] = [
  'deadline.paused',
  'deadline.resumed',
  'deadline.extended',
  'request.answered',
  'request.reopened',
  'request.joined',
  'request.separated',
  'request.split',
];

/** Undefined where the entry leaves the period of the request as it was. */
export function movedEnd({ event, facts }: LogEntry): StatedEnd | undefined {
  return MOVES_THE_END.includes(event) ? (facts as StatedEnd) : undefined;
}
