import { Client } from 'pg';
import { commandLineActor } from '../../../src/audit/actor.js';
import { AuditLog, UnrecordedChangeError } from '../../../src/audit/audit-log.js';
import { uuidv7 } from '../../../src/platform/ids.js';
import { statement } from '../../../src/platform/database/statement.js';
import { actAs } from '../../support/scope.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';

let app: TestApplication;
let log: AuditLog;
beforeAll(async () => {
  app = await startTestApplication();
  log = app.running.application.get(AuditLog);
  await owner(`CREATE TABLE trial (id integer PRIMARY KEY, tries integer NOT NULL DEFAULT 0)`);
  await owner(`CREATE SEQUENCE trial_tries`);
  await owner(`GRANT SELECT, INSERT, UPDATE ON trial TO forthwith_app`);
  await owner(`GRANT USAGE ON SEQUENCE trial_tries TO forthwith_app`);
});
afterAll(() => app.stop());

const actor = () => commandLineActor(app.organisationId);
const owner = <Row = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.database.asOwner(
    async (client) => (await client.query<Row & Record<string, unknown>>(sql, values)).rows as Row[],
  );
const insert = statement('trial-insert', 'INSERT INTO trial (id) VALUES ($1)');
const bump = statement('trial-bump', 'UPDATE trial SET tries = tries + 1 WHERE id = $1');
const failWith = (code: string) =>
  statement(`trial-fail-${code}`, `DO $$ BEGIN PERFORM nextval('trial_tries'); RAISE SQLSTATE '${code}'; END $$`);
const rowsOfTrial = async () => (await owner<{ id: number }>('SELECT id FROM trial ORDER BY id')).map(({ id }) => id);
const size = async () =>
  Number(
    (await owner<{ size: string }>('SELECT size FROM log_head WHERE organisation_id = $1', [app.organisationId]))[0]
      ?.size,
  );
const tries = async () => {
  const [row] = await owner<{ value: string }>(
    `SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS value FROM trial_tries`,
  );
  return Number(row?.value);
};
const anyFact = () => ['clock.anomaly', { behindMs: 1 }] as const;

