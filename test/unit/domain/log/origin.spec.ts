import { formatOrigin, isEarlierEpoch, parseOrigin } from '../../../../src/domain/log/origin.js';

test.each([
  ['dsb.example/kammer', { log: 'dsb.example/kammer', epoch: 1 }],
  ['dsb.example/kammer/2', { log: 'dsb.example/kammer', epoch: 2 }],
  ['dsb.example/kammer/17', { log: 'dsb.example/kammer', epoch: 17 }],
])('%s has one spelling', (origin, parsed) => {
  expect(parseOrigin(origin)).toEqual(parsed);
  expect(formatOrigin(parsed)).toBe(origin);
});

test.each(['dsb.example/kammer/1', 'dsb.example/kammer/02', 'dsb.example/kammer/0', 'dsb.example/kammer/x'])(
  '%s is the first epoch of a log of that name',
  (origin) => {
    expect(parseOrigin(origin)).toEqual({ log: origin, epoch: 1 });
  },
);

test.each([
  ['a/b', 'a/b/2', true],
  ['a/b/2', 'a/b/3', true],
  ['a/b/2', 'a/b/2', false],
  ['a/b/3', 'a/b/2', false],
  ['a/b', 'a/c/2', false],
  ['a/b', 'a/b', false],
])('%s is an epoch before %s: %s', (origin, of, is) => {
  expect(isEarlierEpoch(origin, of)).toBe(is);
});
