import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLineActor, systemActor, type Actor } from '../../../src/audit/actor.js';
import { AuditLog } from '../../../src/audit/audit-log.js';
import { KeyRotation } from '../../../src/audit/key-rotation.service.js';
import { Integrator } from '../../../src/audit/integrator.js';
import { LogAlarms } from '../../../src/audit/log-alarms.js';
import { keptForks } from '../../../src/audit/witness.sql.js';
import { Witnessing } from '../../../src/audit/witnessing.js';
import { readWhole } from '../../../src/domain/evidence/bundle-files.js';
import { textOf } from '../../support/pdf-text.js';
import { formatCheckpoint, parseCheckpoint } from '../../../src/domain/log/checkpoint.js';
import { formatConsistency } from '../../../src/domain/log/consistency-file.js';
import { formatCosignerVkey, parseCosignerVkey, verifyCosignature } from '../../../src/domain/log/cosignature.js';
import { publicKeyOf } from '../../../src/domain/log/ed25519.js';
import { formatVkey, openNote, parseNote, parseVkey, signNote } from '../../../src/domain/log/signed-note.js';
import { verifyBundle } from '../../../src/domain/evidence/verify-bundle.js';
import { EvidenceService } from '../../../src/reports/evidence/evidence.service.js';
import { NODE_PORT } from '../../../src/verifier/node-port.js';
import { Database } from '../../../src/platform/database/database.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { leafHashes, NaiveTree } from '../../unit/domain/log/naive-tree.js';

const text = async (app: TestApplication, path: string) => (await (await fetch(`${app.address}${path}`)).text()).trim();

