import { isDiskFull, isUnavailable } from '../../../../src/platform/database/sql-state.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

test.each([
  ['53100', true],
  ['53200', true],
  ['53300', true],
  ['57P01', true],
  ['08006', true],
  ['58030', true],
  ['55P03', true],
  ['40001', true],
  ['ENOSPC', true],
  ['EDQUOT', true],
  ['ECONNREFUSED', true],
  ['23505', false],
  ['42501', false],
  ['22021', false],
  ['XX000', false],
  ['EINVAL', false],
])('%s passes by itself: %s', (code, passes) => {
  expect(isUnavailable(withCode(code))).toBe(passes);
});

test.each([
  ['53100', true],
  ['ENOSPC', true],
  ['EDQUOT', true],
  ['53300', false],
  ['08006', false],
])('%s says that a disk is full: %s', (code, full) => {
  expect(isDiskFull(withCode(code))).toBe(full);
});
