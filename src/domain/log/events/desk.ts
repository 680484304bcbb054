import type { EventShape } from '../event-shape.js';

/** The work at the data protection officer’s desk that changes no right. */
export const DESK_EVENTS = {
  'person.searched': {
    gloss: 'somebody looked for a person among all requests; what for is not kept',
    facts: { user: 'uuid', found: 'integer' },
  },
  'note.added': {
    gloss: 'an internal note was written; what it says and who wrote it is committed to',
    facts: { noteId: 'uuid' },
  },
  'note.retracted': {
    gloss: 'a note was taken back within minutes; it stays to be read as taken back',
    facts: { noteId: 'uuid' },
  },
  'request.merged': {
    gloss: 'its work goes on in another request of the same person',
    facts: { into: 'uuid' },
  },
  'request.joined': {
    gloss: 'another request of the same person was merged into this one; its claims keep their days',
    facts: { from: 'uuid', rights: 'rights', receivedOn: 'date', safeOn: 'date', dueOn: 'date' },
  },
  'request.unmerged': {
    gloss: 'the merge was undone before anything came of it; the request goes on by itself',
    facts: { from: 'uuid' },
  },
  'request.separated': {
    gloss: 'the other request left again, with the claims it had brought',
    facts: { from: 'uuid', rights: 'rights', safeOn: 'date', dueOn: 'date' },
  },
  'request.split': {
    gloss: 'part of the rights goes on in a request of its own',
    facts: { into: 'uuid', rights: 'rights', safeOn: 'date', dueOn: 'date' },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
