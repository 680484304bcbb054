import { civilDate } from '../../../../src/domain/civil-date.js';
import { deadline } from '../../../../src/domain/deadlines/deadline.js';
import { isReminderDue } from '../../../../src/domain/deadlines/reminding.js';
import { DEFAULT_REMINDER_DAYS } from '../../../../src/domain/deadlines/standing.js';

const on = civilDate;
const place = { land: 'HH' } as const;
// Ends on Wednesday, 1 July 2026; reminded of on 17, 24, 28 and 30 June.
const running = deadline({ receivedOn: on('2026-06-01'), ...place, events: [] });
const due = (since: string, today: string) =>
  isReminderDue(running, on(since), on(today), place, DEFAULT_REMINDER_DAYS);

describe('a reminder', () => {
  test.each([
    ['its day has come', '2026-06-16', '2026-06-17', true],
    ['its day was looked at already', '2026-06-17', '2026-06-17', false],
    ['the day after its day', '2026-06-17', '2026-06-18', false],
    ['its day passed while the program was off', '2026-06-15', '2026-06-20', true],
    ['two of its days passed while the program was off', '2026-06-15', '2026-06-29', true],
    ['nothing passed while the program was off', '2026-06-18', '2026-06-23', false],
    ['overdue, on a working day', '2026-07-01', '2026-07-02', true],
    ['overdue, on a Saturday', '2026-07-03', '2026-07-04', false],
    ['overdue, on the Monday after', '2026-07-03', '2026-07-06', true],
    ['never looked at in a year', '2025-06-01', '2026-06-17', true],
  ])('%s', (_, since, today, expected) => {
    expect(due(since, today)).toBe(expected);
  });
});
