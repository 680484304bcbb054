import { BREACH_OUTCOMES } from '../../deadlines/other-clocks.js';
import type { EventShape } from '../event-shape.js';

/** Art. 33 GDPR: somebody thinks that a request tells of a personal data breach. */
export const BREACH_EVENTS = {
  'breach.noted': {
    gloss: 'somebody thinks that it tells of a personal data breach; the 72 hours count from then',
    facts: { since: 'moment' },
  },
  'breach.concluded': {
    gloss: 'the hint of a breach was looked into: the authority was notified, there is no risk, or there was no breach',
    facts: { outcome: { oneOf: BREACH_OUTCOMES }, on: 'date' },
  },
  'breach.alarm-sent': {
    gloss: 'a mail server accepted the alarm to those whom the organisation names for breaches',
    facts: { smtpCode: 'integer' },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
