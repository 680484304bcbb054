import { base32, hotp, matchingStep, stepAt, totpAddress } from '../../../src/identity/second-factor/totp.js';

const SECRET = Buffer.from('12345678901234567890');

// RFC 4226, appendix D.
test.each(['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'])(
  'HOTP %#: %s',
  (code) => {
    const at = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'];
    expect(hotp(SECRET, at.indexOf(code))).toBe(code);
  },
);

// RFC 6238, appendix B (SHA-1, eight digits).
test.each([
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
])('TOTP at %i s: %s', (seconds, code) => {
  expect(hotp(SECRET, stepAt(seconds * 1_000), 8)).toBe(code);
});

test('a code is good in its half minute and the two beside it, and once', () => {
  const now = 1_800_000_000_000;
  const step = stepAt(now);
  for (const [offset, good] of [
    [-2, false],
    [-1, true],
    [0, true],
    [1, true],
    [2, false],
  ] as const) {
    expect([offset, matchingStep(SECRET, hotp(SECRET, step + offset), now, 0) !== undefined]).toEqual([offset, good]);
  }
  expect(matchingStep(SECRET, hotp(SECRET, step), now, step)).toBeUndefined();
  expect(matchingStep(SECRET, hotp(SECRET, step - 1), now, step)).toBeUndefined();
});

test.each(['', ' ', '12345', '1234567', 'abcdef', '000000\n1'])('%j is no code', (code) => {
  expect(matchingStep(SECRET, code, 59_000, 0)).toBeUndefined();
});

// RFC 4648, 10.
test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('base32 of %j is %j', (bytes, text) => {
  expect(base32(Buffer.from(bytes))).toBe(text);
});

test('the address for the app names the program, the account and the secret', () => {
  const url = new URL(totpAddress('Forthwith', 'a b@x.example', SECRET));
  expect(url.pathname).toBe('//totp/Forthwith:a%20b%40x.example'.slice(url.host === 'totp' ? 6 : 0));
  expect(url.searchParams.get('secret')).toBe(base32(SECRET));
});
