import { rmSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../../src/domain/log/canonical-json.js';
import { uuidv7 } from '../../../src/platform/ids.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import {
  append,
  asSuperuser,
  inPlace,
  logToManipulate,
  RETILED,
  type ManipulatedLog,
} from '../../support/manipulated-log.js';
import { databaseNow, expectNoticed, keepFigures, type Manipulation, type Noticed } from '../../support/noticed.js';
import { actAs } from '../../support/scope.js';

// What somebody with every right on the database does to a running installation is noticed by the program itself, by its own
// rounds: nothing here asks it to look. How long that takes is read from what it wrote down (bench/who-notices.mjs).

let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.stop());

interface Attack extends Manipulation {
  /** SQL as the superuser, or anything else; returns the moment of the change. */
  readonly does: string | ((log: ManipulatedLog) => Promise<Date>);
}

const ENTRY = 'UPDATE log_entry SET bytes = set_byte(bytes, 20, 65) WHERE organisation_id = :log AND index =';
const ONWARD = 'organisation_id = :log AND index';
const RANDOM_REFERENCE = `'DSR-2026-' || upper(substr(md5(random()::text), 1, 7))`;

/** As the application's role, through the one function by which it writes into the log. */
const asApplication =
  (event: string, subject: 'request' | 'organisation', facts: Record<string, unknown>) => (log: ManipulatedLog) =>
    app.database.asOwner(async (client) => {
      const id = uuidv7(Date.now());
      const about = subject === 'request' ? { request: log.request } : { organisation: log.id };
      const given = JSON.parse(inPlace(JSON.stringify(facts), log).replaceAll("'", '')) as Record<string, unknown>;
      const line = canonicalJson({ v: 1, id, at: 'AT', event, subject: about, actor: 'system', facts: given });
      const [before, after] = line.split('"AT"') as [string, string];
      await actAs(client, { organisationId: log.id, roles: ['system'] }, 'end');
      await client.query('SELECT forthwith_append($1, $2, $3, $4, $5)', [
        log.id,
        [`${before}"`],
        [`"${after}`],
        [event],
        [subject === 'request' ? log.request : null],
      ]);
      await client.query('RESET ROLE');
      const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
      return rows[0]?.now ?? new Date(0);
    });

const toCopy = (change: (file: string, older: string) => void) => async (log: ManipulatedLog) => {
  const file = join(app.dataDir, 'checkpoints', `${log.slug}.checkpoint`);
  const older = readFileSync(file, 'utf8');
  await append(app, log.id, 3);
  // The copy follows within a second; what is swapped is the newest.
  await new Promise((resolve) => setImmediate(resolve));
  change(file, older);
  return databaseNow(app.database);
};

