import { expectRowsAgree } from '../../../support/rows-agree.js';
import { personActor } from '../../../../src/audit/actor.js';
import { Database } from '../../../../src/platform/database/database.js';
import { statement } from '../../../../src/platform/database/statement.js';
import { Vault } from '../../../../src/platform/vault/vault.js';
import { findSealed } from '../../../../src/requests/sealed/sealed-fields.sql.js';
import { openCommitted } from '../../../../src/requests/sealed/sealed-payload.js';
import { systemActor } from '../../../../src/audit/actor.js';
import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { FixedClock } from '../../../support/fixed-clock.js';
import { Visitor } from '../../../support/visitor.js';

let app: TestApplication;
let clock: FixedClock;
let dpo: Visitor;
let staff: string;
let number = 100;

beforeAll(async () => {
  clock = new FixedClock(new Date());
  app = await startTestApplication({ clock });
  staff = await app.token('staff');
  dpo = await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
});
afterAll(() => app.stop());
beforeEach(() => clock.set(new Date()));

async function takenOver(): Promise<string> {
  const response = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'instagram', message: 'Ich möchte Auskunft, Aurelia Beispiel.' }),
  });
  const { id } = (await response.json()) as { id: string };
  await dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
  return id;
}

async function begin(id: string, fields: Record<string, string>): Promise<Response> {
  const path = `/vorgaenge/${id}/identitaet`;
  const check = /name="check" value="([^"]+)"/.exec(await dpo.page(path))?.[1] ?? '';
  const usual = { doubt: 'unknown-account', why: 'Das Konto heißt anders.', method: 'known-channel' };
  const empty = { address: '', questions: '', documentReason: '' };
  return dpo.post(path, { check, ...usual, ...empty, ...fields }, path);
}

interface Running {
  readonly id: string;
  readonly check: string;
}

async function begun(fields: Record<string, string>): Promise<Running> {
  const id = await takenOver();
  expect((await begin(id, fields)).status).toBe(303);
  return { id, check: await checkOf(id) };
}

const checkOf = async (id: string): Promise<string> =>
  /identitaet\/([0-9a-f-]{36})\/ergebnis/.exec(await dpo.page(`/vorgaenge/${id}/identitaet`))?.[1] ?? '';

/** A check by code, with what the mail to the person says. */
async function withCode(fields: Record<string, string> = {}) {
  const address = `person${(number += 1)}@post.example`;
  const running = await begun({ method: 'code', address, ...fields });
  const mail = await eventually(async () => (await app.mailbox.listMails()).find(({ to }) => to.includes(address)));
  const { text = '' } = (await app.mailbox.readMail(mail.id)) ?? {};
  const code = /Code: (\d{6})\b/.exec(text ?? '')?.[1] ?? '';
  return { ...running, address, text: text ?? '', code, link: /\/bestaetigen\/[\w-]+/.exec(text ?? '')?.[0] ?? '' };
}

const enter = (link: string, code: string): Promise<Response> => new Visitor(app).send(link, { code });

async function end(running: Running, outcome: string, fields: Record<string, string> = {}): Promise<Response> {
  const path = `/vorgaenge/${running.id}/identitaet`;
  return dpo.post(`${path}/${running.check}/ergebnis`, { outcome, ...fields }, path);
}

async function eventsOf(id: string): Promise<string[]> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ event: string }>(
      `SELECT event FROM log_entry WHERE rights_request_id = $1
         AND (event LIKE 'identity.%' OR event LIKE 'deadline.%') ORDER BY index`,
      [id],
    );
    return rows.map(({ event }) => event);
  });
}

const fieldsOf = (id: string): Promise<string[]> =>
  app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ field: string }>(
      `SELECT field FROM sealed WHERE rights_request_id = $1 AND field NOT LIKE 'reply-%' ORDER BY field`,
      [id],
    );
    return rows.map(({ field }) => field);
  });

