import { commandLineActor } from '../../../src/audit/actor.js';
import { AccountsService } from '../../../src/identity/accounts/accounts.service.js';
import { TokensService } from '../../../src/identity/tokens.service.js';
import type { UserRole } from '../../../src/identity/user-role.js';
import { UsersService } from '../../../src/identity/users.service.js';
import { OrganisationsService } from '../../../src/organisations/organisations.service.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { PASSWORD, Visitor } from '../../support/visitor.js';

const ACCOUNTS = '/verwaltung/nutzende';
const NEW_PASSWORD = 'vier Wörter ohne Bezug';

let app: TestApplication;
let other: string;
let admin: Visitor;
beforeAll(async () => {
  app = await startTestApplication();
  const sister = { ...CHAMBER, slug: 'schwester', name: 'Schwesterkammer' };
  other = (await app.running.application.get(OrganisationsService).importProfile(sister)).organisationId;
  admin = await Visitor.signedIn(app, 'leitung@kammer.example', 'admin');
});
afterAll(() => app.stop());

const sql = (text: string, values: unknown[] = []) =>
  app.database.asOwner(async (client) => (await client.query<Record<string, string>>(text, values)).rows);
const service = () => app.running.application.get(AccountsService);
const actor = (organisationId = app.organisationId) => commandLineActor(organisationId);
let people = 0;
const someone = () => `person${(people += 1)}@kammer.example`;

async function idOf(email: string): Promise<string> {
  return (await sql('SELECT id FROM user_account WHERE email = $1', [email]))[0]?.['id'] ?? '';
}

async function account(email: string, organisationId: string, ...roles: UserRole[]): Promise<string> {
  for (const role of roles) {
    await app.running.application.get(UsersService).add(actor(organisationId), { email, role, password: PASSWORD });
  }
  return idOf(email);
}

async function events(userId: string): Promise<string[]> {
  const rows = await sql(
    `SELECT convert_from(bytes, 'UTF8') AS line FROM log_entry WHERE position(convert_to($1, 'UTF8') in bytes) > 0
     ORDER BY organisation_id, index`,
    [userId],
  );
  return rows.map(({ line = '{}' }) => (JSON.parse(line) as { event: string }).event);
}

/** The link in the newest mail to this address. */
async function linkTo(email: string, but = ''): Promise<string> {
  return eventually(async () => {
    const mails = (await app.mailbox.listMails(1_000)).filter(({ to }) => to.includes(email));
    const texts = await Promise.all(mails.map(async ({ id }) => (await app.mailbox.readMail(id))?.text ?? ''));
    return texts
      .map((text) => /\/zugang\/[\w-]{43}/.exec(text)?.[0])
      .find((link) => link !== undefined && link !== but);
  });
}

const invite = (email: string, roles = 'staff') => admin.post(ACCOUNTS, { email, roles }, ACCOUNTS);

