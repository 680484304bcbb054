import type { EventShape } from '../event-shape.js';

/** What departments were asked to do. */
export const TASK_EVENTS = {} as const satisfies Readonly<Record<string, EventShape>>;
