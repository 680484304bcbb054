import { startTestApplication, eventually, type TestApplication } from '../support/application.js';

let app: TestApplication;
let staff: string;
let dpo: string;

beforeAll(async () => {
  app = await startTestApplication({ forwarding: 'unawaited' });
  staff = await app.token('staff');
  dpo = await app.token('dpo');
});

afterAll(() => app.stop());

const post = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const get = (path: string, token: string): Promise<Response> =>
  fetch(`${app.address}${path}`, { headers: { authorization: `Bearer ${token}` } });

interface View {
  readonly id: string;
  readonly reference: string;
  readonly state: string;
  readonly forwarding: { readonly state: string };
  readonly deadline: { readonly safeOn: string; readonly dueOn: string; readonly steps: readonly unknown[] };
}

describe('a request handed over by a program', () => {
  it('is answered with reference, deadline and the state of its forwarding, and reaches the DPO', async () => {
    const response = await post({ channel: 'instagram', message: 'Bitte löschen Sie mein Bild.', rights: ['erasure'] });
    expect(response.status).toBe(201);
    const view = (await response.json()) as View;
    expect(view.reference).toMatch(/^DSR-\d{4}-[0-9A-HJKMNP-TV-Z]{7}$/);
    expect(view.deadline.steps.length).toBeGreaterThan(1);
    const mail = await eventually(async () =>
      (await app.mailbox.listMails()).find(({ subject }) => subject.includes(view.reference)),
    );
    expect(mail.to).toContain('datenschutz@kammer.example');
    await eventually(async () => {
      const { forwarding } = (await (await get(`/api/v1/requests/${view.id}`, staff)).json()) as View;
      return forwarding.state === 'forwarded' ? true : undefined;
    });
  });

  it('carries the message, the proof and the headers programs sort by, and no personal data in the subject', async () => {
    const view = (await (
      await post({ channel: 'x', message: 'Ich heiße Aurelia Beispiel.', from: 'Aurelia Beispiel' })
    ).json()) as View;
    const { id } = await eventually(async () =>
      (await app.mailbox.listMails()).find(({ subject }) => subject.includes(view.reference)),
    );
    const mail = await app.mailbox.readMail(id);
    expect(mail?.subject).not.toContain('Aurelia');
    expect(mail?.text).toContain('Ich heiße Aurelia Beispiel.');
    expect(mail?.attachments.map(({ filename }) => filename)).toEqual(['nachricht.txt', 'beleg.tlog-proof']);
    const headers = Object.fromEntries((mail?.headers ?? []).map(({ name, value }) => [name.toLowerCase(), value]));
    expect(headers['x-forthwith-reference']).toBe(view.reference);
    expect(headers['auto-submitted']).toBe('auto-generated');
    expect(headers['message-id']).toMatch(/^<[0-9a-f-]{36}\.forwarding@localhost\.localdomain>$/);
  });

  it('is taken over by the DPO once, however often they say so', async () => {
    const view = (await (await post({ channel: 'email', message: 'Auskunft bitte' })).json()) as View;
    const command = (): Promise<Response> =>
      fetch(`${app.address}/api/v1/requests/${view.id}/commands`, {
        method: 'POST',
        headers: { authorization: `Bearer ${dpo}`, 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'acknowledge' }),
      });
    const answers = [await command(), await command()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const timeline = (await (await get(`/api/v1/requests/${view.id}/timeline`, dpo)).json()) as {
      items: { entry: { event: string } }[];
    };
    expect(timeline.items.filter(({ entry }) => entry.event === 'request.acknowledged')).toHaveLength(1);
  });
});

describe('the two moments', () => {
  const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

  it('of a letter are days: its arrival keeps the deadline, and “at once” counts from seeing', async () => {
    const seenAt = new Date().toISOString();
    const answer = await post({ channel: 'email', message: 'Brief', receivedAt: daysAgo(3), seenAt });
    expect(answer.status).toBe(201);
    const view = (await answer.json()) as View & { arrival: string; seenAt: string; handoverLate: boolean };
    expect(view).toMatchObject({ arrival: 'day', seenAt, seen: 'moment', handoverLate: false });
    const timeline = (await (await get(`/api/v1/requests/${view.id}/timeline`, dpo)).json()) as {
      items: { entry: { event: string; facts: object } }[];
    };
    const facts = timeline.items.find(({ entry }) => entry.event === 'request.recorded')?.entry.facts;
    expect(facts).toMatchObject({ arrival: 'day', seenAt, seen: 'moment', handoverLate: false });
  });

  it('may be unknown: then nobody is asked for a reason, and it says so', async () => {
    const view = await (await post({ channel: 'email', message: 'Brief', receivedAt: 'unknown' })).json();
    expect(view).toMatchObject({ arrival: 'unknown', seenAt: null, handoverLate: false });
  });
});

