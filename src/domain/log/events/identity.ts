import { USER_ROLES } from '../../user-role.js';
import type { EventShape } from '../event-shape.js';

const ROLE = { oneOf: USER_ROLES } as const;

/** Who may do what. */
export const IDENTITY_EVENTS = {
  'user.added': { gloss: 'a user was added', facts: { user: 'uuid', role: ROLE } },
  'access.limited': {
    gloss: 'the access of a user ends with this day',
    facts: { user: 'uuid', until: 'date' },
  },
  'role.granted': { gloss: 'a user was given a role', facts: { user: 'uuid', role: ROLE } },
  'role.revoked': { gloss: 'a role was taken from a user', facts: { user: 'uuid', role: ROLE } },
  'user.invited': {
    gloss: 'somebody was sent a link by which they take over their account',
    facts: { user: 'uuid', link: 'uuid' },
  },
  'user.linked': { gloss: 'a user signed in at an OpenID provider for the first time', facts: { user: 'uuid' } },
  'user.joined': { gloss: 'a user followed the link of an invitation', facts: { user: 'uuid', link: 'uuid' } },
  'user.suspended': {
    gloss: 'the access of a user was put on hold; how many sessions ended with it',
    facts: { user: 'uuid', sessions: 'integer' },
  },
  'user.resumed': { gloss: 'a user whose access was on hold has it again', facts: { user: 'uuid' } },
  'user.left': {
    gloss: 'a user left the organisation; how many sessions, tokens and links ended with it',
    facts: { user: 'uuid', sessions: 'integer', tokens: 'integer', links: 'integer' },
  },
  'user.forgotten': {
    gloss:
      'six months after a user left, nobody can tell any more whose id it was; false: the account is in use elsewhere',
    facts: { user: 'uuid', account: 'boolean' },
  },
  'sessions.ended': {
    gloss: 'sessions of a user were ended by somebody else, or by the user from elsewhere',
    facts: { user: 'uuid', sessions: 'integer' },
  },
  'password.reset-asked': {
    gloss: 'somebody asked for a new password of a user; a link was sent to the address of the account',
    facts: { user: 'uuid', link: 'uuid' },
  },
  'account.mail-sent': {
    gloss: 'a mail server accepted the mail with the link of an account',
    facts: { user: 'uuid', link: 'uuid', smtpCode: 'integer' },
  },
  'password.set': { gloss: 'a user was given a new password', facts: { user: 'uuid' } },
  'second-factor.added': { gloss: 'a user set up a second factor beside the password', facts: { user: 'uuid' } },
  'second-factor.removed': { gloss: 'the second factor of a user was removed', facts: { user: 'uuid' } },
  'token.issued': {
    gloss: 'a token for programs was issued; what it may do, and when it ends',
    facts: { user: 'uuid', token: 'uuid' },
    optional: { scope: { oneOf: ['all', 'read', 'intake'] }, expires: 'moment' },
  },
  'token.revoked': { gloss: 'a token for programs was revoked', facts: { user: 'uuid', token: 'uuid' } },
  'token.used': {
    gloss: 'a token for programs was used for the first time',
    facts: { user: 'uuid', token: 'uuid' },
  },
  'operator.named': {
    gloss: 'a user may set up organisations and the mail server of the whole installation',
    facts: { user: 'uuid' },
  },
  'operator.dismissed': {
    gloss: 'a user may no longer set up what belongs to the whole installation',
    facts: { user: 'uuid' },
  },
  'sign-in.succeeded': { gloss: 'a user signed in', facts: { user: 'uuid' } },
  'sign-in.failed': { gloss: 'somebody tried to sign in as a user with a wrong password', facts: { user: 'uuid' } },
  'sign-in.locked': {
    gloss: 'after too many wrong passwords no more are judged for a quarter of an hour',
    facts: { user: 'uuid' },
  },
  'sign-in.ended': { gloss: 'a user signed out', facts: { user: 'uuid' } },
} as const satisfies Readonly<Record<string, EventShape>>;
