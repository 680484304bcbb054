import { FindingService } from '../../../../src/requests/finding/finding.service.js';
import { startTestApplication, type TestApplication } from '../../../support/application.js';
import { Visitor } from '../../../support/visitor.js';

let app: TestApplication;
let token: string;
let dpo: Visitor;

async function handOver(fields: Record<string, unknown>): Promise<{ id: string; reference: string }> {
  const answer = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'instagram', message: 'Bitte um Auskunft', ...fields }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { id: string; reference: string };
}

async function search(q: string, who = dpo): Promise<{ status: number; html: string }> {
  const answer = await who.post('/suche', { q }, '/suche');
  const location = answer.headers.get('location');
  return location === null
    ? { status: answer.status, html: await answer.text() }
    : { status: 200, html: await who.page(location) };
}

const rows = (sql: string, values: unknown[] = []) =>
  app.database.asOwner(async (client) => (await client.query(sql, values)).rows as Record<string, unknown>[]);

let jurgen: { id: string; reference: string };
beforeAll(async () => {
  app = await startTestApplication();
  token = await app.token('staff');
  dpo = await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
  jurgen = await handOver({ from: 'Jürgen Müller-Lüdenscheidt', contact: 'j.mueller@post.example, 0170 1234567' });
  await handOver({ from: '@aurelia_b93', contact: '@aurelia_b93' });
});
afterAll(() => app.stop());

test.each([
  'Jürgen Müller',
  'mueller',
  'LUEDENSCHEIDT',
  'lüd',
  'J.Mueller@POST.example',
  '+49 170 / 123 45 67',
  '1234567',
])('%s finds the case of Jürgen Müller-Lüdenscheidt', async (typed) => {
  const { html } = await search(typed);
  expect(html).toContain(jurgen.reference);
  expect(html).toContain('1 Vorgang gefunden');
  expect(html).toContain('Am Telefon');
});

test('part of the reference finds it, in small letters and with O for 0', async () => {
  const tail = jurgen.reference.split('-').at(-1) ?? '';
  for (const part of [tail, tail.toLowerCase(), tail.slice(0, 4), tail.replaceAll('0', 'O'), jurgen.reference]) {
    expect((await search(part)).html).toContain(jurgen.reference);
  }
});

test('every state is searched', async () => {
  await rows(`UPDATE rights_request SET state = 'closed', clock = 'ended' WHERE id = $1`, [jurgen.id]);
  const { html } = await search('Lüdenscheidt');
  expect(html).toContain(jurgen.reference);
  expect(html).toContain('abgeschlossen');
  await rows(`UPDATE rights_request SET state = 'recorded', clock = 'running' WHERE id = $1`, [jurgen.id]);
});

test('what is looked for stands in no address, no entry and no line of the log', async () => {
  const answer = await dpo.post('/suche', { q: 'Geheimnisvoll Gesucht' }, '/suche');
  expect(answer.headers.get('location')).toMatch(/^\/suche\/[0-9a-f-]{36}$/);
  const entries = await rows(`SELECT convert_from(bytes, 'UTF8') AS entry FROM log_entry ORDER BY index DESC LIMIT 1`);
  expect(String(entries[0]?.['entry'])).toContain('"event":"person.searched"');
  expect(JSON.stringify(entries)).not.toMatch(/geheimnis/i);
  expect(app.logged()).not.toMatch(/geheimnis/i);
  const kept = await rows('SELECT ciphertext FROM kept_form');
  expect(kept.some(({ ciphertext }) => /geheimnis/i.test((ciphertext as Buffer).toString('latin1')))).toBe(false);
});

test.each([
  ['%', 422, 'mindestens drei'],
  ['', 422, 'mindestens drei'],
  ['_'.repeat(50), 422, 'mindestens drei'],
  ['x'.repeat(10_000), 422, 'höchstens 200'],
  ["'; DROP TABLE person_word; --", 200, 'Kein Vorgang gefunden'],
  ['🦊', 200, 'Kein Vorgang gefunden'],
  ['\u0000%\u202e', 422, 'mindestens drei'],
])('bad input %# is answered with what to do', async (typed, status, words) => {
  const answer = await search(typed);
  expect([answer.status, answer.html.includes(words)]).toEqual([status, true]);
});

test('a name that 500 cases have shows the newest fifty and asks for more', async () => {
  // As many as there would be: rows of one word, put where an intake puts them.
  const { id } = await handOver({ from: 'Vielfach Schmidt' });
  await rows(
    `WITH made AS (
       INSERT INTO rights_request (id, organisation_id, reference, state, channel_id, door, instruction_id, rights,
         received_at, received_on, recorded_at, handover_late, safe_on, due_on, next_on)
       SELECT gen_random_uuid(), organisation_id, reference || '-' || n, state, channel_id, door, instruction_id, rights,
         received_at, received_on, recorded_at, handover_late, safe_on, due_on, next_on
       FROM rights_request, generate_series(1, 500) AS n WHERE id = $1 RETURNING id, organisation_id
     ), keys AS (
       INSERT INTO request_key (rights_request_id, organisation_id, epoch, wrapped, words_kept)
       SELECT made.id, made.organisation_id, k.epoch, k.wrapped, true FROM made, request_key k
       WHERE k.rights_request_id = $1 RETURNING rights_request_id
     ), forwards AS (
       INSERT INTO forwarding (id, organisation_id, rights_request_id, designation_id, message_id, state, late_at)
       SELECT gen_random_uuid(), f.organisation_id, made.id, f.designation_id, f.message_id || made.id, 'forwarded', f.late_at
       FROM made, forwarding f WHERE f.rights_request_id = $1
     )
     INSERT INTO person_word (organisation_id, value, rights_request_id)
     SELECT w.organisation_id, w.value, made.id FROM made, person_word w WHERE w.rights_request_id = $1`,
    [id],
  );
  const { html } = await search('Vielfach Schmidt');
  expect(html.match(/class="found"/g)).toHaveLength(50);
  expect(html).toContain('noch mehr Treffer');
});

test('nobody but the data protection officer finds anybody', async () => {
  const staff = await Visitor.signedIn(app, 'beschaeftigt@kammer.example', 'staff');
  expect((await staff.get('/suche')).status).toBe(403);
  expect((await staff.page('/weitergeben')).includes('data-find')).toBe(false);
  const seen = await rows('SELECT count(*)::int AS n FROM person_word');
  expect(Number(seen[0]?.['n'])).toBeGreaterThan(0);
});

test('requests recorded before get their words from their sealed content, once', async () => {
  await rows('DELETE FROM person_word WHERE rights_request_id = $1', [jurgen.id]);
  await rows('UPDATE request_key SET words_kept = false WHERE rights_request_id = $1', [jurgen.id]);
  expect((await search('Lüdenscheidt')).html).not.toContain(jurgen.reference);
  await app.running.application.get(FindingService).keepMissingWords();
  await app.running.application.get(FindingService).keepMissingWords();
  expect((await search('Lüdenscheidt')).html).toContain(jurgen.reference);
});

test('its words are gone with its key; the reference still finds it', async () => {
  const { id, reference } = await handOver({ from: 'Erasmus Vergessen' });
  expect((await search('Vergessen')).html).toContain(reference);
  await rows('DELETE FROM request_key WHERE rights_request_id = $1', [id]);
  expect(await rows('SELECT 1 FROM person_word WHERE rights_request_id = $1', [id])).toEqual([]);
  expect((await search('Vergessen')).html).not.toContain(reference);
  expect((await search(reference)).html).toContain(reference);
});
