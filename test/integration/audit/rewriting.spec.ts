import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { commandLineActor, systemActor } from '../../../src/audit/actor.js';
import { AuditLog } from '../../../src/audit/audit-log.js';
import { Integrator } from '../../../src/audit/integrator.js';
import { LogStanding, type Ask } from '../../../src/audit/log-standing.js';
import { OutsideCheckpoints } from '../../../src/audit/outside-checkpoints.js';
import { LogEpochs } from '../../../src/audit/log-epochs.service.js';
import { parseCheckpoint } from '../../../src/domain/log/checkpoint.js';
import { Database } from '../../../src/platform/database/database.js';
import { OrganisationsService } from '../../../src/organisations/organisations.service.js';
import { actAs } from '../../support/scope.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';

// What an administrator of the database changes past the program is never signed.

const ENTRIES = 600;

let dataDir: string;
let checkpointDir: string;
let database: TestDatabase;
let app: TestApplication;
let logs = 0;
/** The log that is attacked: one of its own for each test. */
let log: { readonly id: string; readonly slug: string };

const start = async (): Promise<void> => {
  app = await startTestApplication({ database, dataDir, config: { checkpointDir } });
};

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'forthwith-rewriting-'));
  checkpointDir = mkdtempSync(join(tmpdir(), 'forthwith-outside-'));
  database = await cloneDatabase();
  await start();
});
afterAll(async () => {
  await app.stop();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
  rmSync(checkpointDir, { recursive: true, force: true });
});
beforeEach(async () => {
  log = await freshLog();
});

async function freshLog(): Promise<typeof log> {
  const slug = `kammer-${(logs += 1)}`;
  const organisations = app.running.application.get(OrganisationsService);
  const { organisationId: id } = await organisations.importProfile({ ...CHAMBER, slug });
  await append(ENTRIES, id);
  return { id, slug };
}

async function append(entries: number, id = log.id): Promise<void> {
  await app.running.application.get(AuditLog).transact(commandLineActor(id), (transaction) => {
    for (let at = 0; at < entries; at += 1) {
      transaction.record('clock.anomaly', { behindMs: at });
    }
    return Promise.resolve();
  });
  await app.running.application.get(Integrator).integrateAll();
}

const size = async (slug = log.slug) =>
  parseCheckpoint(await (await fetch(`${app.address}/log/${slug}/checkpoint`)).text())?.size ?? 0;
const halt = (slug = log.slug) => app.running.application.get(Integrator).haltedLogs.get(slug);
const halted = (slug = log.slug) => eventually(() => Promise.resolve(halt(slug)));

/** As the superuser, triggers off; `:log` is the log's id. */
const attack = (...statements: readonly string[]): Promise<void> => attackLog(log.id, statements);
const attackLog = (id: string, statements: readonly string[]): Promise<void> =>
  database.asOwner(async (client: Client) => {
    await client.query('SET session_replication_role = replica');
    for (const text of statements) {
      await client.query(text.replaceAll(':log', `'${id}'`));
    }
  });

async function attackWhileStopped(...statements: readonly string[]): Promise<number> {
  const before = await size();
  await app.stop();
  await attack(...statements);
  await start();
  await append(3);
  return before;
}

const ENTRY = (index: number) =>
  `UPDATE log_entry SET bytes = set_byte(bytes, 20, 65) WHERE organisation_id = :log AND index = ${index}`;
const LEAF = (index: number) => `
  UPDATE log_tile t SET hashes = overlay(t.hashes PLACING sha256('\\x00'::bytea || e.bytes) FROM ${(index % 256) * 32 + 1})
  FROM log_entry e WHERE e.organisation_id = :log AND e.index = ${index}
    AND t.organisation_id = :log AND t.level = 0 AND t.index = ${Math.floor(index / 256)}`;
/** The tile above follows, so that the tree is whole again. */
const PARENT = (tile: number) => `
  UPDATE log_tile p SET hashes = overlay(p.hashes PLACING forthwith_tile_root(c.hashes) FROM ${tile * 32 + 1})
  FROM log_tile c WHERE c.organisation_id = :log AND c.level = 0 AND c.index = ${tile}
    AND p.organisation_id = :log AND p.level = 1 AND p.index = 0`;

const REWRITINGS: readonly (readonly [string, readonly string[]])[] = [
  ['an entry and its tile, at the edge of the tree', [ENTRY(540), LEAF(540)]],
  ['an entry and every tile over it, deep in the tree', [ENTRY(54), LEAF(54), PARENT(0)]],
  [
    'the same, with the checkpoints between deleted',
    [
      ENTRY(54),
      LEAF(54),
      PARENT(0),
      `DELETE FROM log_checkpoint WHERE organisation_id = :log AND size > 55
         AND size < (SELECT size FROM log_integration WHERE organisation_id = :log)`,
    ],
  ],
  ['the newest checkpoint', [`DELETE FROM log_checkpoint WHERE organisation_id = :log AND size > 500`]],
  [
    'the root in the newest checkpoint’s row and note',
    [
      ENTRY(540),
      LEAF(540),
      `UPDATE log_checkpoint SET root = sha256('x'),
         note = replace(note, encode(root, 'base64'), encode(sha256('x'), 'base64')) WHERE organisation_id = :log AND size > 500`,
    ],
  ],
];

