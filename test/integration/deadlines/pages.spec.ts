import { startTestApplication, type TestApplication } from '../../support/application.js';
import { Visitor } from '../../support/visitor.js';
import { stated } from '../../support/stated.js';

let app: TestApplication;
let staff: string;
beforeAll(async () => {
  app = await startTestApplication();
  staff = await app.token('staff');
});
afterAll(() => app.stop());

const signedIn = (email: string): Promise<Visitor> => Visitor.signedIn(app, email, 'dpo');

async function handedOver(): Promise<{ id: string; reference: string }> {
  const response = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'instagram', message: 'Aurelia Beispiel bittet um Auskunft.' }),
  });
  return (await response.json()) as { id: string; reference: string };
}

const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());

const EXTENSION = {
  ...{ type: 'extend', decidedOn: today, cause: 'number', way: 'letter', unproved: 'Aus der Papierakte' },
};

describe('the page of a request', () => {
  test('leads to the extension in one click once it is taken over (froide#281)', async () => {
    const dpo = await signedIn('frist@kammer.example');
    const { id } = await handedOver();
    expect(await dpo.page(`/vorgaenge/${id}`)).not.toContain('schritt=extend');
    await dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
    const page = await dpo.page(`/vorgaenge/${id}`);
    expect(page).toContain(`href="/vorgaenge/${id}/frist?schritt=extend#formular"`);
    const form = await dpo.page(`/vorgaenge/${id}/frist?schritt=extend`);
    expect(form).toContain('name="sentOn"');
  });

  test('shows the new date first and writes nothing; what was typed is still there', async () => {
    const dpo = await signedIn('vorher@kammer.example');
    const { id } = await handedOver();
    await dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
    const fields = { ...EXTENSION, sentOn: today, reason: 'Sehr <b>viele</b> Anträge' };
    const shown = await dpo.post(`/vorgaenge/${id}/frist`, { ...fields, preview: '1' }, '/erinnerungen');
    const text = await shown.text();
    expect(shown.status).toBe(200);
    expect(text).toContain('Die Frist endete dann am');
    expect(text).toContain('Sehr &lt;b>viele&lt;/b> Anträge');
    expect(await dpo.page(`/vorgaenge/${id}/frist`)).toContain('schritt=extend');
    const entered = await dpo.post(`/vorgaenge/${id}/frist`, fields, '/erinnerungen');
    expect([entered.status, entered.headers.get('location')]).toEqual([303, `/vorgaenge/${id}/frist?getan=1`]);
    expect(await dpo.page(`/vorgaenge/${id}/frist`)).not.toContain('schritt=extend');
  });

  test('says beside the field what is wrong and keeps what was typed', async () => {
    const dpo = await signedIn('falsch@kammer.example');
    const { id } = await handedOver();
    await dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
    const answer = await dpo.post(
      `/vorgaenge/${id}/frist`,
      {
        ...{ ...EXTENSION, sentOn: '2001-01-01', reason: 'Gründe' },
      },
      '/erinnerungen',
    );
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text).toContain('id="sentOn-error"');
    expect(text).toContain('Gründe</textarea>');
    expect(text).toContain('value="2001-01-01"');
  });

  test('after an answer shows no deadline to keep (froide#283) and needs no attention (froide#79)', async () => {
    const dpo = await signedIn('fertig@kammer.example');
    const { id, reference } = await handedOver();
    await dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
    expect(await dpo.page('/vorgaenge')).toContain(reference);
    await dpo.post(`/vorgaenge/${id}/frist`, { type: 'refuse', ...stated(today) }, '/erinnerungen');
    // Open until it is closed, and nothing that is due.
    expect(await dpo.page('/vorgaenge?state=acknowledged')).not.toContain(reference);
    for (const tab of ['today', 'overdue', 'week']) {
      expect(await dpo.page(`/vorgaenge?tab=${tab}`)).not.toContain(reference);
    }
    expect(await dpo.page('/vorgaenge')).not.toContain('Recht benennen, antworten</td>');
    const page = await dpo.page(`/vorgaenge/${id}`);
    expect(page).toContain('läuft nicht mehr');
    expect(page).not.toMatch(/noch \d+ Tage/);
  });
});

