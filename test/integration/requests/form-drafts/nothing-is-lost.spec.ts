import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { PASSWORD, Visitor } from '../../../support/visitor.js';

const TEXT = 'Das Geburtstagsfoto von Aurelia Beispiel bitte löschen';
const FILE = { name: 'bildschirmfoto.txt', bytes: 'Bildschirmfoto, Zeile für Zeile' };

let app: TestApplication;
let both: Visitor;
let token: string;
let number = 0;
beforeAll(async () => {
  app = await startTestApplication();
  both = await Visitor.signedIn(app, 'beide@kammer.example', 'staff', 'dpo');
  token = await app.token('staff');
});
afterAll(() => app.stop());

async function takenOver(): Promise<string> {
  const answer = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'email', message: 'Bitte um Auskunft', rights: ['access'] }),
  });
  const { id } = (await answer.json()) as { id: string };
  await both.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
  return id;
}

/** A task of a case, and its link. */
async function task(user = ''): Promise<{ id: string; link: string }> {
  const id = await takenOver();
  const page = await both.page(`/vorgaenge/${id}/auftraege`);
  const known = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const until = /name="until" type="date" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const address = user === '' ? `abteilung${(number += 1)}@kammer.example` : '';
  const who = user === '' ? '' : (/<option value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? '');
  const what = 'Bitte das Bild entfernen.';
  await both.post(
    `/vorgaenge/${id}/auftraege`,
    { id: known, what, until, user: who, address },
    `/vorgaenge/${id}/auftraege`,
  );
  const link =
    user !== ''
      ? ''
      : await eventually(async () => {
          const mail = (await app.mailbox.listMails()).find(({ to }) => to.includes(address));
          const text = mail && (await app.mailbox.readMail(mail.id))?.text;
          return /\/auftrag\/[\w-]+/.exec(text ?? '')?.[0];
        });
  return { id: known, link };
}

interface FileForm {
  /** Where the form stands, and where it goes. */
  readonly page: string;
  readonly to: string;
  /** Sent so that something is missing; then whole. */
  readonly wrong: Readonly<Record<string, string>>;
  readonly right: Readonly<Record<string, string>>;
  readonly file?: string;
}

const letter = async (id: string): Promise<Record<string, string>> => {
  const page = await both.page(`/vorgaenge/${id}/schriftverkehr?vorlage=free&sprache=de`);
  const message = /name="message" value="([^"]+)"/.exec(page)?.[1] ?? '';
  return { message, kind: 'free', language: 'de', way: 'mail', subject: 'Ihr Anliegen', body: TEXT };
};

/** Every handler that takes files, with the form that leads to it. */
const FORMS: Readonly<Record<string, () => Promise<FileForm>>> = {
  'handover.controller.ts': () =>
    Promise.resolve({
      page: '/weitergeben',
      to: '/weitergeben',
      wrong: { message: TEXT, channel: '' },
      right: { message: TEXT, channel: 'instagram' },
    }),
  'task-link.controller.ts': async () => {
    const { link } = await task();
    return {
      page: link,
      to: link,
      wrong: { text: TEXT, outcome: '', after: '0' },
      right: { text: TEXT, outcome: 'done', after: '0' },
    };
  },
  'entered.controller.ts': async () => {
    const page = `/vorgaenge/${await takenOver()}/eingang`;
    return {
      page,
      to: page,
      wrong: { text: TEXT, way: 'channel', on: '' },
      right: { text: TEXT, way: 'channel', on: '2026-01-02' },
    };
  },
  'supplement.controller.ts': async () => {
    const handedOver = await both.post(
      '/weitergeben',
      { message: TEXT, channel: 'instagram', idempotencyKey: `ergaenzt-${(number += 1)}` },
      '/weitergeben',
    );
    const page = `${(handedOver.headers.get('location') ?? '').split('?')[0] ?? ''}/ergaenzen`;
    return {
      page,
      to: page,
      wrong: { text: TEXT, way: '', on: '' },
      right: { text: TEXT, way: 'oral', on: '2026-01-02' },
    };
  },
  'own-tasks.controller.ts': async () => {
    const { id } = await task('somebody');
    const page = `/auftraege/${id}`;
    return {
      page,
      to: page,
      wrong: { text: TEXT, outcome: '', after: '0' },
      right: { text: TEXT, outcome: 'done', after: '0' },
    };
  },
};