test('of what is rewritten before a restart, nothing is signed on', async () => {
  const attacked: { what: string; id: string; slug: string; before: number }[] = [];
  for (const [what] of REWRITINGS) {
    const one = await freshLog();
    attacked.push({ ...one, what, before: await size(one.slug) });
  }
  await app.stop();
  for (const [at, [, statements]] of REWRITINGS.entries()) {
    await attackLog(attacked[at]?.id ?? '', statements);
  }
  await start();
  for (const { what, id, slug, before } of attacked) {
    await append(3, id);
    const { kind } = await halted(slug);
    const signed = await size(slug);
    expect([what, kind, signed <= before]).toEqual([
      what,
      expect.stringMatching(/tree-changed|key-lost|gone-back/),
      true,
    ]);
  }
});

test('put back as it was, the log goes on by itself', async () => {
  await attack(`CREATE TABLE kept AS SELECT * FROM log_tile WHERE organisation_id = :log`);
  const before = await attackWhileStopped(
    `UPDATE log_tile SET hashes = set_byte(hashes, 64, 1) WHERE organisation_id = :log AND level = 0 AND index = 2`,
  );
  await halted();
  await attack(
    `UPDATE log_tile t SET hashes = k.hashes FROM kept k WHERE t.organisation_id = :log
       AND k.level = t.level AND k.index = t.index`,
  );
  await app.running.application.get(Integrator).integrateAll();
  await eventually(async () => ((await size()) >= before + 3 ? true : undefined));
  expect(halt()).toBeUndefined();
});

test('a tile that is damaged while the entries are whole is computed anew from them, without an epoch', async () => {
  const before = await attackWhileStopped(
    `UPDATE log_tile SET hashes = set_byte(hashes, 64, 1) WHERE organisation_id = :log AND level = 0 AND index = 2`,
  );
  await halted();
  const actor = commandLineActor(log.id);
  const opened = await app.running.application.get(LogEpochs).open(actor, log.slug, 'backup-restored');
  expect(opened).toBeUndefined();
  await app.running.application.get(Integrator).integrateAll();
  expect(await size()).toBeGreaterThanOrEqual(before + 3);
});

test('a log that was rewritten goes on only in an epoch that says so', async () => {
  const before = await attackWhileStopped(ENTRY(540), LEAF(540));
  await halted();
  const actor = commandLineActor(log.id);
  const opened = await app.running.application.get(LogEpochs).open(actor, log.slug, 'backup-restored');
  expect(opened).toMatchObject({ epoch: 2, reason: 'log-changed', previousSize: before });
  expect(await size()).toBeGreaterThanOrEqual(before + 3);
});

test('a database taken back together with the data folder is noticed by the copy apart from both', async () => {
  const before = await size();
  await app.stop();
  const backup = await cloneDatabase(database);
  await start();
  await append(20);
  const published = await size();
  await app.stop();
  await database.drop();
  database = backup;
  // What a snapshot of the machine takes back lies in the data folder.
  rmSync(join(dataDir, 'checkpoints'), { recursive: true });
  await start();
  await append(3);
  expect(await halted()).toEqual({ kind: 'gone-back', size: published });
  expect(await size()).toBe(before);
});

test('an entry that is deleted before it is signed stops the signing in front of it', async () => {
  const before = await attackWhileStopped(`UPDATE log_head SET size = size + 1 WHERE organisation_id = :log`);
  expect(await halted()).toEqual({ kind: 'entry-gone', size: before });
  expect(await size()).toBe(before);
});

test('a log that grows while it is compared is not taken for one that was set back', async () => {
  const standing = app.running.application.get(LogStanding);
  const outside = app.running.application.get(OutsideCheckpoints);
  const kept = () => parseCheckpoint(outside.read(log.slug) ?? '')?.size ?? 0;
  const ask: Ask = async (question) => {
    const answer = await app.running.application.get(Database).ask(systemActor(log.id), question);
    // Another instance signs on and keeps its checkpoint outside, between two looks.
    const before = kept();
    await eventually(async () => {
      await append(3);
      return kept() > before ? true : undefined;
    });
    return answer;
  };
  expect(await standing.halt(log, [], ask)).toBeUndefined();
});

