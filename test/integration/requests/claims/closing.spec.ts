import { addDays, civilDateIn } from '../../../../src/domain/civil-date.js';
import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { untilBlocked } from '../../../support/blocked.js';
import { Visitor } from '../../../support/visitor.js';
import { stated } from '../../../support/stated.js';

const WHAT = 'Bitte das Bild von Instagram entfernen.';
const KEEPER = 'bildarchiv@kammer.example';
const PERSON = 'aurelia@post.example';
const today = civilDateIn(new Date(), 'Europe/Berlin');

let app: TestApplication;
let dpo: Visitor;
let token: string;
let staff: string;
beforeAll(async () => {
  app = await startTestApplication();
  staff = await app.token('staff');
  token = await app.token('dpo');
  dpo = await Visitor.signedIn(app, 'abschluss@kammer.example', 'dpo');
});
afterAll(() => app.stop());

async function call(path: string, body: object, bearer: string) {
  const response = await fetch(`${app.address}/api/v1/requests${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as { id: string; missing?: readonly string[] } };
}
const command = (id: string, body: object) => call(`/${id}/commands`, body, token);

async function assign(id: string): Promise<Response> {
  const path = `/vorgaenge/${id}/auftraege`;
  const page = await dpo.page(path);
  const task = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? '';
  return dpo.post(path, { id: task, what: WHAT, until: addDays(today, 3), user: '', address: KEEPER }, path);
}

async function beginCheck(id: string): Promise<Response> {
  const path = `/vorgaenge/${id}/identitaet`;
  const check = /name="check" value="([^"]+)"/.exec(await dpo.page(path))?.[1] ?? '';
  const why = { doubt: 'unknown-account', why: 'Das Konto heißt anders.' };
  return dpo.post(path, { check, ...why, method: 'code', address: PERSON, questions: '', documentReason: '' }, path);
}

async function takenOver(): Promise<string> {
  const { id } = (await call('', { channel: 'email', message: 'Bitte um Auskunft.', rights: ['access'] }, staff)).body;
  await command(id, { type: 'acknowledge' });
  return id;
}

/** A case with a task and a check that run, taken back by the person. */
async function stillRunning(): Promise<string> {
  const id = await takenOver();
  expect((await assign(id)).status).toBe(303);
  expect((await beginCheck(id)).status).toBe(303);
  expect((await command(id, { type: 'retract', ...stated(today) })).status).toBe(200);
  return id;
}

const close = (id: string, fields: Record<string, string> = {}) =>
  dpo.post(`/vorgaenge/${id}/rechte`, { what: 'close', ...fields }, `/vorgaenge/${id}/rechte`);
const runningOn = async (id: string) =>
  /name="running" value="([^"]*)"/.exec(await dpo.page(`/vorgaenge/${id}/rechte`))?.[1] ?? '';

async function textTo(address: string, words: string): Promise<string> {
  const mail = await eventually(async () =>
    (await app.mailbox.listMails()).find((one) => one.to.includes(address) && one.subject.includes(words)),
  );
  return (await app.mailbox.readMail(mail.id))?.text ?? '';
}

const ask = <Row extends Record<string, unknown>>(sql: string, id: string): Promise<Row[]> =>
  app.database.asOwner(async (client) => (await client.query<Row>(sql, [id])).rows);
const stateOf = async (id: string) =>
  (await ask<{ state: string }>('SELECT state FROM rights_request WHERE id = $1', id))[0]?.state;
const ended = async (id: string) =>
  (
    await ask<{ event: string }>(
      `SELECT event FROM log_entry WHERE rights_request_id = $1 AND event IN ('task.withdrawn', 'identity.withdrawn',
         'identity.evidence-erased', 'request.closed') ORDER BY event`,
      id,
    )
  ).map(({ event }) => event);

describe('closing while something still runs', () => {
  test('is refused until it is confirmed, and names what runs', async () => {
    const id = await stillRunning();
    expect(await command(id, { type: 'close' })).toMatchObject({ status: 409, body: { missing: ['tasks', 'checks'] } });
    const page = await dpo.page(`/vorgaenge/${id}/rechte`);
    expect(page).toContain(WHAT);
    expect(page).toContain('Identitätsprüfung, begonnen am');
    const answer = await close(id, { running: await runningOn(id) });
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('id="end-error"')]);
    expect([await stateOf(id), await ended(id)]).toEqual(['retracted', []]);
  });

  test('confirmed it ends tasks and check in the same commit: links dead, the address told, evidence erased', async () => {
    const id = await stillRunning();
    const task = /\/auftrag\/[\w-]+/.exec(await textTo(KEEPER, 'Auftrag'))?.[0] ?? '';
    const code = /\/bestaetigen\/[\w-]+/.exec(await textTo(PERSON, ''))?.[0] ?? '';
    expect([(await fetch(`${app.address}${code}`)).status, task !== '']).toEqual([200, true]);
    expect((await close(id, { end: 'yes', running: await runningOn(id) })).status).toBe(303);
    expect(await stateOf(id)).toBe('closed');
    expect(await ended(id)).toEqual([
      ...['identity.evidence-erased', 'identity.withdrawn', 'request.closed', 'task.withdrawn'],
    ]);
    expect((await fetch(`${app.address}${code}`)).status).toBe(404);
    expect(await (await fetch(`${app.address}${task}`)).text()).not.toContain(WHAT);
    await textTo(KEEPER, 'zurückgezogen');
    expect(
      await ask(`SELECT 1 FROM sealed WHERE rights_request_id = $1 AND field ~ '^attachment-identity-'`, id),
    ).toEqual([]);
    const waiting = `SELECT 1 FROM task WHERE rights_request_id = $1 AND state = 'open'
      UNION ALL SELECT 1 FROM identity_check WHERE rights_request_id = $1 AND state = 'open'`;
    expect(await ask(waiting, id)).toEqual([]);
    expect(await dpo.page(`/vorgaenge/${id}/identitaet`)).toContain('ohne Ergebnis beendet');
  });

  test('over the API ends with what is named, and is refused while something else runs', async () => {
    const id = await stillRunning();
    const [task = '', check = ''] = (await runningOn(id)).split(/[ ,]+/);
    expect(await command(id, { type: 'close', ending: [task] })).toMatchObject({ status: 409 });
    expect(await command(id, { type: 'close', ending: ['keine'] })).toMatchObject({ status: 422 });
    expect(await stateOf(id)).toBe('retracted');
    expect(await command(id, { type: 'close', ending: [task, check] })).toMatchObject({ status: 200 });
    expect(await ended(id)).toContain('task.withdrawn');
  });

  test('taken back by the person, what was begun for it is settled without taking it up again', async () => {
    const id = await takenOver();
    const listed = await command(id, { type: 'list-recipient', name: 'Druckerei Muster' });
    const { created } = listed.body as { created?: string };
    await command(id, { type: 'retract', ...stated(today) });
    expect(await command(id, { type: 'close' })).toMatchObject({ status: 409, body: { missing: ['recipients'] } });
    expect(await dpo.page(`/vorgaenge/${id}/empfaenger`)).toContain('schritt=leave-out');
    const why = { why: 'impossible', reasons: 'Die Druckerei gibt es nicht mehr.' };
    expect((await command(id, { type: 'leave-out-recipient', recipient: created, ...why })).status).toBe(200);
    expect((await command(id, { type: 'close' })).status).toBe(200);
  });

  test('confirmed for what the page named only: what was given since is shown first', async () => {
    const id = await takenOver();
    await assign(id);
    await command(id, { type: 'decide', right: 'access', outcome: 'granted' });
    await command(id, { type: 'answer', ...stated(today) });
    await command(id, { type: 'do-duty', right: 'access', duty: 'send-copy', ...stated(today) });
    const seen = await runningOn(id);
    await assign(id);
    expect((await close(id, { end: 'yes', running: seen })).status).toBe(422);
    expect(await ended(id)).toEqual([]);
    expect((await close(id, { end: 'yes', running: await runningOn(id) })).status).toBe(303);
    expect(await ended(id)).toEqual(['request.closed', 'task.withdrawn', 'task.withdrawn']);
  });
});

test.each([
  ['task', assign, 'task'],
  ['check', beginCheck, 'identity_check'],
] as const)('a %s begun in the instant in which the case is closed does not begin', async (_name, begin, table) => {
  const id = await takenOver();
  const late = await app.database.asOwner(async (client) => {
    await client.query('BEGIN');
    await client.query(`UPDATE rights_request SET state = 'closed', version = version + 1 WHERE id = $1`, [id]);
    const answer = begin(id);
    await untilBlocked(client, /FOR SHARE/);
    await client.query('COMMIT');
    return answer;
  });
  expect(late.status).toBe(409);
  expect(await ask(`SELECT 1 FROM ${table} WHERE rights_request_id = $1`, id)).toEqual([]);
});
