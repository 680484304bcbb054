import { calculate, calculatorFormOf } from '../../../../src/web/public/calculator-form.js';

test('a calculation can be bookmarked: lines with something in them, and two to go on with', () => {
  const form = calculatorFormOf(
    { receivedOn: '2026-01-31', land: 'BY', e3: 'extended', d3: '2026-02-10' },
    '2026-03-01',
  );
  expect(form).toEqual({
    receivedOn: '2026-01-31',
    land: 'BY',
    lines: [
      { type: 'extended', on: '2026-02-10' },
      { type: '', on: '' },
      { type: '', on: '' },
    ],
  });
});

test('nothing is counted before something was asked for; then what is wrong stands beside its line', () => {
  expect(calculate(calculatorFormOf({}, '2026-03-01'), {})).toBeUndefined();
  const query = { receivedOn: '2026-01-31', land: 'BY', e1: 'extended', d1: 'gestern' };
  const preview = calculate(calculatorFormOf(query, '2026-03-01'), query);
  const fields = preview?.ok === false ? preview.problems.map(({ field }) => field) : [];
  expect(new Set(fields)).toEqual(new Set(['d1']));
});
