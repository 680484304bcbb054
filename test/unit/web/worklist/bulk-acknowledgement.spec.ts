import { BULK_LIMIT, outcomeQuery, readOutcomes } from '../../../../src/web/worklist/bulk-acknowledgement.js';

const ID = '0193f0a0-0000-7000-8000-000000000001';

test('what became of each request is told by ids alone, and read back', () => {
  const query = outcomeQuery({ neu: [ID], fehlt: [ID] });
  expect(query).toBe(`neu=${ID}&fehlt=${ID}`);
  expect(readOutcomes(Object.fromEntries(new URLSearchParams(query)))).toEqual({
    ids: [
      [ID, 'neu'],
      [ID, 'fehlt'],
    ],
    tooMany: false,
  });
});

test('an address that somebody made up names nothing, and no more than could be chosen', () => {
  expect(readOutcomes({ neu: `x,${'y'.repeat(100)}`, schon: 7, zuviele: '1' })).toEqual({ ids: [], tooMany: true });
  expect(readOutcomes({ neu: Array.from({ length: BULK_LIMIT + 9 }, () => ID).join(',') }).ids).toHaveLength(
    BULK_LIMIT,
  );
});