describe('the application’s role', () => {
  const asApplication = (text: string, values: readonly unknown[] = []) =>
    database.asOwner(async (client: Client) => {
      await actAs(client, { organisationId: log.id, roles: ['system'] }, 'end');
      return client.query(text, [...values]);
    });

  test('writes neither head nor entries, tiles, checkpoints or how far the tree is built', async () => {
    for (const text of [
      `UPDATE log_tile SET hashes = hashes`,
      `INSERT INTO log_tile SELECT * FROM log_tile`,
      `INSERT INTO log_checkpoint SELECT * FROM log_checkpoint`,
      `UPDATE log_integration SET size = 0`,
      `UPDATE log_head SET size = 0`,
      `INSERT INTO log_entry SELECT * FROM log_entry`,
      `INSERT INTO log_anchor SELECT * FROM log_anchor`,
      `SELECT forthwith_grow_tree(organisation_id, 0, 10) FROM log_head`,
    ]) {
      await expect(asApplication(text)).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('builds nothing into the tree but what was committed, and only in order', async () => {
    const built = await size();
    const integrate = (old: number, to: number, note: string) =>
      asApplication(`SELECT forthwith_integrate($1, $2, $3, $4, $5)`, [...[log.id, old, to, Buffer.alloc(32), note]]);
    const note = (of: number) => `origin\n${of}\n${Buffer.alloc(32).toString('base64')}\n`;
    await expect(integrate(0, built, note(built))).rejects.toMatchObject({ code: 'FW002' });
    await expect(integrate(built, built + 1, note(built + 1))).rejects.toMatchObject({ code: 'FW002' });
    await attack(`UPDATE log_head SET size = size + 1 WHERE organisation_id = :log`);
    await expect(integrate(built, built + 1, note(built + 1))).rejects.toMatchObject({ code: 'FW002' });
  });

  test('acts for no other organisation through the functions, and gives no entry a time of its own', async () => {
    await expect(
      asApplication(`SELECT forthwith_append($1, '{a}', '{b}', '{clock.anomaly}', '{NULL}')`, [
        '00000000-0000-0000-0000-000000000001',
      ]),
    ).rejects.toMatchObject({ code: '42501' });
    const { rows } = await asApplication(
      `SELECT at <= clock_timestamp() AND at > clock_timestamp() - interval '1 minute' AS "isNow"
       FROM forthwith_append($1, '{a}', '{b}', '{clock.anomaly}', '{NULL}')`,
      [log.id],
    );
    expect(rows).toEqual([{ isNow: true }]);
  });

  test('is not misled by tables and functions of the same name put in front', async () => {
    const { rows } = await database.asOwner(async (client: Client) => {
      await actAs(client, { organisationId: log.id, roles: ['system'] }, 'end');
      await client.query('CREATE TEMPORARY TABLE log_head (organisation_id uuid, size bigint, last_at timestamptz)');
      await client.query(`INSERT INTO pg_temp.log_head VALUES ($1, 7, now())`, [log.id]);
      await client.query(`SET search_path = pg_temp, public`);
      return client.query<{ first: string }>(
        `SELECT first FROM public.forthwith_append($1, '{a}', '{b}', '{clock.anomaly}', '{NULL}')`,
        [log.id],
      );
    });
    expect(Number(rows[0]?.first)).toBeGreaterThanOrEqual(ENTRIES);
  });
});

describe('a row beyond the log’s end', () => {
  const stray = (at: string) => `
    INSERT INTO log_entry (organisation_id, index, bytes, event, at)
    SELECT :log, size + ${at}, '\\x7b7d', 'clock.anomaly', now() FROM log_head WHERE organisation_id = :log`;
  const headSize = async (): Promise<number> =>
    database.asOwner(async (client) => {
      const { rows } = await client.query<{ size: string }>('SELECT size FROM log_head WHERE organisation_id = $1', [
        log.id,
      ]);
      return Number(rows[0]?.size);
    });
  const takesIn = () =>
    app.running.application.get(AuditLog).transact(commandLineActor(log.id), (transaction) => {
      transaction.record('clock.anomaly', { behindMs: 1 });
      return Promise.resolve();
    });

  test.each(['0', '1', '2'])('%s places on keeps nothing from being written, and is not signed', async (at) => {
    const before = await size();
    await attack(stray(at));
    await app.running.application.get(Integrator).integrateAll();
    // An alarm of the case before may have its entry meanwhile: signed is what the head counts, and nothing beyond it.
    expect(await size()).toBeLessThanOrEqual(await headSize());
    await takesIn();
    await takesIn();
    await takesIn();
    const aside = await database.asOwner(
      async (client) =>
        (await client.query(`SELECT 1 FROM log_stray_entry WHERE organisation_id = $1`, [log.id])).rowCount,
    );
    expect(aside).toBe(1);
    await app.running.application.get(Integrator).integrateAll();
    await eventually(async () => ((await size()) >= before + 3 ? true : undefined));
    expect(halt()).toBeUndefined();
  });

  test('a head that was set back is written behind again, and nothing that was signed is lost', async () => {
    const before = await size();
    await attack(`UPDATE log_head SET size = size - 50 WHERE organisation_id = :log`);
    await takesIn();
    await app.running.application.get(Integrator).integrateAll();
    await eventually(async () => ((await size()) > before ? true : undefined));
    expect(halt()).toBeUndefined();
  });
});
