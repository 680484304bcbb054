import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uuidv7 } from '../../../../src/platform/ids.js';
import { openBundle } from '../../../../src/verifier/node-files.js';
import { startTestApplication, type TestApplication } from '../../../support/application.js';
import { untilBlocked } from '../../../support/blocked.js';
import { Visitor } from '../../../support/visitor.js';
import { stated } from '../../../support/stated.js';

let app: TestApplication;
let staff: string;
let dpo: Visitor;
beforeAll(async () => {
  app = await startTestApplication();
  staff = await app.token('staff');
  dpo = await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
});
afterAll(() => app.stop());

async function handedOver(more: object = {}): Promise<{ id: string; reference: string }> {
  const response = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'email', message: 'Bitte.', ...more }),
  });
  return (await response.json()) as { id: string; reference: string };
}

async function takenOver(more: object = {}): Promise<{ id: string; reference: string }> {
  const made = await handedOver(more);
  await dpo.post(`/vorgaenge/${made.id}/uebernehmen`, {}, '/erinnerungen');
  return made;
}

async function eventsOf(id: string): Promise<string[]> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ event: string }>(
      'SELECT event FROM log_entry WHERE rights_request_id = $1 ORDER BY index',
      [id],
    );
    return rows.map(({ event }) => event);
  });
}

async function value<T>(sql: string, ...values: unknown[]): Promise<T> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ value: T }>(sql, values);
    return (rows[0] as { value: T }).value;
  });
}

const location = (response: Response): string => response.headers.get('location') ?? '';

describe('taking over many', () => {
  test('takes over each by itself and says of each what became of it', async () => {
    const [fresh, changed, done] = [await handedOver(), await handedOver(), await takenOver()];
    const answer = await dpo.post(
      '/vorgaenge/uebernehmen',
      {
        [`v-${fresh.id}`]: '1',
        [`v-${changed.id}`]: '7',
        [`v-${done.id}`]: '1',
        ['v-01990000-0000-7000-8000-000000000000']: '1',
      },
      '/erinnerungen',
    );
    expect(answer.status).toBe(303);
    const page = await dpo.page(location(answer));
    expect(page).toContain('1 Vorgang übernommen');
    expect(page).toMatch(new RegExp(`${fresh.reference}</a>: übernommen`));
    expect(page).toMatch(new RegExp(`${changed.reference}</a>: nicht übernommen: Jemand anderes`));
    expect(page).toMatch(new RegExp(`${done.reference}</a>: war schon übernommen`));
    expect(page).toContain('nicht zu finden');
    expect(await eventsOf(fresh.id)).toContain('request.acknowledged');
    expect(await eventsOf(changed.id)).not.toContain('request.acknowledged');
  });

  test('takes none when more than fifty are named, and says so when none is', async () => {
    const { id } = await handedOver();
    const many = Object.fromEntries(
      Array.from({ length: 50 }, (_, at) => [`v-01990000-0000-7000-8000-${String(at).padStart(12, '0')}`, '1']),
    );
    const answer = await dpo.post('/vorgaenge/uebernehmen', { ...many, [`v-${id}`]: '1' }, '/erinnerungen');
    expect(await dpo.page(location(answer))).toContain('höchstens 50');
    expect(await eventsOf(id)).not.toContain('request.acknowledged');
    const none = await dpo.post('/vorgaenge/uebernehmen', {}, '/erinnerungen');
    expect(await dpo.page(location(none))).toContain('kein Vorgang ausgewählt');
  });
});

