import { periodOf } from '../../../../src/web/log/period-form.js';

test('a period is two days, the first not after the last', () => {
  expect(periodOf({ from: '2026-01-01', to: '2026-01-31' })).toMatchObject({
    scope: { kind: 'period', from: '2026-01-01', to: '2026-01-31' },
    problems: [],
  });
  expect(periodOf({ from: '2026-01-02', to: '2026-01-01' })).toMatchObject({
    scope: undefined,
    problems: [{ field: 'to', code: 'before-start', limit: '2026-01-02' }],
  });
});

test('a day that is none stands beside its field, with what was typed', () => {
  const { scope, problems, typed } = periodOf({ from: 'gestern', to: '' });
  expect([scope, typed]).toEqual([undefined, { from: 'gestern', to: '' }]);
  expect(problems).toEqual([
    { field: 'from', code: 'not-a-date' },
    { field: 'to', code: 'not-a-date' },
  ]);
});
