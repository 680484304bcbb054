import { SETTLED_DUTIES } from '../../duties/duty.js';
import { RIGHT_NAMES } from '../../rights/right.js';
import type { EventShape } from '../event-shape.js';

const OUTCOME = { oneOf: ['done', 'not-possible', 'question'] } as const;
const MAIL = { oneOf: ['assigned', 'extended', 'withdrawn', 'reminder', 'answered'] } as const;

/** What departments were asked to do. */
export const TASK_EVENTS = {
  'task.assigned': {
    gloss: 'a department was asked to do something by a day; with how many files of the request',
    facts: { task: 'uuid', to: { oneOf: ['user', 'address'] }, until: 'date', attachments: 'integer' },
    // `right`, `duty`: which duty of which claim it was given for.
    optional: { user: 'uuid', right: { oneOf: RIGHT_NAMES }, duty: { oneOf: SETTLED_DUTIES } },
  },
  'task.notified': {
    gloss: 'a mail about a task was accepted by the mail server',
    facts: { task: 'uuid', mail: MAIL, smtpCode: 'integer' },
  },
  'task.mail-dropped': {
    gloss: 'a mail about a task was not needed any more when it was to be sent',
    facts: { task: 'uuid', mail: MAIL },
  },
  'task.opened': { gloss: 'the task was opened, by its link or by whoever it was given to', facts: { task: 'uuid' } },
  'task.answered': {
    gloss: 'the department answered: done, not possible, or a question',
    facts: { task: 'uuid', outcome: OUTCOME, attachments: 'integer' },
  },
  'task.extended': { gloss: 'the department was given another day', facts: { task: 'uuid', until: 'date' } },
  'task.reminded': { gloss: 'a reminder to the department was due', facts: { task: 'uuid', on: 'date' } },
  'task.overdue': {
    gloss: 'the day passed without an answer of the department',
    facts: { task: 'uuid', until: 'date' },
  },
  'task.finished': {
    gloss: 'the data protection officer took the task as done, after an answer or by word of mouth',
    facts: { task: 'uuid', by: { oneOf: ['answer', 'telephone'] } },
  },
  'task.withdrawn': { gloss: 'the task was withdrawn', facts: { task: 'uuid' } },
} as const satisfies Readonly<Record<string, EventShape>>;
