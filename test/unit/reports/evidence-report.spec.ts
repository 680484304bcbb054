import { EVENTS, type EventName } from '../../../src/domain/log/events.js';
import { EVENT_GLOSSES_DE, EVENT_GLOSSES_EN } from '../../../src/reports/event-words/event-words.js';
import {
  evidenceReportData,
  type EvidenceReport,
  type EvidenceRequest,
} from '../../../src/reports/evidence/evidence-report.js';
import type { Language } from '../../../src/words/language.js';

const REQUEST: EvidenceRequest = {
  reference: 'DSR-2026-00042',
  rights: ['access', 'erasure'],
  receivedAt: new Date('2026-10-24T21:30:00Z'),
  recordedAt: new Date('2026-10-25T00:30:00Z'),
  forwardedAt: new Date('2026-10-25T01:30:00Z'),
  acknowledgedAt: null,
  answeredOn: null,
  dueOn: '2026-11-24',
  directly: true,
  atOnce: true,
  deadline: 'open',
  timeline: [{ index: 1_234, at: new Date('2026-10-25T00:30:00Z'), event: 'request.recorded' }],
};

function report(requests: readonly Partial<EvidenceRequest>[], more: Partial<EvidenceReport> = {}): EvidenceReport {
  const all = requests.map((request) => ({ ...REQUEST, ...request }));
  const count = (holds: (request: EvidenceRequest) => boolean): number => all.filter(holds).length;
  return {
    language: 'de',
    organisation: {
      name: 'Kammer',
      postalAddress: 'Musterplatz 1\r\n70173 Stuttgart\n',
      email: 'info@kammer.example',
      timeZone: 'Europe/Berlin',
    },
    kind: all.length === 1 ? 'request' : 'requests',
    from: null,
    to: null,
    issuedAt: new Date('2026-11-24T09:00:12Z'),
    entries: 1_234,
    checkpoint: { origin: 'log.example/kammer', size: 1_000_000, root: 'AAAA' },
    keys: [{ vkey: 'log.example/kammer+00000000+AAAA', fingerprint: '9f86 d081  884c' }],
    instructions: [],
    witnesses: [],
    totals: {
      requests: all.length,
      directly: count(({ directly }) => directly === true),
      atOnce: count(({ atOnce }) => atOnce === true),
      deadlineMet: count(({ deadline }) => deadline === 'met'),
      deadlineOpen: count(({ deadline }) => deadline === 'open'),
      deadlineMissed: count(({ deadline }) => deadline === 'missed'),
    },
    requests: all,
    requestsLeftOut: 0,
    ...more,
  };
}

interface Data {
  readonly subject: string;
  readonly issued: string;
  readonly entries: string;
  readonly organisation: { readonly address: readonly string[] };
  readonly verdict: { readonly sign: string; readonly sentences: readonly string[] };
  readonly totals: Readonly<Record<string, string>>;
  readonly leftOut: string | null;
  readonly requests: readonly Readonly<Record<string, unknown>>[];
  readonly instructions: readonly { limits: string; heading: string; paragraphs: string[][] }[];
  readonly keys: readonly { readonly groups: readonly string[] }[];
  readonly witnesses: readonly unknown[];
}

const dataOf = (subject: EvidenceReport): Data => evidenceReportData(subject) as Data;

describe('the glosses', () => {
  test.each<[string, Readonly<Record<EventName, string>>]>([
    ['German', EVENT_GLOSSES_DE],
    ['English', EVENT_GLOSSES_EN],
  ])('every event of the log has one of its own in %s', (_, glosses) => {
    const texts = Object.values(glosses);
    expect(Object.keys(glosses).sort()).toEqual(Object.keys(EVENTS).sort());
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.filter((text) => !/^\p{Lu}[^\n]{5,89}$/u.test(text))).toEqual([]);
  });
});

