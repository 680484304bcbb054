import { EXTENSION_CAUSES } from '../../deadlines/extension-cause.js';
import { TOLD_FACTS } from '../../proof/told.js';
import { DOUBTS } from '../../rights/identity-check.js';
import type { EventShape } from '../event-shape.js';

const PAUSE = { oneOf: ['identity', 'clarification'] } as const;
const REMINDER = { oneOf: ['digest', 'overdue'] } as const;

/** What moves deadlines, and reminds of them. */
export const DEADLINE_EVENTS = {
  'deadline.paused': {
    gloss: 'the person was asked who they are, or what they ask for; whether the clock stands',
    facts: { kind: PAUSE, on: 'date', stands: 'boolean', safeOn: 'date', dueOn: 'date' },
    optional: { ...TOLD_FACTS, doubt: { oneOf: DOUBTS } },
  },
  'deadline.resumed': {
    gloss: 'the person answered; the lost days are added',
    facts: { kind: PAUSE, on: 'date', safeOn: 'date', dueOn: 'date' },
    optional: TOLD_FACTS,
  },
  'deadline.extended': {
    gloss: 'extension by two further months, decided with reasons and sent within the first month',
    facts: { decidedOn: 'date', sentOn: 'date', safeOn: 'date', dueOn: 'date' },
    optional: { ...TOLD_FACTS, cause: { oneOf: EXTENSION_CAUSES } },
  },
  'deadline.missed': { gloss: 'the deadline passed without an answer', facts: { dueOn: 'date' } },
  'reminder.raised': {
    gloss: 'a reminder of deadlines to the data protection officer was due',
    facts: { reminder: 'uuid', kind: REMINDER, on: 'date', requests: 'integer' },
  },
  'reminder.sent': {
    gloss: 'the reminder was accepted by the mail server',
    facts: { reminder: 'uuid', designation: 'uuid', requests: 'integer', smtpCode: 'integer' },
  },
  'reminder.dropped': {
    gloss: 'nothing was left to remind of when the reminder was to be sent',
    facts: { reminder: 'uuid' },
  },
  'absence.entered': {
    gloss: 'the data protection officer is away on these days; the deputy is reminded instead',
    facts: { absence: 'uuid', from: 'date', until: 'date' },
  },
  'absence.cancelled': { gloss: 'an absence was cancelled', facts: { absence: 'uuid' } },
  'calendar.issued': {
    gloss: 'a secret address for the calendar of deadlines was made',
    facts: { user: 'uuid', calendar: 'uuid' },
  },
  'calendar.revoked': { gloss: 'the address of the calendar was revoked', facts: { user: 'uuid', calendar: 'uuid' } },
} as const satisfies Readonly<Record<string, EventShape>>;
