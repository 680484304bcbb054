import { addDays, civilDate, type CivilDate } from '../../../../src/domain/civil-date.js';
import { deadline } from '../../../../src/domain/deadlines/deadline.js';
import type { DeadlineEvent } from '../../../../src/domain/deadlines/facts.js';
import { daysLeft, isReminderDay, standingOn } from '../../../../src/domain/deadlines/standing.js';

// Bugs that other programs for requests with deadlines have had, each as the rule that forbids it here.
const on = civilDate;
const place = { land: 'HH' } as const;
const of = (receivedOn: string, ...events: DeadlineEvent[]) =>
  deadline({ receivedOn: on(receivedOn), ...place, events });

function everyDay(from: string, count: number): CivilDate[] {
  return Array.from({ length: count }, (_, index) => addDays(on(from), index));
}

describe('paid for by others', () => {
  test('froide#74: an answered request is never a reason to remind', () => {
    const answered = of('2026-06-01', { type: 'answered', on: on('2026-06-20') });
    expect(everyDay('2026-06-01', 90).some((day) => isReminderDay(answered, day, place))).toBe(false);
  });

  test('froide#79: a request acted upon needs no more attention, whenever one looks', () => {
    const answered = of('2026-06-01', { type: 'answered', on: on('2026-06-20') });
    expect(new Set(everyDay('2026-06-20', 90).map((day) => standingOn(answered, day)))).toEqual(new Set(['met']));
  });

  test('froide#283: after a refusal no deadline is shown any more', () => {
    const refused = of('2026-06-01', { type: 'refused', on: on('2026-06-30') });
    expect(everyDay('2026-06-30', 60).map((day) => daysLeft(refused, day))).toEqual(Array(60).fill(undefined));
  });

  test('alaveteli#7959: a request refused in time is not overdue later', () => {
    const refused = of('2026-06-01', { type: 'refused', on: on('2026-07-01') });
    expect(standingOn(refused, on('2026-08-01'))).toBe('met');
  });

  test('alaveteli#7959: a clarification does not start the clock again', () => {
    const clarified = of(
      '2026-06-01',
      { type: 'clarification-requested', on: on('2026-06-05') },
      { type: 'clarified', on: on('2026-06-08') },
    );
    expect(clarified).toMatchObject({ safeOn: '2026-07-04', dueOn: '2026-07-06', state: 'running' });
  });

  test('alaveteli#7959: nor does one that came without being asked for', () => {
    expect(of('2026-06-01', { type: 'clarified', on: on('2026-06-25') }).dueOn).toBe('2026-07-01');
  });

  test('muckrock#2281: on its last day a request is not overdue, on the next it is', () => {
    const running = of('2026-06-01');
    expect([standingOn(running, on('2026-07-01')), standingOn(running, on('2026-07-02'))]).toEqual([
      'running',
      'overdue',
    ]);
    expect([daysLeft(running, on('2026-06-29')), daysLeft(running, on('2026-07-02'))]).toEqual([2, -1]);
  });

  test('a waiting request is not overdue, however long the person takes', () => {
    const waiting = of('2026-06-01', { type: 'identity-requested', on: on('2026-06-02') });
    expect(standingOn(waiting, on('2027-06-01'))).toBe('paused');
    expect(daysLeft(waiting, on('2027-06-01'))).toBeUndefined();
  });

  test('froide: a month from 10 November ends on 10 December, not two days later', () => {
    expect(of('2025-11-10')).toMatchObject({ safeOn: '2025-12-10', dueOn: '2025-12-10' });
  });

  test('fides: a month is not thirty days', () => {
    expect([of('2026-01-29').safeOn, of('2026-07-01').safeOn]).toEqual(['2026-02-28', '2026-08-01']);
  });

  test('an answer after the end stays a missed deadline', () => {
    const late = of('2026-06-01', { type: 'answered', on: on('2026-07-02') });
    expect(standingOn(late, on('2026-07-02'))).toBe('missed');
    expect(standingOn(of('2026-06-01', { type: 'withdrawn', on: on('2026-07-02') }), on('2026-07-02'))).toBe(
      'withdrawn',
    );
  });
});

describe('reminders', () => {
  const running = of('2026-06-01');
  const reminded = (from: string, count: number, daysBefore?: number[]) =>
    everyDay(from, count).filter((day) => isReminderDay(running, day, place, daysBefore));

  test('come 14, 7, 3 and 1 days before the end and on every working day after it', () => {
    expect(reminded('2026-06-01', 38)).toEqual([
      '2026-06-17',
      '2026-06-24',
      '2026-06-28',
      '2026-06-30',
      '2026-07-02',
      '2026-07-03',
      '2026-07-06',
      '2026-07-07',
      '2026-07-08',
    ]);
  });

  test('come on the days the organisation wants', () => {
    expect(reminded('2026-06-01', 31, [5, 0])).toEqual(['2026-06-26', '2026-07-01']);
  });
});
