import { bounceDelayMs, forwardingDelayMs, retryDelayMs } from '../../../../src/domain/forwarding/retry.js';

const waits = (delay: (attempt: number) => number, attempts: number): number[] =>
  Array.from({ length: attempts }, (_, at) => delay(at + 1));

test('a forwarding waits half a minute at most for about two hours, a minute for about a day, five for ever', () => {
  let since = 0;
  for (const ms of waits((attempt) => forwardingDelayMs(attempt, false), 2_000)) {
    expect(ms).toBeLessThanOrEqual(since < 1.9 * 3_600_000 ? 30_000 : since < 24 * 3_600_000 ? 60_000 : 300_000);
    since += ms;
  }
});

test('greylisting of any length up to five minutes costs at most half a minute more', () => {
  for (let opens = 0; opens <= 300_000; opens += 1_000) {
    let at = 0;
    for (let attempt = 1; at < opens; attempt += 1) {
      at += forwardingDelayMs(attempt, false);
    }
    expect(at - opens).toBeLessThanOrEqual(30_000);
  }
});

test('who has refused us is asked more rarely, at most ten minutes apart', () => {
  expect(waits((attempt) => forwardingDelayMs(attempt, true), 8)).toEqual(waits(retryDelayMs, 8));
  expect(retryDelayMs(1_000)).toBe(600_000);
});

test('what comes back is sent again after a minute, then ever later, at most an hour apart', () => {
  expect(waits(bounceDelayMs, 6)).toEqual([60_000, 300_000, 900_000, 3_600_000, 3_600_000, 3_600_000]);
});
