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
  'token.used': {
    gloss: 'a token for programs was used for the first time',
    facts: { user: 'uuid', token: 'uuid' },
  },
  'sign-in.succeeded': { gloss: 'a user signed in', facts: { user: 'uuid' } },
  'sign-in.failed': { gloss: 'somebody tried to sign in as a user with a wrong password', facts: { user: 'uuid' } },
  'sign-in.locked': {
    gloss: 'after too many wrong passwords no more are judged for a quarter of an hour',
    facts: { user: 'uuid' },
  },
  'sign-in.ended': { gloss: 'a user signed out', facts: { user: 'uuid' } },
} as const satisfies Readonly<Record<string, EventShape>>;
