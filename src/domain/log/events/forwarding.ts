import type { EventShape } from '../event-shape.js';

const DEFERRAL = { oneOf: ['network', 'timeout', 'tls', 'server-4xx', 'authentication', 'other'] } as const;

/** The way of a request to the data protection officer. */
export const FORWARDING_EVENTS = {
  'forwarding.attempt-started': {
    gloss: 'the content was opened for the mail to the designation, and the attempt to send it began',
    facts: { forwarding: 'uuid', attempt: 'integer', designation: 'uuid' },
  },
  'forwarding.accepted': {
    gloss: 'the mail server took responsibility for the mail',
    facts: {
      forwarding: 'uuid',
      attempt: 'integer',
      designation: 'uuid',
      acceptedAt: 'moment',
      smtpCode: 'integer',
      tls: 'boolean',
      recipients: 'sha256',
    },
  },
  'forwarding.deferred': {
    gloss: 'the mail could not be handed over yet and will be tried again',
    facts: { forwarding: 'uuid', attempt: 'integer', reason: DEFERRAL, retryAt: 'moment' },
    optional: { smtpCode: 'integer' },
  },
  'forwarding.refused': {
    gloss: 'the mail server refused the mail; alarm, deputy if there is one, and tried again',
    facts: { forwarding: 'uuid', attempt: 'integer', deputy: 'boolean', retryAt: 'moment' },
    optional: { smtpCode: 'integer' },
  },
  'forwarding.unknown': {
    gloss: 'an attempt ended without a result, because its worker is gone',
    facts: { forwarding: 'uuid', attempt: 'integer' },
  },
  'forwarding.late': {
    gloss: "the instruction's limit passed before the mail was accepted",
    facts: { forwarding: 'uuid' },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
