import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLineActor } from '../../../src/audit/actor.js';
import { AuditLog } from '../../../src/audit/audit-log.js';
import { Integrator } from '../../../src/audit/integrator.js';
import { parseCheckpoint } from '../../../src/domain/log/checkpoint.js';
import { openNote, parseVkey } from '../../../src/domain/log/signed-note.js';
import { verifyReceipt } from '../../../src/domain/log/verification.js';
import { OrganisationsService } from '../../../src/organisations/organisations.service.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { NaiveTree, sha } from '../../unit/domain/log/naive-tree.js';

const BACKLOG = 1_200;

interface Stored {
  readonly organisation_id: string;
  readonly size: string;
  readonly root: Buffer;
  readonly note: string;
}

async function append(app: TestApplication, organisationId: string, entries: number): Promise<void> {
  const log = app.running.application.get(AuditLog);
  await log.transact(commandLineActor(organisationId), (transaction) => {
    for (let at = 0; at < entries; at += 1) {
      transaction.record('clock.anomaly', { behindMs: at });
    }
    return Promise.resolve();
  });
}

const checkpoints = (database: TestDatabase): Promise<Stored[]> =>
  database.asOwner(async (client) => (await client.query<Stored>('SELECT * FROM log_checkpoint ORDER BY size')).rows);

const leavesOf = (database: TestDatabase, organisationId: string): Promise<Uint8Array[]> =>
  database.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: Buffer }>(
      'SELECT bytes FROM log_entry WHERE organisation_id = $1 ORDER BY index',
      [organisationId],
    );
    return rows.map(({ bytes }) => sha(Uint8Array.of(0), bytes));
  });

const get = (app: TestApplication, path: string): Promise<Response> => fetch(`${app.address}${path}`);

