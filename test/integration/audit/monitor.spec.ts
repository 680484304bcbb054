import type { Client } from 'pg';
import { commandLineActor } from '../../../src/audit/actor.js';
import { AuditLog } from '../../../src/audit/audit-log.js';
import { Integrator } from '../../../src/audit/integrator.js';
import { LogAlarms } from '../../../src/audit/log-alarms.js';
import { Monitor, type Damage } from '../../../src/audit/monitor.js';
import { OrganisationsService } from '../../../src/organisations/organisations.service.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../support/application.js';

// An administrator of the database can change any row; what he cannot do is sign.

const ENTRIES = 600;

let app: TestApplication;
let logs = 0;
beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.stop());

/** A log of its own for each attack. */
async function freshLog(): Promise<{ readonly id: string; readonly slug: string }> {
  const slug = `kammer-${(logs += 1)}`;
  const { organisationId: id } = await app.running.application
    .get(OrganisationsService)
    .importProfile({ ...CHAMBER, slug });
  await app.running.application.get(AuditLog).transact(commandLineActor(id), (transaction) => {
    for (let at = 0; at < ENTRIES; at += 1) {
      transaction.record('clock.anomaly', { behindMs: at });
    }
    return Promise.resolve();
  });
  await app.running.application.get(Integrator).integrateAll();
  return { id, slug };
}

const monitor = () => app.running.application.get(Monitor);

const attack = (log: string, statements: readonly string[]): Promise<void> =>
  app.database.asOwner(async (client: Client) => {
    await client.query('SET session_replication_role = replica');
    for (const text of statements) {
      await client.query(text.replaceAll(':log', `'${log}'`));
    }
  });

const found = (log: string): Promise<{ kind: string; index: number }[]> =>
  app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: Buffer }>(
      "SELECT bytes FROM log_entry WHERE organisation_id = $1 AND event = 'log.damage-found' ORDER BY index",
      [log],
    );
    return rows.map(({ bytes }) => (JSON.parse(bytes.toString()) as { facts: { kind: string; index: number } }).facts);
  });

test('an untouched log of several tiles is without damage, and it says how far that was looked at', async () => {
  const { id, slug } = await freshLog();
  const { damage, verifiedAt, size } = await monitor().verifyWhole(id, slug);
  expect(damage).toBeNull();
  expect(verifiedAt).not.toBeNull();
  expect(size).toBeGreaterThanOrEqual(ENTRIES);
  expect(await found(id)).toEqual([]);
});

const firstSize = (log: string) => sizeOf(log, 'min');
const newestSize = (log: string) => sizeOf(log, 'max');
const sizeOf = (log: string, which: 'min' | 'max'): Promise<number> =>
  app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ size: string }>(
      `SELECT ${which}(size) AS size FROM log_checkpoint WHERE organisation_id = $1`,
      [log],
    );
    return Number(rows[0]?.size);
  });

const BYTES = 'UPDATE log_entry SET bytes = set_byte(bytes, 20, 65) WHERE organisation_id = :log AND index = 400';
const ONWARD = 'organisation_id = :log AND index';

test.each<[string, readonly string[], Damage]>([
  ['one byte of one entry changed', [BYTES], { kind: 'entry', index: 400 }],
  ['one deleted', [`DELETE FROM log_entry WHERE ${ONWARD} = 300`], { kind: 'entry', index: 300 }],
  [
    'one deleted and the others moved up',
    [
      `DELETE FROM log_entry WHERE ${ONWARD} = 300`,
      `UPDATE log_entry SET index = index + 100000 WHERE ${ONWARD} > 300`,
      `UPDATE log_entry SET index = index - 100001 WHERE ${ONWARD} > 100000`,
    ],
    { kind: 'entry', index: 300 },
  ],
  [
    'one inserted',
    [
      `UPDATE log_entry SET index = index + 100000 WHERE ${ONWARD} >= 200`,
      `UPDATE log_entry SET index = index - 99999 WHERE ${ONWARD} >= 100000`,
      `INSERT INTO log_entry (organisation_id, index, bytes, event, at)
       SELECT organisation_id, 200, bytes, event, at FROM log_entry WHERE ${ONWARD} = 100`,
    ],
    { kind: 'entry', index: 200 },
  ],
  [
    'two reordered',
    [
      `UPDATE log_entry SET index = 100000 WHERE ${ONWARD} = 260`,
      `UPDATE log_entry SET index = 260 WHERE ${ONWARD} = 261`,
      `UPDATE log_entry SET index = 261 WHERE ${ONWARD} = 100000`,
    ],
    { kind: 'entry', index: 260 },
  ],
  ['the tail cut off', [`DELETE FROM log_entry WHERE ${ONWARD} >= 500`], { kind: 'entry', index: 500 }],
  [
    'a tile changed',
    [
      'UPDATE log_tile SET hashes = set_byte(hashes, 64, get_byte(hashes, 64) # 1) WHERE organisation_id = :log AND level = 0 AND index = 1',
    ],
    { kind: 'entry', index: 258 },
  ],
  [
    'a tile further up changed',
    [
      'UPDATE log_tile SET hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) WHERE organisation_id = :log AND level = 1',
    ],
    { kind: 'tree-changed', size: -1 },
  ],
  [
    'a checkpoint that is not the newest changed',
    ["UPDATE log_checkpoint SET root = sha256('x') WHERE organisation_id = :log AND size = :first"],
    { kind: 'root', size: -1 },
  ],
])('%s is found and named', async (_, statements, damage) => {
  const { id, slug } = await freshLog();
  const first = await firstSize(id);
  await app.running.application.get(AuditLog).transact(commandLineActor(id), (transaction) => {
    transaction.record('clock.anomaly', { behindMs: 1 });
    return Promise.resolve();
  });
  await app.running.application.get(Integrator).integrateAll();
  await attack(
    id,
    statements.map((one) => one.replaceAll(':first', String(first))),
  );
  const newest = await newestSize(id);
  const expected = 'size' in damage ? { ...damage, size: damage.kind === 'root' ? first : newest } : damage;
  await monitor().verifyWhole(id, slug);
  expect((await monitor().state(id)).damage).toEqual(expected);
  expect(monitor().damaged.get(id)).toEqual(expected);
  expect(app.logged()).toContain('the log is not as it was signed');
});

