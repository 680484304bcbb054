import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { Visitor } from '../../../support/visitor.js';

let app: TestApplication;
let dpo: Visitor;
let other: Visitor;
let token: string;
beforeAll(async () => {
  app = await startTestApplication();
  [dpo, other] = [
    await Visitor.signedIn(app, 'eine@kammer.example', 'dpo'),
    await Visitor.signedIn(app, 'andere@kammer.example', 'dpo'),
  ];
  token = await app.token('staff');
});
afterAll(() => app.stop());

interface Told {
  readonly id: string;
  readonly state: string;
  readonly rights: readonly { readonly right: string; readonly outcome: string | null }[];
}

async function takenOver(rights: readonly string[], contact = 'kim@muster.example'): Promise<string> {
  const answer = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ channel: 'email', message: 'Mein Foto vom Sommerfest.', from: 'Kim Muster', contact, rights },
    }),
  });
  const { id } = (await answer.json()) as { id: string };
  await dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
  return id;
}

const stateOf = async (id: string): Promise<string> =>
  ((await (await dpo.get(`/api/v1/requests/${id}`)).json()) as Told).state;
const place = (id: string) => `/vorgaenge/${id}/antworten`;
const attribute = (page: string, name: string) =>
  new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page)?.[1] ?? '';
const bodyIn = (page: string) => /<textarea[^>]*id="body"[^>]*>([^<]*)</.exec(page)?.[1] ?? '';
const events = async (id: string): Promise<readonly string[]> => {
  const answer = await dpo.get(`/api/v1/requests/${id}/timeline`);
  return [...(await answer.text()).matchAll(/"event":"([a-z.-]+)"/g)].map(([, event = '']) => event);
};

/** The fields of the form as they stand on the page, changed by what is typed. */
async function filled(who: Visitor, id: string, typed: Readonly<Record<string, string>>) {
  const page = await who.page(place(id));
  return {
    ...{ csrf: attribute(page, 'csrf'), version: attribute(page, 'version'), message: attribute(page, 'message') },
    ...{ kind: attribute(page, 'kind'), language: 'de', way: 'mail', to: 'kim@muster.example' },
    ...{ subject: 'Ihr Anliegen', body: bodyIn(page), enter: 'enter', ...typed },
  };
}

const whole = (body: string) => body.replaceAll(/\[…[^\]]*\]/g, 'Das Foto ist gelöscht.');

