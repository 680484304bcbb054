import type { REPORT_EVENTS } from '../../domain/log/events/report.js';

export const REPORT_DE: Readonly<Record<keyof typeof REPORT_EVENTS, string>> = {
  'report.issued': 'Bericht oder Nachweispaket ausgestellt',
};

export const REPORT_EN: Readonly<Record<keyof typeof REPORT_EVENTS, string>> = {
  'report.issued': 'Report or evidence bundle issued',
};
