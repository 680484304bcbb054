import fc from 'fast-check';
import { addDays, civilDate } from '../../../../src/domain/civil-date.js';
import { hasWorkingDays, isWorkingDay } from '../../../../src/domain/deadlines/calendar.js';
import { LANDS } from '../../../../src/domain/deadlines/land.js';
import { lastDay, periodEnd, type Length } from '../../../../src/domain/deadlines/period.js';

const HH = { land: 'HH' } as const;

describe('a period of Reg. 1182/71', () => {
  test.each<[string, string, Length, string, string]>([
    ['the day of the event does not count (1)', '2026-06-01', { unit: 'days', count: 1 }, '2026-06-02', '2026-06-02'],
    [
      'days: holidays and weekends inside count (3)',
      '2026-12-21',
      { unit: 'days', count: 10 },
      '2026-12-31',
      '2026-12-31',
    ],
    ['weeks end on the same weekday (2)(c)', '2026-06-03', { unit: 'weeks', count: 2 }, '2026-06-17', '2026-06-17'],
    ['months end on the same date (2)(c)', '2026-06-03', { unit: 'months', count: 1 }, '2026-07-03', '2026-07-03'],
    ['or on the last day of the month (2)(c)', '2026-01-30', { unit: 'months', count: 1 }, '2026-02-28', '2026-03-02'],
    ['a Saturday ends on Monday (4)', '2026-06-06', { unit: 'weeks', count: 1 }, '2026-06-13', '2026-06-15'],
    ['a Sunday ends on Monday (4)', '2026-06-07', { unit: 'weeks', count: 1 }, '2026-06-14', '2026-06-15'],
    ['Good Friday ends on Tuesday (4)', '2026-03-03', { unit: 'months', count: 1 }, '2026-04-03', '2026-04-07'],
    [
      'one day may be one working day: (5) speaks of two or more',
      '2026-04-02',
      { unit: 'days', count: 1 },
      '2026-04-03',
      '2026-04-07',
    ],
    [
      'two days over Easter include two working days (5)',
      '2026-04-02',
      { unit: 'days', count: 2 },
      '2026-04-04',
      '2026-04-08',
    ],
    [
      'four days over Easter include two working days (5)',
      '2026-04-02',
      { unit: 'days', count: 4 },
      '2026-04-06',
      '2026-04-08',
    ],
    [
      'two days over a weekend include two working days (5)',
      '2026-06-12',
      { unit: 'days', count: 2 },
      '2026-06-14',
      '2026-06-16',
    ],
    [
      'three days with two working days stay as they are (5)',
      '2026-06-08',
      { unit: 'days', count: 3 },
      '2026-06-11',
      '2026-06-11',
    ],
    [
      'a last day that is a working day still moves under (5)',
      '2026-06-12',
      { unit: 'days', count: 3 },
      '2026-06-15',
      '2026-06-16',
    ],
    [
      'working days skip weekends and holidays (3)',
      '2026-04-01',
      { unit: 'working-days', count: 3 },
      '2026-04-08',
      '2026-04-08',
    ],
    ['working days from a Sunday', '2026-06-14', { unit: 'working-days', count: 1 }, '2026-06-15', '2026-06-15'],
  ])('%s', (_name, from, length, countedTo, endsOn) => {
    expect(periodEnd(civilDate(from), length, HH)).toMatchObject({ countedTo, endsOn });
  });

  test('says when the two working days moved the end further than the rolling', () => {
    const end = (from: string) => periodEnd(civilDate(from), { unit: 'days', count: 2 }, HH).twoWorkingDays;
    expect([end('2026-06-12'), end('2026-06-08')]).toEqual([true, false]);
  });

  test('has a whole length', () => {
    for (const count of [-1, 1.5, Number.NaN]) {
      expect(() => lastDay(civilDate('2026-06-01'), { unit: 'days', count }, HH)).toThrow(RangeError);
    }
  });

  test('ends on a working day, includes two if it has two days, and not one day later than that needs', () => {
    const from = fc.integer({ min: 0, max: 36_000 }).map((days) => addDays(civilDate('2000-01-01'), days));
    const length = fc.record({
      unit: fc.constantFrom('days' as const, 'weeks' as const, 'months' as const),
      count: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(from, length, fc.constantFrom(...LANDS), (start, period, land) => {
        const { countedTo, endsOn } = periodEnd(start, period, { land });
        const long = addDays(start, 2) <= countedTo;
        expect(isWorkingDay(endsOn, { land })).toBe(true);
        expect(endsOn >= countedTo).toBe(true);
        const needed = (day: typeof endsOn) =>
          isWorkingDay(day, { land }) && (!long || hasWorkingDays(2, start, day, { land }));
        expect(needed(endsOn)).toBe(true);
        for (let day = countedTo; day < endsOn; day = addDays(day, 1)) {
          expect(needed(day)).toBe(false);
        }
      }),
    );
  });
});
