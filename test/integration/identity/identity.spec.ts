import { commandLineActor } from '../../../src/audit/actor.js';
import { UsersService } from '../../../src/identity/users.service.js';
import { TokensService } from '../../../src/identity/tokens.service.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { PASSWORD, Visitor } from '../../support/visitor.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.stop());

const sql = (text: string, values: unknown[] = []) =>
  app.database.asOwner(async (client) => (await client.query<Record<string, string>>(text, values)).rows);
const api = (token: string) =>
  fetch(`${app.address}/api/v1/requests`, { headers: { authorization: `Bearer ${token}` } });
const isSignedIn = async (visitor: Visitor, path = '/weitergaben') => (await visitor.get(path)).status === 200;

describe('signing in', () => {
  test('with a wrong password too often is refused for strangers, but not at a device the person knows', async () => {
    const owner = await Visitor.signedIn(app, 'ziel@kammer.example', 'staff');
    const attacker = new Visitor(app);
    const statuses: number[] = [];
    for (let at = 0; at < 12; at += 1) {
      statuses.push((await attacker.signIn('ziel@kammer.example', 'falsch')).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
    expect((await attacker.signIn('ziel@kammer.example', PASSWORD)).status).toBe(429);
    await owner.post('/abmelden', {}, '/weitergaben');
    expect((await owner.signIn('ziel@kammer.example', PASSWORD)).status).toBe(303);
    await owner.post('/abmelden', {}, '/weitergaben');
    // A device is known for its account only.
    expect((await owner.signIn('dpo-ziel@kammer.example', PASSWORD)).status).toBe(422);
  });

  test('with two hundred guesses at once judges ten of them', async () => {
    await Visitor.signedIn(app, 'parallel@kammer.example', 'staff');
    await sql('DELETE FROM attempt_count');
    const attacker = new Visitor(app);
    const csrf = await attacker.tokenOn('/anmelden');
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async (_, at) => {
        const fields = { csrf, email: 'parallel@kammer.example', password: `geraten-${at}` };
        return (await attacker.send('/anmelden', fields)).status;
      }),
    );
    expect(statuses.filter((status) => status === 422)).toHaveLength(10);
    expect(new Set(statuses)).toEqual(new Set([422, 429]));
  });

  test('is not refused for the mistakes of others behind the same address', async () => {
    await sql('DELETE FROM attempt_count');
    const visitor = new Visitor(app);
    const csrf = await visitor.tokenOn('/anmelden');
    const statuses = await Promise.all(
      Array.from({ length: 60 }, async (_, at) => {
        const fields = { csrf, email: `kollege${at}@kammer.example`, password: 'vertippt' };
        return (await visitor.send('/anmelden', fields)).status;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([422]));
    await Visitor.signedIn(app, 'unbeteiligt@kammer.example', 'staff');
    expect((await new Visitor(app).signIn('unbeteiligt@kammer.example', PASSWORD)).status).toBe(303);
  });

  test('with an empty or a short password is impossible, because no account gets one', async () => {
    const users = app.running.application.get(UsersService);
    for (const password of ['', 'a', 'elf-zeichen']) {
      await expect(
        users.add(commandLineActor(app.organisationId), { email: 'leer@kammer.example', role: 'staff', password }),
      ).rejects.toMatchObject({ code: 'invalid-input' });
    }
    expect(await sql(`SELECT 1 FROM user_account WHERE email = 'leer@kammer.example'`)).toEqual([]);
  });

  test('says the same for an unknown account and a wrong password', async () => {
    await sql('DELETE FROM attempt_count');
    await Visitor.signedIn(app, 'gibt-es@kammer.example', 'staff');
    const pages = [];
    for (const email of ['gibt-es@kammer.example', 'gibt-es-nicht@kammer.example']) {
      const answer = await new Visitor(app).signIn(email, 'falsch');
      pages.push([answer.status, (await answer.text()).replaceAll(/value="[^"]*"/g, '')]);
    }
    expect(pages[0]).toEqual(pages[1]);
  });

  test('keeps neither password nor cookie in clear text, in the database or in the log', async () => {
    await sql('DELETE FROM attempt_count');
    await Visitor.signedIn(app, 'geheim@kammer.example', 'staff');
    const rows = await sql(`SELECT u::text AS row FROM user_account u UNION ALL SELECT s::text FROM session s`);
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
    expect(app.logged()).not.toContain(PASSWORD);
    expect(app.logged()).not.toMatch(/forthwith_session=\S+/);
  });
});

describe('a session', () => {
  beforeEach(() => sql('DELETE FROM attempt_count'));

  test.each([
    ['that was idle for over an hour', `seen_at = seen_at - interval '61 minutes'`],
    ['that is older than a working day', `expires_at = now() - interval '1 second'`],
  ])('%s has ended', async (_, change) => {
    const visitor = await Visitor.signedIn(app, 'weg@kammer.example', 'staff');
    expect(await isSignedIn(visitor)).toBe(true);
    await sql(`UPDATE session SET ${change}`);
    expect(await isSignedIn(visitor)).toBe(false);
  });

  test('ends with signing out, for whoever has copied the cookie too', async () => {
    const visitor = await Visitor.signedIn(app, 'raus@kammer.example', 'staff');
    const before = await sql('SELECT 1 FROM session');
    await visitor.post('/abmelden', {}, '/weitergaben');
    expect((await sql('SELECT 1 FROM session')).length).toBe(before.length - 1);
    expect(await isSignedIn(visitor)).toBe(false);
  });

  test('ends with a new password, in every browser', async () => {
    const visitor = await Visitor.signedIn(app, 'neu@kammer.example', 'staff');
    const other = new Visitor(app);
    await other.signIn('neu@kammer.example', PASSWORD);
    expect([await isSignedIn(visitor), await isSignedIn(other)]).toEqual([true, true]);
    await app.running.application.get(UsersService).add(commandLineActor(app.organisationId), {
      email: 'neu@kammer.example',
      role: 'staff',
      password: 'ein-anderes-Kennwort-28',
    });
    expect([await isSignedIn(visitor), await isSignedIn(other)]).toEqual([false, false]);
  });

  test('of a user who lost the role ends with the next page', async () => {
    const visitor = await Visitor.signedIn(app, 'ohne@kammer.example', 'staff');
    await sql(
      `DELETE FROM membership WHERE user_id = (SELECT id FROM user_account WHERE email = 'ohne@kammer.example')`,
    );
    expect(await isSignedIn(visitor)).toBe(false);
  });

  test('that is stale when the form is sent asks to sign in, and writes nothing', async () => {
    const visitor = await Visitor.signedIn(app, 'alt@kammer.example', 'staff');
    const csrf = await visitor.tokenOn('/weitergeben');
    await sql(`UPDATE session SET expires_at = now() - interval '1 second'`);
    const before = await sql('SELECT count(*) FROM rights_request');
    const answer = await visitor.send('/weitergeben', { csrf, channel: 'instagram', message: 'Bitte' });
    expect(answer.status === 303 ? answer.headers.get('location') : await answer.text()).toMatch(/anmelden/i);
    expect(await sql('SELECT count(*) FROM rights_request')).toEqual(before);
  });
});

describe('a form', () => {
  test.each(['', 'x', 'a'.repeat(43)])('with the token %j is not of this session', async (csrf) => {
    await sql('DELETE FROM attempt_count');
    const visitor = await Visitor.signedIn(app, 'formular@kammer.example', 'staff');
    expect((await visitor.send('/abmelden', { csrf })).status).toBe(403);
    expect(await isSignedIn(visitor)).toBe(true);
  });

  test('sent twice at once is one request: two clicks', async () => {
    await sql('DELETE FROM attempt_count');
    const visitor = await Visitor.signedIn(app, 'doppelt@kammer.example', 'staff');
    const page = await visitor.page('/weitergeben');
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
    const form = (): FormData => {
      const data = new FormData();
      const fields = {
        csrf: field('csrf'),
        idempotencyKey: field('idempotencyKey'),
        channel: 'instagram',
        message: 'Bitte',
      };
      Object.entries(fields).forEach(([name, value]) => data.set(name, value));
      return data;
    };
    const before = (await sql('SELECT 1 FROM rights_request')).length;
    const answers = await Promise.all(Array.from({ length: 4 }, () => visitor.upload('/weitergeben', form())));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1);
    expect((await sql('SELECT 1 FROM rights_request')).length).toBe(before + 1);
  });
});

describe('a token', () => {
  test.each(['', 'fw_', 'fw_unknown', 'x'.repeat(10_000), "' OR 1=1 --"])(
    'that is none is refused: %j',
    async (token) => {
      expect((await api(token)).status).toBe(401);
    },
  );

  test('acts as its user, until the user has no role', async () => {
    await app.token('staff');
    const email = 'programm@kammer.example';
    await Visitor.signedIn(app, email, 'staff');
    const token = await app.running.application.get(TokensService).issue(email, 'Programm');
    expect((await api(token)).status).toBe(200);
    expect(JSON.stringify(await sql('SELECT t::text FROM api_token t'))).not.toContain(token);
    expect(app.logged()).not.toContain(token);
  });

  test('with the same key ten times at once is one request', async () => {
    const token = await app.token('staff');
    const post = () =>
      fetch(`${app.address}/api/v1/requests`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'zehn' },
        body: JSON.stringify({ channel: 'instagram', message: 'Bitte' }),
      });
    const answers = await Promise.all(Array.from({ length: 10 }, post));
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { id: string }).id));
    expect([new Set(answers.map(({ status }) => status)), new Set(ids).size]).toEqual([new Set([201]), 1]);
  });
});