async function send(
  form: FileForm,
  typed: Readonly<Record<string, string>>,
  more: { staged?: string; takeOut?: string; file?: boolean },
) {
  const body = new FormData();
  const csrf = await both.tokenOn(form.page);
  Object.entries({ csrf, ...typed }).forEach(([name, value]) => body.append(name, value));
  if (more.staged !== undefined) {
    body.append('staged', more.staged);
  }
  if (more.takeOut !== undefined) {
    body.append('takeOut', more.takeOut);
  }
  if (more.file === true) {
    body.append('files', new Blob([FILE.bytes]), FILE.name);
  }
  return both.upload(form.to, body);
}

const stagedIn = (html: string) => /name="staged" value="([^"]+)"/.exec(html)?.[1];

const held = (sql: string, values: unknown[] = []) =>
  app.database.asOwner(async (client) => (await client.query(sql, values)).rows as Record<string, unknown>[]);

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

/** They keep their files in a way of their own, which has a test of its own; or nothing is kept, for nothing is lost. */
const ELSEWHERE = [
  // The draft of the message holds its files (enclosures.spec.ts).
  'correspondence.controller.ts',
  'answer.controller.ts',
  // Machine-readable files only (below).
  'portability.controller.ts',
  // A receipt is looked at, and the answer stands on the same page.
  'log.controller.ts',
  // The steps are kept sealed as they are entered; the copy of the key is only compared (first-start.spec.ts).
  'first-start.controller.ts',
  // One picture on the administrator's own disk: it is chosen again where the form beside it is refused.
  'options.controller.ts',
];

test('every handler that takes files is in this file, whoever adds one', () => {
  const taking = sources('src/web')
    .filter((path) => readFileSync(path, 'utf8').includes('@Upload() upload'))
    .map((path) => path.split('/').at(-1) ?? '');
  expect(taking.sort()).toEqual([...Object.keys(FORMS), ...ELSEWHERE].sort());
});

describe.each(Object.entries(FORMS))('the form of %s', (_, make) => {
  test('is shown again with what was typed and with its file, which then goes with it; sealed meanwhile', async () => {
    const form = await make();
    const refused = await send(form, form.wrong, { file: true });
    const html = await refused.text();
    expect(refused.status).toBe(422);
    expect(html).toContain(TEXT);
    expect(html).toContain(FILE.name);
    const staged = stagedIn(html);
    expect(staged).toMatch(/^[0-9a-f-]{36}$/);
    const rows = await held('SELECT ciphertext FROM staged_upload WHERE id = $1', [staged]);
    expect(rows).toHaveLength(1);
    expect(Buffer.from(rows[0]?.['ciphertext'] as Buffer).includes(Buffer.from('Zeile'))).toBe(false);
    // Twice wrong: the same file, and not a second one.
    const again = await (await send(form, form.wrong, { staged: staged ?? '' })).text();
    expect(again.match(/name="staged"/g)).toHaveLength(1);
    const before = await held(`SELECT count(*)::int AS n FROM sealed WHERE field LIKE 'attachment%'`);
    expect((await send(form, form.right, { staged: staged ?? '' })).status).toBe(303);
    const after = await held(`SELECT count(*)::int AS n FROM sealed WHERE field LIKE 'attachment%'`);
    expect(Number(after[0]?.['n']) - Number(before[0]?.['n'])).toBe(1);
  });

  test('lets a file be taken out, and says so when one is kept no more', async () => {
    const form = await make();
    const staged = stagedIn(await (await send(form, form.wrong, { file: true })).text()) ?? '';
    const without = await send(form, form.wrong, { staged, takeOut: staged });
    const html = await without.text();
    expect([without.status, stagedIn(html)]).toEqual([200, undefined]);
    expect(html).toContain(TEXT);
    await held(`UPDATE staged_upload SET expires_at = now() WHERE id = $1`, [staged]);
    const late = await send(form, form.right, { staged });
    expect(late.status).toBe(422);
    expect(await late.text()).toContain('nicht mehr da');
  });
});

