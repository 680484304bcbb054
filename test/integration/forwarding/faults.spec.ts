import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { LateForwardings } from '../../../src/forwarding/late-forwardings.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../support/application.js';

interface Mail {
  readonly to: readonly string[];
  readonly messageId: string;
  readonly attempt: string;
}

/** A mail server that answers as it is told. */
class Answering {
  readonly mails: Mail[] = [];
  /** Asked before RCPT and after DATA; undefined: accepted. */
  refuse: (to: string) => { responseCode: number } | undefined = () => undefined;
  afterData: () => 'accept' | 'cut' = () => 'accept';
  private readonly server: SMTPServer;

  constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      onRcptTo: ({ address }, _session, done) => {
        const refusal = this.refuse(address);
        done(refusal === undefined ? null : Object.assign(new Error('not now'), refusal));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          // Long headers are folded (RFC 5322 s2.2.3).
          const text = Buffer.concat(chunks)
            .toString('utf8')
            .replaceAll(/\r\n[ \t]+/g, ' ');
          const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(text)?.[1]?.trim() ?? '';
          const to = session.envelope.rcptTo.map(({ address }) => address);
          this.mails.push({ to, messageId: header('Message-ID'), attempt: header('X-Forthwith-Attempt') });
          if (this.afterData() === 'cut') {
            this.server.connections.forEach((connection) => {
              (connection as unknown as { _socket: { destroy(): void } })._socket.destroy();
            });
            return;
          }
          done();
        });
      },
    });
    this.server.on('error', () => undefined);
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

let smtp: Answering;
let app: TestApplication;
let staff: string;
const DEPUTY = { ...CHAMBER.designation, email: 'vertretung@kammer.example' };

async function start(port: number): Promise<void> {
  app = await startTestApplication({
    forwarding: 'unawaited',
    profile: { deputy: DEPUTY },
    config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false } },
  });
  staff = await app.token('staff');
}

async function handOver(): Promise<string> {
  const answer = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'instagram', message: 'Bitte' }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

async function forwardingOf(id: string): Promise<{ state: string; attempts: number }> {
  const headers = { authorization: `Bearer ${staff}` };
  const view = (await (await fetch(`${app.address}/api/v1/requests/${id}`, { headers })).json()) as {
    forwarding: { state: string; attempts: number };
  };
  return view.forwarding;
}

const sql = <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
  app.database.asOwner(async (client) => (await client.query(text, values)).rows as Row[]);
const events = async (id: string): Promise<string[]> =>
  (await sql<{ event: string }>('SELECT event FROM log_entry WHERE rights_request_id = $1 ORDER BY index', [id])).map(
    ({ event }) => event,
  );
/** The time of the next attempt has come, without waiting for it. */
const now = () => sql(`UPDATE outbox_job SET run_at = now() WHERE claim_token IS NULL`);
const attempts = (id: string) =>
  eventually(async () => {
    const rows = await sql<{ number: number; outcome: string | null }>(
      `SELECT a.number, a.outcome FROM forwarding_attempt a JOIN forwarding f ON f.id = a.forwarding_id
     WHERE f.rights_request_id = $1 AND NOT f.to_deputy ORDER BY a.number`,
      [id],
    );
    return rows.every(({ outcome }) => outcome !== null) && rows.length > 0 ? rows : undefined;
  });

beforeEach(() => {
  smtp = new Answering();
});
afterEach(async () => {
  await app.stop();
  await smtp.close().catch(() => undefined);
});

test('a server that is down for an hour: tried again and again at most half a minute apart, alarm, and then sent once', async () => {
  const closed: Server = createServer();
  const port = await new Promise<number>((resolve) =>
    closed.listen(0, '127.0.0.1', () => resolve((closed.address() as AddressInfo).port)),
  );
  await new Promise((resolve) => closed.close(resolve));
  await start(port);
  const id = await handOver();
  const delays: number[] = [];
  for (let attempt = 1; attempt <= 9; attempt += 1) {
    const [row] = await eventually(async () => {
      const rows = await sql<{ delay: string }>(
        `SELECT extract(epoch FROM f.next_attempt_at - a.finished_at) AS delay FROM forwarding f
         JOIN forwarding_attempt a ON a.forwarding_id = f.id AND a.number = f.attempts
         WHERE f.rights_request_id = $1 AND f.attempts = $2 AND a.outcome = 'deferred'`,
        [id, attempt],
      );
      return rows.length === 1 ? rows : undefined;
    });
    delays.push(Number(row?.delay));
    await now();
  }
  expect(delays.slice(0, 5)).toEqual([5, 15, 30, 30, 30]);
  expect(Math.max(...delays)).toBe(30);
  await sql(`UPDATE forwarding SET late_at = now() - interval '1 hour'`);
  expect((await forwardingOf(id)).state).toBe('late');
  const late = app.running.application.get(LateForwardings);
  await Promise.all([late.sweep(), late.sweep()]);
  await late.sweep();
  expect((await events(id)).filter((event) => event === 'forwarding.late')).toHaveLength(1);
  const back = new Answering();
  await new Promise<void>((resolve) =>
    (back as unknown as { server: SMTPServer }).server.listen(port, '127.0.0.1', resolve),
  );
  try {
    await now();
    await eventually(async () => ((await forwardingOf(id)).state === 'forwarded' ? true : undefined));
    expect(back.mails).toHaveLength(1);
    expect(back.mails[0]?.to).toEqual([CHAMBER.designation.email]);
  } finally {
    await back.close();
  }
});

