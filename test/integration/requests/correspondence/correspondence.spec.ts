import { startTestApplication, type TestApplication } from '../../../support/application.js';
import { Visitor } from '../../../support/visitor.js';
import { CorrespondenceWorld, fieldsOf, PERSON } from './correspondence-world.js';

let app: TestApplication;
let world: CorrespondenceWorld;
beforeAll(async () => {
  app = await startTestApplication();
  world = await CorrespondenceWorld.on(app);
});
afterAll(() => app.stop());

describe('writing', () => {
  test('a template is filled from the case, edited, and goes out under the reply address', async () => {
    const { id, reference, page } = await world.takenOver();
    const form = await world.form(page, 'grant');
    expect(form['subject']).toBe(`Unsere Antwort auf Ihre Anfrage (${reference})`);
    expect(form['body']).toContain('Guten Tag Aurelia Beispiel,');
    expect(form['to']).toBe(PERSON);
    const answer = await world.write(page, 'grant');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${page}?getan=sent&art=grant`]);
    const mail = await world.sentTo(PERSON, ({ subject }) => subject.includes(reference));
    expect(mail.header('reply-to')).toMatch(/forthwith\+[a-z2-7]{26}@localhost\.localdomain/);
    expect(mail.header('auto-submitted')).toBe('');
    expect(mail.text).toContain('Das haben wir getan: weil es so ist');
    expect((await world.events(id)).map(({ event }) => event)).toEqual(
      expect.arrayContaining(['message.written', 'message.sent']),
    );
  });

  test('a message that is begun leads to this organisation’s page about complaining', async () => {
    const { page } = await world.takenOver();
    const [begun, refusing] = [await world.form(page, 'receipt'), await world.form(page, 'refusal')];
    expect([begun['body'], refusing['body']]).toEqual([
      expect.stringMatching(/https?:\/\/\S+\/beschwerde\?organisation=kammer&lang=de\n/),
      expect.stringContaining('Heilbronner Straße 35'),
    ]);
  });

  test('after an answer the page leads to entering it, and the case stays open until then', async () => {
    const { id, page } = await world.takenOver('brief-an@post.example');
    await world.write(page, 'grant');
    const shown = await world.dpo.page(`${page}?getan=sent&art=grant`);
    expect(shown).toContain(`/vorgaenge/${id}/frist?schritt=answer#formular`);
    expect((await world.events(id)).map(({ event }) => event)).not.toContain('request.answered');
  });

  test('a gap that nobody filled keeps the message from going out, and what was typed is kept', async () => {
    const { id, page } = await world.takenOver();
    const fields = await world.form(page, 'refusal');
    const answer = await world.dpo.send(page, { ...fields, body: `${fields['body']}\nMein Zusatz`, action: 'send' });
    expect(answer.status).toBe(422);
    const text = await answer.text();
    expect(text).toContain('Hier fehlt noch etwas');
    expect(text).toContain('Mein Zusatz');
    expect(await world.messages(id)).toEqual([]);
    expect(fieldsOf(await world.dpo.page(`${page}?entwurf=1`))['body']).toContain('Mein Zusatz');
  });

  test('a refusal without remedy, complaint and reasons is warned of and goes out only when confirmed', async () => {
    const { id, page } = await world.takenOver();
    const body = 'Guten Tag, das machen wir nicht.';
    const warned = await world.write(page, 'refusal', { body });
    expect(warned.status).toBe(422);
    const text = await warned.text();
    ['die Gründe', 'Beschwerde bei der Aufsichtsbehörde', 'Weg zum Gericht'].forEach((missing) =>
      expect(text).toContain(missing),
    );
    expect((await world.write(page, 'refusal', { body, confirmed: 'yes' })).status).toBe(303);
    expect(await world.messages(id)).toHaveLength(1);
  });

  test('a placeholder in the text that there is none of is named', async () => {
    const { page } = await world.takenOver();
    const answer = await world.write(page, 'free', { body: 'Guten Tag {{Vorname}}' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('{{Vorname}}');
  });

  test.each(['Rufen Sie an: {{Telefon}}', 'Guten Tag {{Name und so weiter'])(
    'a placeholder that was typed by hand does not go out as it stands: %s',
    async (body) => {
      const { id, page } = await world.takenOver();
      const answer = await world.write(page, 'free', { body });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('Hier fehlt noch etwas: {{');
      expect(await world.messages(id)).toEqual([]);
    },
  );

  test('an extension without its new date is warned of, though it names when it was received and was due', async () => {
    const { page } = await world.takenOver();
    const fields = await world.form(page, 'extension');
    const body = (fields['body'] ?? '')
      .replaceAll(/\[…[^\]]*\]/g, 'weil es viel ist')
      .replace(/ spätestens am [\d.]+\d/, '');
    const answer = await world.dpo.send(page, { ...fields, body, action: 'send' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('das neue Datum');
  });

  test('who is known by an address or a profile only is not greeted with it', async () => {
    const staff = await app.token('staff');
    const response = await fetch(`${app.address}/api/v1/requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'instagram', message: 'Bitte um Auskunft.', from: '@blaue_amsel' }),
    });
    const { id } = (await response.json()) as { id: string };
    await world.dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
    const form = await world.form(`/vorgaenge/${id}/schriftverkehr`, 'receipt');
    expect(form['body']).toMatch(/^Guten Tag,\n/);
    expect(form['address']).toBe('');
  });

  test('a notice to a recipient and the mails to the person do not quote one another', async () => {
    const { id, page, reference } = await world.takenOver('getrennt@post.example');
    await world.write(page, 'receipt');
    await world.write(page, 'recipients', { to: 'druck@druckerei.example' });
    await world.write(page, 'closing');
    const notice = await world.sentTo('druck@druckerei.example', ({ subject }) => subject.includes(reference));
    expect([notice.header('references'), notice.header('in-reply-to')]).toEqual(['', '']);
    const closing = await world.sentTo('getrennt@post.example', ({ subject }) => subject.includes('abgeschlossen'));
    const [receipt] = await world.messages(id);
    expect(closing.header('references')).toBe(receipt?.['message_id']);
  });

  test('two send at once: one message goes out, the other DPO sees what is new and keeps the text', async () => {
    const { id, page } = await world.takenOver();
    const colleague = await Visitor.signedIn(app, 'vertretung@kammer.example', 'dpo');
    const forms = await Promise.all([world.form(page, 'receipt'), world.form(page, 'receipt', colleague)]);
    const bodies = forms.map((form, at) => ({ ...form, body: `${form['body']}\n\nVon Nummer ${at}`, action: 'send' }));
    const answers = await Promise.all([world.dpo.send(page, bodies[0] ?? {}), colleague.send(page, bodies[1] ?? {})]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const lost = answers.find(({ status }) => status === 409);
    const text = (await lost?.text()) ?? '';
    expect(text).toContain('Inzwischen hat sich der Vorgang geändert');
    expect(text).toContain('>Neu<');
    expect(text).toMatch(/Von Nummer 0[\s\S]*Von Nummer 1|Von Nummer 1[\s\S]*Von Nummer 0/);
    expect(await world.messages(id)).toHaveLength(1);
  });

  test('the same form sent twice is one message', async () => {
    const { id, page } = await world.takenOver();
    const fields = { ...(await world.form(page, 'receipt')), action: 'send' };
    const answers = [await world.dpo.send(page, fields), await world.dpo.send(page, fields)];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await world.messages(id)).toHaveLength(1);
  });

  test('before the case is taken over nothing is written', async () => {
    const staff = await app.token('staff');
    const response = await fetch(`${app.address}/api/v1/requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'email', message: 'Bitte um Auskunft.' }),
    });
    const { id } = (await response.json()) as { id: string };
    expect(await world.dpo.page(`/vorgaenge/${id}/schriftverkehr`)).toContain('Bitte den Vorgang zuerst übernehmen');
  });

  test('a saved draft is sealed and its writer’s alone', async () => {
    const { id, page } = await world.takenOver();
    const fields = await world.form(page, 'free');
    await world.dpo.send(page, { ...fields, body: 'Entwurf mit Geheimnis', action: 'save' });
    expect(fieldsOf(await world.dpo.page(`${page}?entwurf=1`))['body']).toBe('Entwurf mit Geheimnis');
    const colleague = await Visitor.signedIn(app, 'andere@kammer.example', 'dpo');
    expect(await colleague.page(`${page}?entwurf=1`)).not.toContain('Entwurf mit Geheimnis');
    const stored = await app.database.asOwner(async (client) => {
      const { rows } = await client.query<{ ciphertext: Buffer }>(
        'SELECT ciphertext FROM message_draft WHERE rights_request_id = $1',
        [id],
      );
      return rows[0]?.ciphertext.toString('latin1') ?? '';
    });
    expect(stored).not.toBe('');
    expect(stored).not.toContain('Geheimnis');
  });
});

