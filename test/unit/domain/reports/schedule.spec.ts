import { civilDate } from '../../../../src/domain/civil-date.js';
import { dueOf, firstDueAfter, type ScheduleKind } from '../../../../src/domain/reports/schedule.js';

test.each([
  ['monthly', '2027-12-31', '2028-01-01'],
  ['monthly', '2028-02-29', '2028-03-01'],
  ['quarterly', '2026-11-25', '2027-01-01'],
  ['quarterly', '2027-01-01', '2027-04-01'],
  ['yearly', '2026-01-01', '2027-01-01'],
] as const)('a %s report set up on %s is due first on %s', (kind, today, first) => {
  expect(firstDueAfter(kind, civilDate(today))).toBe(first);
});

function allDue(kind: ScheduleKind, nextOn: string, today: string): string[] {
  const found: string[] = [];
  for (let on = civilDate(nextOn); ;) {
    const due = dueOf(kind, on, civilDate(today));
    if (due === undefined) {
      return [...found, `next ${on}`];
    }
    found.push(`${due.period.from} ${due.period.to}`);
    on = due.nextOn;
  }
}

test.each([
  ['monthly', '2028-03-01', '2028-02-29', ['next 2028-03-01']],
  ['monthly', '2028-03-01', '2028-03-01', ['2028-02-01 2028-02-29', 'next 2028-04-01']],
  // Two months off over the end of a year.
  ['monthly', '2026-12-01', '2027-01-31', ['2026-11-01 2026-11-30', '2026-12-01 2026-12-31', 'next 2027-02-01']],
  ['quarterly', '2026-10-01', '2027-01-02', ['2026-07-01 2026-09-30', '2026-10-01 2026-12-31', 'next 2027-04-01']],
  ['yearly', '2026-01-01', '2027-12-31', ['2025-01-01 2025-12-31', '2026-01-01 2026-12-31', 'next 2028-01-01']],
  ['activity-report', '2025-01-15', '2027-01-20', ['2026-01-01 2026-12-31', 'next 2028-01-15']],
] as const)('%s, due on %s, looked at on %s: %j', (kind, nextOn, today, wanted) => {
  expect(allDue(kind, nextOn, today)).toEqual(wanted);
});
