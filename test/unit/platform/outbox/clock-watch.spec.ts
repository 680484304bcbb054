import { ClockWatch } from '../../../../src/platform/outbox/clock-watch.js';

describe('a clock', () => {
  test.each([
    ['that runs', 10_000, false],
    ['that jumps ahead', 3_600_000, false],
    ['that is set back by a second', 9_000, false],
    ['that goes back by an hour', 10_000 - 3_600_000, true],
    ['that stands still while a minute goes by', -50_000, true],
  ])('%s', (_what, clockMs, back) => {
    const watch = new ClockWatch();
    watch.wentBack(1_000_000, 500, false);
    expect(watch.wentBack(1_000_000 + clockMs, 10_500, false)).toBe(back);
  });

  test('is told to have gone back once, not for ever', () => {
    const watch = new ClockWatch();
    watch.wentBack(1_000_000, 0, false);
    expect([watch.wentBack(1_000, 1_000, true), watch.wentBack(2_000, 2_000, true)]).toEqual([true, false]);
  });

  test('is behind at the first look when something later has been written', () => {
    expect(new ClockWatch().wentBack(1_000, 0, true)).toBe(true);
    expect(new ClockWatch().wentBack(1_000, 0, false)).toBe(false);
  });
});
