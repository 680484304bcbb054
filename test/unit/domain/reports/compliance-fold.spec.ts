import { civilDate } from '../../../../src/domain/civil-date.js';
import type { LogEntry } from '../../../../src/domain/log/entry.js';
import type { EventFacts, EventName } from '../../../../src/domain/log/events.js';
import { ComplianceFold } from '../../../../src/domain/reports/compliance-fold.js';
import type { ComplianceFigures } from '../../../../src/domain/reports/figures.js';
import type { Right } from '../../../../src/domain/rights/right.js';
import { goodFacts, SHA256 } from '../log/entries.js';

const id = (at: number): string => `0198c0de-0000-7000-8000-${String(at).padStart(12, '0')}`;
const [INSTRUCTION, DESIGNATION, CHANNEL] = [id(1), id(2), id(3)];

/** The facts given over good ones; a request is one that came in, not a part that was split off, unless it says so. */
function entry<E extends EventName>(at: string, event: E, facts: Partial<EventFacts[E]>, request?: number): LogEntry {
  const { splitFrom: _splitFrom, arrival: _arrival, seenAt: _seenAt, seen: _seen, ...good } = goodFacts(event);
  return {
    ...{ v: 1, id: id(999), at, event, actor: 'system' },
    subject: request === undefined ? { organisation: id(9) } : { request: id(100 + request) },
    facts: { ...good, ...facts } as never,
  };
}

const SETUP = [
  entry('2025-01-01T00:00:00.000Z', 'designation.set', { designation: DESIGNATION, recipients: SHA256, deputy: false }),
  entry('2025-01-01T00:00:00.000Z', 'instruction.issued', {
    ...{ instruction: INSTRUCTION, version: 1, holdsFrom: '2025-01-01' },
    ...{ handoverLimitMinutes: 60, forwardingLimitSeconds: 60 },
  }),
];

function recorded(
  request: number,
  at: string,
  {
    receivedAt = at,
    dueOn = '2026-12-31',
    rights = ['erasure'],
    moments = {},
  }: {
    receivedAt?: string;
    dueOn?: string;
    rights?: readonly Right[];
    moments?: Partial<EventFacts['request.recorded']>;
  } = {},
): LogEntry {
  return entry(
    at,
    'request.recorded',
    {
      ...{ receivedAt, recordedAt: at, rights, dueOn, safeOn: dueOn, instruction: INSTRUCTION, channel: CHANNEL },
      ...{ channelKind: 'instagram', designation: DESIGNATION, handoverLate: receivedAt !== at },
      ...moments,
    },
    request,
  );
}

function forwarded(request: number, at: string, more: Partial<EventFacts['forwarding.accepted']> = {}): LogEntry[] {
  const forwarding = id(500 + request);
  return [
    entry(at, 'forwarding.attempt-started', { forwarding, attempt: 1, designation: DESIGNATION }, request),
    entry(
      at,
      'forwarding.accepted',
      { forwarding, attempt: 1, designation: DESIGNATION, acceptedAt: at, recipients: SHA256, ...more },
      request,
    ),
  ];
}

function figures(entries: readonly LogEntry[], from = '2026-01-01', to = '2026-12-31'): ComplianceFigures {
  const fold = new ComplianceFold({ from: civilDate(from), to: civilDate(to) }, 'Europe/Berlin');
  [...SETUP, ...entries].forEach((one, index) => fold.add(index, one));
  return fold.finish();
}

// Midnight in Berlin is 23:00 UTC in winter and 22:00 in summer; the clocks changed on 29 March 2026.
test.each([
  ['2025-12-31T22:59:59.999Z', '2026-01-01', '2026-12-31', 0],
  ['2025-12-31T23:00:00.000Z', '2026-01-01', '2026-12-31', 1],
  ['2026-12-31T22:59:59.999Z', '2026-01-01', '2026-12-31', 1],
  ['2026-12-31T23:00:00.000Z', '2026-01-01', '2026-12-31', 0],
  ['2026-03-28T23:00:00.000Z', '2026-03-29', '2026-03-29', 1],
  ['2026-03-29T21:59:59.999Z', '2026-03-29', '2026-03-29', 1],
  ['2026-03-29T22:00:00.000Z', '2026-03-29', '2026-03-29', 0],
])('what was recorded at %s in the days %s to %s: %i', (at, from, to, count) => {
  expect(figures([recorded(1, at)], from, to).requests.recorded).toBe(count);
});