describe('a calendar', () => {
  test('is subscribed under a secret address, holds no personal data, and ends with its address', async () => {
    const dpo = await signedIn('kalender@kammer.example');
    const { id, reference } = await handedOver();
    const address =
      /\/kalender\/[\w-]+\.ics/.exec(
        await (await dpo.post('/erinnerungen/kalender', {}, '/erinnerungen')).text(),
      )?.[0] ?? '';
    const subscribed = await fetch(app.address + address);
    const text = await subscribed.text();
    expect(subscribed.headers.get('content-type')).toContain('text/calendar');
    expect(text).toContain(`SUMMARY:Frist ${reference}`);
    expect(text).not.toMatch(/Aurelia|Beispiel bittet|instagram/i);
    // Shown once: the page does not know it any more, and the database only its hash.
    expect(await dpo.page('/erinnerungen')).not.toContain(address);
    expect((await dpo.get(`/vorgaenge/${id}/frist.ics`)).status).toBe(200);
    const second =
      /\/kalender\/[\w-]+\.ics/.exec(
        await (await dpo.post('/erinnerungen/kalender', {}, '/erinnerungen')).text(),
      )?.[0] ?? '';
    expect((await fetch(app.address + address)).status).toBe(404);
    expect((await fetch(app.address + second)).status).toBe(200);
    await dpo.post('/erinnerungen/kalender/widerrufen', {}, '/erinnerungen');
    expect((await fetch(app.address + second)).status).toBe(404);
  });

  test.each(['x.ics', '..%2F..%2Fetc.ics', `${'a'.repeat(43)}.ics`, 'abc'])('is not guessed: %s', async (file) => {
    expect((await fetch(`${app.address}/kalender/${file}`)).status).toBe(404);
  });
});

describe('an absence', () => {
  test('is entered, shown, and struck out; each is an entry', async () => {
    const dpo = await signedIn('weg@kammer.example');
    expect(
      (await dpo.post('/erinnerungen/abwesenheit', { from: '2099-12-24', until: '2100-01-02' }, '/erinnerungen'))
        .status,
    ).toBe(303);
    const page = await dpo.page('/erinnerungen');
    expect(page).toContain('24.12.2099 bis 02.01.2100');
    const id = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await dpo.post('/erinnerungen/abwesenheit/streichen', { id }, '/erinnerungen');
    await dpo.post('/erinnerungen/abwesenheit/streichen', { id }, '/erinnerungen');
    expect(await dpo.page('/erinnerungen')).not.toContain('24.12.2099');
    const events = await app.database.asOwner(async (client) => {
      const { rows } = await client.query<{ event: string }>(
        `SELECT event FROM log_entry WHERE event LIKE 'absence.%' ORDER BY index`,
      );
      return rows.map(({ event }) => event);
    });
    expect(events).toEqual(['absence.entered', 'absence.cancelled']);
  });

  test.each([
    ['without days', '', '', 'from'],
    ['that ends before it begins', '2099-02-02', '2099-02-01', 'until'],
    ['that is over', '2020-02-02', '2020-02-03', 'until'],
    ['on an invalid date', '2099-02-30', '2099-03-01', 'from'],
  ])('%s is refused beside its field', async (_, from, until, field) => {
    const dpo = await signedIn('weg@kammer.example');
    const answer = await dpo.post('/erinnerungen/abwesenheit', { from, until }, '/erinnerungen');
    expect([answer.status, (await answer.text()).includes(`id="${field}-error"`)]).toEqual([422, true]);
  });
});

describe('the calculator', () => {
  test('needs no sign-in, counts events, and says what is wrong beside the line', async () => {
    const query =
      'receivedOn=2026-08-31&land=BW&e1=identity-requested&d1=2026-09-03&e2=identity-confirmed&d2=2026-09-10';
    const page = await (await fetch(`${app.address}/fristen?${query}&e3=extended&d3=2026-09-20`)).text();
    expect(page).toContain('07.12.2026');
    const wrong = await fetch(`${app.address}/fristen?receivedOn=2026-08-31&land=BW&e1=answered&d1=`);
    expect([wrong.status, (await wrong.text()).includes('id="d1-error"')]).toEqual([422, true]);
  });
});
