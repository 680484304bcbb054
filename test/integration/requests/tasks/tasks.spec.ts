import { randomBytes } from 'node:crypto';
import { addDays, civilDate, type CivilDate } from '../../../../src/domain/civil-date.js';
import { departmentActor } from '../../../../src/audit/actor.js';
import { OrganisationsService } from '../../../../src/organisations/organisations.service.js';
import { Database } from '../../../../src/platform/database/database.js';
import { statement } from '../../../../src/platform/database/statement.js';
import { openedTask } from '../../../support/task-link.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { FixedClock } from '../../../support/fixed-clock.js';
import { Visitor } from '../../../support/visitor.js';

/** What the case holds and no department may see. */
const PLANTED = ['Aurelia Beispiel', 'aurelia@post.example', 'geheime-datei', 'Bitte um Auskunft'] as const;
const DEPARTMENT = 'social-media@kammer.example';
const WHAT = 'Bitte das Bild von Instagram entfernen und bestätigen.';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let app: TestApplication;
let clock: FixedClock;
let dpo: Visitor;
let staffToken: string;
let number = 100;

beforeAll(async () => {
  clock = new FixedClock(new Date());
  app = await startTestApplication({ clock });
  staffToken = await app.token('staff');
  dpo = await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
});
afterAll(() => app.stop());

const today = (): CivilDate =>
  civilDate(new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(clock.now()));

/** A request, taken over. */
async function takenOver(): Promise<{ id: string; reference: string }> {
  const response = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staffToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'instagram', message: PLANTED[3], from: PLANTED[0], contact: PLANTED[1] }),
  });
  expect(response.status).toBe(201);
  const known = (await response.json()) as { id: string; reference: string };
  await dpo.post(`/vorgaenge/${known.id}/uebernehmen`, {}, `/vorgaenge/${known.id}`);
  return known;
}

/** The form of a new task as the page shows it, with changes. */
async function assign(id: string, fields: Record<string, string> = {}): Promise<Response> {
  const page = await dpo.page(`/vorgaenge/${id}/auftraege`);
  const task = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const until = /name="until" type="date" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const given = { id: task, what: WHAT, until, user: '', address: DEPARTMENT, ...fields };
  return dpo.post(`/vorgaenge/${id}/auftraege`, given, `/vorgaenge/${id}/auftraege`);
}

const mailsTo = async (address: string) => (await app.mailbox.listMails()).filter(({ to }) => to.includes(address));

/** The link of the newest task mail. */
async function linkFor(address: string): Promise<string> {
  const mail = await eventually(async () =>
    (await mailsTo(address)).find(({ subject }) => subject.includes('Auftrag')),
  );
  const { text } = (await app.mailbox.readMail(mail.id)) ?? { text: '' };
  return /\/auftrag\/[\w-]+/.exec(text ?? '')?.[0] ?? '';
}

async function given(fields: Record<string, string> = {}) {
  const address = `abteilung${(number += 1)}@kammer.example`;
  const request = await takenOver();
  expect((await assign(request.id, { address, ...fields })).status).toBe(303);
  return { ...request, address, link: await linkFor(address) };
}

async function reply(link: string, fields: Record<string, string>, file?: { name: string; bytes: Buffer }) {
  const form = new FormData();
  Object.entries({ after: '0', text: '', ...fields }).forEach(([name, value]) => form.set(name, value));
  if (file !== undefined) {
    form.append('files', new Blob([new Uint8Array(file.bytes)]), file.name);
  }
  return fetch(`${app.address}${link}`, { method: 'POST', redirect: 'manual', body: form });
}

async function eventsOf(id: string): Promise<string[]> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ event: string }>(
      `SELECT event FROM log_entry WHERE rights_request_id = $1 AND event LIKE 'task.%' ORDER BY index`,
      [id],
    );
    return rows.map(({ event }) => event);
  });
}

const taskIdOf = (id: string): Promise<string> =>
  app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM task WHERE rights_request_id = $1', [id]);
    return rows[0]?.id ?? '';
  });

async function step(id: string, what: string, fields: Record<string, string> = {}): Promise<Response> {
  const task = await taskIdOf(id);
  const page = await dpo.page(`/vorgaenge/${id}/auftraege`);
  const version = /name="version" value="(\d+)"/.exec(page)?.[1] ?? '';
  const from = `/vorgaenge/${id}/auftraege`;
  return dpo.post(`/vorgaenge/${id}/auftraege/${task}/${what}`, { version, ...fields }, from);
}

