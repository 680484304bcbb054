import { commandLineActor } from '../../../src/audit/actor.js';
import { AccountsService } from '../../../src/identity/accounts/accounts.service.js';
import { Leavers } from '../../../src/identity/accounts/leavers.service.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { Visitor } from '../../support/visitor.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication();
  await Visitor.signedIn(app, 'leitung@kammer.example', 'admin', 'dpo');
});
afterAll(() => app.stop());

const sql = (text: string, values: unknown[] = []) =>
  app.database.asOwner(async (client) => (await client.query<Record<string, unknown>>(text, values)).rows);
const service = () => app.running.application.get(AccountsService);
const actor = () => commandLineActor(app.organisationId);

test('everybody downloads what is stored about them, with its purpose, and nothing of anybody else', async () => {
  const visitor = await Visitor.signedIn(app, 'eins@kammer.example', 'staff');
  await Visitor.signedIn(app, 'zwei@kammer.example', 'staff');
  expect(await visitor.page('/konto')).toContain('keiner Leistungs- oder Verhaltenskontrolle');
  const answer = await visitor.get('/konto/auskunft');
  expect(answer.headers.get('content-disposition')).toContain('attachment');
  const text = await answer.text();
  const data = JSON.parse(text) as {
    account: { email: string; roles: { role: string }[] };
    logEntries: { event: string }[];
    sessions: unknown[];
  };
  expect(data.account.email).toBe('eins@kammer.example');
  expect(data.account.roles.map(({ role }) => role)).toEqual(['staff']);
  expect(data.sessions).toHaveLength(1);
  expect(data.logEntries.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['user.added', 'password.set', 'sign-in.succeeded']),
  );
  expect(text).not.toContain('zwei@kammer.example');
  expect(text).not.toMatch(/argon2|passwordHash/);
});

test('six months after leaving, the address of an id is erased, and not a day before', async () => {
  const email = 'geht@kammer.example';
  await Visitor.signedIn(app, email, 'staff');
  const userId = await service().idOf(actor(), email);
  await service().leave(actor(), userId);
  const sweep = () => app.running.application.get(Leavers).sweep();
  const address = async () => (await sql('SELECT email FROM user_account WHERE id = $1', [userId]))[0]?.['email'];
  await sql(`UPDATE leaver SET left_at = now() - interval '6 months' + interval '1 hour'`);
  await sweep();
  expect(await address()).toBe(email);
  await sql(`UPDATE leaver SET left_at = now() - interval '6 months 1 hour'`);
  await sweep();
  await sweep();
  expect(String(await address())).not.toContain('geht');
  expect(await sql(`SELECT count(*)::int AS n FROM log_entry WHERE event = 'user.forgotten'`)).toEqual([{ n: 1 }]);
  // The address is free again, for somebody else as well.
  const other = await Visitor.signedIn(app, email, 'staff');
  expect((await other.get('/weitergaben')).status).toBe(200);
});

test('whoever came back within the time stays who they are', async () => {
  const email = 'kommt@kammer.example';
  await Visitor.signedIn(app, email, 'staff');
  const userId = await service().idOf(actor(), email);
  await service().leave(actor(), userId);
  await Visitor.signedIn(app, email, 'staff');
  await sql(`UPDATE leaver SET left_at = now() - interval '7 months'`);
  await app.running.application.get(Leavers).sweep();
  expect(await service().idOf(actor(), email)).toBe(userId);
});
