// What can be taken back, and how long. Nothing vanishes: an undo is an event of its own, and what it undoes stays.

import type { EventName } from '../log/events.js';

/** A note written by mistake can be taken back this long; afterwards others may have relied on it. */
export const NOTE_LIMIT_MINUTES = 10;

/**
 * What may have happened to a request since another was merged into it so that the merge can still be undone: nothing
 * that anybody outside has seen, and nothing that rests on the two being one.
 */
export const WITHOUT_CONSEQUENCE: readonly EventName[] = [
  'content.read',
  'note.added',
  'note.retracted',
  'request.joined',
  'request.separated',
  'deadline.missed',
];

/** True: an undo of an earlier merge would contradict this. */
export function settlesMerge(event: EventName): boolean {
  // The forwarding of a request is its beginning, not something done with it.
  return !WITHOUT_CONSEQUENCE.includes(event) && !event.startsWith('forwarding.');
}