describe('the verdict', () => {
  const BOTH = { directly: true, atOnce: true };
  const LATE = { directly: true, atOnce: false };
  const DETOUR = { directly: false, atOnce: true };
  const NEITHER = { directly: false, atOnce: false };
  const OPEN = { directly: null, atOnce: null };

  test.each<[string, readonly Partial<EvidenceRequest>[], string, string, string]>([
    [
      'one, followed',
      [BOTH],
      'yes',
      'wurde befolgt: Die Anfrage ging unmittelbar (nur an',
      'was followed: the request',
    ],
    [
      'three, followed',
      [BOTH, BOTH, BOTH],
      'yes',
      'bei 3 von 3 Vorgängen befolgt: unmittelbar',
      'for 3 of 3 requests:',
    ],
    ['one, late', [LATE], 'no', 'nicht befolgt: Die Anfrage ging nicht sofort (', 'forwarded not at once ('],
    ['one, by a detour', [DETOUR], 'no', 'ging nicht unmittelbar (', 'forwarded not directly ('],
    ['one, neither', [NEITHER], 'no', 'ging weder unmittelbar (', 'forwarded neither directly ('],
    [
      'one, late and not yet there',
      [{ directly: null, atOnce: false }],
      'no',
      '; ob unmittelbar, steht noch',
      '; whether directly is',
    ],
    ['one, open', [OPEN], 'open', 'steht noch nicht fest', 'is not certain yet'],
    [
      'some open',
      [BOTH, OPEN],
      'open',
      'bei 1 von 2 Vorgängen befolgt; bei 1 steht',
      'for 1 of 2 requests; for 1 it is not certain',
    ],
    [
      'some late, some open',
      [BOTH, LATE, OPEN],
      'no',
      'bei 1 von 3 Vorgängen befolgt und bei 1 nicht; bei 1 steht',
      'for 1 of 3 requests and not for 1; for 1 it',
    ],
    // Two of three each, but only one went both ways.
    [
      'not the same ones',
      [BOTH, LATE, DETOUR],
      'no',
      'bei 1 von 3 Vorgängen befolgt und bei 2 nicht.',
      'for 1 of 3 requests and not for 2.',
    ],
    ['none at all', [], 'none', 'keine Anfrage erfasst', 'No request was recorded'],
  ])('%s', (_, requests, sign, german, english) => {
    const inGerman = dataOf(report(requests)).verdict;
    const inEnglish = dataOf(report(requests, { language: 'en' })).verdict;
    expect([inGerman.sign, inEnglish.sign]).toEqual([sign, sign]);
    expect(inGerman.sentences[0]).toContain(german);
    expect(inEnglish.sentences[0]).toContain(english);
  });

  test('where requests are left out, "followed" is said only if all of them were, and "not" only of those shown', () => {
    const totals = { requests: 400, directly: 400, atOnce: 400, deadlineMet: 400, deadlineOpen: 0, deadlineMissed: 0 };
    const of = (more: Partial<typeof totals>, shown: Partial<EvidenceRequest> = {}): Data =>
      dataOf(report([shown], { kind: 'requests', totals: { ...totals, ...more }, requestsLeftOut: 399 }));
    expect(of({}).verdict.sentences[0]).toContain('bei 400 von 400 Vorgängen befolgt');
    expect(of({ atOnce: 398 }).verdict.sign).toBe('open');
    expect(of({ atOnce: 398 }, LATE).verdict.sign).toBe('no');
    expect(of({ atOnce: 398 }).verdict.sentences[0]).toMatch(
      /^Nicht für jeden Vorgang ist belegt.*400 von 400.*398 von 400/,
    );
    expect(of({}).leftOut).toContain('399 weitere Vorgänge');
  });

  test('a missed deadline is said in the same sentence', () => {
    expect(dataOf(report([{ deadline: 'missed' }])).verdict.sentences[1]).toBe('Die Antwortfrist wurde versäumt.');
    expect(dataOf(report([{ deadline: 'missed' }, {}])).verdict.sentences[1]).toContain(
      'bei 1 von 2 Vorgängen versäumt',
    );
    expect(dataOf(report([{}])).verdict.sentences).toHaveLength(1);
  });

  test('what ended without an answer is what is left of the sum', () => {
    const { totals } = dataOf(report([{ deadline: 'ended' }, { deadline: 'met' }, {}, { deadline: 'missed' }]));
    expect(totals).toMatchObject({ requests: '4', met: '1', open: '1', missed: '1', ended: '1' });
  });
});

