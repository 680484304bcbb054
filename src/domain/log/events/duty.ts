import { LEAVE_OUTS, SETTLED_DUTIES } from '../../duties/duty.js';
import { TOLD_FACTS } from '../../proof/told.js';
import { RIGHT_NAMES } from '../../rights/right.js';
import type { EventShape } from '../event-shape.js';

const RIGHT = { oneOf: RIGHT_NAMES } as const;
const DUTY = { oneOf: SETTLED_DUTIES } as const;

/** What a decision makes follow, and what came of it. */
export const DUTY_EVENTS = {
  'duty.done': {
    gloss: 'what the decision makes follow was done on this day; by whom, how and to what extent is committed to',
    facts: { right: RIGHT, duty: DUTY, on: 'date' },
    optional: TOLD_FACTS,
  },
  'duty.left-out': {
    gloss: 'what the decision makes follow is left out on a ground; the reasons are committed to',
    facts: { right: RIGHT, duty: DUTY, why: { oneOf: LEAVE_OUTS } },
  },
  'duty.reopened': {
    gloss: 'what was said to be done, or left out, is to be done after all; the reason is committed to',
    facts: { right: RIGHT, duty: DUTY },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
