import { hotp, stepAt } from '../../../src/identity/second-factor/totp.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { PASSWORD, Visitor } from '../../support/visitor.js';

const PAGE = '/konto/zweiter-faktor';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.stop());

const sql = (text: string) =>
  app.database.asOwner(async (client) => (await client.query<Record<string, unknown>>(text)).rows);

function decoded(words: string): Buffer {
  const bits = [...words].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
}

/** As the app on the telephone: `ahead` half minutes from now. */
const codeOf = (secret: Buffer, ahead = 0) => hotp(secret, stepAt(Date.now()) + ahead);

async function setUp(email: string) {
  const visitor = await Visitor.signedIn(app, email, 'staff');
  const secret = decoded(/<code class="wrap">([A-Z2-7]{32})<\/code>/.exec(await visitor.page(PAGE))?.[1] ?? '');
  const shown = await (await visitor.post(PAGE, { code: codeOf(secret) }, PAGE)).text();
  return {
    visitor,
    secret,
    codes: [...shown.matchAll(/<code>([a-z0-9-]{19})<\/code>/g)].map(([, code]) => code ?? ''),
  };
}

/** The password alone, then this code. */
async function signIn(email: string, code: string): Promise<{ visitor: Visitor; status: number }> {
  const visitor = new Visitor(app);
  const first = await visitor.signIn(email, PASSWORD);
  expect(first.headers.get('location')).toMatch(/^\/anmelden\/code/);
  expect((await visitor.get('/weitergaben')).status).toBe(303);
  return { visitor, status: (await visitor.post('/anmelden/code', { code }, '/anmelden/code')).status };
}

test('set up with a wrong code counts for nothing; the password alone goes on signing in', async () => {
  const visitor = await Visitor.signedIn(app, 'eins@kammer.example', 'staff');
  expect((await visitor.post(PAGE, { code: '000000' }, PAGE)).status).toBe(422);
  expect((await new Visitor(app).signIn('eins@kammer.example', PASSWORD)).headers.get('location')).toBe('/');
});

test('once set up, the sign-in asks for a code, and the password alone opens nothing', async () => {
  const { secret } = await setUp('zwei@kammer.example');
  const { visitor, status } = await signIn('zwei@kammer.example', codeOf(secret, 1));
  expect(status).toBe(303);
  expect((await visitor.get('/weitergaben')).status).toBe(200);
  expect(JSON.stringify(await sql(`SELECT encode(secret, 'hex') AS s FROM second_factor`))).not.toContain(
    secret.toString('hex'),
  );
  expect(app.logged()).not.toContain(codeOf(secret, 1));
});

test('a code is good once, however fast the second one comes', async () => {
  const { secret } = await setUp('drei@kammer.example');
  const code = codeOf(secret, 1);
  const answers = await Promise.all([signIn('drei@kammer.example', code), signIn('drei@kammer.example', code)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
});

test('of guesses in parallel five are judged', async () => {
  await setUp('vier@kammer.example');
  const visitor = new Visitor(app);
  await visitor.signIn('vier@kammer.example', PASSWORD);
  const csrf = await visitor.tokenOn('/anmelden/code');
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      visitor.send('/anmelden/code', { csrf, code: String(at).padStart(6, '0'), returnTo: '/' }),
    ),
  );
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
});

test('a recovery code signs in once when the telephone is lost', async () => {
  const { codes } = await setUp('fuenf@kammer.example');
  expect(codes).toHaveLength(8);
  expect((await signIn('fuenf@kammer.example', codes[0] ?? '')).status).toBe(303);
  expect((await signIn('fuenf@kammer.example', codes[0] ?? '')).status).toBe(422);
  expect((await signIn('fuenf@kammer.example', codes[1] ?? '')).status).toBe(303);
});

test('a forged or missing half of a sign-in leads back to the password', async () => {
  const visitor = new Visitor(app);
  expect((await visitor.get('/anmelden/code')).headers.get('location')).toBe('/anmelden');
  const csrf = await visitor.tokenOn('/anmelden');
  const forged = Buffer.from(JSON.stringify({ userId: 'x', until: 9e15 })).toString('base64url');
  const answer = await fetch(`${app.address}/anmelden/code`, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ csrf, code: '123456', returnTo: '/' }) },
    headers: { cookie: `forthwith_sign_in=${csrf}; forthwith_half=${forged}.AAAA` },
  });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/anmelden']);
});

test('removing it needs the password', async () => {
  const { visitor } = await setUp('sechs@kammer.example');
  expect((await visitor.post(`${PAGE}/entfernen`, { current: 'falsch' }, PAGE)).status).toBe(422);
  expect((await visitor.post(`${PAGE}/entfernen`, { current: PASSWORD }, PAGE)).status).toBe(303);
  expect((await new Visitor(app).signIn('sechs@kammer.example', PASSWORD)).headers.get('location')).toBe('/');
});
