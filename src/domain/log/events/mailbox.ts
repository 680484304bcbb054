import type { EventShape } from '../event-shape.js';

/** Why a mail that came in waits for a person. */
export const TRAY_REASONS = [
  'unassigned',
  'automatic',
  'spam',
  'delivery-report',
  'over-budget',
  'too-large',
  'not-recorded',
] as const;
export type TrayReason = (typeof TRAY_REASONS)[number];

/** Mails that came in and answer nothing by themselves. */
export const MAILBOX_EVENTS = {
  'mail.kept': {
    gloss: 'a mail came in that nobody but a person can put where it belongs; its bytes are committed to',
    facts: { mail: 'uuid', why: { oneOf: TRAY_REASONS }, arrivedAt: 'moment' },
  },
  'mail.read': {
    gloss: 'somebody read what such mails say: one of them, or the list',
    facts: { user: 'uuid', mails: 'integer' },
    optional: { mail: 'uuid' },
  },
  'mail.put-to-case': {
    gloss: 'a person put such a mail to a request; it is a message of its thread',
    facts: { mail: 'uuid', message: 'uuid', user: 'uuid' },
  },
  'mail.made-request': {
    gloss: 'a person made a new request out of such a mail',
    facts: { mail: 'uuid', user: 'uuid' },
  },
  'mail.confirmed': {
    gloss: 'the sender of a mail that became a request was told by a program that it came in',
    facts: { mail: 'uuid', smtpCode: 'integer' },
  },
  'mail.set-aside': {
    gloss: 'a person found that such a mail is none of ours',
    facts: { mail: 'uuid', user: 'uuid' },
  },
  'mail.taken-back': {
    gloss: 'a person took back where such a mail had been put; it waits again',
    facts: { mail: 'uuid', from: { oneOf: ['in-case', 'set-aside'] }, user: 'uuid' },
    optional: { message: 'uuid' },
  },
  'mail.erased': {
    gloss: 'what such a mail said was erased, some time after it had been dealt with',
    facts: { mail: 'uuid' },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
