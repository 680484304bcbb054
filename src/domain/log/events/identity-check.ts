import { DOUBTS, METHODS } from '../../rights/identity-check.js';
import type { EventShape } from '../event-shape.js';

/** Art. 12(6) GDPR: whether a person is who they say. */
export const IDENTITY_CHECK_EVENTS = {
  'identity.asked': {
    gloss: 'there were reasonable doubts about who the person is; how it is checked',
    facts: { check: 'uuid', doubt: { oneOf: DOUBTS }, method: { oneOf: METHODS } },
  },
  'identity.code-sent': {
    gloss: 'a code was sent to the known address of the person',
    facts: { check: 'uuid', smtpCode: 'integer' },
  },
  'identity.code-refused': {
    gloss: 'a wrong code was entered',
    facts: { check: 'uuid' },
  },
  'identity.confirmed': {
    gloss: 'the person is who they say',
    facts: { check: 'uuid', on: 'date' },
  },
  'identity.not-confirmed': {
    gloss: 'the person could not be identified',
    facts: { check: 'uuid', on: 'date' },
  },
  'identity.no-longer-doubted': {
    gloss: 'there was no reasonable doubt any longer',
    facts: { check: 'uuid', on: 'date' },
  },
  'identity.withdrawn': {
    gloss: 'the check ended without a result, because the request was closed',
    facts: { check: 'uuid', on: 'date' },
  },
  'identity.reported': {
    gloss: 'the data protection officer was told that the person had entered the right code',
    facts: { check: 'uuid', smtpCode: 'integer' },
  },
  'identity.evidence-erased': {
    gloss: 'what served to check the identity was erased at once',
    facts: { check: 'uuid' },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
