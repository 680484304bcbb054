import type { EventShape } from '../event-shape.js';

const DEFERRAL = { oneOf: ['network', 'timeout', 'tls', 'server-4xx', 'authentication', 'other'] } as const;

/** The way of a request to the data protection officer. */
export const FORWARDING_EVENTS = {
  'forwarding.attempt-started': {
    gloss: 'the content was opened for the mail to the designation, and the attempt to send it began',
    facts: { forwarding: 'uuid', attempt: 'integer', designation: 'uuid' },
  },
  'forwarding.accepted': {
    gloss: 'the mail server that the house sends through took responsibility for the mail; no word yet of its arrival',
    facts: {
      forwarding: 'uuid',
      attempt: 'integer',
      designation: 'uuid',
      acceptedAt: 'moment',
      smtpCode: 'integer',
      tls: 'boolean',
      recipients: 'sha256',
    },
    // So many files were too large for the server, or the mail came back with them: the link leads to them.
    // `encrypted`: readable by the holder of the designation's certificate only.
    optional: { filesLeftOut: 'integer', encrypted: 'boolean' },
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
  'forwarding.bounced': {
    gloss:
      'the mail had been accepted and came back later as undeliverable; alarm, deputy if there is one, and sent again',
    facts: { forwarding: 'uuid', attempt: 'integer', deputy: 'boolean' },
    // No `retryAt`: the DPO had taken the request over by then. `report`: the message of the case that says so.
    optional: { retryAt: 'moment', report: 'uuid' },
  },
  'forwarding.reported': {
    gloss:
      'a mail server reported of the accepted mail: given to a server that reports no further, or delivered to the mailbox',
    facts: { forwarding: 'uuid', attempt: 'integer', arrival: { oneOf: ['passed-on', 'delivered'] } },
  },
  'forwarding.untaken': {
    gloss:
      "nobody took the forwarded request over within the instruction's limit; alarm, and the deputy if there is one",
    facts: { forwarding: 'uuid', limitHours: 'integer', deputy: 'boolean' },
  },
  'forwarding.deputised': {
    gloss: 'the deputy gets the request as well, because the data protection officer is away',
    facts: { forwarding: 'uuid', reason: { oneOf: ['absent'] } },
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