test('a request that the person took back is ended, and stays so when it is closed and its day passes', () => {
  const taken = [
    recorded(1, '2026-03-01T09:00:00.000Z', { dueOn: '2026-04-01' }),
    entry('2026-03-02T09:00:00.000Z', 'request.acknowledged', {}, 1),
    entry('2026-03-03T09:00:00.000Z', 'request.retracted', { on: '2026-03-03' }, 1),
  ];
  const closed = entry('2026-03-04T09:00:00.000Z', 'request.closed', { on: '2026-03-04' }, 1);
  const ended = { met: 0, missed: 0, open: 0, ended: 1, extended: 0 };
  expect(figures(taken).deadlines).toEqual(ended);
  expect(figures([...taken, closed]).deadlines).toEqual(ended);
});

test('a part that was split off takes its right with it, and is nobody’s late hand-over', () => {
  const at = '2026-03-11T09:00:00.000Z';
  const split = recorded(2, at, { receivedAt: '2026-03-01T09:00:00.000Z', rights: ['erasure'] });
  const { requests, times } = figures([
    recorded(1, '2026-03-01T09:00:00.000Z', { rights: ['access', 'erasure'] }),
    ...forwarded(1, '2026-03-01T09:00:01.000Z'),
    entry('2026-03-02T09:00:00.000Z', 'request.acknowledged', {}, 1),
    { ...split, facts: { ...split.facts, splitFrom: id(101) } as (typeof split)['facts'] },
    entry(at, 'request.split', { rights: ['erasure'] }, 1),
  ]);
  expect([requests.byRight.access, requests.byRight.erasure]).toEqual([1, 1]);
  expect(requests.byChannel).toMatchObject([{ requests: 2, handover: [1, 0, 0, 0, 0, 0] }]);
  expect(times.receiptToRecording).toMatchObject({ count: 1, longest: 0 });
});

describe('the verdict', () => {
  test('on a part that was split off is that on the request it left: counted, and no exception of its own', () => {
    const split = recorded(2, '2026-03-02T09:00:00.000Z');
    const part = { ...split, facts: { ...split.facts, splitFrom: id(101) } } as LogEntry;
    const { verdict, requests } = figures([
      recorded(1, '2026-03-01T09:00:00.000Z'),
      ...forwarded(1, '2026-03-01T09:00:01.000Z'),
      part,
    ]);
    expect([requests.recorded, verdict.followed, verdict.exceptions]).toEqual([2, 2, []]);
  });

  const AT = '2026-02-02T10:00:00.000Z';
  test.each([
    ['at once and directly', [recorded(1, AT), ...forwarded(1, '2026-02-02T10:00:01.000Z')], []],
    ['not yet', [recorded(1, AT)], ['not-forwarded']],
    ['too late', [recorded(1, AT), ...forwarded(1, '2026-02-02T10:01:01.000Z')], ['late-forwarding']],
    [
      'to somebody else',
      [
        recorded(1, AT),
        ...forwarded(1, '2026-02-02T10:00:01.000Z', { recipients: Buffer.alloc(32, 9).toString('base64') }),
      ],
      ['other-recipient'],
    ],
    [
      'after a late hand-over',
      [recorded(1, AT, { receivedAt: '2026-02-01T10:00:00.000Z' }), ...forwarded(1, '2026-02-02T10:00:01.000Z')],
      ['late-handover'],
    ],
  ])('forwarded %s', (_, entries, reasons) => {
    const { verdict } = figures(entries);
    expect(verdict.followed).toBe(reasons.length === 0 ? 1 : 0);
    expect(verdict.exceptions.flatMap((one) => one.reasons)).toEqual(reasons);
  });
});

