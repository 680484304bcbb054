import { expectRowsAgree } from '../../support/rows-agree.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { stated, takenOverDaysAgo } from '../../support/stated.js';

let app: TestApplication;
let staff: string;
let dpo: string;
beforeAll(async () => {
  app = await startTestApplication();
  [staff, dpo] = [await app.token('staff'), await app.token('dpo')];
});
afterAll(() => app.stop());

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly rights: string[];
  readonly deadline: {
    readonly dueOn: string;
    readonly safeOn: string;
    readonly clock: string;
    readonly next: { what: string; on: string } | null;
    readonly claims?: { claim: string | null; dueOn: string }[];
    readonly warnings: { code: string }[];
  };
  readonly errors?: { field: string; code: string; limit?: string }[];
  readonly after: { dueOn: string; clock: string };
}

async function call(method: string, path: string, token: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${app.address}/api/v1/requests${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Shown };
}

/** A request that came in so many days ago, taken over. */
async function takenOver(daysAgo: number): Promise<Shown> {
  const receivedAt = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
  const { body } = await call('POST', '', staff, {
    channel: 'instagram',
    message: 'Bitte Auskunft.',
    rights: ['access'],
    receivedAt,
    lateReason: 'Urlaub',
  });
  const taken = await call('POST', `/${body.id}/commands`, dpo, { type: 'acknowledge' });
  await takenOverDaysAgo(app, body.id, daysAgo);
  return taken.body;
}

const day = (daysAgo: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date(Date.now() - daysAgo * 86_400_000));
const LETTER = { way: 'letter', unproved: 'Aus der Papierakte' };
const command = (id: string, body: unknown, token = dpo, headers = {}) =>
  call('POST', `/${id}/commands`, token, body, headers);

async function entriesOf(id: string): Promise<{ event: string; facts: Record<string, unknown>; commit?: string }[]> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: Buffer }>(
      `SELECT bytes FROM log_entry WHERE rights_request_id = $1 AND event NOT LIKE 'forwarding.%' ORDER BY index`,
      [id],
    );
    // What the forwarding says meanwhile belongs to it.
    return rows.map(({ bytes }) => JSON.parse(bytes.toString('utf8')) as never);
  });
}

