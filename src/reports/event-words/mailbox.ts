import type { MAILBOX_EVENTS } from '../../domain/log/events/mailbox.js';

export const MAILBOX_DE: Readonly<Record<keyof typeof MAILBOX_EVENTS, string>> = {
  'mail.kept': 'E-Mail eingegangen, die keinem Vorgang zugeordnet ist',
  'mail.read': 'Nicht zugeordnete E-Mails gelesen',
  'mail.put-to-case': 'E-Mail von Hand einem Vorgang zugeordnet',
  'mail.made-request': 'Neuer Vorgang aus einer E-Mail angelegt',
  'mail.confirmed': 'Eingang der E-Mail automatisch bestätigt',
  'mail.set-aside': 'E-Mail weggelegt: geht uns nichts an',
  'mail.taken-back': 'Zuordnung einer E-Mail zurückgenommen',
  'mail.erased': 'Inhalt einer erledigten E-Mail gelöscht',
};

export const MAILBOX_EN: Readonly<Record<keyof typeof MAILBOX_EVENTS, string>> = {
  'mail.kept': 'A mail came in that is not assigned to a case',
  'mail.read': 'Unassigned mails read',
  'mail.put-to-case': 'Mail put to a case by hand',
  'mail.made-request': 'New case made of a mail',
  'mail.confirmed': 'Receipt of the mail confirmed automatically',
  'mail.set-aside': 'Mail set aside: none of ours',
  'mail.taken-back': 'Assignment of a mail taken back',
  'mail.erased': 'Content of a mail erased that was dealt with',
};