const ATTACKS: readonly Attack[] = [
  { what: 'one byte of an entry', kinds: ['entry'], does: `${ENTRY} 40` },
  { what: 'an entry deleted', kinds: ['entry'], does: `DELETE FROM log_entry WHERE ${ONWARD} = 40` },
  {
    what: 'two entries exchanged',
    kinds: ['entry'],
    does: `UPDATE log_entry SET index = 100000 WHERE ${ONWARD} = 40; UPDATE log_entry SET index = 40 WHERE ${ONWARD} = 41;
      UPDATE log_entry SET index = 41 WHERE ${ONWARD} = 100000`,
  },
  {
    what: 'the tail cut off everywhere in the database',
    kinds: ['gone-back'],
    does: `DELETE FROM log_entry WHERE ${ONWARD} >= :size - 10; DELETE FROM log_checkpoint WHERE organisation_id = :log AND size > :size - 10;
      UPDATE log_integration SET size = (SELECT max(size) FROM log_checkpoint WHERE organisation_id = :log) WHERE organisation_id = :log;
      UPDATE log_head SET size = (SELECT max(size) FROM log_checkpoint WHERE organisation_id = :log) WHERE organisation_id = :log`,
  },
  {
    what: 'a tile of leaves',
    kinds: ['entry', 'tree-changed'],
    does: `UPDATE log_tile SET hashes = set_byte(hashes, 64, get_byte(hashes, 64) # 1) WHERE organisation_id = :log AND level = 0 AND index = 0`,
  },
  {
    what: 'a tile further up',
    kinds: ['tree-changed'],
    does: `UPDATE log_tile SET hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) WHERE organisation_id = :log AND level = 1`,
  },
  { what: 'an entry with every tile above it', kinds: ['root', 'tree-changed'], does: `${ENTRY} 40;${RETILED(40)}` },
  {
    what: 'the same, with every checkpoint but the newest deleted',
    kinds: ['root', 'tree-changed'],
    does: `${ENTRY} 40;${RETILED(40)}; DELETE FROM log_checkpoint WHERE organisation_id = :log AND size < :size`,
  },
  {
    what: 'the newest checkpoint deleted',
    kinds: ['gone-back', 'tree-changed'],
    does: `DELETE FROM log_checkpoint WHERE organisation_id = :log AND size = (SELECT max(size) FROM log_checkpoint WHERE organisation_id = :log)`,
  },
  {
    what: 'an older checkpoint changed',
    kinds: ['root'],
    does: `UPDATE log_checkpoint SET root = sha256('x') WHERE organisation_id = :log AND size = (SELECT min(size) FROM log_checkpoint WHERE organisation_id = :log)`,
  },
  {
    what: 'the event beside an entry',
    kinds: ['columns'],
    does: `UPDATE log_entry SET event = 'x' WHERE ${ONWARD} = 40`,
  },
  {
    what: 'the time beside an entry',
    kinds: ['columns'],
    does: `UPDATE log_entry SET at = at - interval '1 day' WHERE ${ONWARD} = 40`,
  },
  {
    what: 'the case beside an entry',
    kinds: ['columns'],
    does: `UPDATE log_entry SET rights_request_id = NULL WHERE rights_request_id = :request AND event = 'forwarding.accepted'`,
  },
  { what: 'a request deleted', kinds: ['request-row'], does: `DELETE FROM rights_request WHERE id = :request` },
  {
    what: 'a request closed',
    kinds: ['request-row'],
    does: `UPDATE rights_request SET state = 'closed' WHERE id = :request`,
  },
  {
    what: 'the receipt of a request moved',
    kinds: ['request-row'],
    does: `UPDATE rights_request SET received_at = received_at - interval '2 days' WHERE id = :request`,
  },
  {
    what: 'the deadline of a request moved',
    kinds: ['request-row'],
    does: `UPDATE rights_request SET due_on = due_on + 30 WHERE id = :request`,
  },
  {
    what: 'a take-over entered past the log',
    kinds: ['request-row'],
    does: `UPDATE rights_request SET acknowledged_at = now() WHERE id = :request`,
  },
  {
    what: 'a request put in past the log',
    kinds: ['request-row'],
    does: `INSERT INTO rights_request (id, organisation_id, reference, state, channel_id, door, instruction_id, rights, received_at,
        received_on, recorded_at, handover_late, safe_on, due_on, next_on)
      SELECT gen_random_uuid(), organisation_id, ${RANDOM_REFERENCE}, state, channel_id, door, instruction_id, rights, received_at,
        received_on, recorded_at, handover_late, safe_on, due_on, next_on FROM rights_request WHERE id = :request`,
  },
  {
    what: 'the key of a request deleted',
    kinds: ['request-content'],
    does: `DELETE FROM request_key WHERE rights_request_id = :request`,
  },
  {
    what: 'the content of a request deleted',
    kinds: ['request-content'],
    does: `DELETE FROM sealed WHERE rights_request_id = :request`,
  },
  { what: 'a forwarding deleted', kinds: ['forwarding-row'], does: `DELETE FROM forwarding WHERE id = :forwarding` },
  {
    what: 'a forwarding invented',
    kinds: ['forwarding-row'],
    does: `INSERT INTO forwarding SELECT (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'message_id', 'x', 'designation_id', gen_random_uuid()))).*
      FROM forwarding f WHERE id = :forwarding`,
  },
  {
    what: 'a decision invented',
    kinds: ['claim-row'],
    does: `INSERT INTO right_claim (rights_request_id, organisation_id, "right", outcome, decided_at, decided_by)
      VALUES (:request, :log, 'access', 'granted', now(), gen_random_uuid())`,
  },
  {
    what: 'the instruction changed',
    kinds: ['instruction-row'],
    does: `UPDATE instruction SET handover_limit_minutes = 1000000 WHERE organisation_id = :log`,
  },
  {
    what: 'an instruction put in past the log',
    kinds: ['instruction-row'],
    does: `INSERT INTO instruction SELECT (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'version', 99))).*
      FROM instruction i WHERE organisation_id = :log`,
  },
  {
    what: 'the address of the data protection officer changed',
    kinds: ['designation-row'],
    does: `UPDATE dpo_designation SET email = 'fremd@kammer.example' WHERE organisation_id = :log AND NOT deputy`,
  },
  {
    what: 'a role given past the log',
    kinds: ['role-row'],
    does: `INSERT INTO membership (user_id, organisation_id, role, granted_at)
      SELECT user_id, organisation_id, 'dpo', now() FROM membership WHERE organisation_id = :log LIMIT 1`,
  },
  {
    what: 'a row put behind the end of the log',
    kinds: ['stray-entry'],
    does: `INSERT INTO log_entry (organisation_id, index, bytes, event, at)
      SELECT :log, size, '\\x7b7d', 'clock.anomaly', now() FROM log_head WHERE organisation_id = :log`,
  },
  {
    what: 'the end of the log set back',
    kinds: ['head-changed'],
    does: `UPDATE log_head SET size = size - 20 WHERE organisation_id = :log`,
  },
  {
    what: 'as the application: the instruction issued again, with other limits',
    kinds: ['instruction-row'],
    does: (log) =>
      app.database
        .asOwner(async (client) => {
          const { rows } = await client.query<{ id: string }>('SELECT id FROM instruction WHERE organisation_id = $1', [
            log.id,
          ]);
          return rows[0]?.id ?? '';
        })
        .then((instruction) =>
          asApplication('instruction.issued', 'organisation', {
            instruction,
            version: 1,
            holdsFrom: '2020-01-01',
            text: Buffer.alloc(32).toString('base64'),
            handoverLimitMinutes: 1_000_000,
            forwardingLimitSeconds: 1_000_000,
          })(log),
        ),
  },
  {
    what: 'as the application: a take-over that nobody made',
    kinds: ['request-row'],
    does: asApplication('request.acknowledged', 'request', { user: '00000000-0000-7000-8000-000000000001' }),
  },
  {
    what: 'as the application: a line that is no entry',
    kinds: ['entry-malformed'],
    does: (log) =>
      app.database.asOwner(async (client) => {
        await actAs(client, { organisationId: log.id, roles: ['system'] }, 'end');
        await client.query(`SELECT forthwith_append($1, '{"{"}', '{"}"}', '{request.answered}', '{NULL}')`, [log.id]);
        await client.query('RESET ROLE');
        return (await client.query<{ now: Date }>('SELECT clock_timestamp() AS now')).rows[0]?.now ?? new Date(0);
      }),
  },
  {
    what: 'the copy outside set back',
    kinds: ['copy-changed'],
    does: toCopy((file, older) => writeFileSync(file, older)),
  },
  { what: 'the copy outside deleted', kinds: ['copy-changed'], does: toCopy((file) => rmSync(file)) },
  {
    what: 'the copy outside exchanged for another text',
    kinds: ['copy-changed'],
    does: toCopy((file) => writeFileSync(file, 'nichts\n')),
  },
  {
    what: 'the alarm about it deleted, or declared resolved, past the program',
    kinds: ['entry'],
    does: async (log) => {
      await expectNoticed(
        app.database,
        log.id,
        { what: '', kinds: ['entry'] },
        await asSuperuser(app, log, `${ENTRY} 40`),
      );
      // What was changed is put back, so that only the log itself still tells of it.
      return asSuperuser(
        app,
        log,
        `UPDATE log_entry SET bytes = set_byte(bytes, 20, 58) WHERE ${ONWARD} = 40; DELETE FROM outbox_job WHERE organisation_id = :log; DELETE FROM log_alarm WHERE organisation_id = :log`,
      );
    },
  },
];

