import { Database } from '../../../src/platform/database/database.js';
import { Hints } from '../../../src/platform/outbox/hints.js';
import { DEFAULT_TIMING, OutboxWorker } from '../../../src/platform/outbox/outbox-worker.js';
import { AnsweringSmtp } from '../../support/answering-smtp.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { CorrespondenceWorld } from '../requests/correspondence/correspondence-world.js';

let smtp: AnsweringSmtp;
let app: TestApplication;
let world: CorrespondenceWorld;

beforeAll(async () => {
  smtp = new AnsweringSmtp();
  const port = await smtp.listen();
  app = await startTestApplication({
    forwarding: 'unawaited',
    config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false } },
  });
  world = await CorrespondenceWorld.on(app);
});
afterAll(async () => {
  await app.stop();
  await smtp.close();
});

const owner = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.database.asOwner(async (client) => (await client.query<Record<string, unknown>>(text, values)).rows);
/** As it is after an hour with a clock that ran ahead and was set right: the log's last entry lies in what is now future. */
const anHourBack = () => owner(`UPDATE log_head SET last_at = now() + interval '1 hour'`);

async function handedOver(): Promise<string> {
  const answer = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await app.token('staff')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'email', message: 'Auskunft bitte.' }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

const accepted = (id: string) =>
  eventually(async () => (await world.events(id)).find(({ event }) => event === 'forwarding.accepted'));

test('a request that comes in after the clock went back by an hour is forwarded at once, not in an hour', async () => {
  await anHourBack();
  const id = await handedOver();
  await accepted(id);
  const [forwarding] = await owner('SELECT forwarded_at < now() AS past FROM forwarding WHERE rights_request_id = $1', [
    id,
  ]);
  expect(forwarding).toBeDefined();
});

test('what waits for a moment that a clock running ahead has named is due when it has gone back', async () => {
  smtp.refuse = () => ({ responseCode: 451 });
  const id = await handedOver();
  await eventually(async () => (await world.events(id)).find(({ event }) => event === 'forwarding.deferred'));
  // Both hold until then: the next attempt, and the lease of a worker that was killed.
  await owner(`UPDATE outbox_job SET run_at = now() + interval '1 hour', lease_until = now() + interval '1 hour'`);
  smtp.refuse = () => undefined;
  await anHourBack();
  const worker = new OutboxWorker(
    app.running.application.get(Database),
    app.running.application.get(Hints),
    DEFAULT_TIMING,
    { ...console, warn: () => undefined } as never,
  );
  worker.start();
  expect(await accepted(id)).toBeDefined();
  await worker.beforeApplicationShutdown();
});