describe('this installation as a witness (C2SP tlog-witness)', () => {
  const LOG = { name: 'fremd.example/log', seed: Buffer.alloc(32, 1) };
  const FORGER = { name: 'fremd.example/log', seed: Buffer.alloc(32, 2) };
  const tree = new NaiveTree(leafHashes(20));
  const fork = new NaiveTree([...leafHashes(4), ...leafHashes(20).slice(5), ...leafHashes(1)]);
  const dataDir = mkdtempSync(join(tmpdir(), 'forthwith-witness-'));
  let app: TestApplication;
  beforeAll(async () => {
    writeFileSync(join(dataDir, 'witness-policy'), `log ${formatVkey(LOG.name, publicKeyOf(LOG.seed))}\n`);
    app = await startTestApplication({ dataDir });
  });
  afterAll(async () => {
    await app.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const note = (size: number, of = tree, signer = LOG, origin = LOG.name) =>
    signNote(formatCheckpoint({ origin, size, root: of.root(size) }), [{ ...signer, name: origin }]);
  const asked = (old: number, size: number, of = tree, signer = LOG) =>
    formatConsistency({
      old,
      path: old === 0 || old === size ? [] : of.proof(old, size),
      checkpoint: note(size, of, signer),
    });
  const post = (body: string) =>
    fetch(`${app.address}/witness/add-checkpoint`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body,
    });

  test('cosigns what continues what it saw, and nothing else', async () => {
    expect((await post(asked(0, 5))).status).toBe(200);
    // Seen 5: another old size is answered with the one that is known.
    const conflict = await post(asked(0, 9));
    expect([conflict.status, conflict.headers.get('content-type'), await conflict.text()]).toEqual([
      409,
      'text/x.tlog.size',
      '5\n',
    ]);
    const answer = await post(asked(5, 9));
    expect(answer.status).toBe(200);
    const key = parseCosignerVkey(await text(app, '/witness/key'));
    const cosigned = parseNote(note(9) + (await answer.text()));
    expect(key && cosigned && verifyCosignature(cosigned, key)).toEqual(expect.any(Number));
    // A fork: signed by the log, but no continuation.
    expect((await post(asked(9, 12, fork))).status).toBe(422);
    expect((await post(asked(9, 9, fork))).status).toBe(422);
    // And again what it has seen already is fine.
    expect((await post(asked(9, 9))).status).toBe(200);
  });

  test.each<[string, () => string, number]>([
    ['by somebody else’s key', () => asked(9, 12, tree, FORGER), 403],
    [
      'of a log that is not known',
      () => formatConsistency({ old: 0, path: [], checkpoint: note(3, tree, LOG, 'x.example/y') }),
      404,
    ],
    ['older than the old one', () => formatConsistency({ old: 12, path: [], checkpoint: note(9) }), 400],
    ['that is none', () => 'old 0\n\nrubbish', 400],
    ['that is nothing', () => '', 400],
  ])('refuses a checkpoint %s', async (_, body, status) => {
    expect((await post(body())).status).toBe(status);
  });

  test.each([undefined, 'application/octet-stream', 'application/x-www-form-urlencoded'])(
    'takes a body of type %s as what it is: text',
    async (type) => {
      const answer = await fetch(`${app.address}/witness/add-checkpoint`, {
        method: 'POST',
        headers: type === undefined ? {} : { 'content-type': type },
        body: Buffer.from(asked(9, 9)),
      });
      expect(answer.status).toBe(200);
    },
  );

  test('changes its key in two steps: in between both sign, so that nobody is without a witness', async () => {
    const rotation = app.running.application.get(KeyRotation);
    const cosigners = async () => {
      const cosigned = parseNote(note(9) + (await (await post(asked(9, 9))).text()));
      return (keys: readonly string[]) =>
        keys.map((vkey) => {
          const key = parseCosignerVkey(vkey);
          return key !== undefined && cosigned !== undefined && verifyCosignature(cosigned, key) !== undefined;
        });
    };
    const begun = rotation.rotateInTwoSteps('witness');
    const keys = [begun.replaced, begun.verifierKey];
    expect([begun.step, (await cosigners())(keys)]).toEqual(['both-sign', [true, true]]);
    expect(rotation.rotateInTwoSteps('witness')).toEqual({ ...begun, step: 'done' });
    expect((await cosigners())(keys)).toEqual([false, true]);
    expect(await text(app, '/witness/key')).toBe(begun.verifierKey);
  });

  test('the log of logs changes its key in two steps, and goes on being signed', async () => {
    const { application } = app.running;
    const grow = async () => {
      await application.get(AuditLog).transact(commandLineActor(app.organisationId), (transaction) => {
        transaction.record('clock.anomaly', { behindMs: 1 });
        return Promise.resolve();
      });
      await application.get(Integrator).integrateAll();
      await application.get(Witnessing).sweep();
      return text(app, '/log/_logs/checkpoint');
    };
    await grow();
    const begun = application.get(KeyRotation).rotateInTwoSteps('log-of-logs');
    const opens = (signed: string) =>
      [begun.replaced, begun.verifierKey].map((vkey) => {
        const key = parseVkey(vkey);
        return key !== undefined && typeof openNote(`${signed}\n`, [key]) !== 'string';
      });
    expect(opens(await grow())).toEqual([true, true]);
    expect(application.get(KeyRotation).rotateInTwoSteps('log-of-logs')).toEqual({ ...begun, step: 'done' });
    expect(opens(await grow())).toEqual([false, true]);
    expect(application.get(Integrator).haltedLogs.size).toBe(0);
  });

  test('keeps two roots of one size as what proves a fork, and tells of it', async () => {
    const { application } = app.running;
    const forks = await application.get(Database).ask(systemActor(app.organisationId), keptForks);
    expect(forks).toMatchObject([{ origin: LOG.name, witness: '', seen: note(9), shown: note(9, fork) }]);
    const [alarm] = await application.get(LogAlarms).open(app.organisationId);
    expect(alarm).toMatchObject({ kind: 'fork-seen', place: LOG.name });
  });

  test('of two continuations at once cosigns one', async () => {
    const answers = await Promise.all([post(asked(9, 12)), post(asked(9, 14)), post(asked(9, 13))]);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 409, 409]);
  });
});

test('a policy that cannot be understood stops the start and names the line', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'forthwith-policy-'));
  writeFileSync(join(dataDir, 'witness-policy'), '# ours\nwitness w1 rubbish\n');
  await expect(startTestApplication({ dataDir })).rejects.toThrow(/witness-policy: line 2/);
  rmSync(dataDir, { recursive: true, force: true });
});

