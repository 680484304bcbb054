import fc from 'fast-check';
import { civilDate } from '../../../../src/domain/civil-date.js';
import { distributionOf, NOTHING_MEASURED } from '../../../../src/domain/reports/distribution.js';
import { monthSpanOf, spansOf, weekSpanOf } from '../../../../src/domain/reports/spans.js';

const hundred = Array.from({ length: 100 }, (_, at) => at + 1);

test.each([
  [[], NOTHING_MEASURED],
  [[7], { count: 1, median: 7, p90: 7, p99: 7, longest: 7 }],
  [[2, 1], { count: 2, median: 1, p90: 2, p99: 2, longest: 2 }],
  [[3, 1, 2], { count: 3, median: 2, p90: 3, p99: 3, longest: 3 }],
  [hundred, { count: 100, median: 50, p90: 90, p99: 99, longest: 100 }],
  [[0, 0, 0, 9], { count: 4, median: 0, p90: 9, p99: 9, longest: 9 }],
])('nearest rank: %j', (values, wanted) => {
  expect(distributionOf(values)).toEqual(wanted);
});

test('a rank is a value that was measured, and enough of all are not above it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000), { minLength: 1 }), (values) => {
      const { p90 } = distributionOf(values);
      expect(values).toContain(p90);
      expect(values.filter((value) => value <= (p90 ?? 0)).length).toBeGreaterThanOrEqual(0.9 * values.length);
      expect(values.filter((value) => value < (p90 ?? 0)).length).toBeLessThan(0.9 * values.length);
    }),
  );
});

// ISO 8601: the week of a year's first Thursday is its first.
test.each([
  ['2024-12-29', '2024-W52'],
  ['2024-12-30', '2025-W01'],
  ['2025-12-31', '2026-W01'],
  ['2027-01-01', '2026-W53'],
  ['2027-01-04', '2027-W01'],
])('%s is in %s', (day, week) => {
  expect(weekSpanOf(civilDate(day))).toBe(week);
});

test('months in which nothing happened are there too', () => {
  expect(spansOf(civilDate('2025-11-30'), civilDate('2026-02-01'), monthSpanOf)).toEqual([
    '2025-11',
    '2025-12',
    '2026-01',
    '2026-02',
  ]);
});