const another = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('a check by code', () => {
  test('is confirmed by the person at the link, once; the DPO is told, and nothing is left to open', async () => {
    const { id, check, code, link, address, text } = await withCode();
    expect(text).not.toMatch(/Aurelia|Auskunft, /);
    const page = await (await fetch(`${app.address}${link}`)).text();
    expect(page).not.toMatch(/Aurelia|DSR-|Instagram/);
    expect((await enter(link, ` ${code.slice(0, 3)} ${code.slice(3)} `)).headers.get('location')).toBe('/bestaetigt');
    expect((await fetch(`${app.address}${link}`)).status).toBe(404);
    expect((await enter(link, code)).status).toBe(404);
    expect(await fieldsOf(id)).toEqual(['content', `identity-doubt-${check}`]);
    const shown = await dpo.page(`/vorgaenge/${id}/identitaet`);
    expect([shown.includes('von der Person selbst'), shown.includes(address)]).toEqual([true, false]);
    await eventually(async () => {
      const told = (await app.mailbox.listMails()).filter(({ subject }) => subject.startsWith('Identität bestätigt'));
      return told.length === 1 ? true : undefined;
    });
    await eventually(async () => ((await eventsOf(id)).includes('identity.reported') ? true : undefined));
    expect((await eventsOf(id)).filter((event) => !event.endsWith('code-sent'))).toEqual([
      'identity.asked',
      'identity.confirmed',
      'identity.evidence-erased',
      'identity.reported',
    ]);
  });

  test('is confirmed by the DPO with the code that the person told, and the clock goes on the same day', async () => {
    const { id, check, code } = await withCode({ stop: '1' });
    expect(await eventsOf(id)).toContain('deadline.paused');
    expect(await dpo.page(`/vorgaenge/${id}/identitaet`)).toContain('name="resume"');
    const path = `/vorgaenge/${id}/identitaet`;
    const answer = await dpo.post(`${path}/${check}/code`, { code, resume: '1' }, path);
    expect(answer.headers.get('location')).toBe(`${path}?getan=beendet&frist=laeuft`);
    const clockEvents = (await eventsOf(id)).filter((event) => event.startsWith('deadline.'));
    expect(clockEvents).toEqual(['deadline.paused', 'deadline.resumed']);
  });

  test('a wrong code five times locks it, also for the right one, and also when tried at once', async () => {
    const { id, code, link } = await withCode();
    const wrong = another(code);
    const tried = await Promise.all(Array.from({ length: 8 }, () => enter(link, wrong)));
    expect(tried.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 422));
    expect((await eventsOf(id)).filter((event) => event === 'identity.code-refused')).toHaveLength(5);
    const right = await enter(link, code);
    expect([right.status, (await right.text()).includes('Zu viele falsche Codes')]).toEqual([422, true]);
    expect(await eventsOf(id)).not.toContain('identity.confirmed');
  });

  test('an expired code is refused', async () => {
    const { id, code, link } = await withCode();
    clock.advance(72 * 3_600_000);
    const answer = await enter(link, code);
    expect([answer.status, (await answer.text()).includes('abgelaufen')]).toEqual([422, true]);
    expect(await eventsOf(id)).not.toContain('identity.confirmed');
  });

  test('stores no code, no address and no link in the open', async () => {
    const { code, link, address } = await withCode();
    const stored = await app.database.asOwner(async (client) => {
      const { rows } = await client.query<{ line: string }>(
        `SELECT c::text AS line FROM identity_check c UNION ALL SELECT j::text FROM outbox_job j`,
      );
      return rows.map(({ line }) => line).join('\n');
    });
    for (const secret of [code, link.slice('/bestaetigen/'.length), address]) {
      // A code of six digits may by chance stand in an id; as a field of its own it does not.
      expect(stored).not.toMatch(new RegExp(`(^|[(,"])${secret}([),"]|$)`, 'm'));
      expect(app.logged()).not.toContain(`"${secret}"`);
    }
  });
});

describe('the evidence', () => {
  test.each(['confirmed', 'not-confirmed', 'no-longer-doubted'])('is erased with the result %s', async (outcome) => {
    const running = await begun({ method: 'known-facts', questions: 'Wie hieß der Lehrbetrieb?' });
    const { id, check } = running;
    expect(await dpo.page(`/vorgaenge/${id}/identitaet`)).toContain('Wie hieß der Lehrbetrieb');
    // What is there now can be opened; after the end there is nothing to open, with all keys at hand.
    const open = async (): Promise<unknown> => {
      const field = `attachment-identity-${check}`;
      const sealed = await app.running.application
        .get(Database)
        .ask(systemActor(app.organisationId), (executor) => findSealed(executor, id, field));
      const vault = app.running.application.get(Vault);
      const place = { organisation: app.organisationId, request: id, field };
      return sealed === undefined
        ? undefined
        : openCommitted(vault, vault.unwrap(sealed, app.organisationId, id), place, sealed.ciphertext).payload;
    };
    expect(JSON.stringify(await open())).toContain('Wie hieß der Lehrbetrieb');
    expect((await end(running, outcome)).status).toBe(303);
    expect(await open()).toBeUndefined();
    expect(await dpo.page(`/vorgaenge/${id}/identitaet`)).not.toContain('Wie hieß der Lehrbetrieb');
    expect(await eventsOf(id)).toContain('identity.evidence-erased');
    const { rows } = await app.database.asOwner((client) =>
      client.query('SELECT code_salt, link_hash FROM identity_check WHERE id = $1', [check]),
    );
    expect(rows).toEqual([{ code_salt: null, link_hash: null }]);
  });
});

