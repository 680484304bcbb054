import { HOLD_REASONS } from '../../retention/hold.js';
import type { EventShape } from '../event-shape.js';

const REASON = { oneOf: HOLD_REASONS } as const;

/** What went, when, by which rules; what was held; and where copies lay. */
export const RETENTION_EVENTS = {
  'content.erased': {
    gloss: 'personal data of the request was erased: how, by which rules and why, and how much of each class',
    facts: {
      erasure: 'uuid',
      how: { oneOf: ['key-destroyed', 'under-new-key', 'rows-deleted'] },
      rules: 'integer',
      basis: {
        oneOf: [
          'purpose-reached',
          'remedy-period',
          'limitation',
          'restriction-lifted',
          'authority-concluded',
          'restored',
        ],
      },
    },
    // How many pieces of each class went; what is missing here was not there or stays.
    optional: {
      message: 'integer',
      copies: 'integer',
      answer: 'integer',
      reasons: 'integer',
      internal: 'integer',
      recipients: 'integer',
      restriction: 'integer',
      authority: 'integer',
      package: 'integer',
      index: 'integer',
      openings: 'integer',
      link: 'integer',
    },
  },
  'retention.changed': {
    gloss: 'the periods after which data is erased were changed',
    facts: {
      version: 'integer',
      deliveredDays: 'integer',
      afterEndDays: 'integer',
      remedyMonths: 'integer',
      limitationYears: 'integer',
      authorityMonths: 'integer',
      indexMonths: 'integer',
    },
  },
  'retention.halted': {
    gloss: 'the clock had jumped or nobody had looked for long: nothing is erased until a person has confirmed it',
    facts: { lookedAt: 'moment', due: 'integer' },
  },
  'retention.confirmed': {
    gloss: 'a person confirmed that the clock is right; what is due may be erased',
    facts: { user: 'uuid' },
  },
  'hold.set': {
    gloss: 'a legal hold was set: nothing of the request is erased while it stands',
    facts: { hold: 'uuid', reason: REASON, reviewOn: 'date', user: 'uuid' },
  },
  'hold.confirmed': { gloss: 'a second person confirmed the legal hold', facts: { hold: 'uuid', user: 'uuid' } },
  'hold.reviewed': {
    gloss: 'the legal hold was looked at and stands until another day',
    facts: { hold: 'uuid', reviewOn: 'date', user: 'uuid' },
  },
  'hold.released': { gloss: 'the legal hold was released', facts: { hold: 'uuid', user: 'uuid' } },
  'copy.deleted': {
    gloss: 'a copy outside is gone: deleted in the mailbox by its Message-ID, or somebody says that they deleted it',
    facts: { copy: 'uuid', place: { oneOf: ['dpo-mailbox', 'department'] }, by: { oneOf: ['imap', 'person'] } },
  },
  'channel.copy-deleted': {
    gloss: 'whoever handed it over, or the DPO, says that the message on the platform is deleted',
    facts: { user: 'uuid' },
  },
  'mailbox.opened': {
    gloss: 'a mail in the built-in mailbox of the demonstration was opened',
    facts: { user: 'uuid', mail: 'sha256' },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
