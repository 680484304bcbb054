import type { EventShape } from '../event-shape.js';

/** Every kind of mail that a job sends, besides the forwarding itself. */
export const MAIL_KINDS = [
  'send-message',
  'message-notice',
  'unassigned-mail',
  'mail-confirmation',
  'tell-recipient',
  'identity-code',
  'identity-told',
  'package-link',
  'package-code',
  'task-mail',
  'remind',
  'send-report',
  'account-mail',
  'breach-alarm',
  'erasure-certificate',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** Whatever mail leaves the house: also the forwarding itself, and an alarm about the log. */
export type SentMailKind = MailKind | 'forward' | 'log-alarm';

const MAIL = { oneOf: MAIL_KINDS } as const;

/** Mails whose refusal has no event of its own. */
export const MAIL_EVENTS = {
  'mail.refused': {
    gloss: 'a mail server refused a mail for good; whether it is tried again all the same, because it is for the DPO',
    facts: { mail: MAIL, about: 'uuid', attempt: 'integer', again: 'boolean' },
    optional: { smtpCode: 'integer' },
  },
  'mail.bounced': {
    gloss: 'a mail had been accepted and came back later as undeliverable',
    facts: { mail: MAIL, about: 'uuid' },
  },
  'mail.accepted': {
    gloss: 'a mail that had been refused was accepted after all',
    facts: { mail: MAIL, about: 'uuid', attempt: 'integer', smtpCode: 'integer' },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