describe('a hint of a breach', () => {
  it('starts 72 hours from seeing it, is told in the subject, and alarms those whom the profile names', async () => {
    await app.database.asOwner((client) =>
      client.query(`UPDATE organisation SET breach_contacts = '{leitung@kammer.example}'`),
    );
    const seenAt = new Date(Date.now() - 3_600_000).toISOString();
    const body = {
      channel: 'email',
      message: 'Brief an den Falschen',
      receivedAt: 'unknown',
      seenAt,
      breachHint: true,
    };
    const { id, reference } = (await (await post(body)).json()) as View;
    const shown = (await (await get(`/api/v1/requests/${id}`, dpo)).json()) as {
      clocks: { targetOn: string; joint: unknown; breach: { since: string; strictAt: string; outcome: null } };
    };
    expect(shown.clocks.breach).toMatchObject({
      ...{ since: seenAt, outcome: null },
      strictAt: new Date(Date.parse(seenAt) + 72 * 3_600_000).toISOString(),
    });
    const subjects = await eventually(async () => {
      const found = (await app.mailbox.listMails()).map(({ subject }) => subject);
      const about = found.filter((subject) => subject.startsWith('Mögliche Datenpanne') && subject.includes(reference));
      return about.length === 2 ? about : undefined;
    });
    expect(subjects).toHaveLength(2);
    // The alarm is written down after the mail server took it.
    const events = await eventually(async () => {
      const timeline = (await (await get(`/api/v1/requests/${id}/timeline`, dpo)).json()) as {
        items: { entry: { event: string } }[];
      };
      const found = timeline.items.map(({ entry }) => entry.event);
      return found.includes('breach.alarm-sent') ? found : undefined;
    });
    expect(events).toContain('breach.noted');
  });
});

describe('the same thing twice is one request (P9)', () => {
  it('answers the same key and body with the same request', async () => {
    const body = { channel: 'xing', message: 'Doppelklick' };
    const [first, second] = await Promise.all([
      post(body, { 'idempotency-key': 'twice-1' }),
      post(body, { 'idempotency-key': 'twice-1' }),
    ]);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(((await first.json()) as View).id).toBe(((await second.json()) as View).id);
  });

  it('refuses the same key with another body', async () => {
    await post({ channel: 'xing', message: 'eins' }, { 'idempotency-key': 'other-body' });
    const again = await post({ channel: 'xing', message: 'zwei' }, { 'idempotency-key': 'other-body' });
    expect(again.status).toBe(422);
    expect(await again.json()).toMatchObject({ title: 'idempotency-key-reused' });
  });
});

describe('bad input gets a problem that names the field', () => {
  const inYears = (years: number): string => new Date(Date.now() + years * 365 * 86_400_000).toISOString();
  it.each([
    ['an empty message', { channel: 'x', message: '  ' }, 'message', 'required'],
    ['a message of 2 MB', { channel: 'x', message: 'a'.repeat(2_000_000) }, 'message', 'too-long'],
    ['a receipt in the future', { channel: 'x', message: 'a', receivedAt: inYears(1) }, 'receivedAt', 'in-the-future'],
    [
      'a receipt in 1970',
      { channel: 'x', message: 'a', receivedAt: '1970-01-01T00:00:00Z' },
      'receivedAt',
      'too-long-ago',
    ],
    [
      'a receipt without an offset',
      { channel: 'x', message: 'a', receivedAt: '2026-11-23T10:00:00' },
      'receivedAt',
      'not-a-moment',
    ],
    [
      'a receipt that is no moment',
      { channel: 'x', message: 'a', receivedAt: 'gestern' },
      'receivedAt',
      'not-a-moment',
    ],
    [
      'seen before it arrived',
      { channel: 'x', message: 'a', receivedAt: '2026-11-23T10:00:00Z', seenAt: '2026-11-23T09:00:00Z' },
      'seenAt',
      'before-arrival',
    ],
    ['seen at no moment', { channel: 'x', message: 'a', seenAt: 'neulich' }, 'seenAt', 'not-a-moment'],
    ['an unknown channel', { channel: 'tiktok', message: 'a' }, 'channel', 'unknown-value'],
    ['a missing channel', { message: 'a' }, 'channel', 'required'],
    ['an unknown right', { channel: 'x', message: 'a', rights: ['oblivion'] }, 'rights', 'unknown-value'],
    ['an unknown field', { channel: 'x', message: 'a', colour: 'red' }, 'colour', 'unknown-field'],
    [
      'a late hand-over without a reason',
      { channel: 'x', message: 'a', receivedAt: new Date(Date.now() - 3 * 86_400_000).toISOString() },
      'lateReason',
      'required',
    ],
  ])('%s', async (_, body, field, code) => {
    const response = await post(body);
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ title: 'invalid-input', errors: [{ field, code }] });
  });

  it.each([
    ['invalid JSON', '{"channel":', { 'content-type': 'application/json' }, 400],
    ['JSON that is no object', '[]', { 'content-type': 'application/json' }, 400],
    ['another content type', 'channel=x', { 'content-type': 'text/csv' }, 415],
    ['a missing token', '{}', { authorization: '' }, 401],
    ['a foreign token', '{}', { authorization: 'Bearer fw_unknown' }, 401],
  ])('%s', async (_, body, headers, status) => {
    const response = await post(body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('a file of 30 MB', async () => {
    const form = new FormData();
    form.set('channel', 'x');
    form.set('message', 'a');
    form.set('files', new Blob([Buffer.alloc(30 * 1024 * 1024, 0x89)]), 'bild.png');
    const response = await fetch(`${app.address}/api/v1/requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staff}` },
      body: form,
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ field: 'files', code: 'too-large' }] });
  });

  it('more than 40 MB in all, while it comes in', async () => {
    const form = new FormData();
    form.set('channel', 'x');
    form.set('message', 'a');
    for (const name of ['a.bin', 'b.bin', 'c.bin']) {
      form.append('files', new Blob([Buffer.alloc(20 * 1024 * 1024)]), name);
    }
    const response = await upload(form);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ field: 'files', code: 'too-large' }] });
  });

  it.each([
    ['a field of 1 MB', { message: 'a'.repeat(1024 * 1024) }],
    ['10,000 fields', Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`f${at}`, 'x']))],
  ])('%s', async (_what, fields) => {
    const form = new FormData();
    Object.entries({ channel: 'x', ...fields }).forEach(([name, value]) => form.set(name, value));
    expect((await upload(form)).status).toBe(422);
  });
});

