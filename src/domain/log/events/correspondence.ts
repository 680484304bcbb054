import { MESSAGE_KINDS, MESSAGE_LANGUAGES, MESSAGE_WAYS, ORIGINS } from '../../correspondence/kinds.js';
import type { EventShape } from '../event-shape.js';

const KIND = { oneOf: MESSAGE_KINDS } as const;
const WAY = { oneOf: MESSAGE_WAYS } as const;
const LANGUAGE = { oneOf: MESSAGE_LANGUAGES } as const;
export const DEFERRAL = { oneOf: ['network', 'timeout', 'tls', 'server-4xx', 'authentication', 'other'] } as const;

/** What went to the person and came back, and the templates it was written from. */
export const CORRESPONDENCE_EVENTS = {
  'message.written': {
    gloss: 'a message to the person was released for sending; its text is committed to',
    facts: { message: 'uuid', kind: KIND, by: WAY, language: LANGUAGE },
  },
  'message.sent': {
    gloss: 'the message went out: accepted by the mail server, or posted as a letter on this day',
    facts: { message: 'uuid', by: WAY, on: 'date' },
    optional: { attempt: 'integer', smtpCode: 'integer', tls: 'boolean' },
  },
  'message.deferred': {
    gloss: 'the message could not be handed over yet and will be tried again',
    facts: { message: 'uuid', attempt: 'integer', reason: DEFERRAL, retryAt: 'moment' },
    optional: { smtpCode: 'integer' },
  },
  'message.failed': {
    gloss: 'the mail server refused the message for good',
    facts: { message: 'uuid', attempt: 'integer' },
    optional: { smtpCode: 'integer' },
  },
  'message.bounced': {
    gloss: 'a mail server reported that the message did not reach the person, RFC 3464',
    facts: { message: 'uuid' },
  },
  'message.received': {
    gloss: 'a reply came in and was put to the matter it answers; its bytes are committed to',
    facts: {
      message: 'uuid',
      threadedBy: { oneOf: ['token', 'references', 'hand'] },
      verified: 'boolean',
      automatic: 'boolean',
    },
    // Missing: from the person, as far as was looked.
    optional: { from: { oneOf: ORIGINS } },
  },
  'message.entered': {
    gloss: 'somebody states that a message came in that no mail server of ours saw; its text is committed to',
    facts: { message: 'uuid', by: WAY, on: 'date' },
  },
  'message.read': {
    gloss: 'somebody says that they have read a message that came in',
    facts: { message: 'uuid', user: 'uuid' },
  },
  'template.changed': {
    gloss: 'the text of a template was changed, or set back to the standard text',
    facts: { kind: KIND, language: LANGUAGE, version: 'integer', standard: 'boolean', text: 'sha256' },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
