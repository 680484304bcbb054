import { ApiWorld, day, PERSON, today } from './api-world.js';

let world: ApiWorld;
let id: string;
beforeAll(async () => {
  world = await ApiWorld.start();
  id = await world.takenOver(['access', 'restriction', 'portability']);
});
afterAll(() => world.app.stop());

const READS = [
  ...['claims', 'duties', 'content', 'identity-checks', 'tasks', 'notes', 'related', 'messages', 'templates/closing'],
  ...['recipients', 'restrictions', 'complaints', 'packages'],
];

describe.each(READS)('GET …/%s', (what) => {
  test('is the DPO’s alone, says of which version it is, and is kept by nobody', async () => {
    const { status, headers } = await world.read(id, what);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(headers.get('etag')).toMatch(/^"\d+"$/);
    const others = [world.staff, world.auditor, world.foreign].map((token) => world.read(id, what, token));
    expect((await Promise.all(others)).map((answer) => answer.status)).toEqual([403, 403, 404]);
  });
});

const reads = async (): Promise<number> =>
  (await world.entries(id)).filter(({ event }) => event === 'content.read').length;

test.each([
  ['content', undefined],
  ['messages', undefined],
  [
    'claims',
    { type: 'decide', right: 'access', outcome: 'not-applicable', ground: 'not-controller', reasons: 'Geheimnis' },
  ],
  ['notes', { type: 'add-note', text: 'Rückruf.' }],
  ['recipients', { type: 'list-recipient', name: 'Druckerei Muster', email: 'druck@muster.example' }],
  ['restrictions', { type: 'restrict', ground: 'unlawful', on: day(3), what: 'Anschrift', end: 'Klärung' }],
  ['complaints', { type: 'record-complaint', authority: 'LfD', fileNumber: 'AZ 7', on: today, until: day(-20) }],
  ['identity-checks', { type: 'check-identity', doubt: 'other', why: 'unklar', method: 'known-channel' }],
  ['tasks', { type: 'assign-task', what: 'Löschen', until: day(-2), address: 'it@kammer.example', afterSafe: true }],
])('reading %s is an entry of the log', async (what, body) => {
  if (body !== undefined) {
    if (what === 'claims') {
      await world.did(id, { type: 'check-claim', right: 'access', check: 'our-processing', answer: 'no' });
    }
    await world.did(id, body);
  }
  const before = await reads();
  expect((await world.read(id, what)).status).toBe(200);
  expect(await reads()).toBe(before + 1);
});

test('what is read is what was entered', async () => {
  const shown = async (what: string) => (await world.read(id, what)).body.items;
  expect(await shown('recipients')).toMatchObject([
    { state: 'listed', name: 'Druckerei Muster', email: 'druck@muster.example', settledOn: null },
  ]);
  expect(await shown('restrictions')).toMatchObject([
    { ground: 'unlawful', beganOn: day(3), liftedOn: null, what: 'Anschrift', end: 'Klärung' },
  ]);
  expect(await shown('complaints')).toMatchObject([
    { authority: 'LfD', fileNumber: 'AZ 7', receivedOn: today, statedOn: null, result: null },
  ]);
  expect(await shown('tasks')).toMatchObject([
    { state: 'open', turn: 'department', what: 'Löschen', address: 'it@kammer.example', answers: [], version: 1 },
  ]);
  expect(await shown('notes')).toMatchObject([{ text: 'Rückruf.', retractedAt: null, retractable: true }]);
  const { body: register } = await world.call('GET', '/restrictions', world.dpo);
  expect(register.items).toMatchObject([{ requestId: id, ground: 'unlawful' }]);
  expect(JSON.stringify(register)).not.toContain('Anschrift');
});

test('a letter is made, fetched as PDF and posted', async () => {
  const message = await world.made(id, {
    ...{ type: 'send', kind: 'free', way: 'letter', address: 'Aurelia Beispiel\nWeg 1\n12345 Ort' },
    ...{ subject: 'Ihr Anliegen', body: 'Guten Tag, wir sind dabei.' },
  });
  const letter = await fetch(`${world.app.address}/api/v1/requests/${id}/messages/${message}/letter`, {
    headers: { authorization: `Bearer ${world.dpo}` },
  });
  expect([letter.status, letter.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect((await letter.text()).startsWith('%PDF-')).toBe(true);
  await world.did(id, { type: 'record-posted', message, on: today });
  const { items } = (await world.read(id, 'messages')).body;
  expect(items.find((one) => one['id'] === message)).toMatchObject({ state: 'sent', sentOn: today });
});

test('a file that came in is read as it came', async () => {
  const form = new FormData();
  form.set('channel', 'email');
  form.set('message', 'Siehe Anlage.');
  form.set('contact', PERSON);
  form.append('files', new Blob(['Guten Tag'], { type: 'text/plain' }), 'brief.txt');
  const response = await fetch(`${world.app.address}/api/v1/requests`, {
    ...{ method: 'POST', headers: { authorization: `Bearer ${world.staff}` }, body: form },
  });
  const made = (await response.json()) as { id: string };
  const { body } = await world.read(made.id, 'content');
  const [file] = body['attachments'] as { field: string; filename: string }[];
  expect(file?.filename).toBe('brief.txt');
  const path = `/api/v1/requests/${made.id}/files/${file?.field ?? ''}`;
  const answers = await Promise.all(
    [world.dpo, world.staff, world.foreign].map((token) =>
      fetch(`${world.app.address}${path}`, { headers: { authorization: `Bearer ${token}` } }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 403, 404]);
  expect(await answers[0]?.text()).toBe('Guten Tag');
});

test('a long list comes in pages, and an invalid cursor is refused', async () => {
  const other = await world.takenOver();
  const names = Array.from({ length: 51 }, (_, at) => `Empfänger ${at}`);
  for (const name of names) {
    await world.did(other, { type: 'list-recipient', name });
  }
  const first = (await world.read(other, 'recipients')).body;
  const second = (await world.read(other, `recipients?cursor=${first.nextCursor ?? ''}`)).body;
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([50, 1, null]);
  expect([...first.items, ...second.items].map((item) => item['name'])).toEqual(names);
  const { status, body } = await world.read(other, 'recipients?cursor=irgendwas');
  expect([status, body.errors?.[0]?.field]).toEqual([422, 'cursor']);
});

test('a template is filled from the case, with what is still to write', async () => {
  const { body } = await world.read(id, 'templates/refusal?language=en');
  expect(body).toMatchObject({ kind: 'refusal', language: 'en', way: 'mail', to: PERSON });
  expect(body['gaps']).not.toEqual([]);
  expect((await world.read(id, 'templates/refusal?language=fr')).body.errors).toMatchObject([{ field: 'language' }]);
  expect((await world.read(id, 'templates/constructor')).status).toBe(404);
});

test('tasks, checks and messages of one case are not found by way of another', async () => {
  const other = await world.takenOver();
  const [task] = (await world.read(id, 'tasks')).body.items;
  const [check] = (await world.read(id, 'identity-checks')).body.items;
  for (const body of [
    { type: 'finish-task', task: task?.['id'] },
    { type: 'extend-task', task: task?.['id'], until: day(-5) },
    { type: 'end-identity-check', check: check?.['id'], outcome: 'confirmed' },
    { type: 'enter-identity-code', check: check?.['id'], code: '123456' },
  ]) {
    expect((await world.command(other, body)).status).toBe(404);
  }
});