describe('a fact and its entry', () => {
  test('are committed together, with the job that follows', async () => {
    const before = await size();
    const subjectId = uuidv7(Date.now());
    const { result, firstIndex } = await log.transact(actor(), async (transaction) => {
      await transaction.run(insert, [1]);
      transaction.enqueue({ kind: 'trial', subjectId });
      transaction.record(...anyFact());
      return 'done';
    });
    expect([result, firstIndex]).toEqual(['done', before]);
    expect(await rowsOfTrial()).toContain(1);
    expect(await owner('SELECT 1 FROM outbox_job WHERE subject_id = $1', [subjectId])).toHaveLength(1);
    expect(await size()).toBe(before + 1);
  });

  test('fall together when the work fails after writing', async () => {
    const before = await size();
    const failing = log.transact(actor(), async (transaction) => {
      await transaction.run(insert, [2]);
      transaction.record(...anyFact());
      transaction.enqueue({ kind: 'trial', subjectId: uuidv7(Date.now()) });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await rowsOfTrial()).not.toContain(2);
    expect(await size()).toBe(before);
  });

  test('fall together when a statement that nobody waited for fails', async () => {
    const before = await size();
    const failing = log.transact(actor(), (transaction) => {
      transaction.pipeline(transaction.run(insert, [1]));
      transaction.record(...anyFact());
      return Promise.resolve();
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await size()).toBe(before);
  });

  test('without its entry a change is no fact: thrown out and undone', async () => {
    const unrecorded = log.transact(actor(), (transaction) => transaction.run(insert, [3]));
    await expect(unrecorded).rejects.toBeInstanceOf(UnrecordedChangeError);
    const sent = log.transact(actor(), (transaction) =>
      Promise.resolve(transaction.pipeline(transaction.run(insert, [4]))),
    );
    await expect(sent).rejects.toBeInstanceOf(UnrecordedChangeError);
    expect(await rowsOfTrial()).toEqual([1]);
  });

  test('reading alone needs no entry', async () => {
    const before = await size();
    await log.transact(actor(), (transaction) => transaction.run(statement('trial-read', 'SELECT 1')));
    expect(await size()).toBe(before);
  });

  test('a row that was waited for and then found done by somebody else needs no entry', async () => {
    const before = await size();
    const mark = statement('trial-mark', 'UPDATE trial SET tries = 7 WHERE id = 1 AND tries <> 7 RETURNING id');
    const sweep = () =>
      log.transact(actor(), async (transaction) => {
        const { count } = await transaction.run(mark);
        if (count > 0) {
          // Held long enough for the other to run into the row's lock.
          await transaction.run(statement('trial-sleep', 'SELECT pg_sleep(0.2)'));
          transaction.record(...anyFact());
        }
      });
    await Promise.all([sweep(), sweep()]);
    expect(await size()).toBe(before + 1);
  });

  test('with a fact the closed list does not know is refused before anything is written', async () => {
    const before = await size();
    const named = log.transact(actor(), (transaction) =>
      Promise.resolve(transaction.record('clock.anomaly', { behindMs: 1, name: 'Aurelia' } as never)),
    );
    await expect(named).rejects.toThrow('unknown');
    await expect(named).rejects.not.toThrow('Aurelia');
    expect(await size()).toBe(before);
  });
});

describe('a transaction that PostgreSQL gives up', () => {
  test.each(['40001', '40P01'])('with %s is run again as a whole, three times in all', async (code) => {
    const [from, before] = [await tries(), await size()];
    const failing = log.transact(actor(), async (transaction) => {
      transaction.record(...anyFact());
      await transaction.run(failWith(code));
    });
    await expect(failing).rejects.toMatchObject({ code });
    expect((await tries()) - from).toBe(3);
    expect(await size()).toBe(before);
  });

  test('with another error is not run again', async () => {
    const from = await tries();
    await expect(log.transact(actor(), (transaction) => transaction.run(failWith('22012')))).rejects.toMatchObject({
      code: '22012',
    });
    expect((await tries()) - from).toBe(1);
  });

  test('in a real deadlock: both are done in the end, each once', async () => {
    await owner('INSERT INTO trial (id) VALUES (11), (12)');
    const before = await size();
    let waiting = 0;
    let both: () => void = () => undefined;
    const bothHold = new Promise<void>((resolve) => (both = resolve));
    const crosswise = (first: number, second: number) =>
      log.transact(actor(), async (transaction) => {
        await transaction.run(bump, [first]);
        waiting += 1;
        if (waiting === 2) {
          both();
        }
        await bothHold;
        await transaction.run(bump, [second]);
        transaction.record(...anyFact());
      });
    await Promise.all([crosswise(11, 12), crosswise(12, 11)]);
    expect(waiting).toBeGreaterThan(2);
    expect(await owner('SELECT tries FROM trial WHERE id IN (11, 12)')).toEqual([{ tries: 2 }, { tries: 2 }]);
    expect(await size()).toBe(before + 2);
  });
});

describe('the order of entries', () => {
  test('is without gap, fork or step back, however many write at once', async () => {
    const before = await size();
    const writers = Array.from({ length: 120 }, (_, at) =>
      log
        .transact(actor(), async (transaction) => {
          transaction.record(...anyFact());
          if (at % 3 === 0) {
            transaction.record(...anyFact());
          }
          if (at % 5 === 0) {
            await Promise.resolve();
            throw new Error('given up');
          }
        })
        .catch(() => undefined),
    );
    await Promise.all(writers);
    const entries = await owner<{ index: string; at: Date; bytes: Buffer }>(
      'SELECT index, at, bytes FROM log_entry WHERE organisation_id = $1 ORDER BY index',
      [app.organisationId],
    );
    expect(entries.map(({ index }) => Number(index))).toEqual(entries.map((_, at) => at));
    expect(await size()).toBe(entries.length);
    expect(entries.length - before).toBe(96 + 32);
    const times = entries.map(({ bytes }) => (JSON.parse(bytes.toString('utf8')) as { at: string }).at);
    expect([...times].sort()).toEqual(times);
    expect(entries.map(({ at }) => at.toISOString())).toEqual(times);
  });
});

describe('the log in the database', () => {
  const attempts = [
    `UPDATE log_entry SET bytes = '\\x00'`,
    `DELETE FROM log_entry`,
    `TRUNCATE log_entry`,
    `UPDATE log_checkpoint SET note = ''`,
    `DELETE FROM log_checkpoint`,
    `DELETE FROM log_head`,
    `ALTER TABLE log_entry DISABLE TRIGGER ALL`,
    `DROP TABLE log_entry`,
  ];

  test.each(attempts)('the application’s role may not: %s', async (sql) => {
    const refused = app.database.asOwner(async (client) => {
      await actAs(client, { organisationId: app.organisationId, roles: ['system'] }, 'end');
      return client.query(sql);
    });
    await expect(refused).rejects.toMatchObject({ code: '42501' });
  });

  test.each(attempts.slice(0, 3))('not even its owner, by mistake: %s', async (sql) => {
    await expect(owner(sql)).rejects.toThrow();
  });

  test('the application works under a role that owns nothing and passes no policy', async () => {
    const [role] = await owner<{ owns: string; bypass: boolean; superuser: boolean }>(
      `SELECT (SELECT count(*) FROM pg_class WHERE relowner = r.oid) AS owns, rolbypassrls AS bypass, rolsuper AS superuser
       FROM pg_roles r WHERE rolname = 'forthwith_app'`,
    );
    expect(role).toEqual({ owns: '0', bypass: false, superuser: false });
    const { result } = await log.transact(actor(), (transaction) =>
      transaction.run<{ as: string }>(statement('who', `SELECT current_user AS "as"`)),
    );
    expect(result.rows[0]?.as).toBe('forthwith_app');
  });
});

test('a connection that is cut in the middle loses the fact and its entry together', async () => {
  const before = await size();
  const cut = log.transact(actor(), async (transaction) => {
    await transaction.run(insert, [21]);
    const { rows } = await transaction.run<{ pid: number }>(statement('pid', 'SELECT pg_backend_pid() AS pid'));
    const killer = new Client(app.database.connection);
    await killer.connect();
    await killer.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await killer.end();
    transaction.record(...anyFact());
  });
  await expect(cut).rejects.toThrow();
  expect(await rowsOfTrial()).not.toContain(21);
  expect(await size()).toBe(before);
  await log.transact(actor(), (transaction) => Promise.resolve(transaction.record(...anyFact())));
  expect(await size()).toBe(before + 1);
});
