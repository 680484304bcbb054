import { CHANNEL_KINDS } from '../../channel-kind.js';
import { PRECISIONS } from '../../forwarding/verdict.js';
import { TOLD_FACTS } from '../../proof/told.js';
import type { EventShape } from '../event-shape.js';

const CHANNEL_KIND = { oneOf: CHANNEL_KINDS } as const;
/** Why a hand-over is no request about data-subject rights. */
export const DISMISSALS = ['mistake', 'not-a-rights-request'] as const;
export type Dismissal = (typeof DISMISSALS)[number];

const DOOR = { oneOf: ['handover', 'api', 'form', 'mailbox', 'webhook'] } as const;

/** The life of a rights request. */
export const REQUEST_EVENTS = {
  'request.recorded': {
    gloss: 'a rights request was taken in; forwarding begins',
    facts: {
      receivedAt: 'moment',
      recordedAt: 'moment',
      channel: 'uuid',
      channelKind: CHANNEL_KIND,
      door: DOOR,
      rights: 'rights',
      instruction: 'uuid',
      instructionVersion: 'integer',
      designation: 'uuid',
      handoverLate: 'boolean',
      safeOn: 'date',
      dueOn: 'date',
      attachments: 'integer',
    },
    // `splitFrom`: it left another request, which had been forwarded before; the verdict is that one's.
    // `reference`: commitment to the number by which people call it.
    // `arrival`, `seen`: how exactly the two moments are known; a day stands for its first moment.
    optional: {
      by: 'uuid',
      splitFrom: 'uuid',
      reference: 'sha256',
      arrival: { oneOf: PRECISIONS },
      seenAt: 'moment',
      seen: { oneOf: ['moment', 'day'] },
    },
  },
  'request.withdrawn': {
    gloss: 'a mistaken hand-over was taken back, so many seconds after it',
    facts: { within: 'integer' },
  },
  'request.mistake-noted': {
    gloss:
      'whoever handed it over says that it was a mistake; it stays open until the data protection officer has looked',
    facts: { within: 'integer' },
  },
  'request.dismissed': {
    gloss:
      'the data protection officer found that it is no request; why, and to whom it was passed on, is committed to',
    facts: { why: { oneOf: DISMISSALS }, passedOn: 'boolean' },
  },
  'request.acknowledged': {
    gloss: 'the data protection officer took the request over',
    facts: { user: 'uuid' },
    optional: { designation: 'uuid' },
  },
  'request.answered': {
    gloss: 'the person was answered: with information, or refused with reasons',
    facts: { outcome: { oneOf: ['answered', 'refused'] }, on: 'date', late: 'boolean', dueOn: 'date' },
    optional: TOLD_FACTS,
  },
  'request.retracted': {
    gloss: 'the person took the request back',
    facts: { on: 'date' },
    optional: TOLD_FACTS,
  },
  'request.reopened': {
    gloss: 'the matter was taken up again; the original deadline holds',
    facts: { on: 'date', dueOn: 'date' },
  },
  'request.closed': {
    gloss: 'nothing is left to do in the matter; its erasure becomes due',
    facts: { on: 'date' },
  },
  'content.read': {
    gloss: 'sealed content was opened for a user',
    facts: { user: 'uuid', purpose: { oneOf: ['casework', 'disclosure'] } },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
