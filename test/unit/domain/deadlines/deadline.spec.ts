import { civilDate } from '../../../../src/domain/civil-date.js';
import { deadline } from '../../../../src/domain/deadlines/deadline.js';
import type { DeadlineEvent, DeadlineFacts } from '../../../../src/domain/deadlines/facts.js';

const on = civilDate;

function facts(
  receivedOn: string,
  events: readonly DeadlineEvent[] = [],
  more: Partial<DeadlineFacts> = {},
): DeadlineFacts {
  return { receivedOn: on(receivedOn), land: 'BW', events, ...more };
}

const extended = (decidedOn: string, sentOn: string): DeadlineEvent => ({
  type: 'extended',
  decidedOn: on(decidedOn),
  sentOn: on(sentOn),
  reason: 'several systems have to be searched',
});

const codes = (input: DeadlineFacts) => deadline(input).warnings.map(({ code }) => code);
const rules = (input: DeadlineFacts) => deadline(input).steps.map(({ rule, date }) => `${rule} ${date}`);

describe('the steps of a deadline', () => {
  test('explain a month that ends on Easter Sunday day by day', () => {
    expect(rules(facts('2026-03-05'))).toEqual([
      'receipt 2026-03-05',
      'one-month 2026-04-05',
      'not-a-working-day 2026-04-05',
      'not-a-working-day 2026-04-06',
      'next-working-day 2026-04-07',
    ]);
  });

  test('say each thing once in German and in English, with its provision', () => {
    const [, month, , monday, end] = deadline(facts('2026-03-05')).steps;
    expect(month).toMatchObject({
      source: 'Art. 12(3) s. 1 GDPR; Reg. 1182/71 Art. 3(2)(c); § 188(2) BGB',
      de: 'Ein Monat nach dem 5. März 2026: der Tag mit derselben Zahl, Sonntag, 5. April 2026.',
      en: 'One month from 5 March 2026: the day with the same number, Sunday 5 April 2026.',
    });
    expect(monday?.de).toBe('Montag, 6. April 2026, ist in Baden-Württemberg gesetzlicher Feiertag (Ostermontag).');
    expect(monday?.source).toContain('FTG Baden-Württemberg § 1');
    expect(end?.en).toContain('Tuesday 7 April 2026, 24:00');
  });

  test('tell a month that has no such day apart', () => {
    expect(rules(facts('2026-08-31'))).toEqual([
      'receipt 2026-08-31',
      'one-month-shorter-month 2026-09-30',
      'end 2026-09-30',
    ]);
  });

  test('show pauses, the limit for the notice, the extension and the lost days in their order', () => {
    const events: DeadlineEvent[] = [
      { type: 'identity-requested', on: on('2026-06-11') },
      { type: 'identity-confirmed', on: on('2026-06-21') },
      extended('2026-07-15', '2026-07-20'),
    ];
    expect(rules(facts('2026-06-10', events))).toEqual([
      'receipt 2026-06-10',
      'one-month 2026-07-10',
      'pause 2026-06-21',
      'notice-limit 2026-07-20',
      'extension 2026-07-20',
      'three-months 2026-09-10',
      'lost-days 2026-09-20',
      'not-a-working-day 2026-09-20',
      'next-working-day 2026-09-21',
    ]);
  });

  test('begin with the moment of receipt where there is one', () => {
    const receivedAt = { instant: '2026-03-04T23:30:00Z', timeZone: 'Europe/Berlin' };
    expect(deadline(facts('2026-03-05', [], { receivedAt })).steps[0]).toMatchObject({
      rule: 'legal-day',
      date: '2026-03-05',
    });
  });

  test('do not show a question that came late as a pause', () => {
    const late: DeadlineEvent[] = [{ type: 'clarification-requested', on: on('2026-03-30') }];
    expect(rules(facts('2026-03-05', late)).some((rule) => rule.startsWith('pause'))).toBe(false);
    expect(deadline(facts('2026-03-05', late)).state).toBe('running');
  });
});

