import { OrganisationsService } from '../../../../src/organisations/organisations.service.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { Visitor } from '../../../support/visitor.js';

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
  const wrong = await get('/api/v1/guidance?country=XX&context=%3Cscript%3E&land=BY&land=BE');
  expect([wrong.status, wrong.headers.get('content-type'), wrong.headers.get('cache-control')]).toEqual([
    422,
    'application/problem+json; charset=utf-8',
    'no-store',
  ]);
  const { errors } = (await wrong.json()) as { errors: { field: string }[] };
  expect(errors.map(({ field }) => field)).toEqual(['country', 'land', 'context']);
});

test('the page needs no account, in German and English, and keeps what was chosen', async () => {
  const german = await (await get('/beschwerde?organisation=kammer')).text();
  expect(german).toContain('Beschwerde zum Datenschutz');
  expect(german).toContain('Für Industrie- und Handelskammer Musterregion zuständig');
  // Art. 37(7) GDPR: whoever would rather ask first finds whom.
  expect(german).toContain('href="mailto:datenschutz@kammer.example"');
  const asked = await get('/beschwerde?country=DE&land=HH&context=work&kind=private', 'en');
  const english = await asked.text();
  expect(english).toContain('Der Hamburgische Beauftragte');
  expect(english).toMatch(/value="HH" selected/);
  const unknown = await get('/beschwerde?organisation=gibt-es-nicht&country=DE&land=ZZ&context=residence');
  expect(unknown.status).toBe(422);
  expect(await unknown.text()).toContain('id="land-error"');
  const script = await (await get('/beschwerde?country=XX&context=%3Cscript%3Ealert(1)%3C/script%3E')).text();
  expect([script.includes('id="context-error"'), script.includes('<script>alert')]).toEqual([true, false]);
  // What it does not know it does not replace by the first in the list.
  expect(script).toMatch(/value="DE" selected/);
  expect(await (await get('/beschwerde?country=fr&lang=en')).text()).toMatch(/value="FR" selected/);
});

test('the page says what one has to know: cost, form, content, time, court, and how each detail was looked up', async () => {
  const page = await (await get('/beschwerde?organisation=kammer&country=DE&land=HB')).text();
  const needed = ['Art. 57 Abs. 3', 'Art. 57 Abs. 2', 'Art. 77', 'Art. 78 Abs. 2', 'Art. 79', '§ 19 Abs. 2 BDSG'];
  expect(needed.filter((norm) => !page.includes(norm))).toEqual([]);
  expect(page).toContain('href="tel:+494213612010"');
  expect(page).toContain('am 26.11.2026 mit einer gespeicherten Seite der Behörde verglichen');
});

test.each([
  ['church', 'https://datenschutz.ekd.de/'],
  ['broadcaster', 'https://rundfunkdatenschutzkonferenz.de/'],
  ['press', 'https://www.presserat.de/'],
])('about a %s the page leads to its own supervisor', async (kind, website) => {
  expect(await (await get(`/beschwerde?country=DE&land=HE&kind=${kind}`)).text()).toContain(`href="${website}"`);
});

test('whoever lives outside the EEA is told where to complain all the same', async () => {
  const page = await (await get('/beschwerde?organisation=kammer&country=OTHER', 'en')).text();
  expect(page).toContain('There are authorities under the GDPR only in the European Union');
  expect(page).toContain('Responsible for Industrie- und Handelskammer Musterregion');
});

test.each([
  ['as a complaint', { message: 'Wo kann ich mich beschweren?', rights: 'complaint' }],
  ['with no right named', { message: 'An welche Stelle kann ich mich wegen meiner Daten wenden??' }],
])(
  'asking for guidance is handed over %s, forwarded like the rest, and answered at once with the way to the authority',
  async (_, fields) => {
    const visitor = await Visitor.signedIn(app, 'empfang@kammer.example', 'staff');
    const form = new FormData();
    form.set('csrf', await visitor.tokenOn('/weitergeben'));
    const all = { channel: 'instagram', ...fields, key: crypto.randomUUID() };
    Object.entries(all).forEach(([name, value]) => form.set(name, value));
    const answer = await visitor.upload('/weitergeben', form);
    expect(answer.status).toBe(303);
    const page = await visitor.page(answer.headers.get('location') ?? '');
    expect(page).toContain('poststelle@lfdi.bwl.de');
    expect(page).toContain('/beschwerde?organisation=kammer&amp;lang=de');
    const reference = /DSR-[A-Z0-9-]+/.exec(page)?.[0] ?? 'none';
    const mail = await eventually(async () =>
      (await app.mailbox.listMails()).find(({ subject }) => subject.includes(reference)),
    );
    expect(mail.to).toContain('datenschutz@kammer.example');
  },
);

test('an installation of one organisation need not be told which; one of several has to be', async () => {
  const own = 'datenschutz@kammer.example';
  expect(await (await get('/beschwerde')).text()).toContain(own);
  const organisations = app.running.application.get(OrganisationsService);
  await organisations.importProfile({ ...CHAMBER, slug: 'schwester', name: 'Schwesterkammer' });
  expect(await (await get('/beschwerde')).text()).not.toContain(own);
  expect(await (await get('/beschwerde?organisation=kammer')).text()).toContain(own);
});
