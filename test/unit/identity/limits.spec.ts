import { delayAfter } from '../../../src/identity/attempt-limit.js';
import { TokenRate } from '../../../src/identity/token-rate.js';

test('an address waits only after twenty attempts, ever longer, and never more than five seconds', () => {
  expect([1, 20, 21, 30, 70, 1_000_000].map(delayAfter)).toEqual([0, 0, 100, 1_000, 5_000, 5_000]);
});

describe('the rate of a token', () => {
  const calls = (rate: TokenRate, token: string, count: number, now: number): number =>
    Array.from({ length: count }, () => {
      try {
        rate.take(token, now);
        return 1;
      } catch {
        return 0;
      }
    }).reduce<number>((sum, one) => sum + one, 0);

  test('lets two seconds of it through at once, and then what flows in', () => {
    const rate = new TokenRate({ tokenRate: 10 });
    expect(calls(rate, 'a', 100, 0)).toBe(20);
    expect(calls(rate, 'a', 100, 1_000)).toBe(10);
    expect(calls(rate, 'a', 100, 60_000)).toBe(20);
  });

  test('of one token is not that of another', () => {
    const rate = new TokenRate({ tokenRate: 10 });
    calls(rate, 'a', 100, 0);
    expect(calls(rate, 'b', 1, 0)).toBe(1);
  });

  test('says when it is worth asking again', () => {
    const rate = new TokenRate({ tokenRate: 1 });
    calls(rate, 'a', 2, 0);
    expect(() => rate.take('a', 0)).toThrow(
      expect.objectContaining({ code: 'too-many-attempts', facts: { retryAfterSeconds: 1 } }) as Error,
    );
  });

  test('0 is any number', () => {
    expect(calls(new TokenRate({ tokenRate: 0 }), 'a', 1_000, 0)).toBe(1_000);
  });
});