describe('what the DPO enters', () => {
  test('an extension in time moves the deadline to three months, and its reason lies sealed', async () => {
    const { id, deadline } = await takenOver(5);
    const { status, body } = await command(id, {
      ...{ type: 'extend', decidedOn: day(1), sentOn: day(0), cause: 'number', ...LETTER },
      reason: 'Frau Muster hat hundert Anträge gestellt.',
    });
    expect(status).toBe(200);
    expect(body.deadline.dueOn > deadline.dueOn).toBe(true);
    const entry = (await entriesOf(id)).at(-1);
    expect(entry).toMatchObject({ event: 'deadline.extended', facts: { sentOn: day(0), dueOn: body.deadline.dueOn } });
    expect(entry?.commit).toBeDefined();
    const everything = await app.database.asOwner(async (client) => {
      const { rows } = await client.query<{ row: string }>(
        `SELECT r::text AS row FROM rights_request r UNION ALL SELECT convert_from(bytes, 'UTF8') FROM log_entry
         UNION ALL SELECT encode(ciphertext, 'escape') FROM sealed`,
      );
      return rows.map(({ row }) => row).join('\n');
    });
    expect(everything).not.toContain('Muster');
    expect(app.logged()).not.toContain('Muster');
  });

  test('an extension after the first month is refused, names the last day, and changes nothing', async () => {
    const { id, deadline, version } = await takenOver(45);
    const { status, body } = await command(id, {
      ...{ type: 'extend', decidedOn: day(1), sentOn: day(0), cause: 'number', reason: 'viel zu tun', ...LETTER },
    });
    expect([status, body.errors?.[0]?.code, body.errors?.[0]?.limit]).toEqual([
      422,
      'after-first-month',
      deadline.dueOn,
    ]);
    const { body: after } = await call('GET', `/${id}`, dpo);
    expect([after.version, after.deadline.dueOn]).toEqual([version, deadline.dueOn]);
  });

  test('a question stops the clock, the answer adds the days, and the list goes by what is next', async () => {
    const { id, deadline } = await takenOver(10);
    const asked = await command(id, { type: 'request-identity', ...stated(day(7)), doubt: 'name-differs' });
    expect(asked.body.deadline).toMatchObject({ clock: 'paused', next: { what: 'follow-up' } });
    const answered = await command(id, { type: 'confirm-identity', ...stated(day(2)) });
    expect(answered.body.deadline.clock).toBe('running');
    const lost = Date.parse(answered.body.deadline.safeOn) - Date.parse(deadline.safeOn);
    expect(lost / 86_400_000).toBe(5);
    expect((await entriesOf(id)).slice(-2).map(({ event }) => event)).toEqual(['deadline.paused', 'deadline.resumed']);
  });

  test('a further right has its own deadline', async () => {
    const { id, deadline } = await takenOver(10);
    const { body } = await command(id, { type: 'add-claim', on: day(1), right: 'erasure' });
    expect(body.rights).toEqual(['access', 'erasure']);
    expect(body.deadline.claims?.map(({ claim }) => claim)).toEqual([null, 'erasure']);
    expect(body.deadline.dueOn).toBe(deadline.dueOn);
    expect((await command(id, { type: 'add-claim', on: day(1), right: 'erasure' })).body.errors?.[0]).toMatchObject({
      field: 'right',
      code: 'only-once',
    });
  });

  test('an answer ends it, reopening takes that back and nothing else', async () => {
    const { id, deadline } = await takenOver(10);
    const { body } = await command(id, { type: 'answer', ...stated(day(0)) });
    expect([body.state, body.deadline.clock, body.deadline.next]).toEqual(['answered', 'ended', null]);
    expect((await command(id, { type: 'answer', ...stated(day(0)) })).status).toBe(409);
    const reopened = await command(id, { type: 'reopen', on: day(0) });
    expect([reopened.body.state, reopened.body.deadline.dueOn]).toEqual(['acknowledged', deadline.dueOn]);
  });

  test('what was decided on an older version is refused', async () => {
    const { id } = await takenOver(10);
    await command(id, { type: 'request-identity', ...stated(day(0)), doubt: 'name-differs' });
    expect((await command(id, { type: 'answer', ...stated(day(0)) }, dpo, { 'if-match': '"2"' })).status).toBe(412);
  });

  test('two at once: one holds, the other is told', async () => {
    const { id } = await takenOver(10);
    const both = await Promise.all([
      command(id, { type: 'answer', ...stated(day(0)) }),
      command(id, { type: 'retract', ...stated(day(0)) }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, expect.any(Number)]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

describe('what if', () => {
  test('shows the new date and writes nothing', async () => {
    const { id, deadline, version } = await takenOver(5);
    const { status, body } = await call('POST', `/${id}/deadline/preview`, dpo, {
      ...{ type: 'extend', decidedOn: day(0), sentOn: day(0), reason: 'x', cause: 'number' },
    });
    expect([status, body.after.dueOn > deadline.dueOn]).toEqual([200, true]);
    const { body: still } = await call('GET', `/${id}`, dpo);
    expect([still.version, still.deadline.dueOn]).toEqual([version, deadline.dueOn]);
  });
});

describe('nobody else', () => {
  test.each(['staff', 'auditor', 'admin'] as const)('%s moves no deadline', async (role) => {
    const { id, version } = await takenOver(5);
    const token = role === 'staff' ? staff : await app.token(role);
    const { status } = await command(id, { type: 'answer', ...stated(day(0)) }, token);
    expect([403, 404]).toContain(status);
    expect((await call('GET', `/${id}`, dpo)).body.version).toBe(version);
  });
});

describe('bad input', () => {
  test.each([
    ['no day', { type: 'answer' }, 'on', 'required'],
    ['an invalid date', { type: 'answer', on: '2026-02-30' }, 'on', 'not-a-date'],
    ['a moment', { type: 'answer', on: '2026-06-01T10:00:00Z' }, 'on', 'not-a-date'],
    ['a number', { type: 'answer', on: 5 }, 'on', 'not-a-date'],
    ['tomorrow', { type: 'answer', ...stated(day(-2)) }, 'on', 'in-the-future'],
    ['before the receipt', { type: 'answer', ...stated(day(30)) }, 'on', 'before-receipt'],
    ['no right', { type: 'add-claim', on: day(0) }, 'right', 'required'],
    ['an unknown right', { type: 'add-claim', on: day(0), right: 'oblivion' }, 'right', 'unknown-value'],
    [
      'a reason without end',
      { type: 'extend', decidedOn: day(0), sentOn: day(0), reason: 'x'.repeat(4_001), cause: 'number', ...LETTER },
      'reason',
      'too-long',
    ],
    ['an unknown command', { type: 'explode' }, 'type', 'unknown-value'],
    ['an unknown field', { type: 'answer', ...stated(day(0)), why: 'x' }, 'why', 'unknown-field'],
  ])('%s is refused beside its field', async (_, body, field, code) => {
    const { id, version } = await takenOver(5);
    const answer = await command(id, body);
    expect([answer.status, answer.body.errors?.[0]]).toMatchObject([422, { field, code }]);
    expect((await call('GET', `/${id}`, dpo)).body.version).toBe(version);
  });
});

test('after all of it the rows are what the log says', () => expectRowsAgree(app));
