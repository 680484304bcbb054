import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Integrator } from '../../../src/audit/integrator.js';
import { parseCheckpoint } from '../../../src/domain/log/checkpoint.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { NaiveTree, sha } from '../../unit/domain/log/naive-tree.js';

const BACKLOG = 100_000;

const dataDir = mkdtempSync(join(tmpdir(), 'forthwith-backlog-'));
let database: TestDatabase;
let survivor: TestApplication | undefined;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(async () => {
  await survivor?.stop();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a backlog of 100,000 entries is built in order by two instances, of which one is stopped in the middle', async () => {
  const first = await startTestApplication({ database, dataDir });
  const second = await startTestApplication({ database, dataDir });
  survivor = second;
  await database.asOwner(async (client) => {
    // As the program appends: the head's row first, all in one commit.
    await client.query(
      `WITH head AS (UPDATE log_head SET size = size + $2 WHERE organisation_id = $1 RETURNING size - $2 AS first)
       INSERT INTO log_entry (organisation_id, index, bytes, event, at)
       SELECT $1, head.first + n, convert_to('{"n":' || n || '}', 'UTF8'), 'clock.anomaly', now()
       FROM head, generate_series(0, $2::bigint - 1) AS n`,
      [second.organisationId, BACKLOG],
    );
  });
  const both = [first, second].map((app) => app.running.application.get(Integrator).integrateAll());
  const checkpointOf = async (app: TestApplication) =>
    parseCheckpoint(await (await fetch(`${app.address}/log/kammer/checkpoint`)).text());
  await eventually(async () => (((await checkpointOf(second))?.size ?? 0) > 20_000 ? true : undefined));
  await first.stop();
  await Promise.all(both);
  const last = await eventually(async () => {
    const checkpoint = await checkpointOf(second);
    return (checkpoint?.size ?? 0) >= BACKLOG ? checkpoint : undefined;
  });

  const { leaves, checkpoints } = await database.asOwner(async (client) => {
    const log = [second.organisationId];
    const entries = await client.query<{ bytes: Buffer }>(
      'SELECT bytes FROM log_entry WHERE organisation_id = $1 ORDER BY index',
      log,
    );
    const signed = await client.query<{ size: string; root: Buffer }>(
      'SELECT size, root FROM log_checkpoint WHERE organisation_id = $1 ORDER BY size',
      log,
    );
    return { leaves: entries.rows.map(({ bytes }) => sha(Uint8Array.of(0), bytes)), checkpoints: signed.rows };
  });
  const tree = new NaiveTree(leaves);
  expect(last?.size).toBe(leaves.length);
  // In batches, each signed once; the primary key of the table allows no second root for a size.
  expect(checkpoints.length).toBeGreaterThan(BACKLOG / 5_000 - 1);
  for (const { size, root } of checkpoints) {
    expect([size, root.equals(tree.root(Number(size)))]).toEqual([size, true]);
  }
});

test('auditors get the entries of a tile, others do not', async () => {
  const app = survivor as TestApplication;
  const tile = async (token: string | undefined, path: string) => {
    const response = await fetch(`${app.address}/log/kammer/tile/entries/${path}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  const auditor = await app.token('auditor');
  const { response, bytes } = await tile(auditor, '001');
  expect([response.status, response.headers.get('cache-control')]).toEqual([
    200,
    'private, max-age=31536000, immutable',
  ]);
  // C2SP tlog-tiles: each entry behind its length in two bytes; hashed, they are the hash tile of the same place.
  const hashes: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 2 + bytes.readUInt16BE(at)) {
    hashes.push(sha(Uint8Array.of(0), bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at))));
  }
  const hashTile = await fetch(`${app.address}/log/kammer/tile/0/001`);
  expect(Buffer.concat(hashes).equals(Buffer.from(await hashTile.arrayBuffer()))).toBe(true);
  expect(hashes).toHaveLength(256);
  expect((await tile(undefined, '001')).response.status).toBe(401);
  expect((await tile(await app.token('staff'), '001')).response.status).toBe(403);
  expect((await tile(auditor, '999')).response.status).toBe(404);
});
