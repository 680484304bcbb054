import fc from 'fast-check';
import { suppressPart, suppressTable } from '../../../../src/domain/reports/small-numbers.js';

const cells = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5_000 })), {
  maxLength: 12,
});
const threshold = fc.integer({ min: 2, max: 20 });

test.each([
  [[10, 20, 30], 5, [10, 20, 30]],
  [[0, 20, 30], 5, [0, 20, 30]],
  // One left out alone would be the total less the rest: the next smallest goes with it.
  [[3, 20, 30], 5, [null, null, 30]],
  [[0, 3, 20, 30], 5, [0, null, null, 30]],
  // Two that are known to be three together are left out with a third.
  [[1, 2, 20, 30], 5, [null, null, null, 30]],
  [[4, 4, 20, 30], 5, [null, null, 20, 30]],
  // Nothing to hide behind: the whole table, its empty cells too.
  [[0, 0, 3], 5, [null, null, null]],
  [[1, 2], 5, [null, null]],
])('%j below %i is published as %j', (given, limit, published) => {
  expect(suppressTable(given, limit)).toEqual(published);
});

test('no small cell is ever shown, and none can be found by subtracting', () => {
  fc.assert(
    fc.property(cells, threshold, (given, limit) => {
      const shown = suppressTable(given, limit);
      const hidden = given.filter((_, at) => shown[at] === null);
      expect(shown.every((value, at) => value === null || value === given[at])).toBe(true);
      expect(shown.some((value) => value !== null && value > 0 && value < limit)).toBe(false);
      const whole = hidden.length === given.length;
      const sum = hidden.reduce((total, value) => total + value, 0);
      expect(hidden.length === 0 || whole || (hidden.length >= 2 && sum >= limit)).toBe(true);
    }),
  );
});

test('where nothing is small nothing is left out', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 20, max: 500 })), threshold, (given, limit) => {
      expect(suppressTable(given, limit)).toEqual(given);
    }),
  );
});

test.each([
  [100, 100, 100],
  [0, 100, 0],
  [50, 100, 50],
  [3, 100, null],
  // 97 of 100 would tell of the three.
  [97, 100, null],
])('%i of %i is published as %j', (part, whole, published) => {
  expect(suppressPart(part, whole, 5)).toBe(published);
});
