import { randomToken, uuidv7 } from '../../../src/platform/ids.js';

const FAR = Date.UTC(2100, 0, 1);

describe('identifiers', () => {
  test('a UUID carries version 7, its variant and the moment it was made', () => {
    const id = uuidv7(FAR);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(FAR);
  });

  test('it is made of the time, a counter and the randomness given, bit by bit', () => {
    const ones = (bytes: number): Buffer => Buffer.alloc(bytes, 0xff);
    expect(uuidv7(FAR + 1, ones)).toBe(
      `${(FAR + 1)
        .toString(16)
        .padStart(12, '0')
        .replace(/^(.{8})/, '$1-')}-70ff-bfff-ffffffffffff`,
    );
  });

  test('within a millisecond, beyond its counter and when the clock is set back they still ascend', () => {
    const made: string[] = [];
    for (let n = 0; n < 10_000; n += 1) {
      made.push(uuidv7(FAR + 2 - (n % 3) * 1_000));
    }
    expect(made).toEqual([...made].sort());
    expect(new Set(made).size).toBe(made.length);
  });

  test('a token fits an address and is as long as asked', () => {
    expect(randomToken()).toMatch(/^[\w-]{43}$/);
    expect(randomToken(16)).toMatch(/^[\w-]{22}$/);
    expect(randomToken()).not.toBe(randomToken());
  });
});