const figures: Noticed[] = [];
afterAll(() => keepFigures('running', figures));

test('whatever is done to it is noticed, and told to those who have to know', async () => {
  const done = [];
  for (const attack of ATTACKS) {
    const log = await logToManipulate(app);
    done.push({ attack, log });
  }
  const found = await Promise.allSettled(
    done.map(async ({ attack, log }) => {
      const { does } = attack;
      const since = typeof does === 'string' ? await asSuperuser(app, log, does) : await does(log);
      return expectNoticed(app.database, log.id, attack, since);
    }),
  );
  const unseen = found.flatMap((one, at) => (one.status === 'rejected' ? [`${ATTACKS[at]?.what}: ${one.reason}`] : []));
  expect(unseen).toEqual([]);
  figures.push(...found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
});

test('a log that nobody touched is told nothing about', async () => {
  const log = await logToManipulate(app);
  const since = await databaseNow(app.database);
  const other = await logToManipulate(app);
  await expectNoticed(
    app.database,
    other.id,
    { what: '', kinds: ['entry'] },
    await asSuperuser(app, other, `${ENTRY} 40`),
  );
  const { rows } = await app.database.asOwner((client) =>
    client.query('SELECT kind, place FROM log_alarm WHERE organisation_id = ANY ($1)', [[log.id, app.organisationId]]),
  );
  expect(rows).toEqual([]);
  expect(since).toBeInstanceOf(Date);
});

describe('the database itself refuses', () => {
  let log: ManipulatedLog;
  beforeAll(async () => {
    log = await logToManipulate(app);
  });

  test.each(['log_entry', 'log_tile', 'log_checkpoint'])(
    'what changes, deletes or empties %s, to its owner too',
    async (table) => {
      for (const text of [
        `UPDATE ${table} SET organisation_id = organisation_id${table === 'log_tile' ? ", hashes = '\\x00'" : ''} WHERE organisation_id = :log`,
        `DELETE FROM ${table} WHERE organisation_id = :log`,
        `TRUNCATE ${table} CASCADE`,
      ]) {
        await expect(app.database.asOwner((client) => client.query(inPlace(text, log)))).rejects.toMatchObject({
          code: 'FW001',
        });
      }
    },
  );
});
