import type { MAIL_EVENTS } from '../../domain/log/events/mail.js';

export const MAIL_DE: Readonly<Record<keyof typeof MAIL_EVENTS, string>> = {
  'mail.refused': 'E-Mail vom Mailserver endgültig abgelehnt',
  'mail.bounced': 'E-Mail kam als unzustellbar zurück',
  'mail.accepted': 'Zuvor abgelehnte E-Mail vom Mailserver angenommen',
};

export const MAIL_EN: Readonly<Record<keyof typeof MAIL_EVENTS, string>> = {
  'mail.refused': 'Mail refused by the mail server for good',
  'mail.bounced': 'Mail came back as undeliverable',
  'mail.accepted': 'Mail refused before accepted by the mail server',
};