describe('behind TLS', () => {
  let secure: TestApplication;
  beforeAll(async () => {
    secure = await startTestApplication({ config: { baseUrl: 'https://dsb.kammer.example' } });
  });
  afterAll(() => secure.stop());

  test('cookies belong to this host alone, and browsers are told to stay with TLS', async () => {
    const form = await fetch(`${secure.address}/anmelden`);
    expect(form.headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(form.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-forthwith_sign_in=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });

  test('somebody is signed in by them, and by no other name', async () => {
    const visitor = await Visitor.signedIn(secure, 'tls@kammer.example', 'staff');
    expect((await visitor.get('/weitergaben')).status).toBe(200);
    const word = visitor.cookie('__Host-forthwith_session');
    const plain = await fetch(`${secure.address}/weitergaben`, {
      redirect: 'manual',
      headers: { cookie: `forthwith_session=${word ?? ''}` },
    });
    expect(plain.status).toBe(303);
  });
});

describe('behind a proxy', () => {
  const forwardedFor = async (program: TestApplication, address: string, attempts: number): Promise<void> => {
    for (let at = 0; at < attempts; at += 1) {
      await fetch(`${program.address}/auftrag/unbekannt-${at}`, { headers: { 'x-forwarded-for': address } });
    }
  };
  const buckets = (program: TestApplication) =>
    program.database.asOwner(
      async (client) => (await client.query<{ n: number }>('SELECT count(*)::int AS n FROM attempt_count')).rows[0]?.n,
    );

  test('that is named, each visitor counts by their own address', async () => {
    const program = await startTestApplication({ config: { trustedProxies: ['127.0.0.1'] } });
    await forwardedFor(program, '192.0.2.1', 2);
    await forwardedFor(program, '192.0.2.2', 2);
    expect(await buckets(program)).toBe(2);
    await program.stop();
  });

  test('that is not named, nobody chooses the address they count by', async () => {
    const program = await startTestApplication();
    await forwardedFor(program, '192.0.2.1', 2);
    await forwardedFor(program, '192.0.2.2', 2);
    expect(await buckets(program)).toBe(1);
    await program.stop();
  });
});

describe('every page', () => {
  test.each(['/anmelden', '/fristen', '/api/docs', '/gibt-es-nicht'])(
    '%s forbids scripts and styles from elsewhere, and frames',
    async (path) => {
      const { headers } = await fetch(`${app.address}${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );
});
