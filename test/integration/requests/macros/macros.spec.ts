import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { Visitor } from '../../../support/visitor.js';
import { uuidv7 } from '../../../../src/platform/ids.js';

let app: TestApplication;
let dpo: Visitor;
let token: string;
beforeAll(async () => {
  app = await startTestApplication();
  dpo = await Visitor.signedIn(app, 'schutz@kammer.example', 'dpo');
  token = await app.token('staff');
});
afterAll(() => app.stop());

async function recorded(contact = 'kim@muster.example'): Promise<string> {
  const answer = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      channel: 'instagram',
      message: 'Löscht mein Foto',
      from: 'Kim',
      contact,
      rights: ['erasure'],
    }),
  });
  return ((await answer.json()) as { id: string }).id;
}

const WHOLE = {
  ...{ takeOver: 'yes', confirmReceipt: 'yes', taskAddress: 'marketing@kammer.example' },
  ...{ taskWhat: 'Bitte das Foto löschen.', taskDays: '3', note: 'Läuft über das Makro.' },
};

async function macro(name: string, typed: Readonly<Record<string, string>> = WHOLE): Promise<string> {
  const id = uuidv7(Date.now());
  const answer = await dpo.post('/makros', { id, name, ...typed }, '/makros');
  expect(answer.status).toBe(303);
  return id;
}

const run = (id: string, cases: readonly string[], key = uuidv7(Date.now())) =>
  dpo.post(
    '/makros/ausfuehren',
    { macro: id, run: key, ...Object.fromEntries(cases.map((one) => [`v-${one}`, '1'])) },
    '/makros',
  );
const events = async (id: string): Promise<readonly string[]> => {
  const answer = await dpo.get(`/api/v1/requests/${id}/timeline`);
  return [...(await answer.text()).matchAll(/"event":"([a-z.-]+)"/g)].map(([, event = '']) => event);
};
const count = async (id: string, event: string) => (await events(id)).filter((one) => one === event).length;

test('takes all its steps with many cases at once, each step an entry of its own', async () => {
  const [one, two] = [await recorded(), await recorded('zwei@muster.example')];
  const id = await macro('Foto löschen lassen');
  const page = await (await run(id, [one, two])).text();
  expect(page.match(/: erledigt/g)).toHaveLength(8);
  for (const each of [one, two]) {
    const known = await events(each);
    expect(known).toEqual(
      expect.arrayContaining(['request.acknowledged', 'message.written', 'task.assigned', 'note.added']),
    );
  }
  await eventually(async () =>
    (await app.mailbox.listMails()).find(({ to }) => to.includes('marketing@kammer.example')),
  );
});

test('run twice by a double click it makes nothing twice', async () => {
  const one = await recorded();
  const id = await macro('Doppelt');
  const key = uuidv7(Date.now());
  await run(id, [one], key);
  expect(await (await run(id, [one], key)).text()).toContain('war schon so');
  for (const event of ['request.acknowledged', 'message.written', 'task.assigned', 'note.added']) {
    expect([event, await count(one, event)]).toEqual([event, 1]);
  }
});

test('what is not possible with one case is said of it, and holds up no other', async () => {
  const [reachable, unreachable] = [await recorded(), await recorded('')];
  const id = await macro('Nur bestätigen', { takeOver: 'yes', confirmReceipt: 'yes', taskDays: '3' });
  const page = await (await run(id, [reachable, unreachable])).text();
  expect(page).toContain('keine E-Mail-Adresse bekannt');
  expect(await count(reachable, 'message.written')).toBe(1);
  expect(await count(unreachable, 'message.written')).toBe(0);
  expect(await count(unreachable, 'request.acknowledged')).toBe(1);
});

test('is changed and deleted; its name is there once', async () => {
  const id = await macro('Alt');
  await macro('Anderes');
  const taken = await dpo.post('/makros', { id, name: 'Anderes', ...WHOLE }, '/makros');
  expect([taken.status, (await taken.text()).includes('href="#name"')]).toEqual([422, true]);
  await dpo.post('/makros', { id, name: 'Neu', ...WHOLE, note: '' }, '/makros');
  const list = await dpo.page('/makros');
  expect([list.includes('Neu'), list.includes('>Alt<')]).toEqual([true, false]);
  await dpo.post(`/makros/${id}/loeschen`, {}, '/makros');
  expect((await dpo.get(`/makros/${id}`)).status).toBe(404);
});

test.each([
  ['no step at all', { taskDays: '3' }, 'takeOver'],
  ['a task to nobody', { taskWhat: 'Bitte löschen', taskDays: '3' }, 'taskAddress'],
  ['a task without words', { taskAddress: 'a@kammer.example', taskDays: '3' }, 'taskWhat'],
  ['a task due on no day', { ...WHOLE, taskDays: '0' }, 'taskDays'],
  ['a name without end', { ...WHOLE, name: 'x'.repeat(61) }, 'name'],
  ['a note without end', { ...WHOLE, note: 'x'.repeat(10_001) }, 'note'],
])('one with %s is refused at its field', async (_, typed, field) => {
  const answer = await dpo.post('/makros', { id: uuidv7(Date.now()), name: 'Ungültig', ...typed }, '/makros');
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain(`href="#${field}"`);
});

test('more than fifty cases at once are too many, and nothing is done', async () => {
  const one = await recorded();
  const id = await macro('Zu viele');
  const ghosts = Array.from({ length: 50 }, () => uuidv7(Date.now()));
  expect(await (await run(id, [one, ...ghosts])).text()).toContain('höchstens 50');
  expect(await count(one, 'request.acknowledged')).toBe(0);
});

test('whoever is not the DPO neither sees nor runs it', async () => {
  const id = await macro('Eigenes');
  const staff = await Visitor.signedIn(app, 'empfang@kammer.example', 'staff');
  expect((await staff.get(`/makros/${id}`)).status).toBe(403);
});
