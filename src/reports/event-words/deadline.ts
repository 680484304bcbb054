import type { DEADLINE_EVENTS } from '../../domain/log/events/deadline.js';

export const DEADLINE_DE: Readonly<Record<keyof typeof DEADLINE_EVENTS, string>> = {
  'deadline.paused': 'Identitätsnachweis oder Präzisierung erbeten',
  'deadline.resumed': 'Antwort der Person auf die Rückfrage erhalten',
  'deadline.extended': 'Frist um zwei Monate verlängert, der Person im ersten Monat mitgeteilt',
  'deadline.missed': 'Frist ohne Antwort verstrichen',
  'reminder.raised': 'Erinnerung an Fristen war fällig',
  'reminder.sent': 'Erinnerung an Fristen vom Mailserver angenommen',
  'reminder.dropped': 'Erinnerung entfallen, es war nichts mehr fällig',
  'absence.entered': 'Abwesenheit der oder des Datenschutzbeauftragten eingetragen',
  'absence.cancelled': 'Abwesenheit gestrichen',
  'calendar.issued': 'Adresse des Fristenkalenders erzeugt',
  'calendar.revoked': 'Adresse des Fristenkalenders widerrufen',
};

export const DEADLINE_EN: Readonly<Record<keyof typeof DEADLINE_EVENTS, string>> = {
  'deadline.paused': 'Person asked for identification or clarification',
  'deadline.resumed': 'Reply of the person to the question received',
  'deadline.extended': 'Deadline extended by two months, the person told within the first month',
  'deadline.missed': 'Deadline passed without an answer',
  'reminder.raised': 'Reminder of deadlines was due',
  'reminder.sent': 'Reminder of deadlines accepted by the mail server',
  'reminder.dropped': 'Reminder dropped, nothing was due any more',
  'absence.entered': 'Absence of the data protection officer entered',
  'absence.cancelled': 'Absence cancelled',
  'calendar.issued': 'Address of the calendar of deadlines made',
  'calendar.revoked': 'Address of the calendar of deadlines revoked',
};