describe('an invitation', () => {
  test('is a mail with a link, by which the person sets a password and signs in', async () => {
    const email = someone();
    expect((await invite(email)).status).toBe(200);
    const link = await linkTo(email);
    const stranger = new Visitor(app);
    expect(await stranger.page(link)).toContain(email);
    expect((await stranger.send(link, { password: NEW_PASSWORD })).headers.get('location')).toBe('/anmelden?fertig=1');
    expect((await stranger.signIn(email, NEW_PASSWORD)).status).toBe(303);
    expect(await events(await idOf(email))).toEqual(
      expect.arrayContaining(['user.added', 'user.invited', 'account.mail-sent', 'user.joined', 'password.set']),
    );
    expect(app.logged()).not.toContain(link.slice(-43));
  });

  test('looked at by a mail scanner, however often, changes nothing', async () => {
    const email = someone();
    await invite(email);
    const link = await linkTo(email);
    const before = await sql('SELECT count(*) FROM log_entry');
    for (const method of ['GET', 'HEAD', 'GET']) {
      expect((await fetch(`${app.address}${link}`, { method })).status).toBe(method === 'HEAD' ? 405 : 200);
    }
    expect(await sql('SELECT count(*) FROM log_entry')).toEqual(before);
    expect((await new Visitor(app).send(link, { password: NEW_PASSWORD })).status).toBe(303);
  });

  test('opened twice sets one password: the second is told that it was used', async () => {
    const email = someone();
    await invite(email);
    const link = await linkTo(email);
    const passwords = ['das erste Kennwort gilt', 'das zweite Kennwort nicht'];
    const answers = await Promise.all(passwords.map((password) => new Visitor(app).send(link, { password })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410]);
    expect(await new Visitor(app).page(link)).toContain('schon benutzt');
  });

  test('after its day leads nowhere, and says whom to ask', async () => {
    const email = someone();
    await invite(email);
    const link = await linkTo(email);
    await sql(`UPDATE account_link SET ends_at = now() - interval '1 second' WHERE user_id = $1`, [await idOf(email)]);
    expect(await new Visitor(app).page(link)).toContain(CHAMBER.email);
    expect((await new Visitor(app).send(link, { password: NEW_PASSWORD })).status).toBe(410);
    expect(await sql('SELECT password_hash FROM user_account WHERE email = $1', [email])).toEqual([
      { password_hash: null },
    ]);
  });

  test('sent again takes the force from the first', async () => {
    const email = someone();
    await invite(email);
    const first = await linkTo(email);
    const page = `${ACCOUNTS}/${await idOf(email)}`;
    await admin.post(`${page}/zugang`, { act: 'invite' }, page);
    const second = await linkTo(email, first);
    expect((await new Visitor(app).get(first)).status).toBe(404);
    expect((await new Visitor(app).get(second)).status).toBe(200);
  });

  test.each(['', 'kurz', 'passwort1234'])('takes no bad password: %j', async (password) => {
    const email = someone();
    await invite(email);
    expect((await new Visitor(app).send(await linkTo(email), { password })).status).toBe(422);
  });

  test('of the same address in another case is the same account', async () => {
    const email = someone();
    await invite(email);
    expect((await invite(email.toUpperCase(), 'auditor')).status).toBe(200);
    expect(await sql('SELECT role FROM membership WHERE user_id = $1 ORDER BY role', [await idOf(email)])).toEqual([
      { role: 'auditor' },
      { role: 'staff' },
    ]);
  });

  test('a word that is no link of ours is not found', async () => {
    expect((await new Visitor(app).get(`/zugang/${'a'.repeat(43)}`)).status).toBe(404);
    expect((await new Visitor(app).send(`/zugang/${'a'.repeat(43)}`, { password: NEW_PASSWORD })).status).toBe(404);
  });
});

