import { expectRowsAgree } from '../../../support/rows-agree.js';
import { systemActor } from '../../../../src/audit/actor.js';
import { rowDifferences } from '../../../../src/audit/row-differences.js';
import { parseEntry } from '../../../../src/domain/log/entry.js';
import { Database } from '../../../../src/platform/database/database.js';
import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { Visitor } from '../../../support/visitor.js';

let app: TestApplication;
let dpo: Visitor;
let staff: string;
beforeAll(async () => {
  app = await startTestApplication();
  staff = await app.token('staff');
  dpo = await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
});
afterAll(() => app.stop());

async function takenOver(rights: readonly string[], contact: string): Promise<{ id: string; reference: string }> {
  const response = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'email', message: 'Bitte um Antwort.', rights, contact }),
  });
  const made = (await response.json()) as { id: string; reference: string };
  await eventually(async () => ((await stateOf(made.id)).forwarding === 'forwarded' ? true : undefined));
  await dpo.post(`/vorgaenge/${made.id}/uebernehmen`, {}, '/erinnerungen');
  return made;
}

async function stateOf(id: string): Promise<{ state: string; rights: string[]; forwarding: string; attempts: number }> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ state: string; rights: string[]; forwarding: string; attempts: number }>(
      `SELECT r.state, r.rights, f.state AS forwarding, f.attempts FROM rights_request r
       JOIN forwarding f ON f.rights_request_id = r.id WHERE r.id = $1`,
      [id],
    );
    return rows[0] as { state: string; rights: string[]; forwarding: string; attempts: number };
  });
}

test('the same contact is found again, merged after a confirmation, and separated while nothing came of it', async () => {
  const one = await takenOver(['access'], 'amsel@post.example');
  const two = await takenOver(['erasure'], 'Amsel@Post.example');
  const other = await takenOver(['erasure'], 'amsel2@post.example');
  const page = await dpo.page(`/vorgaenge/${one.id}`);
  expect([page.includes(two.reference), page.includes(other.reference)]).toEqual([true, false]);
  const path = `/vorgaenge/${one.id}/zusammenfuehren`;
  expect(await dpo.page(`${path}?mit=${two.reference}`)).toContain('Jetzt zusammenführen');
  expect((await stateOf(one.id)).state).toBe('acknowledged');
  expect((await dpo.post(path, { into: one.reference }, '/erinnerungen')).status).toBe(422);
  const merged = await dpo.post(path, { into: two.reference }, '/erinnerungen');
  expect(merged.headers.get('location')).toBe(`/vorgaenge/${two.id}`);
  expect([(await stateOf(one.id)).state, (await stateOf(two.id)).rights]).toEqual(['merged', ['erasure', 'access']]);
  await dpo.post(`/vorgaenge/${one.id}/trennen`, {}, '/erinnerungen');
  expect([(await stateOf(one.id)).state, (await stateOf(two.id)).rights]).toEqual(['acknowledged', ['erasure']]);
});

test('a part has its own reference and content, and no second mail goes out', async () => {
  const whole = await takenOver(['access', 'erasure'], 'star@post.example');
  const path = `/vorgaenge/${whole.id}/teilen`;
  expect((await dpo.post(path, {}, '/erinnerungen')).status).toBe(422);
  const answer = await dpo.post(path, { rights: 'erasure' }, '/erinnerungen');
  const part = (answer.headers.get('location') ?? '').slice('/vorgaenge/'.length);
  expect(await stateOf(part)).toEqual({
    state: 'acknowledged',
    rights: ['erasure'],
    forwarding: 'forwarded',
    attempts: 0,
  });
  expect((await stateOf(whole.id)).rights).toEqual(['access']);
  const page = await dpo.page(`/vorgaenge/${part}`);
  expect(page).toContain('Bitte um Antwort.');
  expect(page).toContain(`Abgetrennt von: `);
});

test('the monitor, which replays the log against the rows, finds nothing wrong with merges, splits and their undoing', async () => {
  const kept = await takenOver(['access'], 'meise@post.example');
  const joined = await takenOver(['objection'], 'meise@post.example');
  const path = `/vorgaenge/${joined.id}/zusammenfuehren`;
  expect((await dpo.post(path, { into: kept.reference }, '/erinnerungen')).status).toBe(303);
  expect((await stateOf(joined.id)).state).toBe('merged');
  const events = await app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: Buffer }>('SELECT bytes FROM log_entry ORDER BY index');
    return rows.map(({ bytes }) => parseEntry(bytes));
  });
  const told = new Set(events.map(({ event }) => event));
  expect(['request.merged', 'request.unmerged', 'request.split'].filter((event) => !told.has(event as never))).toEqual(
    [],
  );
  const database = app.running.application.get(Database);
  const found = await rowDifferences(
    (question) => database.ask(systemActor(app.organisationId), question),
    app.organisationId,
    { entries: events, end: events.length, synthetic: false },
  );
  expect(found).toEqual([]);
});

test('after all of it the rows are what the log says', () => expectRowsAgree(app));
