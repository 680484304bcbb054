import { connect } from 'node:net';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { Visitor } from '../../support/visitor.js';

const TOKEN = 'ein-wort-nur-fuer-metriken';

let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.stop());

const metrics = async (): Promise<string> => (await fetch(`${app.address}/metrics`)).text();

/** The value of a sample, as Prometheus would read it. */
async function sample(line: string): Promise<number> {
  const found = (await metrics()).split('\n').find((one) => one.startsWith(`${line} `));
  return Number(found?.split(' ').at(-1) ?? 0);
}

async function handOver(): Promise<void> {
  const answer = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await app.token('staff')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'email', message: 'Bitte um Auskunft' }),
  });
  expect(answer.status).toBe(201);
}

test('a forwarding is counted, and how long it took from the recording', async () => {
  await handOver();
  await eventually(async () =>
    (await sample('forthwith_entries_total{event="forwarding.accepted"}')) === 1 ? true : undefined,
  );
  await eventually(async () => ((await sample('forthwith_forwarding_seconds_count')) === 1 ? true : undefined));
  expect(await sample('forthwith_forwarding_seconds_sum')).toBeGreaterThan(0);
  expect(await sample('forthwith_forwarding_seconds_bucket{le="3600"}')).toBe(1);
});

test('responses and refusals are counted by what they are', async () => {
  const before = await sample('forthwith_http_responses_total{class="4xx"}');
  await fetch(`${app.address}/api/v1/requests`);
  await eventually(async () =>
    (await sample('forthwith_http_responses_total{class="4xx"}')) > before ? true : undefined,
  );
  expect(await sample('forthwith_refusals_total{code="not-signed-in"}')).toBeGreaterThan(0);
});

test('they say that the store is well, and what is due', async () => {
  expect(await sample('forthwith_ready')).toBe(1);
  expect(await sample('forthwith_database_up')).toBe(1);
  expect(await sample('forthwith_data_dir_writable')).toBe(1);
  expect(await metrics()).toMatch(/^forthwith_due_jobs \d+$/m);
});

test('a request that its sender gives up is no error of ours', async () => {
  const { hostname, port } = new URL(app.address);
  const before = app.logged().length;
  for (let at = 0; at < 5; at += 1) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        const head = 'POST /anmelden HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n';
        socket.write(`${head}Content-Length: 1000\r\n\r\nemail=`, () => socket.destroy());
      });
      socket.once('close', () => resolve());
    });
  }
  await eventually(() =>
    Promise.resolve(app.logged().slice(before).split('request given up by its sender').length === 6 ? true : undefined),
  );
  expect(app.logged().slice(before)).not.toContain('"level":50');
});

describe('security events', () => {
  const events = async (): Promise<readonly string[]> =>
    app.database.asOwner(async (client) => {
      const { rows } = await client.query<{ event: string }>(
        `SELECT event FROM log_entry WHERE event LIKE 'sign-in.%' OR event = 'token.used' ORDER BY index`,
      );
      return rows.map(({ event }) => event);
    });

  test('are entries and lines, without addresses', async () => {
    const email = 'ereignis@kammer.example';
    const visitor = await Visitor.signedIn(app, email, 'staff');
    await visitor.post('/abmelden', {}, '/weitergaben');
    const stranger = new Visitor(app);
    for (let at = 0; at < 12; at += 1) {
      await stranger.signIn(email, 'falsch');
    }
    await stranger.signIn('niemand@kammer.example', 'falsch');
    await eventually(async () =>
      (await events()).filter((event) => event !== 'token.used').length >= 13 ? true : undefined,
    );
    const counted = new Map<string, number>();
    (await events()).forEach((event) => counted.set(event, (counted.get(event) ?? 0) + 1));
    expect(Object.fromEntries(counted)).toEqual({
      'token.used': 1,
      'sign-in.succeeded': 1,
      'sign-in.ended': 1,
      'sign-in.failed': 10,
      'sign-in.locked': 1,
    });
    const lines = app
      .logged()
      .split('\n')
      .filter((line) => line.includes('"sign-in'));
    expect(lines.length).toBeGreaterThanOrEqual(14);
    expect(lines.join('\n')).not.toMatch(/@|127\.0\.0\.1/);
  });

  test('the first use of a token is an entry, the second is none', async () => {
    const token = await app.token('staff');
    const call = () => fetch(`${app.address}/api/v1/requests`, { headers: { authorization: `Bearer ${token}` } });
    const before = (await events()).filter((event) => event === 'token.used').length;
    await Promise.all(Array.from({ length: 10 }, call));
    await call();
    expect((await events()).filter((event) => event === 'token.used')).toHaveLength(before + 1);
  });
});

test('with a token only its bearer reads metrics; on a port of their own they are nowhere else', async () => {
  const guarded = await startTestApplication({ config: { metricsToken: TOKEN } });
  const read = (authorization?: string) =>
    fetch(`${guarded.address}/metrics`, { headers: authorization === undefined ? {} : { authorization } });
  expect((await read()).status).toBe(401);
  expect((await read('Bearer geraten')).status).toBe(401);
  expect((await read(`Bearer ${TOKEN}`)).status).toBe(200);
  await guarded.stop();
  const apart = await startTestApplication({ config: { metricsPort: 0 } });
  expect((await fetch(`${apart.address}/metrics`)).status).toBe(404);
  await apart.stop();
});
