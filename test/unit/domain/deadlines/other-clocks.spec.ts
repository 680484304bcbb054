import { civilDate } from '../../../../src/domain/civil-date.js';
import { breachDue, ownTargetOn, passOnDue } from '../../../../src/domain/deadlines/other-clocks.js';

const BW = { land: 'BW' } as const;

test.each([
  ['ten days from the receipt', '2026-03-02', 10, '2026-04-02', '2026-03-12'],
  ['never behind the strict end', '2026-02-02', 31, '2026-03-02', '2026-03-02'],
])('the own target is %s', (_, received, days, strict, expected) => {
  expect(ownTargetOn(civilDate(received), days, civilDate(strict))).toBe(expected);
});

test('joint controllers pass on in calendar days, which do not roll', () => {
  expect(passOnDue(civilDate('2026-03-01'), 7).dueOn).toBe('2026-03-08');
});

describe('a breach is notified within 72 hours', () => {
  test.each([
    // Art. 33(1): hours, to the minute, over a weekend and over a change of the clocks.
    ['from a Monday', '2026-03-02T09:15:00Z', '2026-03-05T09:15:00.000Z', '2026-03-05'],
    [
      'from a Friday: two working days are in it only on the next Tuesday',
      '2026-03-06T15:00:00Z',
      '2026-03-09T15:00:00.000Z',
      '2026-03-10',
    ],
    ['over the change of the clocks', '2026-03-27T10:00:00Z', '2026-03-30T10:00:00.000Z', '2026-03-31'],
  ])('%s', (_, since, strict, latest) => {
    const { strictAt, latestOn } = breachDue(new Date(since), 'Europe/Berlin', BW);
    expect([strictAt.toISOString(), latestOn]).toEqual([strict, latest]);
  });
});