describe('the page of a task', () => {
  test('shows what is asked and whom to ask, and nothing of the case', async () => {
    const { link, reference, id } = await given();
    const answer = await openedTask(app.address, link);
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain(WHAT);
    expect(page).toContain(CHAMBER.designation.email);
    expect(page).toContain(CHAMBER.name);
    for (const planted of [...PLANTED, reference, id, 'instagram"', 'Art. 15']) {
      expect([planted, page.includes(planted)]).toEqual([planted, false]);
    }
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-robots-tag')).toContain('noindex');
  });

  test('opens for a person, not for a scanner of mail that follows every link', async () => {
    const { link, id } = await given({ files: '' });
    const word = link.slice('/auftrag/'.length);
    for (const method of ['GET', 'GET', 'HEAD', 'GET']) {
      const cover = await fetch(`${app.address}${link}`, { method });
      expect((await cover.text()).includes(WHAT)).toBe(false);
    }
    const file = await fetch(`${app.address}/auftrag/${word}/dateien/message`, { redirect: 'manual' });
    expect([file.status, file.headers.get('location')]).toEqual([303, link]);
    expect(await eventsOf(id)).not.toContain('task.opened');
    expect(await (await openedTask(app.address, link)).text()).toContain(WHAT);
    expect((await eventsOf(id)).filter((event) => event === 'task.opened')).toHaveLength(1);
  });

  test('takes no cookie of another task', async () => {
    const [one, other] = [await given(), await given()];
    const opened = await fetch(`${app.address}${one.link}/ansehen`, { method: 'POST', redirect: 'manual' });
    const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const page = await fetch(`${app.address}${other.link}`, { headers: { cookie } });
    expect([page.status, (await page.text()).includes(WHAT)]).toEqual([200, false]);
    expect(await eventsOf(other.id)).not.toContain('task.opened');
  });

  test('is reached by a mail that says neither what is asked nor of whom', async () => {
    const { address, reference } = await given();
    const [mail] = await mailsTo(address);
    const { text } = (await app.mailbox.readMail(mail?.id ?? '')) ?? {};
    for (const planted of [...PLANTED, reference, WHAT]) {
      expect(`${mail?.subject} ${text}`).not.toContain(planted);
    }
    expect(
      await eventually(async () =>
        (await app.database.asOwner(
          async (client) => (await client.query(`SELECT 1 FROM log_entry WHERE event = 'task.notified'`)).rowCount ?? 0,
        )) > 0
          ? true
          : undefined,
      ),
    ).toBe(true);
  });

  test.each(['', 'x', 'a'.repeat(22), '../../vorgaenge'])('is not found for an invalid link: %j', async (word) => {
    const answer = await fetch(`${app.address}/auftrag/${encodeURIComponent(word)}`);
    expect(answer.status).toBe(404);
  });

  test('is not there for a link of which one character is altered', async () => {
    const { link } = await given();
    const last = link.at(-3) === 'A' ? 'B' : 'A';
    const answer = await fetch(`${app.address}${link.slice(0, -3)}${last}${link.slice(-2)}`);
    expect([answer.status, (await answer.text()).includes('finden wir nicht')]).toEqual([404, true]);
  });

  test('stores neither link nor words: the database holds a hash and ciphertext', async () => {
    const { link, address } = await given();
    const stored = await app.database.asOwner(async (client) => {
      const { rows } = await client.query('SELECT t.*, encode(t.link, $1) AS open FROM task t', ['escape']);
      return JSON.stringify(rows);
    });
    expect(stored).not.toContain(link.slice('/auftrag/'.length));
    expect(stored).not.toContain(address);
    expect(stored).not.toContain('Instagram entfernen');
    expect(app.logged()).not.toContain(link.slice('/auftrag/'.length));
  });

  test('is answered to whoever has it while strangers try links from the same address', async () => {
    const { link } = await given();
    await Promise.all(
      Array.from({ length: 60 }, async () => {
        const unknown = await fetch(`${app.address}/auftrag/${randomBytes(16).toString('base64url')}`);
        expect(unknown.status).toBe(404);
      }),
    );
    expect((await fetch(`${app.address}${link}`)).status).toBe(200);
  });
});