describe('two instances over a backlog of several logs', () => {
  let database: TestDatabase;
  let apps: TestApplication[];
  let logs: string[];
  const dataDir = mkdtempSync(join(tmpdir(), 'forthwith-two-'));

  beforeAll(async () => {
    database = await cloneDatabase();
    apps = [await startTestApplication({ database, dataDir })];
    const [first] = apps as [TestApplication];
    const organisations = first.running.application.get(OrganisationsService);
    const sister = await organisations.importProfile({ ...CHAMBER, slug: 'schwester' });
    logs = [first.organisationId, sister.organisationId];
    apps.push(await startTestApplication({ database, dataDir }));
  });
  afterAll(async () => {
    for (const app of apps) {
      await app.stop();
    }
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('build each log once: one root a size, and it is that of RFC 6962 over the stored bytes', async () => {
    for (const log of logs) {
      for (let batch = 0; batch < 6; batch += 1) {
        await Promise.all(apps.map((app) => append(app, log, BACKLOG / 12)));
      }
    }
    await Promise.all(apps.map((app) => app.running.application.get(Integrator).integrateAll()));
    const stored = await eventually(async () => {
      const found = await checkpoints(database);
      const newest = logs.map((log) => found.filter((row) => row.organisation_id === log).at(-1)?.size);
      return newest.every((size) => Number(size) >= BACKLOG) ? found : undefined;
    });
    for (const log of logs) {
      const tree = new NaiveTree(await leavesOf(database, log));
      for (const { size, root } of stored.filter((row) => row.organisation_id === log)) {
        expect([size, root.toString('hex')]).toEqual([size, Buffer.from(tree.root(Number(size))).toString('hex')]);
      }
    }
  });

  test('and one that is cut off in the middle leaves nothing half-built', async () => {
    const [first, second] = apps as [TestApplication, TestApplication];
    await append(first, logs[0] ?? '', 50);
    const building = first.running.application.get(Integrator).integrateAll();
    await database.asOwner((client) =>
      client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%log_integration%'`),
    );
    await building;
    await append(second, logs[0] ?? '', 1);
    const leaves = await leavesOf(database, logs[0] ?? '');
    const newest = await eventually(async () => {
      const found = (await checkpoints(database)).filter((row) => row.organisation_id === logs[0]).at(-1);
      return Number(found?.size) >= leaves.length ? found : undefined;
    });
    const tree = new NaiveTree(await leavesOf(database, logs[0] ?? ''));
    expect(newest.root.equals(tree.root(Number(newest.size)))).toBe(true);
  });
});

describe('what strangers get', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
    await append(app, app.organisationId, 600);
    await app.running.application.get(Integrator).integrateAll();
  });
  afterAll(() => app.stop());

  test('a checkpoint signed by the published key, whose root the tiles lead to', async () => {
    const vkey = (await (await get(app, '/log/kammer/key')).text()).trim();
    const answer = await get(app, '/log/kammer/checkpoint');
    const note = await answer.text();
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    const key = parseVkey(vkey);
    expect(key).toBeDefined();
    expect(typeof openNote(note, key === undefined ? [] : [key])).toBe('object');
    const checkpoint = parseCheckpoint(note);
    const size = checkpoint?.size ?? 0;
    const leaves: Uint8Array[] = [];
    for (let tile = 0; tile * 256 < size; tile += 1) {
      const width = Math.min(256, size - tile * 256);
      const path = `/log/kammer/tile/0/${String(tile).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`;
      const found = await get(app, path);
      expect([path, found.status, found.headers.get('cache-control')]).toEqual([
        path,
        200,
        'public, max-age=31536000, immutable',
      ]);
      const bytes = new Uint8Array(await found.arrayBuffer());
      expect(bytes.length).toBe(width * 32);
      for (let at = 0; at < width; at += 1) {
        leaves.push(bytes.slice(at * 32, at * 32 + 32));
      }
    }
    expect(leaves.map((leaf) => Buffer.from(leaf).toString('hex'))).toEqual(
      (await leavesOf(app.database, app.organisationId))
        .slice(0, size)
        .map((leaf) => Buffer.from(leaf).toString('hex')),
    );
    expect(Buffer.from(new NaiveTree(leaves).root(size)).equals(checkpoint?.root ?? Buffer.alloc(0))).toBe(true);
  });

  test.each([
    '/log/nobody/checkpoint',
    '/log/nobody/key',
    '/log/kammer/tile/0/9',
    '/log/kammer/tile/0/999',
    '/log/kammer/tile/0/000.p/0',
    '/log/kammer/tile/0/000.p/256',
    '/log/kammer/tile/0/000.p/257',
    '/log/kammer/tile/64/000',
    '/log/kammer/tile/-1/000',
    '/log/kammer/tile/0/x000',
    '/log/kammer/tile/0/%2e%2e%2fkey',
    '/log/kammer/tile/',
    "/log/kammer'--/checkpoint",
  ])('%s is not there, and nothing breaks', async (path) => {
    expect([path, (await get(app, path)).status]).toEqual([path, 404]);
  });

  test('a receipt that verifies, for whoever handed over', async () => {
    const staff = await app.token('staff');
    const headers = { authorization: `Bearer ${staff}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ channel: 'instagram', message: 'Bitte' });
    const posted = await fetch(`${app.address}/api/v1/requests`, { method: 'POST', headers, body });
    const { id } = (await posted.json()) as { id: string };
    const receipt = await (await fetch(`${app.address}/api/v1/requests/${id}/receipt`, { headers })).text();
    const vkey = (await (await get(app, '/log/kammer/key')).text()).trim();
    expect(verifyReceipt(receipt, [vkey])).toMatchObject({ ok: true, entry: { event: 'request.recorded' } });
    expect(verifyReceipt(receipt.replace('\n', '\nA'), [vkey]).ok).toBe(false);
  });
});

describe('a log that has gone back behind a checkpoint kept outside', () => {
  test('is not signed again; readiness says which, until an administrator decides', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'forthwith-back-'));
    const database = await cloneDatabase();
    const first = await startTestApplication({ database, dataDir });
    let again: TestApplication | undefined;
    try {
      await append(first, first.organisationId, 5);
      await first.running.application.get(Integrator).integrateAll();
      const kept = join(dataDir, 'checkpoints', 'kammer.checkpoint');
      await eventually(() => Promise.resolve(readFileSync(kept, 'utf8').includes('kammer') ? true : undefined));
      await first.stop();
      // As after a restored backup: the database knows another root for that size.
      const note = readFileSync(kept, 'utf8');
      const lines = note.split('\n');
      lines[2] = Buffer.alloc(32, 7).toString('base64');
      writeFileSync(kept, lines.join('\n'));
      again = await startTestApplication({ database, dataDir });
      const signed = async () =>
        (await checkpoints(database)).filter((row) => row.organisation_id === first.organisationId).length;
      const before = await signed();
      await append(again, again.organisationId, 3);
      await again.running.application.get(Integrator).integrateAll();
      expect(await signed()).toBe(before);
      const ready = await get(again, '/health/ready');
      expect([ready.status, ((await ready.json()) as { haltedLogs: string[] }).haltedLogs]).toEqual([503, ['kammer']]);
      expect((await get(again, '/health/live')).status).toBe(200);
    } finally {
      await again?.stop();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