test('a file of one user opens for nobody else', async () => {
  const form = await FORMS['handover.controller.ts']?.();
  if (form === undefined) {
    throw new Error('no form');
  }
  const staged = stagedIn(await (await send(form, form.wrong, { file: true })).text()) ?? '';
  const other = await Visitor.signedIn(app, 'andere@kammer.example', 'staff');
  const body = new FormData();
  const typed = { csrf: await other.tokenOn('/weitergeben'), staged, ...form.right };
  Object.entries(typed).forEach(([name, value]) => body.append(name, value));
  expect((await other.upload('/weitergeben', body)).status).toBe(422);
});

test('a package that cannot be handed over keeps its files on the form', async () => {
  const id = await takenOver();
  const page = `/vorgaenge/${id}/uebertragung`;
  const form = { page, to: `${page}/paket`, wrong: {}, right: {} };
  const refused = await send(form, {}, { file: true });
  expect(refused.status).toBe(422);
  expect(stagedIn(await refused.text())).toBeDefined();
});

test('a message with too many files keeps those that were chosen', async () => {
  const id = await takenOver();
  const typed = await letter(id);
  const body = new FormData();
  const csrf = await both.tokenOn(`/vorgaenge/${id}/schriftverkehr`);
  Object.entries({ csrf, ...typed, to: 'nirgends', action: 'send' }).forEach(([name, value]) =>
    body.append(name, value),
  );
  body.append('files', new Blob([FILE.bytes]), FILE.name);
  const refused = await both.upload(`/vorgaenge/${id}/schriftverkehr`, body);
  const html = await refused.text();
  expect([refused.status, html.includes(FILE.name), html.includes(TEXT)]).toEqual([422, true, true]);
});

