import type { CORRESPONDENCE_EVENTS } from '../../domain/log/events/correspondence.js';

export const CORRESPONDENCE_DE: Readonly<Record<keyof typeof CORRESPONDENCE_EVENTS, string>> = {
  'message.written': 'Nachricht an die Person zum Versand freigegeben',
  'message.sent': 'Nachricht verschickt: vom Mailserver angenommen oder als Brief aufgegeben',
  'message.deferred': 'Nachricht noch nicht zugestellt, neuer Versuch folgt',
  'message.failed': 'Nachricht vom Mailserver endgültig abgelehnt',
  'message.bounced': 'Nachricht kam als unzustellbar zurück',
  'message.received': 'Antwort eingegangen und dem Vorgang zugeordnet',
  'message.entered': 'Eingegangene Nachricht nach Angabe eingetragen (Direktnachricht, Anruf, Brief)',
  'message.read': 'Eingegangene Nachricht als gelesen bestätigt',
  'template.changed': 'Vorlage geändert',
};

export const CORRESPONDENCE_EN: Readonly<Record<keyof typeof CORRESPONDENCE_EVENTS, string>> = {
  'message.written': 'Message to the person released for sending',
  'message.sent': 'Message sent: accepted by the mail server or posted as a letter',
  'message.deferred': 'Message not delivered yet, another attempt follows',
  'message.failed': 'Message refused by the mail server for good',
  'message.bounced': 'Message came back as undeliverable',
  'message.received': 'Reply received and put to its case',
  'message.entered': 'Message that came in entered as stated (direct message, call, letter)',
  'message.read': 'Message that came in confirmed as read',
  'template.changed': 'Template changed',
};