test('"not now" (4xx) is tried again under the same Message-ID', async () => {
  let times = 0;
  smtp.refuse = () => ((times += 1) === 1 ? { responseCode: 451 } : undefined);
  await start(await smtp.listen());
  const id = await handOver();
  await attempts(id);
  await now();
  await eventually(async () => ((await forwardingOf(id)).state === 'forwarded' ? true : undefined));
  expect((await attempts(id)).map(({ outcome }) => outcome)).toEqual(['deferred', 'accepted']);
  expect(smtp.mails.map(({ attempt }) => attempt)).toEqual(['2']);
  expect(await events(id)).toEqual(expect.arrayContaining(['forwarding.deferred', 'forwarding.accepted']));
});

test('"never" (5xx) raises the alarm at once, goes to the deputy as well, and is tried again', async () => {
  let blocked = true;
  smtp.refuse = (to) => (blocked && to === CHAMBER.designation.email ? { responseCode: 550 } : undefined);
  await start(await smtp.listen());
  const id = await handOver();
  await eventually(async () => ((await forwardingOf(id)).state === 'failed' ? true : undefined));
  await eventually(() => Promise.resolve(smtp.mails.length === 1 ? true : undefined));
  expect(smtp.mails[0]?.to).toEqual([DEPUTY.email]);
  blocked = false;
  await now();
  await eventually(async () => ((await forwardingOf(id)).state === 'forwarded' ? true : undefined));
  expect(smtp.mails.map(({ to }) => to[0])).toEqual([DEPUTY.email, CHAMBER.designation.email]);
  const rows = await sql<{ count: string }>('SELECT count(*) FROM forwarding WHERE rights_request_id = $1', [id]);
  expect(rows[0]?.count).toBe('2');
});

test('a connection cut after the content: sent again, marked, under the same Message-ID', async () => {
  let times = 0;
  smtp.afterData = () => ((times += 1) === 1 ? 'cut' : 'accept');
  await start(await smtp.listen());
  const id = await handOver();
  await attempts(id);
  await now();
  await eventually(async () => ((await forwardingOf(id)).state === 'forwarded' ? true : undefined));
  expect(smtp.mails.map(({ attempt }) => attempt)).toEqual(['1', '2']);
  expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(1);
});

test('two programs on one database send each request once', async () => {
  const port = await smtp.listen();
  await start(port);
  const second = await startTestApplication({
    forwarding: 'unawaited',
    database: app.database,
    config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false } },
    dataDir: app.dataDir,
    profile: { deputy: DEPUTY },
  });
  try {
    const ids = await Promise.all(Array.from({ length: 30 }, handOver));
    await eventually(() => Promise.resolve(smtp.mails.length >= 30 ? true : undefined));
    await eventually(async () => ((await sql(`SELECT 1 FROM outbox_job`)).length === 0 ? true : undefined));
    expect(smtp.mails).toHaveLength(30);
    expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(30);
    expect(ids).toHaveLength(30);
  } finally {
    await second.stop();
  }
});

test('PostgreSQL that cuts every connection in the middle: what was answered 201 is there and goes out, nothing is half', async () => {
  await start(await smtp.listen());
  let cutting = true;
  const cut = (async () => {
    while (cutting) {
      await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  })();
  const statuses: number[] = [];
  const accepted: string[] = [];
  for (let at = 0; at < 25; at += 1) {
    const answer = await fetch(`${app.address}/api/v1/requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'instagram', message: 'Bitte' }),
    });
    const text = await answer.text();
    statuses.push(answer.status);
    expect(text).not.toMatch(/\bat .*\.(ts|js):\d+/);
    if (answer.status === 201) {
      accepted.push((JSON.parse(text) as { id: string }).id);
    }
  }
  cutting = false;
  await cut;
  expect(statuses.every((status) => status === 201 || status === 503)).toBe(true);
  await eventually(async () => {
    const rows = await sql<{ id: string }>(
      `SELECT r.id FROM rights_request r JOIN forwarding f ON f.rights_request_id = r.id WHERE f.state = 'forwarded'`,
    );
    const all = await sql<{ count: string }>('SELECT count(*) FROM rights_request');
    return rows.length === Number(all[0]?.count) ? true : undefined;
  });
  const known = (await sql<{ id: string }>('SELECT id FROM rights_request')).map(({ id }) => id);
  expect(accepted.filter((id) => !known.includes(id))).toEqual([]);
  const halves = await sql(
    `SELECT 1 FROM rights_request r WHERE NOT EXISTS (SELECT 1 FROM forwarding f WHERE f.rights_request_id = r.id)
       OR NOT EXISTS (SELECT 1 FROM sealed s WHERE s.rights_request_id = r.id)
       OR NOT EXISTS (SELECT 1 FROM log_entry e WHERE e.rights_request_id = r.id AND e.event = 'request.recorded')`,
  );
  expect(halves).toEqual([]);
  expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(known.length);
});
