import { keptQuery, readListQuery } from '../../../../src/web/worklist/worklist-query.js';

const CHANNELS = [{ id: 'c1', value: 'instagram' }];

test('a filter that is none is left out: an old bookmark still shows the list', () => {
  const { typed, filter, sort, cursor } = readListQuery(
    { state: 'gone', right: 'x', channel: 'fax', sort: '?' },
    CHANNELS,
  );
  expect([filter, sort, cursor]).toEqual([{ state: 'open' }, 'next', undefined]);
  expect(typed).toEqual({ state: 'open', right: 'x', channel: 'fax', search: '', tab: '', mine: false });
});

test('a filter that is one is taken: state, right, channel and reference', () => {
  const { filter, sort } = readListQuery(
    { state: 'all', right: 'access', channel: 'instagram', q: ' dsr-2026 ', sort: 'received' },
    CHANNELS,
  );
  expect(filter).toEqual({ state: 'all', right: 'access', channelId: 'c1', reference: 'DSR-2026' });
  expect(sort).toBe('received');
});

test('a view keeps filters and order, never a search for one reference nor a place in the list', () => {
  const asked = readListQuery({ state: 'all', channel: 'instagram', q: 'DSR-1', sort: 'received' }, CHANNELS);
  expect(keptQuery(asked)).toBe('state=all&channel=instagram&sort=received');
});

test.each(['x', 'a'.repeat(300), '{}'])('a place in the list that is none is refused: %j', (cursor) => {
  expect(() => readListQuery({ cursor }, CHANNELS)).toThrow('refused: invalid-input');
});
