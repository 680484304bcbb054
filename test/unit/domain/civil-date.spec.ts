import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  addMonths,
  civilDate,
  civilDateIn,
  civilDateOf,
  compareDates,
  dayOf,
  daysBetween,
  earlierOf,
  isTimeZone,
  laterOf,
  monthOf,
  parseCivilDate,
  parseInstant,
  weekdayOf,
  yearOf,
} from '../../../src/domain/civil-date.js';

const anyDate = fc
  .integer({ min: 0, max: 36_889 })
  .map((days) => civilDate(Temporal.PlainDate.from('2000-01-01').add({ days }).toString()));

describe('a civil date', () => {
  test.each(['2000-01-01', '2100-12-31', '2024-02-29', '2000-02-29', '2026-11-30'])('%s is one', (text) => {
    expect(parseCivilDate(text)).toBe(text);
  });

  test.each([
    '1999-12-31',
    '2101-01-01',
    '2023-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '2026-01-01\n',
    '2026/01/01',
    '٢٠٢٦-01-01',
    '+002026-01-01',
    '',
    undefined,
    null,
    20260101,
    ['2026-01-01'],
  ])('%j is rejected', (text) => {
    expect(parseCivilDate(text)).toBeUndefined();
  });

  test('that is wrong in the code is a defect', () => {
    expect(() => civilDate('2026-02-30')).toThrow(RangeError);
    expect(() => civilDateOf(2026, 2, 30)).toThrow(RangeError);
  });

  test('has a year, a month and a day', () => {
    const date = civilDate('2026-03-05');
    expect([yearOf(date), monthOf(date), dayOf(date)]).toEqual([2026, 3, 5]);
    expect(civilDateOf(2026, 3, 5)).toBe(date);
  });

  test('sorts by time', () => {
    const [early, late] = [civilDate('2026-09-30'), civilDate('2026-10-01')];
    expect([compareDates(early, late), compareDates(late, early), compareDates(late, late)]).toEqual([-1, 1, 0]);
    expect([earlierOf(late, early), laterOf(late, early)]).toEqual([early, late]);
  });

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-08-31', 1, '2026-09-30'],
    ['2026-12-31', 1, '2027-01-31'],
    ['2026-12-15', 3, '2027-03-15'],
    ['2025-11-30', 3, '2026-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-31', -13, '2024-12-31'],
    ['2026-05-05', 0, '2026-05-05'],
  ])('%s and %d months is %s', (from, months, to) => {
    expect(addMonths(civilDate(from), months)).toBe(to);
  });

  test.each([
    ['1970-01-01 is not enterable, 2000-01-01 was a Saturday', '2000-01-01', 6],
    ['a Sunday', '2026-04-05', 7],
    ['a Monday', '2026-04-06', 1],
    ['a leap day', '2028-02-29', 2],
    ['the last day', '2100-12-31', 5],
  ])('%s', (_name, date, weekday) => {
    expect(weekdayOf(civilDate(date))).toBe(weekday);
  });

  test('agrees with Temporal in all its arithmetic', () => {
    fc.assert(
      fc.property(anyDate, anyDate, fc.integer({ min: -1500, max: 1500 }), (date, other, count) => {
        const plain = Temporal.PlainDate.from(date);
        expect(addDays(date, count)).toBe(plain.add({ days: count }).toString());
        expect(addMonths(date, count % 40)).toBe(plain.add({ months: count % 40 }).toString());
        expect(weekdayOf(date)).toBe(plain.dayOfWeek);
        expect(daysBetween(date, other)).toBe(plain.until(other, { largestUnit: 'day' }).days);
      }),
    );
  });
});

describe('an instant', () => {
  test.each([
    ['2026-03-05T00:00:00Z', Date.UTC(2026, 2, 5)],
    ['2026-03-05t00:00:00z', Date.UTC(2026, 2, 5)],
    ['2026-03-05T00:00:00.123456789Z', Date.UTC(2026, 2, 5, 0, 0, 0, 123)],
    ['2026-03-05T00:30:00+01:30', Date.UTC(2026, 2, 4, 23)],
    ['2026-03-05T23:30:00-01:00', Date.UTC(2026, 2, 6, 0, 30)],
    ['2016-12-31T23:59:60Z', Date.UTC(2016, 11, 31, 23, 59, 59)],
  ])('%s is read', (text, ms) => {
    expect(parseInstant(text)).toBe(ms);
  });

  test.each([
    '2026-03-05',
    '2026-03-05T00:00:00',
    '2026-03-05T00:00Z',
    '2026-03-05 00:00:00Z',
    '2026-03-05T24:00:00Z',
    '2026-03-05T00:60:00Z',
    '2026-03-05T00:00:61Z',
    '2026-02-30T00:00:00Z',
    '2026-03-05T00:00:00+24:00',
    '2026-03-05T00:00:00+01:60',
    '2026-03-05T00:00:00+0100',
    '',
    undefined,
    1_772_668_800_000,
  ])('%j is not', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  test('falls on one legal day, however it is given', () => {
    const text = '2026-03-04T23:30:00Z';
    expect(civilDateIn(text, 'Europe/Berlin')).toBe('2026-03-05');
    expect(civilDateIn(Date.parse(text), 'Europe/Berlin')).toBe('2026-03-05');
    expect(civilDateIn(new Date(text), 'Europe/Berlin')).toBe('2026-03-05');
    expect(civilDateIn(text, 'UTC')).toBe('2026-03-04');
  });

  test('that is none is a defect', () => {
    expect(() => civilDateIn('yesterday', 'Europe/Berlin')).toThrow(RangeError);
    expect(() => civilDateIn(Number.NaN, 'Europe/Berlin')).toThrow(RangeError);
    expect(() => civilDateIn('2026-03-05T00:00:00Z', 'Europe/Atlantis')).toThrow(RangeError);
  });

  test('agrees with Temporal on the legal day, the days of clock changes included', () => {
    const instant = fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2100, 11, 30) });
    const nearChange = fc
      .tuple(
        fc.constantFrom(Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25), Date.UTC(2045, 2, 26)),
        fc.integer({ min: -2880, max: 2880 }),
      )
      .map(([day, minutes]) => day + minutes * 60_000);
    fc.assert(
      fc.property(
        fc.oneof(instant, nearChange),
        // With zones whose hours begin on a quarter, or at midnight by daylight saving.
        fc.constantFrom(
          'Europe/Berlin',
          'America/New_York',
          'UTC',
          'Asia/Kathmandu',
          'Pacific/Chatham',
          'America/Sao_Paulo',
        ),
        (ms, zone) => {
          const expected = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate().toString();
          expect(civilDateIn(ms, zone)).toBe(expected);
        },
      ),
    );
  });

  test('needs a time zone that exists', () => {
    expect(['Europe/Berlin', 'UTC', 'America/New_York'].every(isTimeZone)).toBe(true);
    expect(['Europe/Atlantis', '', undefined, 1].some(isTimeZone)).toBe(false);
  });
});
