import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Erasing } from '../../../src/retention/erasing.js';
import { untilBlocked } from '../../support/blocked.js';
import { eventually } from '../../support/eventually.js';
import { RetentionWorld, ZONE } from './retention-world.js';

const world = new RetentionWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());

const erase = (id: string) => world.app.running.application.get(Erasing).erase(world.system, id);

test('a hold that is being set in the same second is waited for, and then nothing goes', async () => {
  const id = await world.closed();
  await world.passDays(20);
  await world.app.database.asOwner(async (client) => {
    await client.query('BEGIN');
    await client.query('UPDATE rights_request SET version = version + 1 WHERE id = $1', [id]);
    await client.query(
      `INSERT INTO legal_hold (id, organisation_id, rights_request_id, reason, set_by, set_at, review_on)
       SELECT gen_random_uuid(), $2, $1, 'lawsuit', (SELECT user_id FROM membership LIMIT 1), now(), now()::date + 30`,
      [id, world.app.organisationId],
    );
    const erasing = erase(id);
    await untilBlocked(client, /FOR UPDATE OF r/);
    await client.query('COMMIT');
    expect(await erasing).toBeUndefined();
  });
  expect(await world.count('request_key WHERE rights_request_id = $1', id)).toBe(1);
  expect(await world.entries(id, 'content.erased')).toEqual([]);
});

test('a case that is reopened between preview and run is left alone by the run', async () => {
  const id = await world.closed();
  await world.passDays(20);
  const preview = await world.call('POST', '/retention/runs', { dryRun: true });
  expect(preview.body['due']).toBeGreaterThan(0);
  await world.rows(
    `UPDATE rights_request SET state = 'acknowledged', closed_at = NULL, answered_at = NULL WHERE id = $1`,
    id,
  );
  await world.erasures.run(world.system, ZONE);
  expect(await world.entries(id, 'content.erased')).toEqual([]);
  expect((await world.call('GET', `/requests/${id}/content`)).status).toBe(200);
});

test('where the list outside cannot be written the erasure stands, is not called swept, and follows when it can', async () => {
  const folder = join(world.app.dataDir, 'erased');
  mkdirSync(folder, { recursive: true });
  renameSync(folder, `${folder}.away`);
  // As a disk that is full, or a folder that is gone: nothing can be added.
  writeFileSync(folder, '');
  const id = await world.closed();
  await world.passDays(20);
  expect(await erase(id)).toMatchObject({ whole: true });
  const swept = () => world.rows('SELECT swept_at FROM erasure WHERE rights_request_id = $1 AND swept_at IS NULL', id);
  await eventually(async () =>
    (await world.count(
      `outbox_job WHERE kind = 'sweep-erasure' AND lease_until IS NULL AND run_at > clock_timestamp()`,
    )) > 0
      ? true
      : undefined,
  );
  expect(await swept()).toHaveLength(1);
  expect(await world.count('request_key WHERE rights_request_id = $1', id)).toBe(0);
  rmSync(folder);
  renameSync(`${folder}.away`, folder);
  await eventually(async () => {
    await world.rows(`UPDATE outbox_job SET run_at = now() WHERE kind = 'sweep-erasure' AND lease_until IS NULL`);
    return (await swept()).length === 0 ? true : undefined;
  });
  expect(readFileSync(join(folder, `${world.app.organisationId}.erased`), 'utf8')).toContain(id);
});

test('whoever writes again a year later is somebody new: nothing leads to what was erased', async () => {
  const id = await world.closed();
  await world.passDays(20);
  await world.erasures.run(world.system, ZONE);
  await world.passDays(365);
  const { status, body } = await world.call(
    'POST',
    '/requests',
    { channel: 'instagram', message: 'Noch einmal', from: 'Aurelia Sonnenschein', contact: 'aurelia@post.example' },
    'staff',
  );
  expect(status).toBe(201);
  const again = await world.call('GET', `/requests/${String(body['id'])}`);
  expect([again.status, again.text.includes(id)]).toEqual([200, false]);
  expect(await world.count('blind_index WHERE rights_request_id = $1', id)).toBe(0);
});