describe('the answer of a department', () => {
  test('comes with a file, is cleaned and sealed, and is told to the DPO without content', async () => {
    const { id, link, reference } = await given();
    const sent = await reply(link, { outcome: 'done', text: 'Das Bild ist weg.' }, { name: 'beleg.png', bytes: PNG });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${link}?gesendet=1`]);
    const mail = await eventually(async () =>
      (await mailsTo(CHAMBER.designation.email)).find(({ subject }) => subject.includes(`Auftrag zu ${reference}`)),
    );
    const { text } = (await app.mailbox.readMail(mail.id)) ?? {};
    expect(text).not.toContain('Das Bild ist weg');
    const page = await dpo.page(`/vorgaenge/${id}/auftraege`);
    expect(page).toContain('Das Bild ist weg.');
    const file = /\/vorgaenge\/[^"]+\/dateien\/[^"]+/.exec(page)?.[0] ?? '';
    const bytes = Buffer.from(await (await dpo.get(file)).arrayBuffer());
    expect(bytes.subarray(0, 4).toString('latin1')).toContain('PNG');
    expect((await eventsOf(id)).filter((event) => event === 'task.answered')).toHaveLength(1);
    expect(await dpo.page(`/vorgaenge/${id}`)).toContain('liegt eine Antwort vor');
  });

  test('sent twice is one; another one is another, until the DPO closes it', async () => {
    const { id, link } = await given();
    const first = { outcome: 'question', text: 'Welches Bild?' };
    await Promise.all([reply(link, first), reply(link, first)]);
    expect((await eventsOf(id)).filter((event) => event === 'task.answered')).toHaveLength(1);
    expect((await reply(link, { outcome: 'done', after: '1' })).status).toBe(303);
    expect((await eventsOf(id)).filter((event) => event === 'task.answered')).toHaveLength(2);
    expect((await step(id, 'erledigt')).status).toBe(303);
    const after = await fetch(`${app.address}${link}`);
    const page = await after.text();
    expect([after.status, page.includes('ist erledigt'), page.includes(WHAT)]).toEqual([200, true, false]);
    expect((await reply(link, { outcome: 'done', after: '2' })).status).toBe(409);
    expect((await eventsOf(id)).filter((event) => event === 'task.answered')).toHaveLength(2);
  });

  test.each([
    ['without an outcome', { outcome: '' }, undefined, 'outcome'],
    ['with an unknown outcome', { outcome: 'vielleicht' }, undefined, 'outcome'],
    ['impossible without a reason', { outcome: 'not-possible' }, undefined, 'text'],
    ['too long', { outcome: 'done', text: 'x'.repeat(10_001) }, undefined, 'text'],
    ['with a file too large', { outcome: 'done' }, { name: 'a.png', bytes: Buffer.alloc(27_000_000, 1) }, 'files'],
  ])('%s is refused beside its field, and what was typed is kept', async (_, fields, file, field) => {
    const { link, id } = await given();
    const answer = await reply(link, fields, file);
    expect([answer.status, (await answer.text()).includes(`id="${field}-error"`)]).toEqual([422, true]);
    expect(await eventsOf(id)).not.toContain('task.answered');
  });

  test('with a file of 0 bytes is told that it is empty, and not that its type is wrong', async () => {
    const { link } = await given();
    const page = await (await reply(link, { outcome: 'done' }, { name: 'leer.png', bytes: Buffer.alloc(0) })).text();
    expect(page).toContain('Eine der Dateien ist leer');
    expect(page).not.toContain('Dieser Dateityp geht nicht');
  });
});

describe('giving a task', () => {
  test('sent twice is one task', async () => {
    const { id } = await takenOver();
    const page = await dpo.page(`/vorgaenge/${id}/auftraege`);
    const task = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const statuses = await Promise.all([assign(id, { id: task }), assign(id, { id: task })]);
    expect(statuses.map(({ status }) => status)).toEqual([303, 303]);
    expect((await eventsOf(id)).filter((event) => event === 'task.assigned')).toHaveLength(1);
  });

  test.each([
    ['without words', { what: ' ' }, 'what'],
    ['to nobody', { address: '' }, 'address'],
    ['to what is no address', { address: 'Social Media' }, 'address'],
    ['to somebody who is no user here', { user: '0198c0de-0000-7000-8000-000000000001', address: '' }, 'user'],
    ['until a day that is over', { until: '2020-01-01' }, 'until'],
    ['until an invalid date', { until: '2026-02-30' }, 'until'],
  ])('%s is refused beside its field, and what was typed is kept', async (_, fields, field) => {
    const { id } = await takenOver();
    const answer = await assign(id, fields);
    const page = await answer.text();
    expect([answer.status, page.includes(`id="${field}-error"`)]).toEqual([422, true]);
    expect(page).toContain('what' in fields ? 'name="what"' : WHAT);
    expect(await eventsOf(id)).toEqual([]);
  });

  test('until after the safe day is asked once more, and then given', async () => {
    const { id } = await takenOver();
    const until = addDays(today(), 60);
    const warned = await assign(id, { until });
    expect([warned.status, (await warned.text()).includes('Trotzdem so erteilen')]).toEqual([422, true]);
    expect(await eventsOf(id)).toEqual([]);
    expect((await assign(id, { until, afterSafe: '1' })).status).toBe(303);
  });

  test('is not possible before the request is taken over', async () => {
    const response = await fetch(`${app.address}/api/v1/requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'instagram', message: 'Bitte' }),
    });
    const { id } = (await response.json()) as { id: string };
    expect(await dpo.page(`/vorgaenge/${id}/auftraege`)).not.toContain('name="what"');
    const fields = {
      id: '0198c0de-0000-7000-8000-00000000000f',
      what: WHAT,
      until: today(),
      user: '',
      address: DEPARTMENT,
    };
    expect((await dpo.post(`/vorgaenge/${id}/auftraege`, fields, `/vorgaenge`)).status).toBe(409);
  });

  test('withdrawn, the link says so and shows nothing', async () => {
    const { id, link, address } = await given();
    expect((await step(id, 'zurueckziehen')).status).toBe(303);
    const answer = await fetch(`${app.address}${link}`);
    const page = await answer.text();
    expect([answer.status, page.includes('zurückgezogen'), page.includes(WHAT)]).toEqual([410, true, false]);
    expect((await reply(link, { outcome: 'done' })).status).toBe(410);
    await eventually(async () => (await mailsTo(address)).find(({ subject }) => subject.includes('zurückgezogen')));
  });

  test('changed by somebody else meanwhile is not overwritten', async () => {
    const { id } = await given();
    expect((await step(id, 'erledigt', { version: '7' })).status).toBe(412);
  });
});

