import { COMPLIANCE_DE } from '../../../src/reports/compliance/writing/words.de.js';
import { valuesIn } from '../../../src/reports/compliance/writing/values.js';

const { percent, moment, duration } = valuesIn(COMPLIANCE_DE, 'Europe/Berlin');

test.each([
  [52, 55, '94,5 %'],
  [55, 55, '100 %'],
  [0, 55, '0 %'],
  // One in ten thousand missed is not none missed.
  [9_999, 10_000, '99,9 %'],
  [1, 10_000, '0,1 %'],
  [0, 0, '–'],
])('%i of %i is %s', (part, whole, text) => {
  expect(percent(part, whole).replace(/\s/g, ' ')).toBe(text);
});

test.each([
  ['2025-12-31T23:00:00.000Z', '01.01.2026, 00:00:00 Uhr'],
  ['2025-12-31T22:59:59.999Z', '31.12.2025, 23:59:59 Uhr'],
  // 29 March 2026: 01:59:59 is followed by 03:00:00.
  ['2026-03-29T00:59:59.000Z', '29.03.2026, 01:59:59 Uhr'],
  ['2026-03-29T01:00:00.000Z', '29.03.2026, 03:00:00 Uhr'],
  // 25 October 2026: the hour from two to three comes twice.
  ['2026-10-25T00:30:00.000Z', '25.10.2026, 02:30:00 Uhr (MESZ)'],
  ['2026-10-25T01:30:00.000Z', '25.10.2026, 02:30:00 Uhr (MEZ)'],
  ['2026-10-25T02:00:00.000Z', '25.10.2026, 03:00:00 Uhr'],
])('%s is told as %s', (at, text) => {
  expect(moment(at)).toBe(text);
});

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [60_000, '1 min'],
  [86_400_000 + 5_000, '1 Tag'],
  [3_600_000 + 61_000, '1 h 1 min'],
])('%i ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