test('an entry changed together with its tile is found by the signed root', async () => {
  const { id, slug } = await freshLog();
  await attack(id, [
    BYTES,
    `UPDATE log_tile t SET hashes = overlay(t.hashes PLACING sha256('\\x00'::bytea || e.bytes) FROM (400 - 256) * 32 + 1)
     FROM log_entry e WHERE e.organisation_id = :log AND e.index = 400
       AND t.organisation_id = :log AND t.level = 0 AND t.index = 1`,
  ]);
  const { damage } = await monitor().verifyWhole(id, slug);
  expect(damage?.kind).toBe('root');
});

test('the finding stands in the log once, however often it is looked at', async () => {
  const { id, slug } = await freshLog();
  await attack(id, [BYTES]);
  await monitor().verifyWhole(id, slug);
  await monitor().verifyWhole(id, slug);
  expect(await found(id)).toEqual([{ kind: 'entry', index: 400 }]);
});

describe('rows beside the log', () => {
  const alarms = async () =>
    (await app.running.application.get(LogAlarms).open(app.organisationId)).map(({ kind, place }) => [kind, place]);
  const rounds = () => monitor().verifyWhole(app.organisationId, 'kammer');
  let requests: string[];
  let forwardings: string[];

  beforeAll(async () => {
    const token = await app.token('staff');
    for (const message of ['Bitte um Auskunft.', 'Bitte löschen.', 'Widerspruch.', 'Berichtigung.']) {
      await fetch(`${app.address}/api/v1/requests`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ channel: 'instagram', message }),
      });
    }
    const rows = await eventually(() =>
      app.database.asOwner(async (client) => {
        const found = await client.query<{ id: string; forwarding: string }>(
          `SELECT r.id, f.id AS forwarding FROM rights_request r JOIN forwarding f ON f.rights_request_id = r.id
           WHERE f.forwarded_at IS NOT NULL ORDER BY r.id`,
        );
        return found.rows.length === 4 ? found.rows : undefined;
      }),
    );
    requests = rows.map(({ id }) => id);
    forwardings = rows.map(({ forwarding }) => forwarding);
    await app.running.application.get(Integrator).integrateAll();
  });

  test('as the program leaves them agree with it', async () => {
    await rounds();
    expect(await alarms()).toEqual([]);
  });

  test('that somebody changes or deletes are found, each by its name', async () => {
    const [deleted = '', closed = '', moved = '', other = ''] = requests;
    await attack(app.organisationId, [
      `DELETE FROM rights_request WHERE id = '${deleted}'`,
      `UPDATE rights_request SET state = 'closed' WHERE id = '${closed}'`,
      `UPDATE rights_request SET received_at = received_at - interval '2 days' WHERE id = '${moved}'`,
      `DELETE FROM forwarding WHERE id = '${forwardings[3] ?? ''}'`,
      `UPDATE instruction SET handover_limit_minutes = 1000000 WHERE organisation_id = :log`,
      `UPDATE log_entry SET rights_request_id = NULL WHERE rights_request_id = '${other}' AND event = 'forwarding.accepted'`,
    ]);
    await rounds();
    const found = await alarms();
    expect(found.filter(([kind]) => kind === 'request-row').map(([, place]) => place)).toEqual(
      expect.arrayContaining([deleted, closed, moved]),
    );
    expect(found.map(([kind]) => kind)).toEqual(expect.arrayContaining(['instruction-row', 'columns']));
  });
});
