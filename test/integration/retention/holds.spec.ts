import { addDays, addMonths, civilDateIn } from '../../../src/domain/civil-date.js';
import { Visitor } from '../../support/visitor.js';
import { RetentionWorld, ZONE } from './retention-world.js';

const world = new RetentionWorld();
let second = '';
beforeAll(async () => {
  await world.start();
  second = await world.app.token('dpo');
});
afterAll(() => world.stop());

const today = civilDateIn(new Date(), ZONE);
const hold = (id: string, fields: object = {}, role = 'dpo') =>
  world.call(
    'POST',
    `/requests/${id}/commands`,
    { type: 'hold', reason: 'lawsuit', reviewOn: addMonths(today, 3), ...fields },
    role,
  );

test('a hold keeps a request whatever day it is, is listed, and lets it go when it is released', async () => {
  const id = await world.closed();
  const set = await hold(id);
  expect(set.status).toBe(200);
  await world.passDays(400);
  expect((await world.erasures.run(world.system, ZONE)).kept).toBe(1);
  expect(await world.entries(id, 'content.erased')).toEqual([]);
  const standing = await world.call('GET', '/retention', undefined, 'auditor');
  expect(standing.body).toMatchObject({
    holds: [{ rightsRequestId: id, reason: 'lawsuit', confirmedBy: null }],
    kept: [{ rightsRequestId: id, blockers: ['hold'] }],
  });
  const release = { type: 'release-hold', hold: set.body['created'] };
  expect((await world.call('POST', `/requests/${id}/commands`, release)).status).toBe(200);
  expect((await world.erasures.run(world.system, ZONE)).erased).toBe(1);
});

test('is confirmed by another than who set it', async () => {
  const id = await world.closed();
  const body = { type: 'confirm-hold', hold: (await hold(id)).body['created'] };
  const own = await world.call('POST', `/requests/${id}/commands`, body);
  expect([own.status, own.body['title']]).toEqual([409, 'second-person-needed']);
  expect((await world.call('POST', `/requests/${id}/commands`, body, second)).status).toBe(200);
  expect(await world.entries(id, 'hold.confirmed')).toHaveLength(1);
});

test.each([
  ['no reason of the list', { reason: 'to-be-safe' }, 'reason', 'unknown-value'],
  ['a review on the same day', { reviewOn: today }, 'reviewOn', 'before-start'],
  ['a review in seven months', { reviewOn: addMonths(today, 7) }, 'reviewOn', 'too-far-ahead'],
  ['a day that there is not', { reviewOn: '2027-02-30' }, 'reviewOn', 'not-a-date'],
])('%s is refused', async (_, fields, field, code) => {
  const id = await world.closed();
  const answer = await hold(id, fields);
  expect([answer.status, answer.body['errors']]).toMatchObject([422, [{ field, code }]]);
});

test('periods change within their limits, and each change is an entry with all of them', async () => {
  const changed = await world.call('POST', '/retention/rules', { afterEndDays: 30 });
  expect([changed.status, changed.body['version']]).toEqual([200, 1]);
  const refused = await world.call('POST', '/retention/rules', { limitationYears: 30 });
  expect([refused.status, refused.body['errors']]).toMatchObject([
    422,
    [{ field: 'limitationYears', code: 'beyond-limits' }],
  ]);
  const entries = await world.rows<{ bytes: Buffer }>(`SELECT bytes FROM log_entry WHERE event = 'retention.changed'`);
  expect(entries).toHaveLength(1);
  expect(entries[0]?.bytes.toString('utf8')).toContain('"afterEndDays":30');
});

test('the pages show what goes when, what is held, and where copies lie, and the copy on the channel is confirmed once', async () => {
  const id = await world.closed();
  const visitor = await Visitor.signedIn(world.app, 'loeschung@kammer.example', 'dpo');
  const page = await visitor.page(`/vorgaenge/${id}/loeschung`);
  expect(page).toContain('Nachricht auf dem Eingangskanal');
  expect(page).toContain('Der Zweck ist erreicht');
  const path = `/vorgaenge/${id}/loeschung`;
  expect((await visitor.post(`${path}/kanal`, {}, path)).status).toBe(303);
  expect((await visitor.post(`${path}/kanal`, {}, path)).status).toBe(303);
  expect(await world.entries(id, 'channel.copy-deleted')).toHaveLength(1);
  const set = { reason: 'damages', reviewOn: addDays(today, 30) };
  expect((await visitor.post(`${path}/sperren`, set, path)).status).toBe(303);
  expect(await visitor.page(path)).toContain('eine Löschsperre besteht');
  expect(await visitor.page('/loeschung')).toContain('Aufbewahrung und Löschung');
});