describe('the other methods', () => {
  test('by the known channel nothing is collected at all', async () => {
    const running = await begun({ method: 'known-channel' });
    expect(await fieldsOf(running.id)).toEqual(['content', `identity-doubt-${running.check}`]);
    expect((await end(running, 'confirmed')).status).toBe(303);
    expect(await eventsOf(running.id)).toEqual(['identity.asked', 'identity.confirmed']);
  });

  test('a document needs its own reason, and the page says why it is not asked for', async () => {
    const id = await takenOver();
    const refused = await begin(id, { method: 'document' });
    const page = await refused.text();
    expect([refused.status, page.includes('id="documentReason-error"')]).toEqual([422, true]);
    expect(page).toContain('Keine Ausweiskopie');
    expect(page).toContain('Das Konto heißt anders.');
    expect((await begin(id, { method: 'document', documentReason: 'Kein anderer Weg bekannt.' })).status).toBe(303);
  });

  test.each([
    ['without a doubt', { doubt: '' }, 'doubt'],
    ['on an unknown kind of doubt', { doubt: 'weil wir immer fragen' }, 'doubt'],
    ['without words', { why: ' ' }, 'why'],
    ['without a method', { method: '' }, 'method'],
    ['by code without an address', { method: 'code' }, 'address'],
    ['by code to what is no address', { method: 'code', address: 'Aurelia' }, 'address'],
    ['by questions without any', { method: 'known-facts' }, 'questions'],
  ])('%s it does not begin', async (_, fields, field) => {
    const id = await takenOver();
    const answer = await begin(id, { stop: '1', ...fields });
    expect([answer.status, (await answer.text()).includes(`id="${field}-error"`)]).toEqual([422, true]);
    expect(await eventsOf(id)).toEqual([]);
  });
});

describe('a check', () => {
  test('sent twice is one, and a second one waits for the end of the first', async () => {
    const id = await takenOver();
    const path = `/vorgaenge/${id}/identitaet`;
    const check = /name="check" value="([^"]+)"/.exec(await dpo.page(path))?.[1] ?? '';
    expect((await begin(id, { check })).status).toBe(303);
    expect((await begin(id, { check })).status).toBe(303);
    expect((await begin(id, { check: check.replace(/.$/, (last) => (last === '0' ? '1' : '0')) })).status).toBe(412);
    const running = { id, check };
    expect((await end(running, '')).status).toBe(422);
    expect((await end(running, 'no-longer-doubted')).status).toBe(303);
    expect((await end(running, 'confirmed')).status).toBe(412);
  });

  test('that stopped the clock and did not confirm leaves it standing', async () => {
    const running = await begun({ stop: '1' });
    expect((await end(running, 'not-confirmed', { resume: '1' })).headers.get('location')).not.toContain('frist');
    expect((await eventsOf(running.id)).filter((event) => event.startsWith('deadline.'))).toEqual(['deadline.paused']);
    expect(await dpo.page(`/vorgaenge/${running.id}/identitaet`)).toContain('Art. 11 Abs. 2');
  });

  test('does not begin before the request is taken over', async () => {
    const response = await fetch(`${app.address}/api/v1/requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'instagram', message: 'Bitte' }),
    });
    const { id } = (await response.json()) as { id: string };
    const path = `/vorgaenge/${id}/identitaet`;
    const fields = { check: '0198c0de-0000-7000-8000-00000000000a', doubt: 'other', why: 'x', method: 'known-channel' };
    expect((await dpo.post(path, fields, '/vorgaenge')).status).toBe(409);
  });

  test('by its link the person sees in the database that check only, and no key', async () => {
    const { check } = await withCode();
    await withCode();
    const person = personActor(app.organisationId, check);
    const seen: Record<string, number> = {};
    for (const table of ['identity_check', 'sealed', 'request_key', 'rights_request', 'task', 'log_entry']) {
      const { rows } = await app.running.application
        .get(Database)
        .ask(person, (executor) =>
          executor.run<{ n: number }>(statement(`person-${table}`, `SELECT count(*)::int AS n FROM ${table}`)),
        );
      seen[table] = rows[0]?.n ?? -1;
    }
    expect(seen).toEqual({ identity_check: 1, sealed: 1, request_key: 0, rights_request: 0, task: 0, log_entry: 0 });
  });
});

test('after all of it the rows are what the log says', () => expectRowsAgree(app));
