import type { Client } from 'pg';
import { commandLineActor } from '../../../src/audit/actor.js';
import { AuditLog } from '../../../src/audit/audit-log.js';
import { Integrator } from '../../../src/audit/integrator.js';
import { LogAlarms } from '../../../src/audit/log-alarms.js';
import { Monitor } from '../../../src/audit/monitor.js';
import { verifyBundle } from '../../../src/domain/evidence/verify-bundle.js';
import { EvidenceService } from '../../../src/reports/evidence/evidence.service.js';
import { NODE_PORT } from '../../../src/verifier/node-port.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';

// Both clocks walk at random, forwards and back, while requests are taken in, forwarded and taken over by the real program on a
// real database: whatever they do, the log verifies.

const STEPS = 40;
const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const seeds = (process.env['CLOCK_SEEDS'] ?? '11,12').split(',').map(Number);

/** mulberry32 */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The database reads its clock through functions of ours that add an offset: everywhere, also where it dates entries. */
async function bendClock(database: TestDatabase): Promise<void> {
  await database.asOwner(async (client: Client) => {
    await client.query(`CREATE TABLE clock_offset (ms double precision NOT NULL)`);
    await client.query(`INSERT INTO clock_offset VALUES (0)`);
    for (const name of ['clock_timestamp', 'now']) {
      await client.query(`
        CREATE FUNCTION public.${name}() RETURNS timestamptz LANGUAGE sql VOLATILE SECURITY DEFINER AS
        $$ SELECT pg_catalog.${name}() + (SELECT ms FROM public.clock_offset) * interval '1 millisecond' $$`);
    }
    const { rows } = await client.query<{ definition: string }>(`
      SELECT pg_get_functiondef(oid) AS definition FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace AND prosrc LIKE '%clock_timestamp()%' AND proname NOT IN ('clock_timestamp', 'now')`);
    expect(rows.length).toBeGreaterThan(2);
    for (const { definition } of rows) {
      await client.query(definition.replaceAll(/(?<!\.)clock_timestamp\(\)/g, 'public.clock_timestamp()'));
    }
    await client.query(`ALTER DATABASE ${database.connection.database} SET search_path = public, pg_catalog`);
  });
}

const setOffset = (database: TestDatabase, ms: number) =>
  database.asOwner((client) => client.query('UPDATE clock_offset SET ms = $1', [ms]));

async function walk(app: TestApplication, clock: FixedClock, seed: number): Promise<number> {
  const random = chance(seed);
  const [staff, dpo] = [await app.token('staff'), await app.token('dpo')];
  const requests: string[] = [];
  let offset = 0;
  const post = (token: string, path: string, body: unknown) =>
    fetch(`${app.address}/api/v1/requests${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const jump = () => {
    const size = [1, 50, SECOND, 90 * SECOND, 3_600 * SECOND, 3 * DAY][Math.floor(random() * 6)] ?? 1;
    return Math.round((random() - 0.5) * 2 * size);
  };
  let done = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const which = random();
    if (which < 0.3) {
      offset += jump();
      await setOffset(app.database, offset);
    } else if (which < 0.5) {
      clock.advance(jump());
    } else if (which < 0.75 || requests.length === 0) {
      const response = await post(staff, '', { channel: 'instagram', message: `Bitte um Auskunft, ${step}.` });
      if (response.status === 201) {
        requests.push(((await response.json()) as { id: string }).id);
        done += 1;
      }
    } else if (which < 0.9) {
      const id = requests[Math.floor(random() * requests.length)] ?? '';
      const response = await post(dpo, `/${id}/commands`, { type: 'acknowledge' });
      done += response.ok ? 1 : 0;
    } else {
      await app.running.application.get(AuditLog).transact(commandLineActor(app.organisationId), (transaction) => {
        transaction.record('clock.anomaly', { behindMs: 1 });
        return Promise.resolve();
      });
      await app.running.application.get(Integrator).integrateAll();
    }
  }
  return done;
}

test.each(seeds)('a log over which both clocks have walked at random verifies (seed %d)', async (seed) => {
  const database = await cloneDatabase();
  await bendClock(database);
  const clock = new FixedClock(new Date());
  const app = await startTestApplication({ database, clock });
  try {
    expect(await walk(app, clock, seed)).toBeGreaterThan(5);
    const key = (await (await fetch(`${app.address}/log/kammer/key`)).text()).trim();
    await app.running.application.get(Integrator).integrateAll();
    const { files } = await app.running.application.get(EvidenceService).issue(commandLineActor(app.organisationId), {
      scope: { kind: 'period', from: '2020-01-01' as never, to: '2099-12-31' as never },
      language: 'de',
      disclose: false,
    });
    const { checks, outcome } = await verifyBundle(files, NODE_PORT, { trustedKeys: [key] });
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(outcome).toBe('proved');
    await app.running.application.get(Monitor).verifyWhole(app.organisationId, 'kammer');
    expect(await app.running.application.get(LogAlarms).open(app.organisationId)).toEqual([]);
  } finally {
    await app.stop();
    await database.drop();
  }
});
