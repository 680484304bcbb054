import type { EventShape } from '../event-shape.js';

const REPORT = { oneOf: ['compliance', 'evidence-of-request', 'evidence-of-period'] } as const;

/** What was given out. */
export const REPORT_EVENTS = {
  'report.issued': {
    gloss: 'a report or an evidence bundle over these days was given out',
    facts: { report: 'uuid', kind: REPORT, from: 'date', to: 'date', document: 'sha256' },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
