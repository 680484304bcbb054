import { previewDeadline } from '../../../../src/domain/deadlines/preview.js';

const plain = { receivedOn: '2026-03-05', land: 'BW', events: [] };

function problemsOf(input: unknown) {
  const preview = previewDeadline(input);
  return preview.ok ? [] : preview.problems;
}

describe('the preview', () => {
  test('answers with both dates, the steps and the warnings', () => {
    const preview = previewDeadline(plain);
    expect(preview).toMatchObject({ ok: true, deadline: { safeOn: '2026-04-05', dueOn: '2026-04-07', warnings: [] } });
    expect(preview.ok && preview.deadline.steps.length).toBe(5);
  });

  test.each([
    ['no events', { receivedOn: '2026-03-05', land: 'BW' }],
    ['null for what is not given', { ...plain, receivedAt: null, municipality: null, asOf: null, askWithinDays: null }],
    ['a blank municipality', { ...plain, municipality: ' ' }],
    ['a moment and the day it falls on', { ...plain, receivedAt: '2026-03-05T10:00:00Z' }],
  ])('takes %s', (_name, input) => {
    expect(previewDeadline(input)).toMatchObject({ ok: true, deadline: { dueOn: '2026-04-07' } });
  });

  test.each<[string, unknown, unknown[]]>([
    ['nothing', undefined, [{ field: '', code: 'wrong-type' }]],
    ['a list', [], [{ field: '', code: 'wrong-type' }]],
    [
      'an empty body',
      {},
      [
        { field: 'receivedOn', code: 'required' },
        { field: 'land', code: 'required' },
      ],
    ],
    ['an invalid date', { ...plain, receivedOn: '2026-02-30' }, [{ field: 'receivedOn', code: 'not-a-date' }]],
    [
      'a moment as a day',
      { ...plain, receivedOn: '2026-03-05T10:00:00Z' },
      [{ field: 'receivedOn', code: 'not-a-date' }],
    ],
    [
      'a day before 2000',
      { ...plain, receivedOn: '1999-12-31' },
      [{ field: 'receivedOn', code: 'too-long-ago', limit: '2000-01-01' }],
    ],
    [
      'a day after 2100',
      { ...plain, receivedOn: '2101-01-01' },
      [{ field: 'receivedOn', code: 'in-the-future', limit: '2100-12-31' }],
    ],
    [
      'a moment without an offset',
      { receivedAt: '2026-03-05T10:00:00', land: 'BW' },
      [{ field: 'receivedAt', code: 'not-a-moment' }],
    ],
    [
      'a moment in 1999',
      { receivedAt: '1999-03-05T10:00:00Z', land: 'BW' },
      [{ field: 'receivedAt', code: 'too-long-ago', limit: '2000-01-01' }],
    ],
    [
      'a day and a moment that disagree',
      { ...plain, receivedAt: '2026-03-05T23:30:00Z' },
      [{ field: 'receivedOn', code: 'unknown-value', limit: '2026-03-06' }],
    ],
    ['an unknown time zone', { ...plain, timeZone: 'Europe/Atlantis' }, [{ field: 'timeZone', code: 'unknown-value' }]],
    ['an unknown Land', { ...plain, land: 'XX' }, [{ field: 'land', code: 'unknown-value' }]],
    ['a misspelt field', { ...plain, municpality: 'Augsburg' }, [{ field: 'municpality', code: 'unknown-field' }]],
    ['a municipality that is no text', { ...plain, municipality: 7 }, [{ field: 'municipality', code: 'not-text' }]],
    [
      'a municipality without end',
      { ...plain, municipality: 'x'.repeat(101) },
      [{ field: 'municipality', code: 'too-long', limit: 100 }],
    ],
    [
      'a limit of half a day',
      { ...plain, askWithinDays: 0.5 },
      [{ field: 'askWithinDays', code: 'unknown-value', limit: 31 }],
    ],
    ['an invalid date to look from', { ...plain, asOf: 'today' }, [{ field: 'asOf', code: 'not-a-date' }]],
    ['events that are no list', { ...plain, events: {} }, [{ field: 'events', code: 'wrong-type' }]],
    ['too many events', { ...plain, events: Array(101).fill({}) }, [{ field: 'events', code: 'too-many', limit: 100 }]],
    ['an unknown event', { ...plain, events: [null] }, [{ field: 'events[0]', code: 'wrong-type' }]],
    [
      'an event without a type',
      { ...plain, events: [{ on: '2026-03-06' }] },
      [{ field: 'events[0].type', code: 'required' }],
    ],
    [
      'an unknown event',
      { ...plain, events: [{ type: 'paused', on: '2026-03-06' }] },
      [{ field: 'events[0].type', code: 'unknown-value' }],
    ],
    [
      'an event without a day',
      { ...plain, events: [{ type: 'clarified' }] },
      [{ field: 'events[0].on', code: 'required' }],
    ],
    [
      'an event before the receipt',
      { ...plain, events: [{ type: 'identity-requested', on: '2026-03-04' }] },
      [{ field: 'events[0].on', code: 'too-long-ago', limit: '2026-03-05' }],
    ],
    [
      'a decision before the receipt',
      { ...plain, events: [{ type: 'extended', decidedOn: '2026-03-01', sentOn: '2026-03-06', reason: 'x' }] },
      [{ field: 'events[0].decidedOn', code: 'too-long-ago', limit: '2026-03-05' }],
    ],
    [
      'an extension without its days',
      { ...plain, events: [{ type: 'extended', reason: 'x' }] },
      [{ field: 'events[0].decidedOn', code: 'required' }],
    ],
    [
      'a reason that is no text',
      { ...plain, events: [{ type: 'extended', decidedOn: '2026-03-06', sentOn: '2026-03-06', reason: true }] },
      [{ field: 'events[0].reason', code: 'not-text' }],
    ],
    [
      'a reason without end',
      {
        ...plain,
        events: [{ type: 'extended', decidedOn: '2026-03-06', sentOn: '2026-03-06', reason: 'x'.repeat(4001) }],
      },
      [{ field: 'events[0].reason', code: 'too-long', limit: 4000 }],
    ],
    [
      'a misspelt field of an event',
      { ...plain, events: [{ type: 'clarified', on: '2026-03-06', date: '' }] },
      [{ field: 'events[0].date', code: 'unknown-field' }],
    ],
    [
      'everything at once',
      { receivedOn: 'x', land: 'x', events: [{ type: 'x' }] },
      [
        { field: 'receivedOn', code: 'not-a-date' },
        { field: 'events[0].type', code: 'unknown-value' },
        { field: 'land', code: 'unknown-value' },
      ],
    ],
  ])('says what is wrong with %s', (_name, input, problems) => {
    expect(problemsOf(input)).toEqual(problems);
  });

  test('never throws, whatever the field holds', () => {
    const odd: readonly unknown[] = [
      undefined,
      null,
      0,
      -1,
      '',
      'x',
      true,
      [],
      {},
      [[]],
      Number.NaN,
      '2026-03-05',
      { toString: null },
    ];
    for (const field of [
      'receivedOn',
      'receivedAt',
      'timeZone',
      'land',
      'municipality',
      'events',
      'asOf',
      'askWithinDays',
    ]) {
      for (const value of odd) {
        expect(() => previewDeadline({ ...plain, [field]: value })).not.toThrow();
      }
    }
    for (const value of odd) {
      expect(() => previewDeadline({ ...plain, events: [value, { type: value, on: value }] })).not.toThrow();
    }
  });
});
