import type { Language } from '../../words/language.js';
import type { ScheduleKind } from '../../domain/reports/schedule.js';

interface Words {
  readonly subject: (kind: ScheduleKind, days: string) => string;
  readonly lead: (organisation: string, days: string) => string;
  readonly attached: string;
  readonly link: string;
  readonly reminder: (organisation: string, year: string) => string;
  readonly reminderLink: string;
  readonly foot: string;
  readonly days: (from: string, to: string) => string;
}

/** The words of a report that is sent by itself. No personal data: figures only, or a link that asks for a sign-in. */
export const REPORT_MAIL: Readonly<Record<Language, Words>> = {
  de: {
    subject: (kind, days) =>
      kind === 'activity-report' ? 'Erinnerung: Tätigkeitsbericht der oder des DSB' : `Rechenschaftsbericht ${days}`,
    lead: (organisation, days) =>
      `Der Rechenschaftsbericht über Anfragen zu Betroffenenrechten bei: ${organisation}, Zeitraum ${days}.`,
    attached: 'Er liegt dieser Mail als PDF bei. Seine Prüfsumme steht im Protokoll.',
    link: 'Mit einer Anmeldung können Sie ihn hier herunterladen:',
    reminder: (organisation, year) =>
      `Der jährliche Tätigkeitsbericht der oder des Datenschutzbeauftragten steht an, bei: ${organisation}, für das Jahr ${year}.`,
    reminderLink: 'Die Kennzahlen dafür gibt es hier:',
    foot: 'Diese Mail kommt nach einem Zeitplan, den die oder der Datenschutzbeauftragte eingerichtet hat und beenden kann.',
    days: (from, to) => `${from} bis ${to}`,
  },
  en: {
    subject: (kind, days) =>
      kind === 'activity-report' ? 'Reminder: activity report of the DPO' : `Compliance report ${days}`,
    lead: (organisation, days) => `The compliance report on data subject requests at: ${organisation}, period ${days}.`,
    attached: 'It is attached as PDF. Its checksum is in the log.',
    link: 'After signing in you can download it here:',
    reminder: (organisation, year) =>
      `The yearly activity report of the data protection officer is due, at: ${organisation}, for the year ${year}.`,
    reminderLink: 'The figures for it are here:',
    foot: 'This mail follows a schedule that the data protection officer has set up and can end.',
    days: (from, to) => `${from} to ${to}`,
  },
};
