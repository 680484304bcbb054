import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { append, asSuperuser, logToManipulate, RETILED, type ManipulatedLog } from '../../support/manipulated-log.js';
import { databaseNow, expectNoticed, keepFigures, type Manipulation, type Noticed } from '../../support/noticed.js';

// What somebody does while the program does not run is noticed when it starts, before it signs anything. Counted from the start.

let dataDir: string;
let checkpointDir: string;
let database: TestDatabase;
let app: TestApplication;
const figures: Noticed[] = [];

const start = async (): Promise<void> => {
  app = await startTestApplication({ database, dataDir, config: { checkpointDir } });
};

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'forthwith-restart-'));
  checkpointDir = mkdtempSync(join(tmpdir(), 'forthwith-apart-'));
  database = await cloneDatabase();
  await start();
});
afterAll(async () => {
  keepFigures('restart', figures);
  await app.stop();
  await database.drop();
  [dataDir, checkpointDir].forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

const ENTRY = 'UPDATE log_entry SET bytes = set_byte(bytes, 20, 65) WHERE organisation_id = :log AND index =';

const ATTACKS: readonly (Manipulation & { readonly does: (log: ManipulatedLog) => Promise<unknown> })[] = [
  {
    what: 'an entry with every tile above it, before a restart',
    kinds: ['tree-changed', 'gone-back'],
    does: (log) => asSuperuser({ database }, log, `${ENTRY} 40;${RETILED(40)}`),
  },
  {
    what: 'the same, with every checkpoint but the newest deleted, before a restart',
    kinds: ['tree-changed', 'gone-back'],
    does: (log) =>
      asSuperuser(
        { database },
        log,
        `${ENTRY} 40;${RETILED(40)}; DELETE FROM log_checkpoint WHERE organisation_id = :log AND size < :size`,
      ),
  },
  {
    what: 'the newest checkpoint deleted, before a restart',
    kinds: ['gone-back', 'tree-changed'],
    does: (log) =>
      asSuperuser(
        { database },
        log,
        `DELETE FROM log_checkpoint WHERE organisation_id = :log AND size = (SELECT max(size) FROM log_checkpoint WHERE organisation_id = :log)`,
      ),
  },
  {
    what: 'an entry deleted that was not signed yet',
    kinds: ['entry-gone'],
    does: (log) => asSuperuser({ database }, log, `UPDATE log_head SET size = size + 1 WHERE organisation_id = :log`),
  },
  {
    what: 'the signing key taken away',
    kinds: ['key-lost'],
    does: ({ id }) => {
      const keys = join(dataDir, 'keys', id);
      readdirSync(keys)
        .filter((name) => /^log-\d+\.key$/.test(name))
        .forEach((name) => rmSync(join(keys, name)));
      return Promise.resolve();
    },
  },
];

test('what was done while it did not run is noticed at the start', async () => {
  const logs: ManipulatedLog[] = [];
  for (const { what } of ATTACKS) {
    expect(what).not.toBe('');
    logs.push(await logToManipulate(app));
  }
  await app.stop();
  await Promise.all(ATTACKS.map(({ does }, at) => does(logs[at] as ManipulatedLog)));
  const since = await databaseNow(database);
  await start();
  for (const [at, attack] of ATTACKS.entries()) {
    figures.push(await expectNoticed(database, logs[at]?.id ?? '', attack, since));
  }
});

test('a database that is taken back alone is noticed at the start by the copy beside it', async () => {
  const log = await logToManipulate(app);
  await app.stop();
  const backup = await cloneDatabase(database);
  await start();
  await append(app, log.id, 20);
  await app.stop();
  await database.drop();
  database = backup;
  const since = await databaseNow(database);
  await start();
  figures.push(
    await expectNoticed(
      database,
      log.id,
      { what: 'only the database restored from a backup', kinds: ['gone-back'] },
      since,
    ),
  );
});

test('a database that is taken back with the data folder is noticed by the copy apart from both', async () => {
  const log = await logToManipulate(app);
  await app.stop();
  const backup = await cloneDatabase(database);
  const kept = mkdtempSync(join(tmpdir(), 'forthwith-snapshot-'));
  cpSync(dataDir, kept, { recursive: true });
  await start();
  await append(app, log.id, 20);
  await app.stop();
  await database.drop();
  database = backup;
  rmSync(dataDir, { recursive: true });
  cpSync(kept, dataDir, { recursive: true });
  rmSync(kept, { recursive: true });
  const since = await databaseNow(database);
  await start();
  figures.push(
    await expectNoticed(
      database,
      log.id,
      { what: 'database and data folder restored, a copy apart (CHECKPOINT_DIR)', kinds: ['gone-back'] },
      since,
    ),
  );
});
