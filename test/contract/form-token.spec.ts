import { FORM_TOKEN, type WithoutFormToken } from '../../src/identity/form-token.guard.js';
import { startTestApplication, type TestApplication } from '../support/application.js';
import { routesOf } from '../support/routes.js';
import { Visitor } from '../support/visitor.js';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

let app: TestApplication;
/** Has every role: what a route refuses then, it refuses for want of the token. */
let visitor: Visitor;
let own: string;
let anothers: string;
beforeAll(async () => {
  app = await startTestApplication();
  visitor = await Visitor.signedIn(app, 'alle@kammer.example', 'staff', 'dpo', 'decider', 'auditor', 'admin');
  own = await visitor.tokenOn('/weitergeben');
  const other = await Visitor.signedIn(app, 'andere@kammer.example', 'staff', 'dpo');
  anothers = await other.tokenOn('/weitergeben');
});
afterAll(() => app.stop());

const changing = (): { address: string; why: WithoutFormToken | undefined }[] =>
  routesOf(app)
    .filter(({ method }) => !SAFE.includes(method))
    .map(({ method, path, metadata }) => ({
      address: `${method} ${path}`,
      why: metadata(FORM_TOKEN) as WithoutFormToken | undefined,
    }));

const withToken = (): string[] =>
  changing()
    .filter(({ why }) => why === undefined)
    .map(({ address }) => address.replace('POST ', ''));

const filled = (path: string): string =>
  path
    .replace('/vorlagen/:kind/:language', '/vorlagen/refusal/de')
    .replace(':kind', 'note')
    .replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');

const ENCODINGS = {
  urlencoded: (path: string, csrf: string | undefined) => visitor.send(path, csrf === undefined ? {} : { csrf }),
  multipart: (path: string, csrf: string | undefined) => {
    const form = new FormData();
    form.set('text', 'x');
    if (csrf !== undefined) {
      form.set('csrf', csrf);
    }
    return visitor.upload(path, form);
  },
};

const entries = async () =>
  app.database.asOwner(async (client) => (await client.query('SELECT count(*) FROM log_entry')).rows as unknown[]);

test('only what has no session goes without: the links of decision 0011, and the sign-in', () => {
  const without = changing().flatMap(({ address, why }) => (why === undefined ? [] : [`${address} ${why}`]));
  expect(without.sort()).toEqual([
    'POST /abholen/:token secret-link',
    'POST /abholen/:token/code secret-link',
    'POST /anmelden before-sign-in',
    'POST /anmelden/code before-sign-in',
    'POST /anmelden/dienst/:provider/abmeldung signed-token',
    'POST /auftrag/:token secret-link',
    'POST /auftrag/:token/ansehen secret-link',
    'POST /bestaetigen/:token secret-link',
    'POST /einrichten before-sign-in',
    'POST /einrichten/:token secret-link',
    'POST /einrichten/schluessel before-sign-in',
    'POST /kennwort-vergessen before-sign-in',
    'POST /zugang/:token secret-link',
  ]);
});

test('what changes something is a POST, so that no route escapes this file', () => {
  expect(changing().filter(({ address }) => !address.startsWith('POST '))).toEqual([]);
  expect(withToken().length).toBeGreaterThan(50);
});

describe.each(Object.entries(ENCODINGS))('a form in %s', (_, send) => {
  test.each([
    ['without a token', () => undefined],
    ['with an empty token', () => ''],
    ['with another word', () => 'a'.repeat(43)],
    ['with the token of another user', () => anothers],
  ])('%s is refused on every route, and changes nothing', async (__, token) => {
    const before = await entries();
    const answers = [];
    for (const path of withToken()) {
      answers.push([path, (await send(filled(path), token())).status]);
    }
    expect(answers.filter(([, status]) => status !== 403)).toEqual([]);
    expect(await entries()).toEqual(before);
  });

  test('with its token gets past the guard on every route', async () => {
    const answers = [];
    for (const path of withToken().filter((address) => address !== '/abmelden')) {
      answers.push([path, (await send(filled(path), own)).status]);
    }
    expect(answers.filter(([, status]) => status === 403 || status === 500)).toEqual([]);
  });
});

test('the sign-in has a token of its own: without it, nobody is signed in', async () => {
  await Visitor.signedIn(app, 'neu@kammer.example', 'staff');
  const stranger = new Visitor(app);
  await stranger.get('/anmelden');
  const typed = { email: 'neu@kammer.example', password: 'ein-langes-Kennwort-27' };
  const answer = await stranger.send('/anmelden', { ...typed, csrf: 'a'.repeat(43) });
  expect([answer.status, answer.headers.getSetCookie().join()]).toEqual([422, expect.not.stringContaining('session')]);
});

test('a page that speaks to the API with its session sends JSON, and needs no token', async () => {
  const answer = await visitor.json('/api/v1/requests', { channel: 'instagram', message: 'Bitte' });
  expect(answer.status).toBe(201);
});