describe('two installations', () => {
  const folders = ['a', 'b'].map((name) => mkdtempSync(join(tmpdir(), `forthwith-peer-${name}-`)));
  const hosts = ['a.example', 'b.example'];
  let apps: TestApplication[];
  const databases: TestDatabase[] = [];
  const start = async (at: number, config: { port?: number } = {}) => {
    const database = databases[at] ?? (await cloneDatabase());
    databases[at] = database;
    return startTestApplication({
      dataDir: folders[at] ?? '',
      database,
      config: { ...config, logHost: hosts[at] ?? '' },
    });
  };

  beforeAll(async () => {
    // First each makes its keys; then they are exchanged, and both start anew.
    const before = [await start(0), await start(1)];
    const logKeys = await Promise.all(before.map((app) => text(app, '/log/_logs/key')));
    const orgKeys = await Promise.all(before.map((app) => text(app, '/log/kammer/key')));
    const witnessKeys = await Promise.all(before.map((app) => text(app, '/witness/key')));
    // A port of its own for each start: the address is only known afterwards, so the second names the first's.
    await Promise.all(before.map((app) => app.stop()));
    writeFileSync(join(folders[0] ?? '', 'witness-policy'), `log ${logKeys[1]}\nlog ${orgKeys[1]}\n`);
    const first = await start(0);
    const peer = (key: string | undefined, url: string) => `witness peer ${key} ${url}/witness\n`;
    writeFileSync(
      join(folders[1] ?? '', 'witness-policy'),
      `log ${logKeys[0]}\nlog ${orgKeys[0]}\n${peer(witnessKeys[0], first.address)}witness down ${downKey()} http://127.0.0.1:9\ngroup some 1 peer down\nquorum some\n`,
    );
    const second = await start(1);
    await first.stop();
    writeFileSync(
      join(folders[0] ?? '', 'witness-policy'),
      `log ${logKeys[1]}\nlog ${orgKeys[1]}\n${peer(witnessKeys[1], second.address)}quorum peer\n`,
    );
    apps = [await start(0, { port: Number(new URL(first.address).port) }), second];
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await Promise.all(databases.map((database) => database.drop()));
    folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  });

  const actorOf = (app: TestApplication): Actor => ({ ...commandLineActor(app.organisationId) });

  test.each([0, 1])('cosign each other’s log of logs, and the evidence shows it (%#)', async (at) => {
    const app = apps[at] as TestApplication;
    await app.running.application.get(AuditLog).transact(actorOf(app), (transaction) => {
      transaction.record('clock.anomaly', { behindMs: 1 });
      return Promise.resolve();
    });
    await app.running.application.get(Integrator).integrateAll();
    await app.running.application.get(Witnessing).sweep();
    const { files } = await app.running.application.get(EvidenceService).issue(actorOf(app), {
      scope: { kind: 'period', from: '2020-01-01' as never, to: '2099-12-31' as never },
      language: 'de',
      disclose: false,
    });
    const verdict = await verifyBundle(files, NODE_PORT);
    expect(verdict.checks.filter(({ state }) => state === 'failed')).toEqual([]);
    const quorum = { needed: 1, of: at === 0 ? 1 : 2 };
    const witnesses = [{ name: `${hosts[1 - at] ?? ''}/_witness` }];
    expect(verdict.anchors).toMatchObject([
      { origin: `${hosts[at] ?? ''}/kammer`, quorum, witnesses },
      { origin: `${hosts[at] ?? ''}/_logs`, quorum, witnesses },
    ]);
    // Under the organisation's own checkpoint as well: served, in the bundle, and in a receipt.
    const line = `— ${hosts[1 - at] ?? ''}/_witness `;
    expect(await text(app, '/log/kammer/checkpoint')).toContain(line);
    const enclosed: string[] = [];
    for await (const chunk of files.open('checkpoint')) {
      enclosed.push(Buffer.from(chunk).toString('utf8'));
    }
    expect(enclosed.join('')).toContain(line);
    // The served checkpoint carries it, too.
    expect(await text(app, '/log/_logs/checkpoint')).toContain(`— ${hosts[1 - at] ?? ''}/_witness `);
  });

  test('the report says what witnesses had seen when it was made, and of nobody else', async () => {
    const app = apps[0] as TestApplication;
    const { files } = await app.running.application.get(EvidenceService).issue(actorOf(app), {
      scope: { kind: 'period', from: '2020-01-01' as never, to: '2099-12-30' as never },
      language: 'de',
      disclose: false,
    });
    const report = textOf(await readWhole(files, 'report.pdf', 10_000_000));
    expect(report).toContain('Mitzeichnung eines Zeugen');
    expect(report.replaceAll('\u200b', '')).toContain(`${hosts[1] ?? ''}/_witness`);
    expect(report).not.toContain('hatte kein Zeuge');
    expect(report).not.toContain('down.example');
  });

  test('what a witness has seen of a log can be asked for, and the leaves of the log of logs are open', async () => {
    const [one, other] = apps as [TestApplication, TestApplication];
    const name = createHash('sha256').update('a.example/kammer').digest('hex');
    const seen = await fetch(`${other.address}/witness/${name}/checkpoint`);
    expect([seen.status, seen.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect((await seen.text()).startsWith('a.example/kammer\n')).toBe(true);
    expect((await fetch(`${other.address}/witness/${'0'.repeat(64)}/checkpoint`)).status).toBe(404);
    const size = parseCheckpoint(await text(one, '/log/_logs/checkpoint'))?.size ?? 0;
    const leaves = await fetch(`${one.address}/log/_logs/tile/entries/000.p/${size}`);
    expect([leaves.status, leaves.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(Buffer.from(await leaves.arrayBuffer()).toString('utf8')).toContain('a.example/kammer\n');
  });

  test('whose log was taken back behind what the other has seen are stopped by it, and say so', async () => {
    const [one, other] = apps as [TestApplication, TestApplication];
    const append = async () => {
      await one.running.application.get(AuditLog).transact(actorOf(one), (transaction) => {
        transaction.record('clock.anomaly', { behindMs: 1 });
        return Promise.resolve();
      });
      await one.running.application.get(Integrator).integrateAll();
    };
    await append();
    await one.running.application.get(Witnessing).sweep();
    await one.stop();
    // The whole machine as it was: database, data folder, keys and checkpoints in it.
    const backup = await cloneDatabase(databases[0]);
    const kept = mkdtempSync(join(tmpdir(), 'forthwith-snapshot-'));
    cpSync(folders[0] ?? '', kept, { recursive: true });
    const port = Number(new URL(one.address).port);
    apps[0] = await start(0, { port });
    const again = apps[0];
    await again.running.application.get(AuditLog).transact(actorOf(again), (transaction) => {
      transaction.record('clock.anomaly', { behindMs: 2 });
      transaction.record('clock.anomaly', { behindMs: 3 });
      return Promise.resolve();
    });
    await again.running.application.get(Integrator).integrateAll();
    await again.running.application.get(Witnessing).showLogs();
    await again.running.application.get(Witnessing).sweep();
    const published = parseCheckpoint(await text(again, '/log/kammer/checkpoint'))?.size ?? 0;
    await again.stop();
    await databases[0]?.drop();
    databases[0] = backup;
    rmSync(folders[0] ?? '', { recursive: true });
    cpSync(kept, folders[0] ?? '', { recursive: true });
    rmSync(kept, { recursive: true });

    apps[0] = await start(0, { port });
    const restored = apps[0];
    const log = restored.running.application.get(AuditLog);
    for (let more = 0; more < 6; more += 1) {
      await log.transact(actorOf(restored), (transaction) => {
        transaction.record('clock.anomaly', { behindMs: 4 });
        return Promise.resolve();
      });
    }
    await restored.running.application.get(Integrator).integrateAll();
    await restored.running.application.get(Witnessing).showLogs();
    const ready = await eventually(async () => {
      const state = JSON.parse(await text(restored, '/health/ready')) as {
        logAlarms: { kind: string }[];
        haltedLogs: string[];
      };
      return state.haltedLogs.includes('kammer') ? state : undefined;
    });
    expect(ready.logAlarms.map(({ kind }) => kind)).toContain('witness-contradicts');
    const before = await text(restored, '/log/kammer/checkpoint');
    await log.transact(actorOf(restored), (transaction) => {
      transaction.record('clock.anomaly', { behindMs: 5 });
      return Promise.resolve();
    });
    await restored.running.application.get(Integrator).integrateAll();
    expect(await text(restored, '/log/kammer/checkpoint')).toBe(before);
    // Both signed notes are kept: whoever has our key sees the fork without us.
    const forks = await restored.running.application
      .get(Database)
      .ask(systemActor(restored.organisationId), (executor) => keptForks(executor));
    const fork = forks.find(({ origin }) => origin === 'a.example/kammer');
    expect(fork).toMatchObject({ origin: 'a.example/kammer', witness: 'peer' });
    expect(parseCheckpoint(fork?.seen ?? '')?.size).toBe(published);
    expect(fork?.shown).toContain('— a.example/kammer ');
    expect(other).toBeDefined();
  });

  test('one that is down is said, and holds up nothing', async () => {
    const { witnesses } = await (apps[1] as TestApplication).running.application
      .get(Witnessing)
      .health(apps[1]?.organisationId ?? '');
    expect(witnesses).toMatchObject([
      { name: 'peer', size: expect.any(Number) as number },
      { name: 'down', size: 0 },
    ]);
    expect((apps[1] as TestApplication).logged()).toContain('a witness did not answer as it should');
  });
});

function downKey(): string {
  return formatCosignerVkey('down.example/_witness', publicKeyOf(Buffer.alloc(32, 9)));
}