describe('letters', () => {
  test('an address that no envelope window shows is refused', async () => {
    const { id, page } = await world.takenOver();
    const line = 'Institut für Rechtswissenschaftliche Datenschutzforschung, Haus 3';
    for (const address of [Array(7).fill('Zeile').join('\n'), Array(6).fill(line).join('\n')]) {
      const answer = await world.write(page, 'grant', { way: 'letter', address });
      expect([answer.status, (await answer.text()).includes('passt nicht ins Fenster')]).toEqual([422, true]);
    }
    const nameOnly = await world.write(page, 'grant', { way: 'letter', address: 'Aurelia Beispiel\n\n' });
    expect([nameOnly.status, (await nameOnly.text()).includes('Name und Anschrift angeben')]).toEqual([422, true]);
    expect(await world.messages(id)).toEqual([]);
  });

  test('a letter is made, downloaded, and recorded as sent with its day; only then the answer is offered', async () => {
    const { id, page } = await world.takenOver();
    const address = 'Aurelia Beispiel\nMusterweg 1\n12345 Musterstadt';
    const answer = await world.write(page, 'grant', { way: 'letter', address });
    expect(answer.headers.get('location')).toBe(`${page}?getan=made&art=grant`);
    const [message] = await world.messages(id);
    const pdf = await world.dpo.get(`${page}/${String(message?.['id'])}/brief.pdf`);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const early = await world.dpo.post(`${page}/${String(message?.['id'])}/abgeschickt`, { on: '2020-01-01' }, page);
    expect(early.status).toBe(422);
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());
    const posted = await world.dpo.post(`${page}/${String(message?.['id'])}/abgeschickt`, { on: today }, page);
    expect(posted.status).toBe(303);
    expect(await world.dpo.page(posted.headers.get('location') ?? '')).toContain('frist?schritt=answer');
    const sent = (await world.events(id)).find(({ event }) => event === 'message.sent');
    expect(sent?.facts).toMatchObject({ by: 'letter', on: today });
  });

  test('an address that does not fit into the window is refused beside its field', async () => {
    const { page } = await world.takenOver();
    const address = ['1', '2', '3', '4', '5', '6', '7'].join('\n');
    const answer = await world.write(page, 'receipt', { way: 'letter', address });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('address-error');
  });
});

test('what was written and who it went to stands in no column, log or entry', async () => {
  const { page, id } = await world.takenOver('geheim.adresse@post.example');
  await world.write(page, 'free', { body: 'Planted-Zebra-Text' });
  await world.sentTo('geheim.adresse@post.example');
  expect(app.logged()).not.toMatch(/Planted-Zebra|geheim\.adresse/);
  expect(JSON.stringify(await world.events(id))).not.toMatch(/Planted-Zebra|geheim\.adresse/);
  expect(JSON.stringify(await world.messages(id))).not.toMatch(/Planted-Zebra|geheim\.adresse/);
});