describe('somebody who has an account in another organisation', () => {
  test('looks the same to an administrator, on every way to add them, and keeps the password', async () => {
    const [known, unknown] = [someone(), someone()];
    const id = await account(known, other, 'dpo');
    const elsewhere = new Visitor(app);
    await elsewhere.signIn(known, PASSWORD);
    const answers = await Promise.all(
      [known, unknown].map(async (email) => {
        const answer = await invite(email);
        return [answer.status, (await answer.text()).replaceAll(email, 'x').includes('schwester')];
      }),
    );
    expect(answers).toEqual([
      [200, false],
      [200, false],
    ]);
    expect((await elsewhere.get('/vorgaenge')).status).toBe(200);
    const link = await linkTo(known);
    expect(await new Visitor(app).page(link)).toContain('Sie haben schon ein Konto');
    await new Visitor(app).send(link, { password: 'ein ganz anderes Kennwort' });
    expect((await new Visitor(app).signIn(known, PASSWORD)).status).toBe(303);
    // In its own log it is new: what there is elsewhere leaves no trace.
    const rows = await sql(
      `SELECT event FROM log_entry WHERE organisation_id = $1 AND position(convert_to($2, 'UTF8') in bytes) > 0
       ORDER BY index LIMIT 1`,
      [app.organisationId, id],
    );
    expect(rows).toEqual([{ event: 'user.added' }]);
  });

  test('is given an inspection account like anybody, and the page says no more', async () => {
    const [known, unknown] = [someone(), someone()];
    await account(known, other, 'admin');
    const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const pages = await Promise.all(
      [known, unknown].map(async (email) => {
        const answer = await admin.post('/verwaltung/pruefkonto', { email, until }, '/verwaltung');
        return [answer.status, (await answer.text()).includes('ist unterwegs an')];
      }),
    );
    expect(pages).toEqual([
      [200, true],
      [200, true],
    ]);
    expect((await new Visitor(app).signIn(known, PASSWORD)).status).toBe(303);
  });

  test('is neither seen nor touched by administrators of the first', async () => {
    const id = await account(someone(), other, 'staff');
    expect(await admin.page(ACCOUNTS)).not.toContain(id);
    const page = `${ACCOUNTS}/${id}`;
    expect((await admin.get(page)).status).toBe(404);
    for (const [path, fields] of [
      ['rolle', { give: 'admin' }],
      ['zugang', { act: 'suspend' }],
      ['ausscheiden', {}],
      ['token', { token: id }],
    ] as const) {
      expect((await admin.post(`${page}/${path}`, fields, ACCOUNTS)).status).toBe(404);
    }
    expect(await sql('SELECT role FROM membership WHERE user_id = $1', [id])).toEqual([{ role: 'staff' }]);
  });

  test('who leaves one organisation goes on in the other', async () => {
    const email = someone();
    const id = await account(email, other, 'staff');
    await account(email, app.organisationId, 'staff');
    const token = await app.running.application.get(TokensService).issue(email, 'x', other);
    await service().leave(actor(), id);
    expect((await new Visitor(app).signIn(email, PASSWORD)).status).toBe(303);
    const answer = await fetch(`${app.address}/api/v1/requests`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
  });
});

describe('a role', () => {
  test('taken away while a session is open ends what it allowed with the next request', async () => {
    const email = someone();
    const visitor = await Visitor.signedIn(app, email, 'staff', 'auditor');
    expect((await visitor.get('/protokoll')).status).toBe(200);
    const page = `${ACCOUNTS}/${await idOf(email)}`;
    await admin.post(`${page}/rolle`, { take: 'auditor' }, page);
    expect((await visitor.get('/protokoll')).status).toBe(403);
    expect((await visitor.get('/weitergaben')).status).toBe(200);
    expect(await events(await idOf(email))).toContain('role.revoked');
  });

  test('that was taken is also taken from a token, at once', async () => {
    const email = someone();
    const id = await account(email, app.organisationId, 'staff', 'auditor');
    const token = await app.running.application.get(TokensService).issue(email, 'x');
    const log = () => fetch(`${app.address}/api/v1/evidence`, { headers: { authorization: `Bearer ${token}` } });
    expect((await log()).status).not.toBe(403);
    await service().takeRole(actor(), id, 'auditor');
    expect((await log()).status).toBe(403);
  });

  test('of the last administrator and of the only DPO cannot be taken, on any way', async () => {
    const sister = actor(other);
    const last = await account(someone(), other, 'admin', 'staff');
    for (const { id, email } of await service().list(sister)) {
      if (id !== last && email !== '') {
        await service()
          .leave(sister, id)
          .catch(() => undefined);
      }
    }
    const attempts = [
      () => service().takeRole(sister, last, 'admin'),
      () => service().suspend(sister, last),
      () => service().leave(sister, last),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({ code: 'last-of-role', facts: { role: 'admin' } });
    }
    await account(someone(), other, 'dpo');
    const dpos = (await service().list(sister)).filter(({ roles }) => roles.includes('dpo'));
    const [only = '', ...rest] = dpos.map(({ id }) => id);
    for (const id of rest) {
      await service().leave(sister, id);
    }
    await expect(service().leave(sister, only)).rejects.toMatchObject({ code: 'last-of-role', facts: { role: 'dpo' } });
  });

  test('of two administrators, each taken away by the other at once, stays with one', async () => {
    const sister = await app.running.application
      .get(OrganisationsService)
      .importProfile({ ...CHAMBER, slug: 'dritte', name: 'Dritte' });
    const [a, b] = [
      await account(someone(), sister.organisationId, 'admin', 'staff'),
      await account(someone(), sister.organisationId, 'admin', 'staff'),
    ];
    const outcomes = await Promise.allSettled(
      [a, b].map((id) => service().takeRole(actor(sister.organisationId), id, 'admin')),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

test('an account on hold does not get in by anything, and gets everything back', async () => {
  const email = someone();
  const visitor = await Visitor.signedIn(app, email, 'staff');
  const id = await idOf(email);
  const token = await app.running.application.get(TokensService).issue(email, 'x');
  const api = () => fetch(`${app.address}/api/v1/requests`, { headers: { authorization: `Bearer ${token}` } });
  expect((await api()).status).toBe(200);
  await service().suspend(actor(), id);
  expect((await visitor.get('/weitergaben')).status).toBe(303);
  expect((await new Visitor(app).signIn(email, PASSWORD)).status).toBe(422);
  expect((await api()).status).toBe(401);
  expect(await admin.page(ACCOUNTS)).toMatch(new RegExp(`${email}[^]*?gesperrt`));
  await service().resume(actor(), id);
  expect((await new Visitor(app).signIn(email, PASSWORD)).status).toBe(303);
  expect((await api()).status).toBe(200);
});

test('a leaver is one act: sign-in, sessions, tokens, calendar and links are dead within a second', async () => {
  const email = someone();
  const visitor = await Visitor.signedIn(app, email, 'dpo', 'staff');
  await account(someone(), app.organisationId, 'dpo');
  const id = await idOf(email);
  const token = await app.running.application.get(TokensService).issue(email, 'x');
  const feed = await visitor.post('/erinnerungen/kalender', {}, '/erinnerungen');
  const calendar = /\/kalender\/[\w-]{43}\.ics/.exec(await feed.text())?.[0] ?? '';
  expect((await visitor.get(calendar)).status).toBe(200);
  await service().inviteAgain(actor(), id);
  const link = await linkTo(email);
  const api = () => fetch(`${app.address}/api/v1/requests`, { headers: { authorization: `Bearer ${token}` } });
  expect((await api()).status).toBe(200);

  const page = `${ACCOUNTS}/${id}`;
  expect(await admin.page(`${page}/ausscheiden`)).toContain('endgültig');
  expect((await admin.post(`${page}/ausscheiden`, {}, page)).status).toBe(303);

  expect((await visitor.get('/vorgaenge')).status).toBe(303);
  expect((await api()).status).toBe(401);
  expect((await new Visitor(app).get(calendar)).status).toBe(404);
  expect((await new Visitor(app).get(link)).status).toBe(404);
  expect((await new Visitor(app).signIn(email, PASSWORD)).status).toBe(422);
  const told = await events(id);
  expect(told.filter((event) => event === 'user.left')).toHaveLength(1);
  expect(told).toEqual(expect.arrayContaining(['role.revoked', 'token.revoked']));
});

describe('a new password', () => {
  test('by the person ends every session and token', async () => {
    const email = someone();
    const visitor = await Visitor.signedIn(app, email, 'staff');
    const second = new Visitor(app);
    await second.signIn(email, PASSWORD);
    const token = await app.running.application.get(TokensService).issue(email, 'x');
    const api = () => fetch(`${app.address}/api/v1/requests`, { headers: { authorization: `Bearer ${token}` } });
    const change = (current: string, password: string) =>
      visitor.post('/konto/kennwort', { current, password }, '/konto');
    expect((await change('falsch', NEW_PASSWORD)).status).toBe(422);
    expect((await change(PASSWORD, '')).status).toBe(422);
    expect((await api()).status).toBe(200);
    expect((await change(PASSWORD, NEW_PASSWORD)).status).toBe(303);
    expect((await second.get('/weitergaben')).status).toBe(303);
    expect((await api()).status).toBe(401);
    expect((await visitor.signIn(email, NEW_PASSWORD)).status).toBe(303);
  });

  test('forgotten is asked for by mail; whether there is such an account is not told', async () => {
    const email = someone();
    await account(email, app.organisationId, 'staff');
    const ask = async (address: string) => {
      const visitor = new Visitor(app);
      const answer = await visitor.post('/kennwort-vergessen', { email: address }, '/kennwort-vergessen');
      return [answer.status, (await answer.text()).replace(/name="csrf"[^>]*/g, '')];
    };
    expect(await ask(email)).toEqual(await ask('niemand@kammer.example'));
    const link = await linkTo(email);
    await new Visitor(app).send(link, { password: NEW_PASSWORD });
    expect((await new Visitor(app).signIn(email, NEW_PASSWORD)).status).toBe(303);
    expect((await new Visitor(app).signIn(email, PASSWORD)).status).toBe(422);
  });
});

test('people sign out everywhere else', async () => {
  const email = someone();
  const here = await Visitor.signedIn(app, email, 'staff');
  const there = new Visitor(app);
  await there.signIn(email, PASSWORD);
  expect(await (await here.post('/konto/sitzungen', {}, '/konto')).text()).toContain('1 andere Sitzungen beendet');
  expect((await there.get('/weitergaben')).status).toBe(303);
  expect((await here.get('/weitergaben')).status).toBe(200);
});
