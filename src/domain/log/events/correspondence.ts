import type { EventShape } from '../event-shape.js';

/** What went to the person and came back, and the templates it was written from. */
export const CORRESPONDENCE_EVENTS = {} as const satisfies Readonly<Record<string, EventShape>>;