describe('the words', () => {
  test('times are those of the organisation, and the hour that comes twice in autumn is told apart', () => {
    const [request] = dataOf(report([{}])).requests;
    expect(request).toMatchObject({
      received: ['24.10.2026', '23:30:00 MESZ'],
      recorded: ['25.10.2026', '02:30:00 MESZ'],
      forwarded: ['25.10.2026', '02:30:00 MEZ'],
      acknowledged: ['noch nicht'],
      due: ['24.11.2026'],
      rights: 'Auskunft (Art. 15 DSGVO); Löschung (Art. 17 DSGVO)',
      deadline: { sign: 'open', word: 'läuft' },
    });
  });

  test('English has dates nobody mistakes', () => {
    const data = dataOf(report([{ answeredOn: '2026-11-04' }], { language: 'en' }));
    expect(data.issued).toBe('24 Nov 2026, 10:00:12 CET');
    expect(data.requests[0]).toMatchObject({ answered: ['04 Nov 2026'], forwarded: ['25 Oct 2026', '02:30:00 CET'] });
  });

  test.each<[Language, Partial<EvidenceReport>, string]>([
    ['de', {}, 'Vorgang DSR-2026-00042'],
    ['en', {}, 'Request DSR-2026-00042'],
    ['de', { kind: 'requests' }, '1 Vorgang'],
    ['de', { kind: 'period', from: '2026-10-01', to: '2026-12-31' }, 'Zeitraum vom 01.10.2026 bis zum 31.12.2026'],
    ['en', { kind: 'period', from: '2026-10-01', to: '2026-12-31' }, 'Period from 01 Oct 2026 to 31 Dec 2026'],
  ])('the subject in %s of %j', (language, more, subject) => {
    expect(dataOf(report([{}], { language, ...more })).subject).toBe(subject);
  });

  test.each<[Language, number, number, string]>([
    [
      'de',
      1_440,
      300,
      'Weitergabe innerhalb von 24 Stunden, nachdem sie gesehen wurde (sonst nach dem Eingang), Weiterleitung innerhalb von 5 Minuten',
    ],
    [
      'de',
      60,
      90,
      'Weitergabe innerhalb von 1 Stunde, nachdem sie gesehen wurde (sonst nach dem Eingang), Weiterleitung innerhalb von 90 Sekunden',
    ],
    [
      'en',
      90,
      1,
      'Hand-over within 90 minutes of seeing it (else of receipt), forwarding within 1 second of recording',
    ],
    ['en', 0, 60, 'Hand-over within 0 seconds of seeing it (else of receipt), forwarding within 1 minute of recording'],
  ])('limits in %s: %d minutes, %d seconds', (language, handoverLimitMinutes, forwardingLimitSeconds, text) => {
    const instruction = { version: 2, holdsFrom: '2026-01-01', text: '', handoverLimitMinutes, forwardingLimitSeconds };
    expect(dataOf(report([{}], { language, instructions: [instruction] })).instructions[0]?.limits).toContain(text);
  });

  test("the instruction's paragraphs and lines are kept", () => {
    const instruction = { version: 2, holdsFrom: '2026-01-01', handoverLimitMinutes: 1, forwardingLimitSeconds: 1 };
    const [data] = dataOf(report([{}], { instructions: [{ ...instruction, text: 'a\r\nb\n\n \nc\n' }] })).instructions;
    expect(data).toMatchObject({ heading: 'Fassung 2, gilt ab 01.01.2026', paragraphs: [['a', 'b'], ['c']] });
  });

  test('addresses, fingerprints, numbers and witnesses are put as people read them', () => {
    const data = dataOf(
      report([{}], {
        witnesses: [
          { kind: 'time-stamp', name: 'TSA', at: '2026-11-24T09:00:11Z', fingerprint: 'ab12', size: 900_000 },
          { kind: 'witness', name: 'w1', at: 'im Herbst', fingerprint: 'cd34', size: 999_000 },
        ],
      }),
    );
    expect(data).toMatchObject({
      organisation: { address: ['Musterplatz 1', '70173 Stuttgart'] },
      entries: '1.234',
      checkpoint: { size: '1.000.000' },
      keys: [{ groups: ['9f86', 'd081', '884c'] }],
      witnesses: [
        { kind: 'Zeitstempel (RFC 3161)', at: '24.11.2026, 10:00:11 MEZ', fingerprint: 'ab12', size: '900.000' },
        { kind: 'Mitzeichnung eines Zeugen', at: 'im Herbst' },
      ],
      // Nobody has seen what came behind the largest of them.
      unseen: '1.000',
    });
    // The place in the log is looked up in entries.jsonl: no separators.
    expect(data.requests[0]?.['timeline']).toEqual([
      { index: '1234', at: '25.10.2026, 02:30:00 MESZ', what: 'Anfrage erfasst, Weiterleitung begonnen' },
    ]);
  });
});