describe('a standing clock', () => {
  const open = facts('2026-06-01', [{ type: 'identity-requested', on: on('2026-06-03') }]);

  test('is told with the date it would have if the answer came on a given day', () => {
    expect(deadline(open)).toMatchObject({ state: 'paused', dueOn: '2026-07-01' });
    expect(deadline(open)).not.toHaveProperty('ifAnswered');
    expect(deadline({ ...open, asOf: on('2026-06-20') }).ifAnswered).toEqual({
      on: '2026-06-20',
      safeOn: '2026-07-18',
      dueOn: '2026-07-20',
    });
  });

  test('on the day it was stopped has lost nothing yet', () => {
    expect(deadline({ ...open, asOf: on('2026-06-03') }).ifAnswered?.safeOn).toBe('2026-07-01');
  });

  test('ends with the answer to the request itself: nobody waits for the person any more', () => {
    const ended = deadline({ ...open, events: [...open.events, { type: 'refused', on: on('2026-07-10') }] });
    expect(ended).toMatchObject({ state: 'ended', ended: { late: false }, warnings: [] });
  });
});

describe('an ending', () => {
  test('on the last day is in time, one day later it is late', () => {
    const ending = (day: string) => deadline(facts('2026-03-05', [{ type: 'answered', on: on(day) }]));
    expect(ending('2026-04-07')).toMatchObject({
      state: 'ended',
      ended: { by: 'answered', late: false },
      warnings: [],
    });
    expect(ending('2026-04-08').ended?.late).toBe(true);
    expect(ending('2026-04-08').warnings.map(({ code }) => code)).toEqual(['answered-late']);
  });

  test('by refusal has to come within the first month even after an extension — Art. 12(4)', () => {
    const refused = (day: string) =>
      codes(facts('2026-06-10', [extended('2026-06-20', '2026-06-21'), { type: 'refused', on: on(day) }]));
    expect(refused('2026-07-10')).toEqual([]);
    expect(refused('2026-07-11')).toEqual(['refused-after-first-month']);
    expect(refused('2026-09-11')).toEqual(['answered-late']);
  });

  test('by withdrawal is never late', () => {
    const result = deadline(facts('2026-03-05', [{ type: 'withdrawn', on: on('2026-06-01') }]));
    expect(result).toMatchObject({ state: 'ended', ended: { by: 'withdrawn' }, warnings: [] });
  });

  test('leaves the date as it was, and what comes after it without effect', () => {
    const events: DeadlineEvent[] = [{ type: 'answered', on: on('2026-03-10') }, extended('2026-03-11', '2026-03-12')];
    expect(deadline(facts('2026-03-05', events)).dueOn).toBe('2026-04-07');
    expect(codes(facts('2026-03-05', events))).toEqual(['event-after-end']);
  });

  test('taken back by reopening brings the first deadline back, not a new one', () => {
    const events: DeadlineEvent[] = [
      { type: 'answered', on: on('2026-03-10') },
      { type: 'reopened', on: on('2026-03-20') },
    ];
    expect(deadline(facts('2026-03-05', events))).toMatchObject({
      state: 'running',
      dueOn: '2026-04-07',
      warnings: [],
    });
    expect(rules(facts('2026-03-05', events)).at(-1)).toBe('reopened 2026-03-20');
  });

  test('cannot be taken back where there was none', () => {
    expect(codes(facts('2026-03-05', [{ type: 'reopened', on: on('2026-03-20') }]))).toEqual(['reopened-not-ended']);
  });
});

describe('facts that cannot be', () => {
  test.each<[string, DeadlineEvent, string]>([
    ['a question before the receipt', { type: 'identity-requested', on: on('2026-03-04') }, 'event-before-receipt'],
    ['an extension before the receipt', extended('2026-03-01', '2026-03-02'), 'event-before-receipt'],
    [
      'an extension decided before the receipt and sent after',
      extended('2026-03-01', '2026-03-06'),
      'event-before-receipt',
    ],
    ['an answer nobody asked for', { type: 'clarified', on: on('2026-03-10') }, 'answer-without-question'],
  ])('%s moves nothing and is told', (_name, event, code) => {
    expect(deadline(facts('2026-03-05', [event]))).toMatchObject({ safeOn: '2026-04-05', dueOn: '2026-04-07' });
    expect(codes(facts('2026-03-05', [event]))).toEqual([code]);
  });

  test('include a question put after the period is over, however long the organisation may take to ask', () => {
    const late: DeadlineEvent[] = [{ type: 'identity-requested', on: on('2026-04-08') }];
    expect(codes(facts('2026-03-05', late, { askWithinDays: 40 }))).toEqual(['pause-after-end']);
    expect(deadline(facts('2026-03-05', late, { askWithinDays: 40 })).dueOn).toBe('2026-04-07');
  });
});
