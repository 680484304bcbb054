import type { EventShape } from '../event-shape.js';

const REPORT = { oneOf: ['compliance', 'evidence-of-request', 'evidence-of-period'] } as const;
const SCHEDULE = { oneOf: ['monthly', 'quarterly', 'yearly', 'activity-report'] } as const;

/** What an inspection account was shown; a closed list, so that no address of a page gets into the log. */
export const INSPECTED = [
  'overview',
  'reports',
  'report',
  'log',
  'entry',
  'proof',
  'verification',
  'receipts',
  'evidence',
  'requests',
  'instruction',
  'other',
] as const;

/** What was given out, what is sent by itself, and what an authority looked at. */
export const REPORT_EVENTS = {
  'report.issued': {
    gloss: 'a report or an evidence bundle over these days was given out',
    facts: { report: 'uuid', kind: REPORT, from: 'date', to: 'date', document: 'sha256' },
    // `manifest`: of the bundle it was given out in, what was chosen and what lies in it (evidence/bundle.ts).
    optional: { manifest: 'sha256' },
  },
  'schedule.set': {
    gloss: 'a report (or the reminder of the yearly activity report) is to be sent by itself from this day on',
    facts: {
      schedule: 'uuid',
      kind: SCHEDULE,
      form: { oneOf: ['link', 'pdf'] },
      language: { oneOf: ['de', 'en'] },
      nextOn: 'date',
      recipients: 'sha256',
    },
  },
  'schedule.ended': { gloss: 'nothing is sent under this schedule any more', facts: { schedule: 'uuid' } },
  'report.scheduled': {
    gloss: 'the day of a scheduled report or reminder has come; it is on its way',
    facts: { schedule: 'uuid', delivery: 'uuid', from: 'date', to: 'date' },
  },
  'report.sent': {
    gloss: 'the mail server accepted a scheduled report or reminder',
    facts: { delivery: 'uuid', smtpCode: 'integer' },
    optional: { report: 'uuid' },
  },
  'report.refused': {
    gloss: 'the mail server refused a scheduled report or reminder for good; it is not tried again',
    facts: { delivery: 'uuid' },
    optional: { smtpCode: 'integer' },
  },
  'inspection.viewed': {
    gloss: 'an account with an end date, made for an inspection, was shown this',
    facts: { user: 'uuid', what: { oneOf: INSPECTED } },
  },
  'inspection.opened': {
    gloss: 'a letter of the authority that asks for evidence of these days was entered, with its time limit',
    facts: { inspection: 'uuid', receivedOn: 'date', dueOn: 'date', from: 'date', to: 'date' },
  },
  'inspection.ended': {
    gloss: 'what the authority asked for was handed over',
    facts: { inspection: 'uuid', on: 'date' },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
