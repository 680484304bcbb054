import type { EventShape } from '../event-shape.js';

const ROLE = { oneOf: ['staff', 'dpo', 'auditor', 'admin'] } as const;

/** Who may do what. */
export const IDENTITY_EVENTS = {
  'user.added': { gloss: 'a user was added', facts: { user: 'uuid', role: ROLE } },
  'access.limited': {
    gloss: 'the access of a user ends with this day',
    facts: { user: 'uuid', until: 'date' },
  },
  'role.granted': { gloss: 'a user was given a role', facts: { user: 'uuid', role: ROLE } },
  'role.revoked': { gloss: 'a role was taken from a user', facts: { user: 'uuid', role: ROLE } },
  'password.set': { gloss: 'a user was given a new password', facts: { user: 'uuid' } },
  'token.issued': { gloss: 'a token for programs was issued', facts: { user: 'uuid', token: 'uuid' } },
  'token.revoked': { gloss: 'a token for programs was revoked', facts: { user: 'uuid', token: 'uuid' } },
} as const satisfies Readonly<Record<string, EventShape>>;
