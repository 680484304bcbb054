import { civilDate } from '../../../../src/domain/civil-date.js';
import { isTaskReminderDue, linkEndsOn, usualTaskDay } from '../../../../src/domain/deadlines/task-due.js';

const BERLIN = { land: 'BE' } as const;

describe('the usual day of a task', () => {
  test.each([
    ['three working days on', '2026-11-23', '2026-12-23', '2026-11-26'],
    ['over a weekend', '2026-11-26', '2026-12-23', '2026-12-01'],
    ['over Christmas', '2026-12-23', '2027-01-20', '2026-12-29'],
    ['not after the safe day', '2026-11-26', '2026-11-30', '2026-11-30'],
    ['today, where the safe day is today', '2026-11-26', '2026-11-26', '2026-11-26'],
    ['three working days where the safe day has passed', '2026-11-26', '2026-11-20', '2026-12-01'],
  ])('is %s', (_, today, safeOn, day) => {
    expect(usualTaskDay(civilDate(today), civilDate(safeOn), BERLIN)).toBe(day);
  });
});

describe('a department is reminded', () => {
  test.each([
    ['on the day before', '2026-11-26', '2026-11-24', '2026-11-25', true],
    ['not two days before', '2026-11-26', '2026-11-23', '2026-11-24', false],
    ['not on its day', '2026-11-26', '2026-11-25', '2026-11-26', false],
    ['on Friday for a Monday', '2026-11-30', '2026-11-26', '2026-11-27', true],
    ['on the working day after', '2026-11-26', '2026-11-26', '2026-11-27', true],
    ['not on a Saturday', '2026-11-27', '2026-11-27', '2026-11-28', false],
    ['not on a holiday', '2026-12-24', '2026-12-24', '2026-12-25', false],
    ['once for days that passed unnoticed', '2026-11-26', '2026-11-24', '2026-12-06', true],
    ['not twice on one day', '2026-11-26', '2026-11-27', '2026-11-27', false],
    ['after a year off, without looking at each day', '2026-11-26', '2026-11-26', '2027-11-26', true],
  ])('%s', (_, until, since, today, due) => {
    expect(isTaskReminderDue(civilDate(until), civilDate(since), civilDate(today), BERLIN)).toBe(due);
  });

  test('as long as the link works: thirty days after its day', () => {
    expect(linkEndsOn(civilDate('2026-11-26'))).toBe('2026-12-26');
  });
});
