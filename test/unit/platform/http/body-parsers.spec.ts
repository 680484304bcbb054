import { fieldsOf, isModestForm, isModestJson } from '../../../../src/platform/http/body-parsers.js';

describe('a JSON body', () => {
  test.each([
    ['a command', JSON.stringify({ type: 'send', list: [1, 2, { a: [] }], text: 'a' })],
    ['a long text full of what JSON is made of', JSON.stringify({ text: '[{,"\\'.repeat(50_000) })],
    ['as many values as are allowed', `[${'1,'.repeat(4_998)}1]`],
    ['what is no JSON; the parser says so', 'abc'],
    ['nothing', ''],
  ])('is looked at further: %s', (_what, text) => {
    expect(isModestJson(Buffer.from(text))).toBe(true);
  });

  test.each([
    ['lists within lists', '['.repeat(33)],
    ['objects within objects', '{"a":'.repeat(33)],
    ['100,000 fields', JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`f${n}`, 1])))],
    ['one value more than is allowed', `[${'1,'.repeat(5_000)}1]`],
    ['lists after a text that ends in a backslash', `["\\\\",${'['.repeat(40)}`],
  ])('is not parsed at all: %s', (_what, text) => {
    expect(isModestJson(Buffer.from(text))).toBe(false);
  });
});

describe('a form', () => {
  test.each([
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=1&a=2&a=3', { a: ['1', '2', '3'] }],
    ['text=Gr%C3%BC%C3%9Fe+an+alle%0D%0A', { text: 'Grüße an alle\r\n' }],
    ['a=b=c', { a: 'b=c' }],
    ['a&=b&&', { a: '', '': 'b' }],
    ['a=100%', { a: '100%' }],
    ['a=%E4', { a: '%E4' }],
    ['%61=1', { a: '1' }],
    ['constructor=1&toString=2', { constructor: '1', toString: '2' }],
  ])('%s is read as browsers write it', (text, fields) => {
    expect(Object.entries(fieldsOf(text))).toEqual(Object.entries(fields));
  });

  test('holds a thousand fields and not one more', () => {
    expect(isModestForm(Buffer.from(Array(1_000).fill('a=b').join('&')))).toBe(true);
    expect(isModestForm(Buffer.from(Array(1_001).fill('a=b').join('&')))).toBe(false);
  });
});
