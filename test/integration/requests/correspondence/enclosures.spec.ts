import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { CorrespondenceWorld, fieldsOf, PERSON } from './correspondence-world.js';

const COPY = '%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n';

let app: TestApplication;
let world: CorrespondenceWorld;
beforeAll(async () => {
  app = await startTestApplication();
  world = await CorrespondenceWorld.on(app);
});
afterAll(() => app.stop());

interface Chosen {
  readonly name: string;
  readonly content: string;
}

/** The writing form as a browser sends it, with files chosen in it. */
async function upload(page: string, fields: Record<string, string>, chosen: readonly Chosen[]): Promise<Response> {
  const form = new FormData();
  Object.entries(fields).forEach(([name, value]) => form.append(name, value));
  chosen.forEach(({ name, content }) => form.append('files', new Blob([content]), name));
  return world.dpo.upload(page, form);
}

async function written(page: string): Promise<Record<string, string>> {
  const fields = await world.form(page, 'grant');
  return { ...fields, body: (fields['body'] ?? '').replaceAll(/\[…[^\]]*\]/g, 'eine Kopie geschickt') };
}

async function mailOf(fits: string) {
  return eventually(async () => {
    const list = (await app.mailbox.listMails(1_000)).filter(({ to, subject }) => to === PERSON && subject === fits);
    return list[0] === undefined ? undefined : app.mailbox.readMail(list[0].id);
  });
}

test('what was chosen stays with the form while looking, goes with the mail, and is listed in the thread', async () => {
  const { id, page } = await world.takenOver();
  const fields = await written(page);
  const looked = await upload(page, { ...fields, action: 'check' }, [{ name: 'Kopie der Daten.pdf', content: COPY }]);
  const shown = await looked.text();
  expect(shown).toContain('Kopie der Daten.pdf (1 kB)');
  const again = fieldsOf(shown);
  expect(again['attachment']).toMatch(/^[0-9a-f]{64}$/);
  const sent = await upload(page, { ...again, subject: 'Mit Kopie', action: 'send' }, [
    { name: 'Liste.csv', content: 'Feld;Wert\nName;Aurelia\n' },
  ]);
  expect(sent.status).toBe(303);

  const mail = await mailOf('Mit Kopie');
  expect(mail?.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
    ['Kopie der Daten.pdf', COPY],
    ['Liste.csv', 'Feld;Wert\nName;Aurelia\n'],
  ]);
  const thread = await world.dpo.page(page);
  expect(thread).toContain('Liste.csv');
  const [message] = await world.messages(id);
  const file = await world.dpo.get(`${page}/${String(message?.['id'])}/anlagen/0`);
  expect(await file.text()).toBe(COPY);
  expect((await world.dpo.get(`${page}/${String(message?.['id'])}/anlagen/2`)).status).toBe(404);
});

test('files lie in the database under seal only, and the draft is gone with the message', async () => {
  const { id, page } = await world.takenOver();
  await upload(page, { ...(await written(page)), action: 'send' }, [{ name: 'kopie.pdf', content: COPY }]);
  const { sealed, drafts } = await app.database.asOwner(async (client) => ({
    sealed: await client.query<{ field: string; ciphertext: Buffer }>(
      `SELECT field, ciphertext FROM sealed WHERE rights_request_id = $1 AND field LIKE 'attachment-out-%'`,
      [id],
    ),
    drafts: await client.query('SELECT 1 FROM message_draft WHERE rights_request_id = $1', [id]),
  }));
  expect(sealed.rows.map(({ field }) => field.slice(-2))).toEqual(['-1']);
  expect(sealed.rows[0]?.ciphertext.includes('%PDF')).toBe(false);
  expect(drafts.rows).toEqual([]);
});

test('a file without its tick does not go with the message', async () => {
  const { page } = await world.takenOver();
  const fields = { ...(await written(page)), subject: 'Ohne Haken' };
  const looked = await upload(page, { ...fields, action: 'check' }, [{ name: 'falsch.pdf', content: COPY }]);
  const { attachment: _ticked, ...unticked } = fieldsOf(await looked.text());
  expect((await upload(page, { ...unticked, action: 'send' }, [])).status).toBe(303);
  expect((await mailOf('Ohne Haken'))?.attachments).toEqual([]);
});

test('a ticked file that is gone meanwhile is said, and nothing is sent without it', async () => {
  const { id, page } = await world.takenOver();
  const looked = await upload(page, { ...(await written(page)), action: 'check' }, [
    { name: 'kopie.pdf', content: COPY },
  ]);
  const fields = fieldsOf(await looked.text());
  await world.dpo.send(page, { ...fields, action: 'discard' });
  const refused = await upload(page, { ...fields, action: 'send' }, []);
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('id="files-error"');
  expect(await world.messages(id)).toEqual([]);
});

test('an empty file, or too many, are refused beside the field; what was typed stays', async () => {
  const { id, page } = await world.takenOver();
  const fields = { ...(await written(page)), subject: 'Mein Betreff' };
  const unknown = await upload(page, { ...fields, action: 'send' }, [{ name: 'a.pdf', content: '' }]);
  expect(unknown.status).toBe(422);
  const html = await unknown.text();
  expect(html).toContain('id="files-error"');
  expect(fieldsOf(html)['subject']).toBe('Mein Betreff');
  const many = Array.from({ length: 11 }, (_, at) => ({ name: `${at}.pdf`, content: COPY }));
  expect((await upload(page, { ...fields, action: 'send' }, many)).status).toBe(422);
  expect(await world.messages(id)).toEqual([]);
});
