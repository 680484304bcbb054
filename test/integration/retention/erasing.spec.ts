import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Erasing } from '../../../src/retention/erasing.js';
import { untilBlocked } from '../../support/blocked.js';
import { RetentionWorld, ZONE } from './retention-world.js';

const world = new RetentionWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());

const run = () => world.erasures.run(world.system, ZONE);
const erase = (id: string) => world.app.running.application.get(Erasing).erase(world.system, id);
const mailsWith = (words: string) => {
  const folder = join(world.app.dataDir, 'mailbox');
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'utf8').includes(words));
};

describe('erasing', () => {
  it('does nothing before its day', async () => {
    const id = await world.closed();
    await world.passDays(13);
    await run();
    expect(await world.count('request_key WHERE rights_request_id = $1', id)).toBe(1);
    expect((await world.call('GET', `/requests/${id}`)).status).toBe(200);
  });

  it('lets go of class after class, the key with the last of them, with an entry that says how much', async () => {
    const id = await world.closed();
    const reference = String((await world.call('GET', `/requests/${id}`)).body['reference']);
    expect(mailsWith(reference).length).toBeGreaterThan(0);
    const before = await world.rows<{ wrapped: Buffer }>(
      'SELECT wrapped FROM request_key WHERE rights_request_id = $1',
      id,
    );

    await world.command(id, { type: 'add-note', text: 'Notiz Weidenkätzchen' });
    await world.passDays(1);
    await run();
    const [first] = await world.entries(id, 'content.erased');
    expect(first).toMatchObject({ how: 'under-new-key', rules: 0, basis: 'purpose-reached' });
    const after = await world.rows<{ wrapped: Buffer }>(
      'SELECT wrapped FROM request_key WHERE rights_request_id = $1',
      id,
    );
    expect(after[0]?.wrapped).not.toEqual(before[0]?.wrapped);
    expect(await world.count(`sealed WHERE rights_request_id = $1 AND field = 'content'`, id)).toBe(1);

    await world.passDays(14);
    await run();
    await world.swept();
    const [, second] = await world.entries(id, 'content.erased');
    expect(second).toMatchObject({ how: 'key-destroyed', message: expect.any(Number) as number });
    for (const table of ['request_key', 'sealed', 'blind_index', 'reply_address', 'idempotency_key']) {
      expect([table, await world.count(`${table} WHERE rights_request_id = $1`, id)]).toEqual([table, 0]);
    }
    expect(await world.count('kept_opening WHERE rights_request_id = $1', id)).toBeGreaterThan(0);
    expect(mailsWith(reference)).toEqual([]);
    expect((await run()).erased).toBe(0);
  });

  it('is done once by two runs at once', async () => {
    const id = await world.closed();
    await world.passDays(20);
    await Promise.all([erase(id), erase(id), erase(id)]);
    expect(await world.entries(id, 'content.erased')).toHaveLength(1);
  });

  it('waits for whoever reopens the request in the same second, and then leaves it alone', async () => {
    const id = await world.closed();
    await world.passDays(20);
    await world.app.database.asOwner(async (client) => {
      await client.query('BEGIN');
      await client.query(
        `UPDATE rights_request SET state = 'acknowledged', closed_at = NULL, answered_at = NULL WHERE id = $1`,
        [id],
      );
      const erasing = erase(id);
      await untilBlocked(client, /FOR UPDATE OF r/);
      await client.query('COMMIT');
      expect(await erasing).toBeUndefined();
    });
    expect(await world.entries(id, 'content.erased')).toEqual([]);
    expect(await world.count('request_key WHERE rights_request_id = $1', id)).toBe(1);
  });

  it('goes although the key above it is lost: erasing needs to read nothing', async () => {
    const id = await world.closed();
    await world.rows('UPDATE request_key SET epoch = 77 WHERE rights_request_id = $1', id);
    await world.passDays(20);
    expect(await erase(id)).toMatchObject({ whole: true });
    expect(await world.count('sealed WHERE rights_request_id = $1', id)).toBe(0);
  });

  it('tells of a request that could not be erased, and tries it again', async () => {
    const id = await world.closed();
    await world.command(id, { type: 'add-note', text: 'Notiz' });
    await world.rows('UPDATE request_key SET epoch = 77 WHERE rights_request_id = $1', id);
    await world.passDays(1);
    expect((await run()).failed).toBe(1);
    expect(await world.rows('SELECT code, attempts FROM erasure_failure WHERE rights_request_id = $1', id)).toEqual([
      { code: 'key-missing', attempts: 1 },
    ]);
    await world.passDays(20);
    expect((await run()).failed).toBe(0);
    expect(await world.count('erasure_failure')).toBe(0);
  });
});

describe('a clock that jumps', () => {
  it('erases nothing until a person has confirmed it', async () => {
    const id = await world.closed();
    await world.believe();
    world.clock.advance(31 * 86_400_000);
    await world.sweep.sweep();
    await world.sweep.sweep();
    expect(await world.entries(id, 'content.erased')).toEqual([]);
    const answer = await world.call('POST', '/retention/runs', {});
    expect([answer.status, answer.body['title']]).toEqual([409, 'erasure-halted']);
    expect(await world.count(`log_entry WHERE event = 'retention.halted'`)).toBe(1);

    expect((await world.call('POST', '/retention/confirm-clock', {})).status).toBe(200);
    await world.sweep.sweep();
    expect(await world.entries(id, 'content.erased')).toHaveLength(1);
    expect(await world.count(`log_entry WHERE event = 'retention.confirmed'`)).toBe(1);
  });
});

describe('an erased request', () => {
  let id = '';
  beforeAll(async () => {
    id = await world.closed();
    await world.passDays(20);
    await run();
    await world.swept();
  });

  it('says so wherever its content is asked for', async () => {
    const read = await world.call('GET', `/requests/${id}/content`);
    expect([read.status, read.body['title']]).toEqual([410, 'content-erased']);
    const note = await world.call('POST', `/requests/${id}/commands`, { type: 'add-note', text: 'Nachtrag' });
    expect([note.status, note.body['title']]).toEqual([410, 'content-erased']);
  });

  it('is brought back by a restored backup and erased again with the next start', async () => {
    const { AgainErased } = await import('../../../src/retention/again-erased.js');
    // A backup from before: the key, the words and no trace of the erasure.
    await world.rows('DELETE FROM erasure WHERE rights_request_id = $1', id);
    await world.rows(
      'INSERT INTO request_key SELECT $1, organisation_id, 1, $2 FROM rights_request WHERE id = $1',
      id,
      Buffer.alloc(60, 1),
    );
    await world.rows(
      `INSERT INTO sealed SELECT $1, organisation_id, 'content', $2 FROM rights_request WHERE id = $1`,
      id,
      Buffer.alloc(60, 1),
    );
    expect(await world.app.running.application.get(AgainErased).eraseAgain()).toBe(1);
    expect(await world.count('request_key WHERE rights_request_id = $1', id)).toBe(0);
    expect(await world.count('sealed WHERE rights_request_id = $1', id)).toBe(0);
    expect((await world.entries(id, 'content.erased')).at(-1)).toMatchObject({ basis: 'restored' });
  });
});