test('a state, and a number behind it, is that of the end of the period, whatever came later', () => {
  const entries = [
    recorded(1, '2026-02-02T10:00:00.000Z', { dueOn: '2026-03-02' }),
    entry('2026-02-03T10:00:00.000Z', 'request.acknowledged', {}, 1),
    entry('2026-03-05T10:00:00.000Z', 'deadline.missed', { dueOn: '2026-03-02' }, 1),
    entry('2026-03-06T10:00:00.000Z', 'request.answered', { outcome: 'answered', on: '2026-03-06', late: true }, 1),
  ];
  expect(figures(entries, '2026-02-01', '2026-02-28')).toMatchObject({
    requests: { byState: { acknowledged: 1, answered: 0 } },
    deadlines: { open: 1, missed: 0 },
  });
  // The day itself is still in time; the next is not, even where nobody has noted it.
  expect(figures(entries, '2026-02-01', '2026-03-02').deadlines).toMatchObject({ open: 1, missed: 0 });
  expect(figures(entries, '2026-02-01', '2026-03-03').deadlines).toMatchObject({ open: 0, missed: 1 });
  expect(figures(entries, '2026-02-01', '2026-03-31')).toMatchObject({
    requests: { byState: { answered: 1 } },
    deadlines: { missed: 1, met: 0 },
    times: { receiptToAnswerDays: { count: 1, median: 32 } },
  });
  expect(figures(entries, '2026-03-01', '2026-03-31').requests).toMatchObject({ recorded: 0, carriedOver: 1 });
  expect(figures(entries, '2026-03-07', '2026-03-31').requests).toMatchObject({ recorded: 0, carriedOver: 0 });
});

test('a request with two rights counts under both, one with none under "unnamed", a corrected one as corrected', () => {
  const { byRight } = figures([
    recorded(1, '2026-02-02T10:00:00.000Z', { rights: ['erasure', 'objection'] as never }),
    recorded(2, '2026-02-02T11:00:00.000Z', { rights: [] as never }),
    recorded(3, '2026-02-02T12:00:00.000Z'),
    entry('2026-02-03T10:00:00.000Z', 'request.acknowledged', {}, 3),
    entry('2026-02-03T11:00:00.000Z', 'claim.corrected', { right: 'access', replaces: 'erasure' }, 3),
  ]).requests;
  expect(byRight).toMatchObject({ erasure: 1, objection: 1, unnamed: 1, access: 1 });
});

test('an outage lasts from the first failure until mail is accepted again, of whichever request', () => {
  const deferred = (at: string, request: number): LogEntry =>
    entry(at, 'forwarding.deferred', { forwarding: id(500 + request), attempt: 1 }, request);
  const { outages } = figures([
    recorded(1, '2026-02-02T10:00:00.000Z'),
    deferred('2026-02-02T10:00:05.000Z', 1),
    recorded(2, '2026-02-02T10:01:00.000Z'),
    deferred('2026-02-02T10:01:05.000Z', 2),
    ...forwarded(2, '2026-02-02T10:05:00.000Z'),
    recorded(3, '2026-02-03T10:00:00.000Z'),
    deferred('2026-02-03T10:00:05.000Z', 3),
  ]);
  expect(outages).toEqual([
    { from: '2026-02-02T10:00:05.000Z', to: '2026-02-02T10:05:00.000Z', requests: 2 },
    { from: '2026-02-03T10:00:05.000Z', to: null, requests: 1 },
  ]);
});

describe('from the arrival to seeing it', () => {
  const at = '2026-03-11T09:00:00.000Z';
  const receivedAt = '2026-03-10T08:00:00.000Z';
  test.each([
    ['on the day of arrival', { arrival: 'moment', seenAt: '2026-03-10T15:00:00.000Z', seen: 'moment' }, 'sameDay'],
    ['on the day after', { arrival: 'day', seenAt: '2026-03-10T23:30:00.000Z', seen: 'moment' }, 'nextDay'],
    ['not said when', { arrival: 'moment' }, 'unsaid'],
    ['an arrival that nobody knows', { arrival: 'unknown', seenAt: receivedAt, seen: 'moment' }, 'unknown'],
  ] as const)('%s', (_, moments, name) => {
    const { arrivals } = figures([recorded(1, at, { receivedAt, moments }), ...forwarded(1, at)]);
    expect(arrivals).toEqual({ sameDay: 0, nextDay: 0, later: 0, unsaid: 0, unknown: 0, [name]: 1 });
  });

  test('an unknown arrival is an exception of its own, not a late hand-over', () => {
    const moments = { arrival: 'unknown' } as const;
    const { verdict, times } = figures([recorded(1, at, { moments }), ...forwarded(1, at)]);
    expect([verdict.atOnce, verdict.exceptions.flatMap(({ reasons }) => reasons)]).toEqual([0, ['arrival-unknown']]);
    expect(times.receiptToRecording.count).toBe(0);
  });
});
