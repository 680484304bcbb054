import { civilDate } from '../../../src/domain/civil-date.js';
import { STATES } from '../../../src/domain/lifecycle/lifecycle.js';
import type { ComplianceFigures, Distribution } from '../../../src/domain/reports/figures.js';
import { RIGHT_NAMES } from '../../../src/domain/rights/right.js';
import { publishable } from '../../../src/domain/reports/small-numbers.js';
import type { ComplianceDocument } from '../../../src/reports/compliance/compliance-document.js';

const INSTRUCTION = '0198b2f0-0000-7000-8000-000000000001';
const NONE: Distribution = { count: 0, median: null, p90: null, p99: null, longest: null };
const months = (year: number): string[] =>
  Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`);

/** A year of a chamber: 148 requests, of which 5 did not go directly and at once. */
export const YEAR: ComplianceFigures = {
  period: { from: civilDate('2026-01-01'), to: civilDate('2026-12-31') },
  timeZone: 'Europe/Berlin',
  requests: {
    recorded: 148,
    carriedOver: 4,
    byRight: {
      withdrawal: 12,
      access: 71,
      rectification: 9,
      erasure: 33,
      restriction: 4,
      notification: 1,
      portability: 2,
      objection: 21,
      'automated-decision': 0,
      complaint: 3,
      unnamed: 6,
    },
    byChannel: [
      { channel: 'kanal-1', kind: 'email', requests: 61, handover: [40, 12, 6, 2, 1, 0] },
      { channel: 'kanal-2', kind: 'instagram', requests: 38, handover: [9, 14, 9, 5, 1, 0] },
      { channel: 'kanal-3', kind: 'facebook', requests: 27, handover: [4, 8, 9, 4, 1, 1] },
      { channel: 'kanal-4', kind: 'letter', requests: 22, handover: [0, 2, 6, 12, 1, 1] },
    ],
    byState: { recorded: 2, acknowledged: 9, answered: 12, closed: 118, retracted: 3, withdrawn: 4, merged: 0 },
    outcomes: [
      { right: 'access', outcome: 'granted', ground: null, claims: 58 },
      { right: 'access', outcome: 'partly', ground: 'rights-of-others', claims: 3 },
      { right: 'erasure', outcome: 'granted', ground: null, claims: 25 },
      { right: 'erasure', outcome: 'refused', ground: 'legal-obligation', claims: 4 },
    ],
    decidedByChannel: [
      { channel: 'kanal-1', outcome: 'granted', claims: 61 },
      { channel: 'kanal-2', outcome: 'granted', claims: 22 },
      { channel: 'kanal-2', outcome: 'partly', claims: 3 },
      { channel: 'kanal-4', outcome: 'refused', claims: 4 },
    ],
  },
  times: {
    receiptToRecording: { count: 148, median: 1_860_000, p90: 21_600_000, p99: 180_000_000, longest: 400_000_000 },
    recordingToForwarding: { count: 147, median: 640, p90: 1_300, p99: 64_000, longest: 1_900_000 },
    forwardingToAcknowledgement: {
      count: 140,
      median: 5_400_000,
      p90: 61_000_000,
      p99: 180_000_000,
      longest: 260_000_000,
    },
    receiptToAnswerDays: { count: 130, median: 11, p90: 26, p99: 34, longest: 61 },
  },
  verdict: {
    directly: 147,
    atOnce: 144,
    followed: 143,
    exceptions: [
      {
        request: 'vorgang-1',
        reasons: ['late-handover'],
        receivedAt: '2026-03-27T16:40:00.000Z',
        recordedAt: '2026-03-30T07:12:09.120Z',
        forwardedAt: '2026-03-30T07:12:09.904Z',
        reasonStated: true,
      },
      {
        request: 'vorgang-2',
        reasons: ['late-forwarding', 'other-recipient'],
        receivedAt: '2026-08-03T09:00:00.000Z',
        recordedAt: '2026-08-03T09:05:00.000Z',
        forwardedAt: '2026-08-03T09:36:40.000Z',
        reasonStated: false,
      },
    ],
    exceptionsLeftOut: 3,
  },
  inTime: { proved: 60, stated: 20, cameBack: 2 },
  deadlines: { met: 127, missed: 3, open: 11, ended: 7, extended: 6 },
  lateEntries: { requests: 0 },
  arrivals: { sameDay: 0, nextDay: 0, later: 0, unsaid: 0, unknown: 0 },
  identityChecks: { asked: 14, confirmed: 12 },
  recipients: { listed: 22, notified: 19, leftOut: 3 },
  restrictions: { began: 4, lifted: 3, activeAtEnd: 1 },
  complaints: { opened: 3, concluded: 2, openAtEnd: 1 },
  erasures: { closed: 118 },
  duties: { done: 61, leftOut: 4, reopened: 1 },
  dismissals: { noted: 3, dismissed: 2 },
  retention: { erased: 104, told: 61, untold: 4, copies: 33, channels: 27, holds: 6, heldAtEnd: 5 },
  instructions: [
    {
      instruction: INSTRUCTION,
      version: 3,
      holdsFrom: civilDate('2025-06-01'),
      handoverLimitMinutes: 1_440,
      forwardingLimitSeconds: 300,
      text: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
      confirmedBy: 41,
    },
  ],
  staff: 46,
  outages: [{ from: '2026-08-03T09:04:10.000Z', to: '2026-08-03T09:36:40.000Z', requests: 1 }],
  outagesLeftOut: 0,
  log: { size: 9_214, entries: 8_003, damageFound: 0, clockAnomalies: 1, epochs: 1 },
  byMonth: months(2026).map((span, at) => ({
    span,
    received: 9 + ((at * 7) % 8),
    answered: 8 + ((at * 5) % 7),
    followed: 9 + ((at * 7) % 8) - (at % 5 === 2 ? 2 : 0),
    missed: at % 5 === 3 ? 1 : 0,
  })),
  byWeek: Array.from({ length: 53 }, (_, at) => ({
    span: `2026-W${String(at + 1).padStart(2, '0')}`,
    received: 1 + (at % 5),
    answered: 1 + (at % 4),
    followed: 1 + (at % 5),
    missed: 0,
  })),
};

/** An organisation to which nobody has written yet. */
export const EMPTY: ComplianceFigures = {
  ...YEAR,
  requests: {
    recorded: 0,
    carriedOver: 0,
    byRight: Object.fromEntries(
      [...RIGHT_NAMES, 'unnamed'].map((right) => [right, 0]),
    ) as ComplianceFigures['requests']['byRight'],
    byChannel: [],
    byState: Object.fromEntries(STATES.map((state) => [state, 0])) as ComplianceFigures['requests']['byState'],
    outcomes: [],
    decidedByChannel: [],
  },
  times: {
    receiptToRecording: NONE,
    recordingToForwarding: NONE,
    forwardingToAcknowledgement: NONE,
    receiptToAnswerDays: NONE,
  },
  verdict: { directly: 0, atOnce: 0, followed: 0, exceptions: [], exceptionsLeftOut: 0 },
  deadlines: { met: 0, missed: 0, open: 0, ended: 0, extended: 0 },
  outages: [],
  outagesLeftOut: 0,
  byMonth: YEAR.byMonth.map(({ span }) => ({ span, received: 0, answered: 0, followed: 0, missed: 0 })),
  byWeek: [],
};

/** A document of these figures, as its sources would make it. */
export function documentOf(figures: ComplianceFigures, more: Partial<ComplianceDocument> = {}): ComplianceDocument {
  return {
    figures,
    published: null,
    organisation: {
      slug: 'kammer',
      name: 'Kammer Beispielstadt',
      postalAddress: 'Musterplatz 1\n12345 Beispielstadt',
      email: 'info@kammer.example',
    },
    instructionTexts: new Map([
      [
        INSTRUCTION,
        {
          de: 'Jede Frage zu Betroffenenrechten geht sofort und unmittelbar an die oder den DSB.\n\nDas gilt auf jedem Kanal.',
          en: 'Every question about rights goes at once and directly to the DPO.\n\nThat holds on every channel.',
        },
      ],
    ]),
    channels: new Map([
      ['kanal-3', { de: 'Facebook: Ausbildung', en: 'Facebook: training' }],
      ['kanal-2', { de: 'Instagram', en: 'Instagram' }],
    ]),
    references: new Map([['vorgang-1', 'DSR-2026-7K3M9QX']]),
    checkpoint: {
      origin: 'log.example/kammer',
      size: 9_214,
      root: 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
      note: 'log.example/kammer\n9214\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    },
    asOf: '2026-12-31T22:59:59.000Z',
    witnessing: { witnesses: [{ name: 'zeuge.example', size: 41 }], timeStamp: '2026-12-31T12:00:00.000Z' },
    keys: [
      {
        vkey: 'log.example/kammer+530c9a1e+AZJd6dd/0o9CvpLMUmDzSDzVSBp2pJAVP5Gdl0LIVfLF',
        fingerprint: '9f86 d081 884c 7d65 9a2f eaa0 c55a d015 a3bf 4f1b 2b0b 822c d15d 6c15 b0f0 0a08',
      },
    ],
    ...more,
  };
}

/** The same for publication. */
export function publishedOf(figures: ComplianceFigures, threshold: number): ComplianceDocument {
  return documentOf(figures, { published: { threshold, figures: publishable(figures, threshold) } });
}
