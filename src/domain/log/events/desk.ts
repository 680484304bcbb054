import type { EventShape } from '../event-shape.js';

/** The work at the data protection officer’s desk that changes no right. */
export const DESK_EVENTS = {} as const satisfies Readonly<Record<string, EventShape>>;
