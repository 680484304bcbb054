import { hotp, stepAt } from '../../../src/identity/second-factor/totp.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { PASSWORD, Visitor } from '../../support/visitor.js';

const PAGE = '/konto/zweiter-faktor';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

let app: TestApplication;
let admin: Visitor;
beforeAll(async () => {
  app = await startTestApplication();
  admin = await Visitor.signedIn(app, 'leitung@kammer.example', 'admin');
});
afterAll(() => app.stop());

const demand = (...roles: string[]) =>
  app.database.asOwner((client) => client.query('UPDATE organisation SET factor_roles = $1', [roles]));

function decoded(words: string): Buffer {
  const bits = [...words].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
}

test('a role that demands a second factor leads to setting one up and nowhere else; then everything is open', async () => {
  const dpo = await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
  const staff = await Visitor.signedIn(app, 'eins@kammer.example', 'staff');
  await demand('dpo');
  // Also in a session that was open before.
  const refused = await dpo.get('/vorgaenge');
  expect([refused.status, refused.headers.get('location')]).toEqual([303, PAGE]);
  expect((await dpo.get('/konto')).headers.get('location')).toBe(PAGE);
  expect((await staff.get('/weitergaben')).status).toBe(200);
  const program = await dpo.json('/api/v1/retention/runs', {});
  expect([program.status, ((await program.json()) as { type: string }).type]).toEqual([
    403,
    expect.stringContaining('second-factor-due') as string,
  ]);
  const page = await dpo.page(PAGE);
  expect(page).toContain('verlangt für Ihre Rolle');
  const secret = decoded(/<code class="wrap">([A-Z2-7]{32})<\/code>/.exec(page)?.[1] ?? '');
  expect((await dpo.post(PAGE, { code: hotp(secret, stepAt(Date.now())) }, PAGE)).status).toBe(200);
  expect((await dpo.get('/vorgaenge')).status).toBe(200);
  await demand();
});

test('what somebody typed while the role began to demand it is kept for afterwards', async () => {
  const dpo = await Visitor.signedIn(app, 'zweite@kammer.example', 'dpo', 'staff');
  const csrf = await dpo.tokenOn('/weitergeben');
  await demand('dpo');
  const answer = await dpo.send('/weitergeben', { csrf, channel: 'instagram', message: 'Mit Mühe getippt.' });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toMatch(/\/weiter\/[0-9a-f-]{36}/);
  await demand();
});

test('administrators set it by page, and a role that is none is refused', async () => {
  const save = (factorRoles: string) =>
    admin.post('/verwaltung/einstellungen/anmeldung', { factorRoles }, '/verwaltung/einstellungen/anmeldung');
  expect((await save('kaiser')).status).toBe(422);
  expect((await save('auditor')).status).toBe(303);
  const auditor = await Visitor.signedIn(app, 'pruefung@kammer.example', 'auditor');
  expect((await auditor.get('/uebersicht')).headers.get('location')).toBe(PAGE);
  const again = new Visitor(app);
  await again.signIn('pruefung@kammer.example', PASSWORD);
  expect((await again.get('/')).headers.get('location')).not.toBe('/anmelden');
  await demand();
});
