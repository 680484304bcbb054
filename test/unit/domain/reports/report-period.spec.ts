import { civilDate } from '../../../../src/domain/civil-date.js';
import { readPeriod } from '../../../../src/domain/reports/report-period.js';

const today = civilDate('2026-11-26');

test.each([
  ['2026-11-26', '2026-11-26', []],
  ['2015-11-27', '2026-11-26', []],
  ['2026-11-27', '2026-11-27', ['from in-the-future', 'to in-the-future']],
  ['2026-02-01', '2026-01-31', ['to before-start']],
  ['2015-01-01', '2026-01-01', ['to period-too-long']],
  // Thirty years, of which the first lie before every log: it is a date, and is not called none.
  ['1996-11-26', '2026-11-26', ['from too-long-ago']],
  ['1996-02-30', '2026-02-30', ['from not-a-date', 'to not-a-date']],
  ['0001-01-01', '', ['from too-long-ago', 'to not-a-date']],
  [undefined, 20260101, ['from not-a-date', 'to not-a-date']],
])('from %s to %s: %j', (from, to, wanted) => {
  const read = readPeriod({ from, to }, today);
  const found = 'problems' in read ? read.problems.map(({ field, code }) => `${field} ${code}`) : [];
  expect(found).toEqual(wanted);
});