describe('answering as one act', () => {
  test('the letter follows what is chosen, nothing is decided by it, and what was typed elsewhere stays', async () => {
    const id = await takenOver(['erasure']);
    const form = await filled(dpo, id, { action: 'letter', 'outcome-erasure': 'granted', to: 'neu@muster.example' });
    const answer = await dpo.send(place(id), form);
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(attribute(page, 'kind')).toBe('erased');
    expect(bodyIn(page)).toContain('Wir haben die Daten gelöscht');
    expect(attribute(page, 'message')).toBe(form.message);
    expect(page).toContain('value="neu@muster.example"');
    expect(page).toMatch(/value="granted"[^>]*checked|checked[^>]*value="granted"/);
    expect(await events(id)).not.toContain('claim.decided');
  });

  test('decided, sent, entered and closed with one button', async () => {
    const id = await takenOver(['complaint']);
    const shown = await dpo.send(
      place(id),
      await filled(dpo, id, { action: 'letter', 'outcome-complaint': 'granted' }),
    );
    const page = await shown.text();
    const sent = await dpo.send(
      place(id),
      await filled(dpo, id, {
        ...{ action: 'send', 'outcome-complaint': 'granted', close: 'close', kind: attribute(page, 'kind') },
        ...{ body: whole(bodyIn(page)), confirmed: 'yes', message: attribute(page, 'message') },
      }),
    );
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/vorgaenge/${id}?getan=geantwortet`]);
    expect(await eventually(async () => ((await stateOf(id)) === 'acknowledged' ? undefined : stateOf(id)))).toMatch(
      /answered|closed/,
    );
    expect(await events(id)).toEqual(expect.arrayContaining(['claim.decided', 'message.written', 'message.sent']));
  });

  test('a letter that cannot go out decides nothing', async () => {
    const id = await takenOver(['complaint']);
    const form = await filled(dpo, id, {
      action: 'send',
      'outcome-complaint': 'granted',
      body: 'Noch […zu schreiben]',
    });
    const answer = await dpo.send(place(id), form);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Noch […zu schreiben]');
    expect(await events(id)).not.toContain('claim.decided');
  });

  test('a decision that cannot stand sends nothing, and is refused at its own field', async () => {
    const id = await takenOver(['erasure', 'access']);
    const form = await filled(dpo, id, {
      ...{ action: 'send', 'outcome-erasure': 'refused', 'outcome-access': 'granted' },
      ...{ body: 'Guten Tag, wir können das nicht löschen.', confirmed: 'yes' },
    });
    const answer = await dpo.send(place(id), form);
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain('href="#reasons-erasure"');
    expect(await events(id)).not.toContain('message.written');
  });

  test('of two who answer the same case at the same time one is told, and keeps what was typed', async () => {
    const id = await takenOver(['complaint']);
    const typed = { action: 'send', 'outcome-complaint': 'granted', confirmed: 'yes' };
    const [mine, theirs] = [
      await filled(dpo, id, { ...typed, body: 'Guten Tag, das ist die eine Antwort.' }),
      await filled(other, id, { ...typed, body: 'Guten Tag, das ist die andere Antwort.' }),
    ];
    const answers = await Promise.all([dpo.send(place(id), mine), other.send(place(id), theirs)]);
    const codes = answers.map(({ status }) => status).sort();
    expect(codes).toEqual([303, 409]);
    const refused = answers.find(({ status }) => status === 409);
    const lost = refused === answers[0] ? 'die eine Antwort' : 'die andere Antwort';
    expect(await refused?.text()).toContain(lost);
    await eventually(async () => ((await stateOf(id)) === 'acknowledged' ? undefined : true));
    expect((await events(id)).filter((event) => event === 'message.written')).toHaveLength(1);
    expect((await events(id)).filter((event) => event === 'claim.decided')).toHaveLength(1);
  });

  test('sent twice by a double click it is one answer', async () => {
    const id = await takenOver(['complaint']);
    const form = await filled(dpo, id, {
      ...{ action: 'send', 'outcome-complaint': 'granted', confirmed: 'yes', close: 'close' },
      ...{ body: 'Guten Tag, bitte wenden Sie sich an die Aufsichtsbehörde.' },
    });
    expect((await dpo.send(place(id), form)).status).toBe(303);
    expect((await dpo.send(place(id), form)).status).toBe(303);
    expect((await events(id)).filter((event) => event === 'message.written')).toHaveLength(1);
  });

  test('a file that was taken away between preview and sending is told, never left out in silence', async () => {
    const id = await takenOver(['complaint']);
    const fields = await filled(dpo, id, { action: 'check', body: 'Guten Tag, anbei die Kopie.' });
    const form = new FormData();
    Object.entries(fields).forEach(([name, value]) => form.append(name, value));
    form.append('files', new Blob(['Kopie der Daten']), 'kopie.txt');
    const page = await (await dpo.upload(place(id), form)).text();
    const key = attribute(page, 'attachment');
    expect(page).toContain('kopie.txt');
    // Another window throws the draft away, and its files with it.
    await dpo.post(
      `/vorgaenge/${id}/schriftverkehr`,
      { ...fields, action: 'discard' },
      `/vorgaenge/${id}/schriftverkehr`,
    );
    const sent = await dpo.send(place(id), { ...fields, action: 'send', withFiles: 'yes', attachment: key });
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain('href="#files"');
    expect(await events(id)).not.toContain('message.written');
  });

  test('somebody with no contact at all can be answered by nobody unasked: the page says what is missing', async () => {
    const id = await takenOver(['complaint'], '');
    const answer = await dpo.send(
      place(id),
      await filled(dpo, id, { action: 'send', to: '', body: 'Guten Tag.', confirmed: 'yes' }),
    );
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('href="#to"');
    expect(await stateOf(id)).toBe('acknowledged');
  });
});
