import { startTestApplication, type TestApplication } from '../../support/application.js';
import { Visitor } from '../../support/visitor.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.stop());

const get = (path: string, language = 'de') =>
  fetch(`${app.address}${path}`, { headers: { 'accept-language': language } });

test('anybody asks over the API which authority helps, and is told why and as of when', async () => {
  const answer = await get('/api/v1/guidance?country=DE&land=BY&context=controller&kind=public');
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=3600']);
  expect(await answer.json()).toMatchObject({
    authorities: [{ id: 'de-by-public' }],
    landMissing: false,
    asOf: expect.stringMatching(/^\d{4}-/) as string,
  });
  const wrong = await get('/api/v1/guidance?country=Mars');
  expect([wrong.status, wrong.headers.get('content-type')]).toEqual([422, 'application/problem+json; charset=utf-8']);
});

test('the page needs no account, in German and English, and keeps what was chosen', async () => {
  const german = await (await get('/beschwerde?organisation=kammer')).text();
  expect(german).toContain('Beschwerde bei der Datenschutzaufsicht');
  expect(german).toContain('Für Industrie- und Handelskammer Musterregion zuständig');
  const asked = await get('/beschwerde?country=DE&land=HH&context=work&kind=private', 'en');
  const english = await asked.text();
  expect(english).toContain('Der Hamburgische Beauftragte');
  expect(english).toMatch(/value="HH" selected/);
  const unknown = await get('/beschwerde?organisation=gibt-es-nicht&country=DE&land=ZZ&context=residence');
  expect(unknown.status).toBe(422);
  expect(await unknown.text()).toContain('id="land-error"');
});

test('asking for guidance is handed over and forwarded like the rest, and answered at once with the way to the authority', async () => {
  const visitor = await Visitor.signedIn(app, 'empfang@kammer.example', 'staff');
  const form = new FormData();
  form.set('csrf', await visitor.tokenOn('/weitergeben'));
  const fields = { channel: 'instagram', message: 'Wo kann ich mich beschweren?', rights: 'complaint' };
  Object.entries({ ...fields, key: crypto.randomUUID() }).forEach(([name, value]) => form.set(name, value));
  const answer = await visitor.upload('/weitergeben', form);
  expect(answer.status).toBe(303);
  const page = await visitor.page(answer.headers.get('location') ?? '');
  expect(page).toContain('poststelle@lfdi.bwl.de');
  expect(page).toContain('/beschwerde?organisation=kammer');
});
