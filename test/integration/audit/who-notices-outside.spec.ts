import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Integrator } from '../../../src/audit/integrator.js';
import { Witnessing } from '../../../src/audit/witnessing.js';
import { LogKeys } from '../../../src/audit/log-keys.js';
import { formatCheckpoint } from '../../../src/domain/log/checkpoint.js';
import { formatConsistency } from '../../../src/domain/log/consistency-file.js';
import { signNote } from '../../../src/domain/log/signed-note.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { append, logToManipulate, type ManipulatedLog } from '../../support/manipulated-log.js';
import { databaseNow, expectNoticed, keepFigures, type Noticed } from '../../support/noticed.js';

// What only somebody outside can notice: a witness, which is another installation here.

const folders = ['a', 'b'].map((name) => mkdtempSync(join(tmpdir(), `forthwith-outside-${name}-`)));
const hosts = ['a.example', 'b.example'];
const databases: TestDatabase[] = [];
const apps: TestApplication[] = [];
const figures: Noticed[] = [];
let log: ManipulatedLog;

const start = async (at: number, port?: number): Promise<TestApplication> => {
  databases[at] ??= await cloneDatabase();
  const app = await startTestApplication({
    dataDir: folders[at] ?? '',
    database: databases[at],
    config: { logHost: hosts[at] ?? '', ...(port === undefined ? {} : { port }) },
  });
  apps[at] = app;
  return app;
};
const text = async (app: TestApplication, path: string) => (await (await fetch(`${app.address}${path}`)).text()).trim();
const policy = (at: number, lines: readonly string[]) =>
  writeFileSync(join(folders[at] ?? '', 'witness-policy'), `${lines.join('\n')}\n`);

beforeAll(async () => {
  const [one, other] = [await start(0), await start(1)];
  log = await logToManipulate(one);
  const keys = [await text(one, '/log/_logs/key'), await text(one, `/log/${log.slug}/key`)];
  const witness = await text(other, '/witness/key');
  const port = Number(new URL(other.address).port);
  await Promise.all([one.stop(), other.stop()]);
  policy(
    1,
    keys.map((key) => `log ${key}`),
  );
  policy(0, [`witness peer ${witness} http://127.0.0.1:${port}/witness`, 'quorum peer']);
  await start(1, port);
  await start(0);
  await shown();
});
afterAll(async () => {
  keepFigures('outside', figures);
  await Promise.all(apps.map((app) => app.stop()));
  await Promise.all(databases.map((database) => database.drop()));
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

/** The witness has seen the newest checkpoint. */
async function shown(): Promise<void> {
  const { application } = (apps[0] as TestApplication).running;
  await application.get(Integrator).integrateAll();
  await application.get(Witnessing).showLogs();
  await application.get(Witnessing).sweep();
}

/** As somebody who has copied the signing key. */
async function signAs(size: number): Promise<string> {
  const keys = (apps[0] as TestApplication).running.application.get(LogKeys);
  const root = Buffer.alloc(32, 7);
  const note = signNote(
    formatCheckpoint({ origin: keys.origin(log.id, log.slug), size, root }),
    keys.signers(log.id, log.slug),
  );
  const answer = await fetch(`${(apps[1] as TestApplication).address}/witness/add-checkpoint`, {
    method: 'POST',
    body: formatConsistency({ old: size, path: [], checkpoint: note }),
  });
  return String(answer.status);
}

test('two roots of one size under the log’s own key are noticed by the witness, and told there', async () => {
  await shown();
  const [, other] = apps as [TestApplication, TestApplication];
  const size = Number((await text(apps[0] as TestApplication, `/log/${log.slug}/checkpoint`)).split('\n')[1]);
  const since = await databaseNow(databases[1] as TestDatabase);
  expect(await signAs(size)).toBe('422');
  const what = 'with a stolen key: two roots of one size shown to a witness';
  figures.push(
    await expectNoticed(databases[1] as TestDatabase, other.organisationId, { what, kinds: ['fork-seen'] }, since),
  );
});

test('a machine that is taken back whole is noticed by what its witness holds, before it has grown again', async () => {
  const one = apps[0] as TestApplication;
  await one.stop();
  const backup = await cloneDatabase(databases[0]);
  const kept = mkdtempSync(join(tmpdir(), 'forthwith-snapshot-'));
  cpSync(folders[0] ?? '', kept, { recursive: true });
  const again = await start(0);
  await append(again, log.id, 20);
  await shown();
  await again.stop();
  await databases[0]?.drop();
  databases[0] = backup;
  rmSync(folders[0] ?? '', { recursive: true });
  cpSync(kept, folders[0] ?? '', { recursive: true });
  rmSync(kept, { recursive: true });
  const since = await databaseNow(databases[0]);
  await start(0);
  const what = 'the whole machine restored from a snapshot';
  figures.push(await expectNoticed(databases[0], log.id, { what, kinds: ['witness-contradicts'] }, since));
});

test('a witness that is stopped is noticed, although there is nothing to show it', async () => {
  const one = apps[0] as TestApplication;
  const since = await databaseNow(databases[0] as TestDatabase);
  await apps[1]?.stop();
  const what = 'a witness stopped, or cut off';
  figures.push(
    await expectNoticed(databases[0] as TestDatabase, one.organisationId, { what, kinds: ['witness-silent'] }, since),
  );
});
