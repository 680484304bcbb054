import { createRequire } from 'node:module';
import fc from 'fast-check';
import { canonicalJson, NotCanonicalError, parseCanonical } from '../../../../src/domain/log/canonical-json.js';

// Its types speak of an ES module, which it is not.
const canonicalize = createRequire(import.meta.url)('canonicalize') as (value: unknown) => string | undefined;

const UNSAFE = (value: number) => Number.isInteger(value) && !Number.isSafeInteger(value);
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((value) => !UNSAFE(value) && !Object.is(value, -0));
const text = fc.string({ unit: 'binary' });
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().filter((value) => !Object.is(value, -0)),
    number,
    text,
    fc.array(tie('value')),
    fc.dictionary(text, tie('value')),
  ),
}));

test('agrees with another implementation of RFC 8785 on any value, and reads it back', () => {
  fc.assert(
    fc.property(json, (value) => {
      const written = canonicalJson(value);
      expect(written).toBe(canonicalize(value));
      expect(canonicalJson(parseCanonical(written))).toBe(written);
    }),
    { numRuns: 1_000 },
  );
});

test('keys are in the order of their UTF-16 code units, as in RFC 8785 s3.2.3', () => {
  const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'];
  const value = Object.fromEntries([...sorted].reverse().map((key, at) => [key, at]));
  expect(Object.keys(parseCanonical(canonicalJson(value)) as object)).toEqual(
    // JavaScript itself puts keys that are numbers first.
    ['1', '\r', ...sorted.slice(2)],
  );
  expect(canonicalJson(value)).toBe('{"\\r":6,"1":5,"\u0080":4,"\u00f6":3,"\u20ac":2,"\u{1f600}":1,"\ufb33":0}');
});

test.each([
  [333333333.3333333, '333333333.3333333'],
  [4.5, '4.5'],
  [2e-3, '0.002'],
  [1e-27, '1e-27'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ['\u20ac$\u000f\nA\'B"\\"/', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/"'],
])('%p is written as ECMAScript does', (value, written) => {
  expect(canonicalJson(value)).toBe(written);
});

test.each([
  ['undefined', undefined],
  ['a member that is undefined', { a: undefined }],
  ['an item that is undefined', [undefined]],
  ['a hole in an array', Array(1)],
  ['a function', () => 1],
  ['a symbol', Symbol('a')],
  ['a bigint', 1n],
  ['not a number', Number.NaN],
  ['infinity', -Infinity],
  ['negative zero', -0],
  ['an integer past 2^53 - 1', 2 ** 53],
  ['a lone surrogate', 'a\ud800'],
  ['a lone surrogate as key', { '\udc00': 1 }],
  ['a date', new Date(0)],
  ['a map', new Map([['a', 1]])],
  ['bytes', Uint8Array.of(1)],
])('%s has no canonical form', (_name, value) => {
  expect(() => canonicalJson(value)).toThrow(NotCanonicalError);
});

test.each([
  ['a space', '{"a": 1}'],
  ['a newline at the end', '{"a":1}\n'],
  ['keys out of order', '{"b":1,"a":2}'],
  ['a key twice', '{"a":1,"a":1}'],
  ['an escape that is not needed', '"\\u0061"'],
  ['a capital in an escape', '"\\u000F"'],
  ['another spelling of a number', '1.0'],
  ['negative zero', '-0'],
  ['an integer past 2^53 - 1', '9007199254740993'],
  ['a lone surrogate', '"\\ud800"'],
  ['no JSON', '{'],
  ['nothing', ''],
  ['a byte order mark', '\ufeff1'],
])('%s makes text that is not canonical', (_name, written) => {
  expect(() => parseCanonical(written)).toThrow(NotCanonicalError);
});

test('hostile depth is refused instead of running out of stack', () => {
  expect(() => parseCanonical('['.repeat(100_000) + ']'.repeat(100_000))).toThrow(NotCanonicalError);
  expect(canonicalJson(JSON.parse('['.repeat(100) + ']'.repeat(100)))).toHaveLength(200);
});

test("the reason of a refusal does not quote the text: it may be somebody's", () => {
  expect(() => parseCanonical('{"name":"Erika Muster"')).toThrow(/^not JSON$/);
});
