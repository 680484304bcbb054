import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { KeyEpochs, SETTLING_MS } from '../../../src/retention/key-epochs.service.js';
import { WRAPPED_KEYS } from '../../../src/retention/wrapped-keys.js';
import { RetentionWorld } from './retention-world.js';

const world = new RetentionWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());

const DAY_MS = 86_400_000;
const epochs = () => world.app.running.application.get(KeyEpochs);
const renew = () => epochs().renew(world.app.organisationId);
const file = (epoch: number, ending = 'key') =>
  join(world.app.dataDir, 'keys', world.app.organisationId, `kek-${epoch}.${ending}`);
const events = async (event: string) =>
  (await world.rows<{ bytes: Buffer }>('SELECT bytes FROM log_entry WHERE event = $1 ORDER BY index', event)).map(
    ({ bytes }) => (JSON.parse(bytes.toString('utf8')) as { facts: { epoch: number } }).facts.epoch,
  );

test('every table with a wrapped key is known, so that none is left behind under a key that is destroyed', async () => {
  const tables = await world.rows<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND EXISTS (
       SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'wrapped' AND NOT a.attisdropped)
     ORDER BY 1`,
  );
  // A new one? Enter it in src/retention/wrapped-keys.ts.
  expect(tables.map(({ name }) => name)).toEqual(WRAPPED_KEYS.map(({ table }) => table).sort());
});

test('a key is renewed when its days are over, what survives is wrapped anew, and the old key is destroyed', async () => {
  const kept = await world.closed();
  const erased = await world.closed();
  // As a mail that waits in the tray, a file that was staged, and a form that was kept.
  const [{ epoch, wrapped } = { epoch: 0, wrapped: Buffer.alloc(0) }] = await world.rows<{
    epoch: number;
    wrapped: Buffer;
  }>('SELECT epoch, wrapped FROM request_key WHERE rights_request_id = $1', erased);
  await renew();
  expect((await renew()).destroyed).toEqual([]);
  world.clock.advance(29 * DAY_MS);
  await renew();
  expect(existsSync(file(2))).toBe(false);

  world.clock.advance(DAY_MS);
  await renew();
  expect([existsSync(file(1)), existsSync(file(2))]).toEqual([true, true]);
  expect(await events('key-epoch.begun')).toEqual([2]);
  // Another instance may still be about to commit what it wrapped before.
  expect((await renew()).rewrapped).toBe(0);

  // A backup of the database from before the erasure holds this row; it is erased now, and not wrapped anew.
  await world.rows('DELETE FROM request_key WHERE rights_request_id = $1', erased);
  world.clock.advance(SETTLING_MS);
  expect(await renew()).toEqual({ rewrapped: 1, unreadable: 0, destroyed: [1] });
  expect([existsSync(file(1)), existsSync(file(1, 'destroyed'))]).toEqual([false, true]);
  expect(await events('key-epoch.destroyed')).toEqual([1]);
  expect(await renew()).toEqual({ rewrapped: 0, unreadable: 0, destroyed: [] });

  // What survives opens: its key is the same, under the new one.
  expect(await world.rows('SELECT epoch FROM request_key WHERE rights_request_id = $1', kept)).toEqual([{ epoch: 2 }]);
  // The session of the token is still good; what it reads is the content.
  expect((await world.call('GET', `/requests/${kept}/content`)).text).toContain('Lindenblüte');
  // What the backup holds does not.
  await world.rows(
    'INSERT INTO request_key SELECT $1, organisation_id, $2, $3 FROM rights_request WHERE id = $1',
    erased,
    epoch,
    wrapped,
  );
  const read = await world.call('GET', `/requests/${erased}/content`);
  expect([read.status >= 400, read.text.includes('Lindenblüte')]).toEqual([true, false]);
  await world.rows('DELETE FROM request_key WHERE rights_request_id = $1', erased);
});

test('a key that was begun and not noted, by a program that was killed, is noted and goes on', async () => {
  await world.closed();
  world.clock.set(new Date(Date.now() + 40 * DAY_MS));
  const { KeyRing } = await import('../../../src/platform/vault/key-ring.js');
  const { epoch } = world.app.running.application.get(KeyRing).newEpoch(world.app.organisationId);
  await renew();
  expect((await events('key-epoch.begun')).at(-1)).toBe(epoch);
  world.clock.advance(SETTLING_MS);
  expect((await renew()).destroyed).toContain(epoch - 1);
});

test('a key that was destroyed and not told of, by a program that was killed, is told of', async () => {
  const ring = world.app.running.application.get((await import('../../../src/platform/vault/key-ring.js')).KeyRing);
  const epoch = await epochs().begin(world.app.organisationId);
  world.clock.advance(SETTLING_MS);
  await world.rows('UPDATE request_key SET epoch = $1', epoch + 50);
  ring.destroyEpoch(world.app.organisationId, epoch - 1);
  expect((await renew()).destroyed).toContain(epoch - 1);
});

test('an old key under which something cannot be opened is kept, and so is one that was mislaid told from one destroyed', async () => {
  const id = await world.closed();
  const [{ epoch: used } = { epoch: 0 }] = await world.rows<{ epoch: number }>(
    'SELECT epoch FROM request_key WHERE rights_request_id = $1',
    id,
  );
  await world.rows('UPDATE request_key SET wrapped = $2 WHERE rights_request_id = $1', id, Buffer.alloc(61, 1));
  world.clock.set(new Date(Date.now() + 50 * DAY_MS));
  const next = await epochs().begin(world.app.organisationId);
  world.clock.advance(SETTLING_MS);
  const { unreadable, destroyed } = await renew();
  expect([unreadable, destroyed.includes(used)]).toEqual([1, false]);
  expect(existsSync(file(used))).toBe(true);
  renameSync(file(used), `${file(used)}.away`);
  expect((await renew()).destroyed).not.toContain(used);
  expect(next).toBeGreaterThan(used);
});