const upload = (form: FormData): Promise<Response> =>
  fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staff}` },
    body: form,
  });

describe('nothing that is handed over is refused for what it is', () => {
  it('a file that nobody knows is taken as it came', async () => {
    const form = new FormData();
    form.set('channel', 'x');
    form.set('message', 'a');
    const program = Buffer.from('MZ\u0090\u0000\u0003', 'latin1');
    form.append('files', new Blob([program]), 'bild.png');
    form.append('files', new Blob([program]), 'aufnahme.m4a');
    const response = await upload(form);
    expect(response.status).toBe(201);
    const { reference } = (await response.json()) as View;
    const { id } = await eventually(async () =>
      (await app.mailbox.listMails()).find(({ subject }) => subject.includes(reference)),
    );
    const { attachments = [] } = (await app.mailbox.readMail(id)) ?? {};
    expect(attachments.map(({ filename }) => filename)).toEqual(
      expect.arrayContaining(['bild.png.bin', 'aufnahme.m4a']),
    );
    expect(attachments.find(({ filename }) => filename === 'aufnahme.m4a')?.content).toEqual(program);
  });

  it('a text with characters that nobody sees is taken without them', async () => {
    const message = 'Seite 1\fSeite 2\u000bSeite\u0000 3\ud800';
    const response = await post({ channel: 'x', message, from: 'A\r\nBcc: b@c.example' });
    expect(response.status).toBe(201);
    const { reference } = (await response.json()) as View;
    const { id } = await eventually(async () =>
      (await app.mailbox.listMails()).find(({ subject }) => subject.includes(reference)),
    );
    const mail = await app.mailbox.readMail(id);
    expect(mail?.text).toContain('Seite 1\nSeite 2\nSeite 3\uFFFD');
    expect(mail?.headers.map(({ name }) => name)).not.toContain('bcc');
  });
});

describe('what people write comes through unharmed', () => {
  const message = '<script>alert(1)</script> & "Zitat" 😀 مرحبا\r\n\tZeile zwei';

  it('HTML, emoji and right-to-left text reach the DPO as written', async () => {
    const view = (await (await post({ channel: 'letter'.replace('letter', 'brief'), message })).json()) as View;
    const { id } = await eventually(async () =>
      (await app.mailbox.listMails()).find(({ subject }) => subject.includes(view.reference)),
    );
    const mail = await app.mailbox.readMail(id);
    expect(mail?.attachments[0]?.content.toString('utf8')).toBe(message);
    expect(mail?.html).not.toContain('<script>');
  });

  it('leaves no trace in the log of the program', async () => {
    await post({ channel: 'x', message: 'PLANTED-MESSAGE', from: 'PLANTED-NAME', contact: 'planted@person.example' });
    await post({ channel: 'x', message: 'PLANTED-BAD\u0000' });
    expect(app.logged()).not.toMatch(/PLANTED|planted@/);
  });
});
