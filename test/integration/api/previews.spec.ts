import { ApiWorld, PERSON } from './api-world.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.app.stop());

const SEND = { type: 'send', kind: 'free', to: PERSON, subject: 'Ihre Daten', body: 'Guten Tag, anbei.' };

describe('files with a message', () => {
  test('go out with it, once under one key; another file is another message', async () => {
    const id = await world.takenOver();
    const headers = { 'idempotency-key': `files-${id}` };
    const path = `/requests/${id}/commands`;
    const first = await world.form(path, SEND, { 'auskunft.txt': 'Name: Aurelia' }, headers);
    const again = await world.form(path, SEND, { 'auskunft.txt': 'Name: Aurelia' }, headers);
    const other = await world.form(path, SEND, { 'auskunft.txt': 'Name: Berta' }, headers);
    const without = await world.command(id, SEND, headers);
    expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 200, 'true']);
    expect(again.body.created).toBe(first.body.created);
    for (const { status, body } of [other, without]) {
      expect([status, body.title]).toEqual([422, 'idempotency-key-reused']);
    }
    const { items } = (await world.read(id, 'messages')).body;
    expect(items.map(({ attachments }) => attachments)).toEqual([[{ filename: 'auskunft.txt', size: 13 }]]);
    await world.mailTo(PERSON, /Guten Tag, anbei\./);
    const mails = await world.app.mailbox.listMails(100);
    const sent = await Promise.all(
      mails.filter(({ to }) => to.includes(PERSON)).map((m) => world.app.mailbox.readMail(m.id)),
    );
    expect(sent.flatMap((mail) => mail?.attachments.map(({ filename }) => filename) ?? [])).toContain('auskunft.txt');
  });

  test.each<[string, Record<string, string>, Record<string, string>, string, string]>([
    ['of no bytes', SEND, { 'leer.pdf': '' }, 'files', 'empty-file'],
    ['with what takes none', { type: 'add-note', text: 'x' }, { 'a.txt': 'a' }, 'files', 'unknown-field'],
    ['with a command that there is not', { type: 'post' }, { 'a.txt': 'a' }, 'type', 'unknown-value'],
    ['with an invalid confirmation', { ...SEND, confirmed: 'ja' }, { 'a.txt': 'a' }, 'confirmed', 'wrong-type'],
  ])('%s are refused, and nothing is written', async (_, fields, files, field, code) => {
    const id = await world.takenOver();
    const { status, body } = await world.form(`/requests/${id}/commands`, fields, files);
    expect([status, body.errors]).toMatchObject([422, [{ field, code }]]);
    expect(await world.deeds(id)).toEqual(['request.recorded', 'request.acknowledged']);
  });
});

describe('a message before it is sent', () => {
  test('is shown as it would be, with its gaps and what the law demands of it, and is not kept', async () => {
    const id = await world.takenOver();
    const path = `/requests/${id}/messages/preview`;
    const template = await world.call('POST', path, world.dpo, { type: 'send', kind: 'refusal' });
    expect([template.status, template.body]).toMatchObject([
      200,
      { way: 'mail', to: PERSON, errors: [{ field: 'body', code: 'unfilled-gap' }], missing: [], ready: false },
    ]);
    const short = { type: 'send', kind: 'refusal', subject: 'Ihr Antrag', body: 'Nein.' };
    const bare = await world.call('POST', path, world.dpo, short);
    expect(bare.body).toMatchObject({
      ...{ errors: [], ready: false },
      missing: [
        { content: 'reasons', norm: 'Art. 12(4)' },
        { content: 'complaint', norm: 'Art. 12(4), 77' },
        { content: 'authority-contact', norm: 'Art. 12(1), (4)' },
        { content: 'remedy', norm: 'Art. 12(4), 79' },
      ],
    });
    const confirmed = await world.call('POST', path, world.dpo, { ...short, confirmed: true });
    expect(confirmed.body['ready']).toBe(true);
    expect(await world.deeds(id)).toEqual(['request.recorded', 'request.acknowledged']);
    expect((await world.read(id, 'messages')).body.items).toEqual([]);
    // What is filled in from the case was opened for it, and that is an entry.
    expect((await world.entries(id)).map(({ event }) => event)).toContain('content.read');
  });

  test('names its files as they would go out', async () => {
    const id = await world.takenOver();
    const { status, body } = await world.form(`/requests/${id}/messages/preview`, SEND, { '../a.txt': 'a' });
    expect([status, body['files'], body['ready']]).toMatchObject([
      ...[200, [{ filename: expect.not.stringContaining('/') as string, contentType: 'text/plain', size: 1 }], true],
    ]);
  });

  test('as a letter is a PDF', async () => {
    const id = await world.takenOver();
    const letter = { type: 'send', kind: 'free', way: 'letter', address: 'Aurelia Beispiel\nWeg 1\n12345 Ort' };
    const response = await fetch(`${world.app.address}/api/v1/requests/${id}/messages/preview/letter`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.dpo}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...letter, subject: 'Ihr Anliegen', body: 'Guten Tag.' }),
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  test.each(['messages/preview', 'messages/preview/letter'])('%s: refused where it could not be sent', async (what) => {
    const { id } = await world.recorded();
    const path = `/requests/${id}/${what}`;
    expect((await world.call('POST', path, world.dpo, SEND)).status).toBe(409);
    expect((await world.call('POST', path, world.staff, SEND)).status).toBe(403);
    expect((await world.call('POST', path, world.foreign, SEND)).status).toBe(404);
    expect((await world.call('POST', path, world.dpo, { type: 'close' })).body.errors).toMatchObject([
      { field: 'type', code: 'unknown-value' },
    ]);
  });
});

describe('a merge before it is done', () => {
  test('says which right becomes one, which moves and which stays, and what becomes of the deadline', async () => {
    const [from, into] = [await world.takenOver(['access', 'objection']), await world.takenOver(['access', 'erasure'])];
    const path = `/requests/${from}/merge/preview`;
    const { status, body } = await world.call('POST', path, world.dpo, { type: 'merge', into });
    expect([status, body]).toMatchObject([
      200,
      {
        ...{ from: { id: from, version: 2 }, into: { id: into, version: 2 } },
        rights: [
          { right: 'access', becomes: 'one' },
          { right: 'erasure', becomes: 'stays' },
          { right: 'objection', becomes: 'moves' },
        ],
        ...{ before: { dueOn: expect.any(String) as string }, after: { dueOn: expect.any(String) as string } },
      },
    ]);
    expect((await world.call('GET', `/requests/${from}`, world.dpo)).body.state).toBe('acknowledged');
    await world.did(from, { type: 'merge', into, intoVersion: 2 });
    const { rights } = (await world.call('GET', `/requests/${into}`, world.dpo)).body as { rights?: string[] };
    expect([...(rights ?? [])].sort()).toEqual(['access', 'erasure', 'objection']);
  });

  test('is refused as the merge would be', async () => {
    const [id, { id: untouched }] = [await world.takenOver(), await world.recorded()];
    const path = `/requests/${id}/merge/preview`;
    for (const [into, code] of [
      [id, 'same-case'],
      [untouched, 'not-taken-over'],
      ['DSR-0000-XXXXXXX', 'unknown-value'],
    ] as const) {
      const { status, body } = await world.call('POST', path, world.dpo, { type: 'merge', into });
      expect([status, body.errors]).toMatchObject([422, [{ field: 'into', code }]]);
    }
    expect((await world.call('POST', path, world.foreign, { type: 'merge', into: id })).status).toBe(404);
  });
});
