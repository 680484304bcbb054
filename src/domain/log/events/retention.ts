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
  'erasure.certified': {
    gloss: 'the person was told by mail that their data is erased; their address is gone with it',
    facts: { erasure: 'uuid', smtpCode: 'integer' },
  },
  'erasure.uncertified': {
    gloss: 'the mail to the person about the erasure could not be delivered; their address is gone all the same',
    facts: { erasure: 'uuid', why: { oneOf: ['refused', 'expired'] } },
    optional: { smtpCode: 'integer' },
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
    gloss:
      'a copy outside is gone: deleted in the mailbox by its Message-ID, by the program in its own mailbox, or somebody says so',
    facts: {
      copy: 'uuid',
      place: { oneOf: ['dpo-mailbox', 'department'] },
      by: { oneOf: ['imap', 'person', 'program'] },
    },
  },
  'channel.copy-deleted': {
    gloss: 'whoever handed it over, or the DPO, says that the message on the platform is deleted',
    facts: { user: 'uuid' },
  },
  'key-epoch.begun': {
    gloss: 'the organisation has a new key from now on; earlier ones are destroyed once nothing is wrapped under them',
    facts: { epoch: 'integer' },
  },
  'key-epoch.destroyed': {
    gloss:
      'an earlier key of the organisation was destroyed: what backups from before hold of erased requests opens no more',
    facts: { epoch: 'integer' },
  },
  'mailbox.opened': {
    gloss: 'a mail in the built-in mailbox of the demonstration was opened',
    facts: { user: 'uuid', mail: 'sha256' },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
