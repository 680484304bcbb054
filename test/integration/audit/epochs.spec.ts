import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLineActor } from '../../../src/audit/actor.js';
import { AuditLog } from '../../../src/audit/audit-log.js';
import { Integrator } from '../../../src/audit/integrator.js';
import { LogEpochs } from '../../../src/audit/log-epochs.service.js';
import { LogService } from '../../../src/audit/log.service.js';
import { parseCheckpoint, type Checkpoint } from '../../../src/domain/log/checkpoint.js';
import { verifyBundle, type BundleVerdict } from '../../../src/domain/evidence/verify-bundle.js';
import { formatProof } from '../../../src/domain/log/tlog-proof.js';
import { EvidenceService } from '../../../src/reports/evidence/evidence.service.js';
import { ReceiptChecks } from '../../../src/reports/evidence/receipt-check.service.js';
import { NODE_PORT } from '../../../src/verifier/node-port.js';
import { eventually, startTestApplication, type TestApplication, type TestOptions } from '../../support/application.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';

const dataDir = mkdtempSync(join(tmpdir(), 'forthwith-epochs-'));
const databases: TestDatabase[] = [];
let app: TestApplication;
afterAll(async () => {
  await app.stop();
  for (const database of databases) {
    await database.drop();
  }
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(database: TestDatabase, options: TestOptions = {}): Promise<void> {
  app = await startTestApplication({ database, dataDir, ...options });
}

async function keep(of?: TestDatabase): Promise<TestDatabase> {
  const database = await cloneDatabase(of);
  databases.push(database);
  return database;
}

const actor = () => commandLineActor(app.organisationId);
const text = async (path: string) => (await fetch(`${app.address}${path}`)).text();
const health = async () => JSON.parse(await text('/health/ready')) as { status: string; haltedLogs: readonly string[] };

async function append(behindMs: number): Promise<number> {
  const { firstIndex } = await app.running.application.get(AuditLog).transact(actor(), (transaction) => {
    transaction.record('clock.anomaly', { behindMs });
    return Promise.resolve();
  });
  return firstIndex ?? -1;
}

const covered = (index: number): Promise<Checkpoint> =>
  eventually(async () => {
    const checkpoint = parseCheckpoint(await text('/log/kammer/checkpoint'));
    return checkpoint !== undefined && checkpoint.size > index ? checkpoint : undefined;
  });

const halted = () => eventually(async () => ((await health()).haltedLogs.includes('kammer') ? true : undefined));

async function proofOf(at: number): Promise<string> {
  const { stored, proof } = await app.running.application.get(LogService).proven(actor(), at);
  return proof === undefined
    ? ''
    : formatProof({ extra: stored.bytes, index: at, path: proof.path, checkpoint: proof.checkpoint.note });
}

const standing = async (proof: string) =>
  (await app.running.application.get(ReceiptChecks).check(actor(), proof)).standing;

async function bundle(trustedKeys: readonly string[]): Promise<BundleVerdict> {
  const service = app.running.application.get(EvidenceService);
  const scope = { kind: 'period' as const, from: '2020-01-01' as never, to: '2099-12-31' as never };
  const { files } = await service.issue({ ...actor(), kind: 'system' } as never, {
    scope,
    language: 'de',
    disclose: false,
  });
  return verifyBundle(files, NODE_PORT, { trustedKeys });
}

const failed = ({ checks }: BundleVerdict) =>
  checks.filter(({ state }) => state === 'failed').map(({ check, findings }) => [check, findings]);

test('a log that has gone back, lost its key goes on in an epoch that says so, and a host that changes changes nothing', async () => {
  // An older backup is restored, while DATA_DIR has the last checkpoint.
  const before = await keep();
  await start(before);
  const survived = await append(1);
  await covered(survived);
  const survivedProof = await proofOf(survived);
  const firstKey = (await text('/log/kammer/key')).trim();
  await app.stop();
  const restored = await keep(before);
  await start(before);
  const lost = await append(2);
  const published = await covered(lost);
  const lostProof = await proofOf(lost);
  expect(await standing(lostProof)).toBe('contained');
  await app.stop();

  await start(restored);
  await append(3);
  await halted();
  expect((await health()).status).toBe('degraded');
  expect(app.logged()).toContain('not signed any more');
  // Nothing was signed in between.
  const left = parseCheckpoint(await text('/log/kammer/checkpoint'));
  expect([left?.origin, Number(left?.size) < published.size]).toEqual(['localhost/kammer', true]);

  const epochs = app.running.application.get(LogEpochs);
  const opened = await epochs.open(actor(), 'kammer', 'replica-promoted');
  expect(opened).toMatchObject({
    epoch: 2,
    reason: 'replica-promoted',
    origin: 'localhost/kammer/2',
    previousSize: published.size,
  });
  expect(await epochs.open(actor(), 'kammer', 'backup-restored')).toBeUndefined();
  await eventually(async () => ((await health()).haltedLogs.length === 0 ? true : undefined));
  expect(parseCheckpoint(await text('/log/kammer/checkpoint'))?.origin).toBe('localhost/kammer/2');
  expect(await standing(survivedProof)).toBe('contained');
  expect(await standing(lostProof)).toBe('lost');

  // The key is the same under a new name: who trusts the old one accepts what it signs now, and is told of the epoch.
  const verdict = await bundle([firstKey]);
  expect(failed(verdict)).toEqual([]);
  expect(verdict.epochs).toMatchObject([{ epoch: 2, reason: 'replica-promoted', previousSize: published.size }]);
  await app.stop();

  // A restart finds nothing to halt for.
  await start(restored);
  await covered(await append(4));
  await app.stop();

  // The key is lost: another one, made in its place, does not sign under the same name.
  const keys = join(dataDir, 'keys', app.organisationId);
  for (const name of readdirSync(keys).filter((one) => /^log-\d+\.key$/.test(one))) {
    rmSync(join(keys, name));
  }
  await start(restored);
  await append(5);
  await halted();
  expect(await app.running.application.get(LogEpochs).open(actor(), 'kammer', 'backup-restored')).toMatchObject({
    epoch: 3,
    reason: 'log-key-lost',
  });
  const newKey = (await text('/log/kammer/key')).trim();
  expect(failed(await bundle([newKey]))).toEqual([]);
  expect(failed(await bundle([firstKey])).map(([check]) => check)).toEqual(['key-known']);
  await app.stop();

  // Another LOG_HOST, or none at a command: the log keeps the name it was first signed under.
  await start(restored, { config: { logHost: 'dsb.example' } });
  expect((await covered(await append(6))).origin).toBe('localhost/kammer/3');
  expect((await health()).haltedLogs).toEqual([]);
  expect(await app.running.application.get(LogEpochs).open(actor(), 'kammer', 'backup-restored')).toBeUndefined();
  expect((await bundle([])).epochs.map(({ epoch }) => epoch)).toEqual([2, 3]);
});

test('a database that is taken back under the running program is noticed before the next signature', async () => {
  await app.stop();
  const database = await keep();
  rmSync(join(dataDir, 'checkpoints'), { recursive: true, force: true });
  await start(database);
  const first = await covered(await append(1));
  const { size } = await covered(await append(2));
  await app.running.application.get(Integrator).integrateAll();
  await database.asOwner(async (client) => {
    await client.query(`SET session_replication_role = replica`);
    const log = [app.organisationId, first.size];
    await client.query('DELETE FROM log_entry WHERE organisation_id = $1 AND index >= $2', log);
    await client.query('DELETE FROM log_checkpoint WHERE organisation_id = $1 AND size > $2', log);
    await client.query('UPDATE log_integration SET size = $2 WHERE organisation_id = $1', log);
    await client.query('UPDATE log_head SET size = $2 WHERE organisation_id = $1', log);
  });
  await append(3);
  await halted();
  expect(parseCheckpoint(await text('/log/kammer/checkpoint'))?.size).toBeLessThan(size);
});
