import { isPortable } from '../../../../src/platform/documents/portable-file.js';
import { Budget, BudgetExceeded } from '../../../../src/platform/untrusted/budget.js';

const check = (text: string, kind: 'json' | 'csv', parts = 100_000): boolean =>
  isPortable(Buffer.from(text), { kind }, new Budget({ bytes: 3e7, parts, milliseconds: 60_000 }));

test.each<[boolean, string]>([
  [true, 'name,ort\nAurelia,Köln\n'],
  [true, '\uFEFFname;ort\r\n"Beispiel; Aurelia";Köln'],
  [true, 'name,satz\nA,"er sagte ""ja""\nund ging"\n'],
  [false, 'hallo'],
  [false, 'hallo\nwelt\n'],
  [false, 'name,ort\n'],
  [false, 'name,ort\nAurelia\n'],
  [false, 'name,ort\n"Aurelia,Köln\n'],
  [false, 'name,ort\nA\0,B\n'],
  [false, ''],
])('as CSV: %s: %j', (expected, text) => {
  expect(check(text, 'csv')).toBe(expected);
});

test.each<[boolean, string]>([
  [true, '{"a":1}'],
  [true, '\uFEFF[]'],
  [false, '"hallo"'],
  [false, '{'],
])('as JSON: %s: %j', (expected, text) => {
  expect(check(text, 'json')).toBe(expected);
});

test('what is not UTF-8, a cell of 9 MB, and a table of too many rows are answered, not run into', () => {
  expect(
    isPortable(
      Buffer.from('n,o\nK\xf6ln,x\n', 'latin1'),
      { kind: 'csv' },
      new Budget({ bytes: 1e6, parts: 10, milliseconds: 1e4 }),
    ),
  ).toBe(false);
  expect(check(`a,b\n"${'x'.repeat(9_000_000)}",y\n`, 'csv')).toBe(false);
  expect(() => check('a,b\n'.repeat(101), 'csv', 100)).toThrow(BudgetExceeded);
});