describe('a user of the organisation', () => {
  test('finds their own tasks, reads and answers them, and does not see the case', async () => {
    const email = 'redaktion@kammer.example';
    const editor = await Visitor.signedIn(app, email, 'staff');
    const colleague = await Visitor.signedIn(app, 'kollege@kammer.example', 'staff');
    const { id } = await takenOver();
    const page = await dpo.page(`/vorgaenge/${id}/auftraege`);
    const user = new RegExp(`<option value="([^"]+)"[^>]*>${email}`).exec(page)?.[1] ?? '';
    expect((await assign(id, { user, address: '' })).status).toBe(303);
    const task = await taskIdOf(id);
    expect(await editor.page('/auftraege')).toContain(`/auftraege/${task}`);
    expect(await editor.page(`/auftraege/${task}`)).toContain(WHAT);
    expect((await editor.get(`/vorgaenge/${id}`)).status).toBe(403);
    expect((await editor.get(`/weitergaben/${id}`)).status).toBe(404);
    expect(await colleague.page('/auftraege')).not.toContain(task);
    expect((await colleague.get(`/auftraege/${task}`)).status).toBe(404);
    // Not even the DPO reads it there: it is not theirs.
    expect((await dpo.get(`/auftraege/${task}`)).status).toBe(404);
    const form = new FormData();
    form.set('csrf', await editor.tokenOn(`/auftraege/${task}`));
    form.set('after', '0');
    form.set('outcome', 'done');
    expect((await editor.upload(`/auftraege/${task}`, form)).status).toBe(303);
    form.set('csrf', 'falsch');
    form.set('after', '1');
    expect((await editor.upload(`/auftraege/${task}`, form)).status).toBe(403);
  });
});

describe('row-level security', () => {
  const COUNT = (table: string, where: string) =>
    statement(`count-${table}`, `SELECT count(*)::int AS found FROM ${table} WHERE ${where}`);
  async function sees(scope: Parameters<Database['ask']>[0], table: string, where = 'true'): Promise<number> {
    const database = app.running.application.get(Database);
    const { rows } = await database.ask(scope, (executor) => executor.run<{ found: number }>(COUNT(table, where)));
    return rows[0]?.found ?? -1;
  }

  test('shows whoever holds a link that task, its words, and nothing else, in any table', async () => {
    const { id } = await given();
    await given();
    const task = await taskIdOf(id);
    const department = departmentActor(app.organisationId, task);
    expect(await sees(department, 'task')).toBe(1);
    expect(await sees(department, 'sealed')).toBe(1);
    expect(await sees(department, 'request_key')).toBe(1);
    for (const table of ['rights_request', 'forwarding', 'blind_index', 'log_entry', 'identity_check', 'membership']) {
      expect([table, await sees(department, table)]).toEqual([table, 0]);
    }
  });

  test('shows staff none that is not given to them, and another organisation none at all', async () => {
    const { id } = await given();
    const task = await taskIdOf(id);
    const nobody = '0198c0de-0000-7000-8000-000000000009';
    for (const roles of [['staff'], ['auditor'], ['admin']]) {
      expect(await sees({ organisationId: app.organisationId, userId: nobody, roles }, 'task')).toBe(0);
      expect(await sees({ organisationId: app.organisationId, userId: nobody, roles }, 'sealed')).toBe(0);
    }
    const sister = await app.running.application
      .get(OrganisationsService)
      .importProfile({ ...CHAMBER, slug: `schwester-${(number += 1)}` });
    expect(await sees(departmentActor(sister.organisationId, task), 'task')).toBe(0);
    expect(await sees({ organisationId: sister.organisationId, userId: nobody, roles: ['dpo'] }, 'task')).toBe(0);
  });
});
