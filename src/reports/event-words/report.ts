import type { REPORT_EVENTS } from '../../domain/log/events/report.js';

export const REPORT_DE: Readonly<Record<keyof typeof REPORT_EVENTS, string>> = {
  'report.issued': 'Bericht oder Nachweispaket ausgestellt',
  'schedule.set': 'Regelmäßigen Bericht eingerichtet',
  'schedule.ended': 'Regelmäßigen Bericht beendet',
  'report.scheduled': 'Regelmäßiger Bericht oder Erinnerung fällig',
  'report.sent': 'Regelmäßiger Bericht oder Erinnerung versandt',
  'report.refused': 'Regelmäßiger Bericht oder Erinnerung vom Mailserver abgelehnt',
  'inspection.viewed': 'Einsicht durch ein Prüfkonto',
  'inspection.opened': 'Prüfschreiben der Aufsichtsbehörde eingetragen',
  'inspection.ended': 'Unterlagen an die Aufsichtsbehörde übergeben',
};

export const REPORT_EN: Readonly<Record<keyof typeof REPORT_EVENTS, string>> = {
  'report.issued': 'Report or evidence bundle issued',
  'schedule.set': 'Regular report set up',
  'schedule.ended': 'Regular report ended',
  'report.scheduled': 'Regular report or reminder due',
  'report.sent': 'Regular report or reminder sent',
  'report.refused': 'Regular report or reminder refused by the mail server',
  'inspection.viewed': 'Seen by an inspection account',
  'inspection.opened': 'Letter of the supervisory authority entered',
  'inspection.ended': 'Documents handed over to the supervisory authority',
};