describe('the list', () => {
  test('says in words what is next', async () => {
    const one = await handedOver();
    const two = await takenOver();
    const row = async (reference: string): Promise<string> => {
      const page = await dpo.page(`/vorgaenge?q=${reference}`);
      return /Als Nächstes"><span[^>]*>([^<]+)</.exec(page)?.[1] ?? '';
    };
    expect(await row(one.reference)).toBe('übernehmen');
    expect(await row(two.reference)).toMatch(/^Recht benennen, antworten bis \d\d\.\d\d\.\d{4}$/);
    await dpo.post(
      `/vorgaenge/${two.id}/frist`,
      {
        ...{ type: 'request-identity', doubt: 'name-differs' },
        ...stated(new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format()),
      },
      '/erinnerungen',
    );
    expect(await row(two.reference)).toMatch(/^nachfassen am /);
  });

  test.each(['next', 'received', 'reference', 'state'])(
    'ordered by %s shows every request once, page by page',
    async (sort) => {
      await app.database.asOwner(async (client) => {
        await client.query('SET session_replication_role = replica');
        await client.query(
          `INSERT INTO rights_request (id, organisation_id, reference, state, channel_id, door, instruction_id, rights,
             received_at, received_on, recorded_at, handover_late, safe_on, due_on, next_on)
           SELECT gen_random_uuid(), organisation_id, 'BULK-' || lpad((n * 37 % 120)::text, 4, '0'),
             (ARRAY['recorded', 'acknowledged'])[1 + n % 2], channel_id, door, instruction_id, rights,
             received_at - make_interval(hours => n % 40), received_on, recorded_at, false, safe_on, due_on,
             due_on + n % 7
           FROM (SELECT * FROM rights_request LIMIT 1) r, generate_series(1, 120) n
           ON CONFLICT DO NOTHING`,
        );
        await client.query(
          `INSERT INTO forwarding (id, organisation_id, rights_request_id, designation_id, message_id, state, late_at)
           SELECT gen_random_uuid(), r.organisation_id, r.id, f.designation_id, '<x@x.example>', 'forwarded', f.late_at
           FROM rights_request r, (SELECT * FROM forwarding LIMIT 1) f
           WHERE r.reference LIKE 'BULK-%' AND NOT EXISTS (SELECT 1 FROM forwarding g WHERE g.rights_request_id = r.id)`,
        );
      });
      const seen: string[] = [];
      let path: string | undefined = `/vorgaenge?sort=${sort}&q=bulk`;
      while (path !== undefined) {
        const page: string = await dpo.page(path);
        seen.push(...[...page.matchAll(/data-row[^>]*>([^<]+)</g)].map(([, reference]) => reference ?? ''));
        path = /kern-btn--secondary" href="(\/vorgaenge\?[^"]*cursor=[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
      }
      expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
      expect(sort === 'reference' ? seen : [...seen].sort()).toEqual([...seen].sort());
    },
  );

  test('a place in one order is none in another', async () => {
    const page = await dpo.page('/vorgaenge?q=bulk');
    const cursor = /cursor=([\w-]+)/.exec(page)?.[1] ?? '';
    expect((await dpo.get(`/vorgaenge?sort=state&cursor=${cursor}`)).status).toBe(422);
  });
});

describe('an own view', () => {
  test('is kept, begun with, and deleted; a colleague sees nothing of it', async () => {
    const query = 'state=all&right=access&sort=received';
    await dpo.post('/vorgaenge/ansichten', { name: 'Alle Auskünfte', query }, '/erinnerungen');
    const page = await dpo.page('/vorgaenge?state=open');
    expect(page).toContain('Alle Auskünfte');
    const id = /name="id" value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? '';
    await dpo.post('/vorgaenge/ansichten/start', { id, query }, '/erinnerungen');
    expect(location(await dpo.get('/vorgaenge'))).toBe(`/vorgaenge?${query}`);
    const colleague = await Visitor.signedIn(app, 'kollegin@kammer.example', 'dpo');
    expect(await colleague.page('/vorgaenge')).not.toContain('Alle Auskünfte');
    await colleague.post('/vorgaenge/ansichten/loeschen', { id, query }, '/erinnerungen');
    expect((await dpo.get('/vorgaenge')).status).toBe(302);
    await dpo.post('/vorgaenge/ansichten/loeschen', { id, query }, '/erinnerungen');
    expect((await dpo.get('/vorgaenge')).status).toBe(200);
  });

  test.each([
    ['without a name', ' ', 'Bitte ausfüllen'],
    ['with one too long', 'x'.repeat(61), 'höchstens 60'],
    ['with a name there is', 'Doppelt', 'gibt es'],
  ])('%s is refused beside its field', async (_, name, words) => {
    await dpo.post('/vorgaenge/ansichten', { name: 'Doppelt', query: 'state=all' }, '/erinnerungen');
    const answer = await dpo.post('/vorgaenge/ansichten', { name, query: 'state=all' }, '/erinnerungen');
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain('id="name-error"');
    expect(page).toContain(words);
  });
});

describe('single keys', () => {
  test('are switched off for good, and on again', async () => {
    expect(await dpo.page('/vorgaenge?q=bulk')).toContain('data-keys="/tastatur"');
    await dpo.post('/tastatur', { keys: 'off' }, '/tastatur');
    expect(await dpo.page('/vorgaenge?q=bulk')).not.toContain('data-keys');
    await dpo.post('/tastatur', { keys: 'on' }, '/tastatur');
    expect(await dpo.page('/vorgaenge?q=bulk')).toContain('data-keys="/tastatur"');
  });
});

describe('an absence in force', () => {
  test('is shown with who deputises', async () => {
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format();
    await dpo.post('/erinnerungen/abwesenheit', { from: today, until: '2099-12-31' }, '/erinnerungen');
    const page = await dpo.page('/vorgaenge?state=open');
    expect(page).toContain('Abwesenheit eingetragen bis 31.12.2099');
    expect(page).toMatch(/Es vertritt: .+|keine Vertretung benannt/);
  });
});

describe('a note', () => {
  test('is read newest first with its author, sealed, and its reading an entry', async () => {
    const { id } = await takenOver();
    await dpo.post(`/vorgaenge/${id}/notizen`, { text: 'Erste Notiz: Zeisigweg' }, '/erinnerungen');
    await dpo.post(`/vorgaenge/${id}/notizen`, { text: 'Zweite Notiz' }, '/erinnerungen');
    const page = await dpo.page(`/vorgaenge/${id}/notizen`);
    expect(page.indexOf('Zweite Notiz')).toBeLessThan(page.indexOf('Erste Notiz'));
    expect(page).toContain('dsb@kammer.example');
    const events = await eventsOf(id);
    expect(events.filter((event) => event === 'note.added')).toHaveLength(2);
    expect(events.at(-1)).toBe('content.read');
    const plain = await value<string>(
      `SELECT string_agg(t::text, ' ') AS value FROM (SELECT ciphertext FROM sealed WHERE rights_request_id = $1) t`,
      id,
    );
    expect(plain).not.toContain(Buffer.from('Zeisigweg').toString('hex'));
    expect(app.logged()).not.toContain('Zeisigweg');
  });

  test('is disclosed only when it is chosen', async () => {
    const { id } = await takenOver();
    await dpo.post(`/vorgaenge/${id}/notizen`, { text: 'Nur intern' }, '/erinnerungen');
    const bundle = async (disclose: string): Promise<string> => {
      const answer = await dpo.post(`/vorgaenge/${id}/nachweis`, { disclose, language: 'de' }, '/erinnerungen');
      return disclosed(Buffer.from(await answer.arrayBuffer()));
    };
    expect(await bundle('yes')).not.toContain('Nur intern');
    expect(await bundle('notes')).toContain('Nur intern');
  });

  test('can be taken back for ten minutes and stays to be read', async () => {
    const { id } = await takenOver();
    await dpo.post(`/vorgaenge/${id}/notizen`, { text: 'Versehen' }, '/erinnerungen');
    const note = await value<string>('SELECT id AS value FROM request_note WHERE rights_request_id = $1', id);
    const colleague = await Visitor.signedIn(app, 'zweite@kammer.example', 'dpo');
    const path = `/vorgaenge/${id}/notizen/zuruecknehmen`;
    expect((await colleague.post(path, { note }, '/erinnerungen')).status).toBe(409);
    expect((await dpo.post(path, { note }, '/erinnerungen')).status).toBe(303);
    const page = await dpo.page(`/vorgaenge/${id}/notizen`);
    expect(page).toContain('<s>Versehen</s>');
    expect(await eventsOf(id)).toContain('note.retracted');
    await dpo.post(`/vorgaenge/${id}/notizen`, { text: 'Alt' }, '/erinnerungen');
    const old = await value<string>(
      `UPDATE request_note SET added_at = added_at - interval '11 minutes'
       WHERE rights_request_id = $1 AND retracted_at IS NULL RETURNING id AS value`,
      id,
    );
    expect((await dpo.post(path, { note: old }, '/erinnerungen')).status).toBe(409);
  });

  test.each([
    ['empty', '  ', 'Bitte ausfüllen'],
    ['too long', 'x'.repeat(10_001), 'Bitte kürzen'],
  ])('that is %s is refused beside its field, and what was typed stays', async (_, text, words) => {
    const { id } = await takenOver();
    const answer = await dpo.post(`/vorgaenge/${id}/notizen`, { text }, '/erinnerungen');
    const page = await answer.text();
    expect([answer.status, page.includes('id="text-error"'), page.includes(words)]).toEqual([422, true, true]);
    expect(page).toContain(`${text}</textarea>`);
  });
});

describe('a draft', () => {
  test('is kept under seal for whoever wrote it, restored, and gone when the form is sent', async () => {
    const { id } = await takenOver();
    const before = await eventsOf(id);
    const draft = `/vorgaenge/${id}/entwurf/note`;
    expect((await dpo.post(draft, { text: 'Halber Satz Amsel' }, '/erinnerungen')).status).toBe(204);
    await dpo.post(draft, { text: 'Halber Satz Amsel und' }, '/erinnerungen');
    expect(await eventsOf(id)).toEqual(before);
    const row = await value<string>(
      `SELECT encode(ciphertext, 'escape') AS value FROM request_draft WHERE rights_request_id = $1`,
      id,
    );
    expect(row).not.toContain('Amsel');
    const page = await dpo.page(`/vorgaenge/${id}/notizen`);
    expect(page).toContain('Halber Satz Amsel und</textarea>');
    expect(page).toMatch(/Entwurf vom .+ wiederhergestellt/);
    const colleague = await Visitor.signedIn(app, 'dritte@kammer.example', 'dpo');
    expect(await colleague.page(`/vorgaenge/${id}/notizen`)).not.toContain('Amsel');
    await dpo.post(`/vorgaenge/${id}/notizen`, { text: 'Ganzer Satz' }, '/erinnerungen');
    expect(await dpo.page(`/vorgaenge/${id}/notizen`)).not.toContain('Amsel');
  });

  test('is not overwritten by a window that has not seen it', async () => {
    const { id } = await takenOver();
    const draft = `/vorgaenge/${id}/entwurf/note`;
    const tag = /data-draft-tag="([^"]+)"/.exec(await dpo.page(`/vorgaenge/${id}/notizen`))?.[1] ?? '';
    const csrf = await dpo.tokenOn('/erinnerungen');
    const save = (text: string, known: string) =>
      dpo.send(draft, { csrf, text }, { 'if-match': known.replaceAll('&quot;', '"') });
    const first = await save('Amsel', tag);
    expect(first.status).toBe(204);
    expect((await save('Drossel', tag)).status).toBe(412);
    expect(await dpo.page(`/vorgaenge/${id}/notizen`)).toContain('Amsel</textarea>');
    expect((await save('Fink', first.headers.get('etag') ?? '')).status).toBe(204);
  });

  test('saved by two windows in the same instant is the one’s, and the other is told', async () => {
    const { id } = await takenOver();
    const csrf = await dpo.tokenOn('/erinnerungen');
    const message = uuidv7(Date.now());
    const of = {
      request_draft: { path: `/vorgaenge/${id}/entwurf/note`, field: 'text' },
      message_draft: {
        path: `/vorgaenge/${id}/schriftverkehr/${message}/entwurf?kind=free&language=de`,
        field: 'body',
      },
    };
    for (const [table, { path, field }] of Object.entries(of)) {
      const save = (text: string, known?: string) =>
        dpo.send(path, { csrf, way: 'mail', [field]: text }, known === undefined ? {} : { 'if-match': known });
      const known = (await save('Anfang')).headers.get('etag') ?? '';
      const answers = await app.database.asOwner(async (client) => {
        await client.query('BEGIN');
        await client.query(`SELECT 1 FROM ${table} WHERE rights_request_id = $1 FOR UPDATE`, [id]);
        const both = [save('Amsel', known), save('Drossel', known)];
        await untilBlocked(client, new RegExp(table), 2);
        await client.query('COMMIT');
        return Promise.all(both);
      });
      expect([table, ...answers.map(({ status }) => status).sort()]).toEqual([table, 204, 412]);
    }
  });

  test('of a message is kept while it is typed, with its files, unless another window was faster', async () => {
    const { id } = await takenOver();
    const page = `/vorgaenge/${id}/schriftverkehr`;
    const shown = await dpo.page(`${page}?vorlage=free`);
    const message = /name="message" value="([^"]+)"/.exec(shown)?.[1] ?? '';
    const form = new FormData();
    const typed = { message, kind: 'free', language: 'de', way: 'mail', action: 'save', body: 'Amsel' };
    Object.entries({ csrf: await dpo.tokenOn('/erinnerungen'), ...typed }).forEach(([name, text]) =>
      form.set(name, text),
    );
    form.set('files', new File(['x'], 'anlage.txt', { type: 'text/plain' }));
    expect((await dpo.upload(page, form)).status).toBe(303);
    const kept = await dpo.page(`${page}?entwurf=1`);
    const file = /name="attachment"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="attachment"/.exec(kept);
    const anlage = file?.[1] ?? file?.[2] ?? '';
    const save = async (body: string, known: string) =>
      dpo.send(
        `${page}/${message}/entwurf?kind=free&language=de`,
        { csrf: await dpo.tokenOn('/erinnerungen'), way: 'mail', body, attachment: anlage },
        { 'if-match': known },
      );
    const tag = (/data-draft-tag="([^"]+)"/.exec(kept)?.[1] ?? '').replaceAll('&quot;', '"');
    expect((await save('Drossel', tag)).status).toBe(204);
    expect((await save('Fink', tag)).status).toBe(412);
    const now = await dpo.page(`${page}?vorlage=free`);
    expect([now.includes('Drossel</textarea>'), now.includes('anlage.txt')]).toEqual([true, true]);
    expect(now).toMatch(/Entwurf vom .+ wiederhergestellt/);
  });

  test('of an extension comes back into its form, can be thrown away, and moves no date', async () => {
    const { id } = await takenOver();
    const due = await value<string>('SELECT due_on::text AS value FROM rights_request WHERE id = $1', id);
    await dpo.post(`/vorgaenge/${id}/entwurf/frist-extend`, { reason: 'Weil' }, '/erinnerungen');
    const form = `/vorgaenge/${id}/frist?schritt=extend`;
    expect(await dpo.page(form)).toContain('Weil</textarea>');
    expect(await value('SELECT due_on::text AS value FROM rights_request WHERE id = $1', id)).toBe(due);
    const discarded = await dpo.post(
      `/vorgaenge/${id}/entwurf/frist-extend/verwerfen`,
      { back: form },
      '/erinnerungen',
    );
    expect(location(discarded)).toBe(form);
    expect(await dpo.page(form)).not.toContain('Weil');
  });

  test('is erased with the key of its request', async () => {
    const { id } = await takenOver();
    await dpo.post(`/vorgaenge/${id}/entwurf/note`, { text: 'Weg damit' }, '/erinnerungen');
    const left = await value<string>(
      `WITH gone AS (DELETE FROM request_key WHERE rights_request_id = $1 RETURNING 1) SELECT count(*) AS value FROM gone`,
      id,
    );
    expect(left).toBe('1');
    expect(await value('SELECT count(*)::int AS value FROM request_draft WHERE rights_request_id = $1', id)).toBe(0);
    expect((await dpo.post(`/vorgaenge/${id}/entwurf/note`, { text: 'Neu' }, '/erinnerungen')).status).toBe(410);
  });

  test.each([
    ['a kind that is no word', '/entwurf/..%2Fx', { text: 'x' }, 404],
    ['an invalid field name', '/entwurf/note', { '<b>': 'x' }, 422],
    ['too much text', '/entwurf/note', { text: 'x'.repeat(100_001) }, 422],
  ])('with %s is refused', async (_, path, fields, status) => {
    const { id } = await takenOver();
    const answer = await dpo.post(`/vorgaenge/${id}${path}`, fields, '/erinnerungen');
    expect(answer.status).toBe(status);
  });

  test('leads back to no page but its own request’s', async () => {
    const { id } = await takenOver();
    for (const zurueck of ['//evil.example', '/vorgaenge/../x', `/vorgaenge/${id}evil`]) {
      const answer = await dpo.post(`/vorgaenge/${id}/entwurf/note/verwerfen`, { back: zurueck }, '/erinnerungen');
      expect([`/vorgaenge/${id}`, ''].includes(location(answer))).toBe(true);
    }
  });
});

/** The text of `disclosures.jsonl` in a bundle; empty when there is none. */
async function disclosed(zip: Buffer): Promise<string> {
  const file = join(app.dataDir, 'bundle.zip');
  writeFileSync(file, zip);
  const { files, close } = await openBundle(file);
  try {
    const parts: Uint8Array[] = [];
    if (files.names.includes('disclosures.jsonl')) {
      for await (const part of files.open('disclosures.jsonl')) {
        parts.push(part);
      }
    }
    return Buffer.concat(parts).toString('utf8');
  } finally {
    await close();
  }
}