describe('a session that ended while somebody was typing', () => {
  const SESSION = 'forthwith_session';
  const OF = 'WHERE user_id = (SELECT id FROM user_account WHERE email = $1)';

  async function overtaken(end: (who: Visitor, email: string) => Promise<unknown>) {
    const email = `spaet${(number += 1)}@kammer.example`;
    const who = await Visitor.signedIn(app, email, 'staff', 'dpo');
    const csrf = await who.tokenOn('/weitergeben');
    await end(who, email);
    const body = new FormData();
    Object.entries({ csrf, message: TEXT, channel: 'instagram', idempotencyKey: `k-${email}` }).forEach(
      ([name, value]) => body.append(name, value),
    );
    body.append('files', new Blob([FILE.bytes]), FILE.name);
    return { email, who, csrf, answer: await who.upload('/weitergeben', body) };
  }

  const requests = async () => Number((await held('SELECT count(*)::int AS n FROM rights_request'))[0]?.['n']);

  test.each([
    ['its cookie is gone', (who: Visitor) => Promise.resolve(who.forget(SESSION))],
    [
      'it was idle too long',
      (_: Visitor, of: string) => held(`UPDATE session SET seen_at = now() - interval '2 hours' ${OF}`, [of]),
    ],
    ['its row is gone', (_: Visitor, of: string) => held(`DELETE FROM session ${OF}`, [of])],
  ])('keeps what was sent when %s, and offers it after the sign-in', async (_, end) => {
    const before = await requests();
    const { email, who, answer } = await overtaken(end);
    const location = answer.headers.get('location') ?? '';
    expect([answer.status, location]).toEqual([303, expect.stringMatching(/^\/anmelden\?grund=aufgehoben&weiter=/)]);
    expect(await who.page(location)).toContain('nicht verloren');
    expect(await requests()).toBe(before);
    const kept = new URL(location, app.address).searchParams.get('weiter') ?? '';
    const sealed = await held('SELECT ciphertext FROM kept_form ORDER BY created_at DESC LIMIT 1');
    expect(Buffer.from(sealed[0]?.['ciphertext'] as Buffer).includes(Buffer.from('Aurelia'))).toBe(false);
    await who.post('/anmelden', { email, password: PASSWORD, returnTo: kept }, '/anmelden');
    const page = await who.page(kept);
    expect(page).toContain(TEXT);
    expect(page).toContain('1 Datei');
    const fields = Object.fromEntries(
      [...page.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    ) as Record<string, string>;
    const on = await who.send(kept, fields);
    expect([on.status, on.headers.get('location')]).toEqual([307, '/weitergeben']);
    const done = await who.send('/weitergeben', fields);
    expect(done.headers.get('location')).toMatch(/^\/weitergaben\//);
    expect(await requests()).toBe(before + 1);
    // A second click comes to the same case.
    expect((await who.send('/weitergeben', fields)).headers.get('location')).toBe(done.headers.get('location'));
  });

  test('shows it to nobody else', async () => {
    const { answer } = await overtaken((who) => Promise.resolve(who.forget(SESSION)));
    const kept = new URL(answer.headers.get('location') ?? '', app.address).searchParams.get('weiter') ?? '';
    const other = await Visitor.signedIn(app, `fremd${(number += 1)}@kammer.example`, 'staff', 'dpo');
    const shown = await other.get(kept);
    expect([shown.status, (await shown.text()).includes(TEXT)]).toEqual([404, false]);
  });

  test('signed in again in another window: the old form is kept and asked about, not refused', async () => {
    const email = `zweifenster${(number += 1)}@kammer.example`;
    const who = await Visitor.signedIn(app, email, 'staff');
    const csrf = await who.tokenOn('/weitergeben');
    who.forget(SESSION);
    await who.signIn(email, PASSWORD);
    const answer = await who.send('/weitergeben', { csrf, message: TEXT, channel: 'instagram' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/weiter\//)]);
  });

  test('keeps nothing of a stranger, who has no form of ours', async () => {
    const count = async () => (await held('SELECT count(*)::int AS n FROM kept_form'))[0]?.['n'];
    const before = await count();
    const stranger = new Visitor(app);
    const answer = await stranger.send('/weitergeben', { csrf: 'a'.repeat(43), message: TEXT });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/anmelden?grund=abgemeldet']);
    expect(await count()).toBe(before);
  });

  test('the page can ask before it sends', async () => {
    const signedIn = (await (await both.get('/sitzung')).json()) as { csrf: string | null };
    const stranger = (await (await new Visitor(app).get('/sitzung')).json()) as { csrf: string | null };
    expect([signedIn.csrf, stranger.csrf]).toEqual([await both.tokenOn('/weitergeben'), null]);
  });
});

test('a form refused for another reason is kept too, and the page leads back to it', async () => {
  const csrf = await both.tokenOn('/weitergeben');
  const fields = { csrf, text: TEXT };
  const missing = '00000000-0000-4000-8000-000000000000';
  const answer = await both.send(`/vorgaenge/${missing}/notizen`, fields);
  const html = await answer.text();
  expect(answer.status).toBe(404);
  const kept = /\/weiter\/[0-9a-f-]{36}/.exec(html)?.[0] ?? '';
  expect(await both.page(kept)).toContain(TEXT);
});

test('what has expired is taken away', async () => {
  await held(`UPDATE staged_upload SET expires_at = now()`);
  await held(`UPDATE kept_form SET expires_at = now()`);
  const { KeptForms } = await import('../../../../src/identity/kept-forms.js');
  await app.running.application.get(KeptForms).sweep();
  expect(await held('SELECT id FROM staged_upload UNION ALL SELECT id FROM kept_form')).toEqual([]);
});
