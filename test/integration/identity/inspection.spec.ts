import { commandLineActor } from '../../../src/audit/actor.js';
import { TokensService } from '../../../src/identity/tokens.service.js';
import { UsersService } from '../../../src/identity/users.service.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { PASSWORD, Visitor } from '../../support/visitor.js';

const EMAIL = 'pruefung@behoerde.example';
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

let app: TestApplication;
let inspector: Visitor;
let token: string;
beforeEach(async () => {
  app = await startTestApplication();
  const users = app.running.application.get(UsersService);
  const actor = commandLineActor(app.organisationId);
  await users.add(actor, { email: EMAIL, role: 'auditor', until: TOMORROW, password: PASSWORD });
  inspector = new Visitor(app);
  await inspector.signIn(EMAIL, PASSWORD);
  token = await app.running.application.get(TokensService).issue(EMAIL, 'test');
});
afterEach(() => app.stop());

const lastDayWas = (days: number): Promise<unknown> =>
  app.database.asOwner((client) =>
    client.query(
      `UPDATE membership SET ends_on = (now() AT TIME ZONE 'Europe/Berlin')::date - $1::int WHERE ends_on IS NOT NULL`,
      [days],
    ),
  );

async function facts(event: string): Promise<Record<string, unknown>[]> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: Buffer }>(
      'SELECT bytes FROM log_entry WHERE event = $1 ORDER BY index',
      [event],
    );
    return rows.map(({ bytes }) => (JSON.parse(bytes.toString('utf8')) as { facts: Record<string, unknown> }).facts);
  });
}

const api = (path: string) =>
  fetch(`${app.address}${path}`, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual' });

test('every step of an inspection account is an entry, written before it is shown', async () => {
  for (const path of [
    '/uebersicht',
    '/berichte',
    '/protokoll',
    '/protokoll/eintrag/0',
    '/protokoll/eintrag/0/beleg',
    '/protokoll/pruefung',
    '/protokoll/beleg',
    '/anweisung',
  ]) {
    expect([path, (await inspector.get(path)).status]).toEqual([path, 200]);
  }
  expect((await api('/api/v1/requests')).status).toBe(200);
  expect((await facts('inspection.viewed')).map(({ what }) => what)).toEqual([
    'overview',
    'reports',
    'log',
    'entry',
    'proof',
    'verification',
    'receipts',
    'instruction',
    'requests',
  ]);
  expect(await inspector.page('/protokoll')).toContain('Einsicht durch ein Prüfkonto');
});

test('an auditor without an end date leaves no such entries', async () => {
  const auditor = await Visitor.signedIn(app, 'revision@kammer.example', 'auditor');
  await auditor.get('/protokoll');
  expect(await facts('inspection.viewed')).toEqual([]);
});

test('it sees no content and no case', async () => {
  for (const path of ['/vorgaenge', '/weitergeben', '/verwaltung', '/berichte/zeitplan', '/pruefung-behoerde']) {
    expect([path, (await inspector.get(path)).status]).toEqual([path, 403]);
  }
});

test('the last day still counts; after it session, token and sign-in are refused with plain words', async () => {
  await lastDayWas(0);
  expect((await inspector.get('/protokoll')).status).toBe(200);
  await lastDayWas(1);
  const page = await inspector.get('/protokoll');
  expect(page.status).toBe(403);
  expect(await page.text()).toContain('sein letzter Tag ist vorbei');
  token = await app.running.application.get(TokensService).issue(EMAIL, 'another');
  const answer = await api('/api/v1/requests');
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('Dieser Zugang war befristet');
  const again = await new Visitor(app).signIn(EMAIL, PASSWORD);
  expect(again.status).toBe(422);
  expect(await again.text()).toContain('sein letzter Tag ist vorbei');
  // Who does not know the password learns nothing.
  expect(await (await new Visitor(app).signIn(EMAIL, 'falsch')).text()).not.toContain('letzter Tag');
  // The sign-in itself stays open, whatever cookie comes along.
  expect((await inspector.get('/anmelden')).status).toBe(200);
});

test('the end date is an entry, and only an auditor’s account has one', async () => {
  expect(await facts('access.limited')).toEqual([{ user: expect.any(String), until: TOMORROW }]);
  const users = app.running.application.get(UsersService);
  const actor = commandLineActor(app.organisationId);
  for (const [role, until] of [
    ['dpo', TOMORROW],
    ['auditor', '2020-01-01'],
    ['auditor', 'morgen'],
  ] as const) {
    await expect(users.add(actor, { email: 'x@behoerde.example', role, until })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  }
});

test('the administrator makes one on the settings page; its password is set by a link that is mailed', async () => {
  const admin = await Visitor.signedIn(app, 'verwaltung@kammer.example', 'admin');
  const send = (email: string, until: string) => admin.post('/verwaltung/pruefkonto', { email, until }, '/verwaltung');
  const made = await (await send('zweite@behoerde.example', TOMORROW)).text();
  expect(made).toContain('ist unterwegs an');
  const link = await eventually(async () => {
    const mail = (await app.mailbox.listMails(100)).find(({ to }) => to.includes('zweite@behoerde.example'));
    return mail === undefined
      ? undefined
      : /\/zugang\/[\w-]{43}/.exec((await app.mailbox.readMail(mail.id))?.text ?? '')?.[0];
  });
  const password = 'ein Kennwort der Dienststelle';
  await new Visitor(app).send(link, { password });
  expect((await new Visitor(app).signIn('zweite@behoerde.example', password)).status).toBe(303);
  expect((await send(EMAIL, TOMORROW)).status).toBe(422);
  expect((await send('dritte@behoerde.example', '2020-01-01')).status).toBe(422);
});

test('the checklist leads from the letter to the handing over, and takes what is done from the log', async () => {
  const dpo = await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());
  const page = '/pruefung-behoerde';
  const done = async () => (await dpo.page(page)).match(/kern-badge--success/g)?.length ?? 0;
  const letter = { receivedOn: today, dueOn: TOMORROW, from: today, to: today };
  expect((await dpo.post(page, { ...letter, dueOn: '2020-01-01' }, page)).status).toBe(422);
  expect(await done()).toBe(0);
  expect((await dpo.post(page, letter, page)).status).toBe(303);
  await dpo.post(page, letter, page);
  expect(await facts('inspection.opened')).toHaveLength(1);
  expect(await done()).toBe(1);
  await dpo.post('/berichte', { period: 'own', from: today, to: today, format: 'html', language: 'de' }, '/berichte');
  expect(await done()).toBe(2);
  const evidence = await dpo.post('/protokoll/nachweis', { from: today, to: today, language: 'de' }, '/protokoll');
  await evidence.arrayBuffer();
  expect(await done()).toBe(3);
  const id = /name="id" value="([^"]+)"/.exec(await dpo.page(page))?.[1] ?? '';
  expect((await dpo.post(`${page}/uebergabe`, { id, on: '2090-01-01' }, page)).status).toBe(422);
  expect((await dpo.post(`${page}/uebergabe`, { id, on: today }, page)).status).toBe(303);
  expect(await facts('inspection.ended')).toEqual([{ inspection: id, on: today }]);
  expect(await dpo.page(page)).toContain('Frühere Schreiben');
});
