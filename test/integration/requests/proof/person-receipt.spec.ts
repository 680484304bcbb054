import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import PostalMime from 'postal-mime';
import { verifyReceipt } from '../../../../src/domain/log/verification.js';
import { AnsweringSmtp } from '../../../support/answering-smtp.js';
import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { CorrespondenceWorld, PERSON } from '../correspondence/correspondence-world.js';

// What the person holds: the proof of their own request, and a page that checks it for anybody.

let smtp: AnsweringSmtp;
let app: TestApplication;
let world: CorrespondenceWorld;
let id: string;
let files: ReadonlyMap<string, Buffer>;
let code: string;

beforeAll(async () => {
  smtp = new AnsweringSmtp();
  const port = await smtp.listen();
  app = await startTestApplication({ config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false } } });
  world = await CorrespondenceWorld.on(app);
  const made = await world.takenOver();
  id = made.id;
  await world.write(made.page, 'receipt');
  const sent = await eventually(() => Promise.resolve(smtp.mails.find(({ to }) => to.includes(PERSON))));
  const mail = await PostalMime.parse(sent.text);
  code = /Belegcode ([A-Z2-7-]{23})/.exec(mail.text ?? '')?.[1] ?? '';
  files = new Map(mail.attachments.map((one) => [one.filename ?? '', Buffer.from(one.content as ArrayBuffer)]));
});

afterAll(async () => {
  await app.stop();
  await smtp.close();
});

const get = (path: string) => fetch(`${app.address}${path}`, { redirect: 'manual' });

test('the confirmation of receipt carries the proof, a code, and the code as a picture', async () => {
  expect([...files.keys()].sort()).toEqual(['beleg-qr.gif', 'beleg.tlog-proof']);
  expect(code).toHaveLength(23);
  const key = await (await get('/log/kammer/key')).text();
  const verdict = verifyReceipt(files.get('beleg.tlog-proof')?.toString('utf8') ?? '', [key.trim()]);
  expect([verdict.ok, verdict.entry?.event, verdict.entry?.subject]).toEqual([
    true,
    'request.recorded',
    { request: id },
  ]);
  expect(files.get('beleg-qr.gif')?.subarray(0, 3).toString()).toBe('GIF');
});

test('other messages carry none', async () => {
  const other = await world.takenOver('andere@post.example');
  await world.write(other.page, 'clarification');
  const sent = await eventually(() => Promise.resolve(smtp.mails.find(({ to }) => to.includes('andere@post.example'))));
  expect((await PostalMime.parse(sent.text)).attachments).toEqual([]);
});

test('anybody checks the code, and sees what is proved and no more', async () => {
  const page = await get(`/beleg/kammer/${code}`);
  const html = await page.text();
  expect([page.status, page.headers.get('x-robots-tag')]).toEqual([200, 'noindex, nofollow']);
  expect(html).toContain('Diese Anfrage steht im Protokoll von');
  expect(html).toContain('Auskunft');
  expect(html).not.toContain('Aurelia');
  const proof = await (await get(`/beleg/kammer/${code}/beleg.tlog-proof`)).text();
  expect(proof).toContain('c2sp.org/tlog-proof');
  // However it is typed, and whatever is between its letters.
  const typed = code.toLowerCase().replaceAll('-', ' ');
  expect((await get(`/beleg/kammer/${encodeURIComponent(typed)}`)).status).toBe(200);
  const asked = await get(`/pruefen/kammer?code=${encodeURIComponent(typed)}`);
  expect([asked.status, decodeURIComponent(asked.headers.get('location') ?? '')]).toEqual([
    303,
    `/beleg/kammer/${typed}`,
  ]);
});

test('another code finds nothing: one letter, a neighbour’s place, no code at all', async () => {
  const last = code.at(-1) === 'A' ? 'Q' : 'A';
  const first = code.startsWith('B') ? 'C' : 'B';
  for (const wrong of [code.slice(0, -1) + last, first + code.slice(1), 'AAAAA-AAAAA-AAAAA-AAAAA', 'x', '%00']) {
    const page = await get(`/beleg/kammer/${wrong}`);
    expect([wrong, page.status]).toEqual([wrong, 404]);
    expect(await page.text()).not.toContain('Diese Anfrage steht im Protokoll');
  }
  expect((await get(`/beleg/andere/${code}`)).status).toBe(404);
});

test('it goes on leading to the entry when the case is erased', async () => {
  await app.database.asOwner(async (client) => {
    await client.query('DELETE FROM sealed WHERE rights_request_id = $1', [id]);
    await client.query('DELETE FROM request_key WHERE rights_request_id = $1', [id]);
  });
  expect((await get(`/beleg/kammer/${code}`)).status).toBe(200);
});

test('fingerprints of the key and hashes of the verifiers stand on a public page', async () => {
  const html = await (await get('/pruefen/kammer')).text();
  const key = (await (await get('/log/kammer/key')).text()).trim();
  expect(html).toContain(key);
  expect(html).toContain('Text für das Impressum');
  for (const file of ['verify.html', 'verify.mjs']) {
    const bytes = Buffer.from(await (await get(`/pruefen/kammer/${file}`)).arrayBuffer());
    expect(bytes.equals(readFileSync(`dist/verifier/${file}`))).toBe(true);
    expect(html).toContain(createHash('sha256').update(bytes).digest('hex'));
  }
  expect((await get('/pruefen/kammer/LIESMICH.txt')).status).toBe(404);
});

test('whoever tries codes one after the other is slowed down', async () => {
  const states: number[] = [];
  for (let at = 0; at < 40; at += 1) {
    states.push((await get('/beleg/kammer/AAAAA-AAAAA-AAAAA-AAAAB')).status);
  }
  expect(states).toContain(429);
});
