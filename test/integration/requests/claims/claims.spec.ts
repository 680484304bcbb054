import { expectRowsAgree } from '../../../support/rows-agree.js';
import { commandLineActor } from '../../../../src/audit/actor.js';
import { Replay } from '../../../../src/domain/evidence/replay.js';
import { parseEntry } from '../../../../src/domain/log/entry.js';
import { startTestApplication, type TestApplication } from '../../../support/application.js';
import { Visitor } from '../../../support/visitor.js';
import { stated } from '../../../support/stated.js';

let app: TestApplication;
let staff: string;
let dpo: string;
let auditor: string;
beforeAll(async () => {
  app = await startTestApplication();
  [staff, dpo, auditor] = [await app.token('staff'), await app.token('dpo'), await app.token('auditor')];
});
afterAll(() => app.stop());

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly rights: readonly string[];
  readonly claims: readonly { right: string; outcome: string | null; ground: string | null }[];
  readonly errors?: readonly { field: string; code: string }[];
  readonly title?: string;
  readonly missing?: readonly string[];
  readonly possible?: readonly string[];
}

async function call(method: string, path: string, body?: unknown, token = dpo, headers: Record<string, string> = {}) {
  const response = await fetch(`${app.address}/api/v1/requests${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Shown };
}

async function takenOver(rights: readonly string[], message = 'Es geht um meine Daten.'): Promise<string> {
  const { body } = await call('POST', '', { channel: 'email', message, rights }, staff);
  await call('POST', `/${body.id}/commands`, { type: 'acknowledge' });
  return body.id;
}

const command = (id: string, body: object, headers: Record<string, string> = {}) =>
  call('POST', `/${id}/commands`, body, dpo, headers);
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());

async function eventsOf(id: string): Promise<{ event: string; facts: Record<string, unknown>; commit?: string }[]> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: Buffer }>(
      `SELECT bytes FROM log_entry WHERE rights_request_id = $1 AND event NOT LIKE 'forwarding.%' ORDER BY index`,
      [id],
    );
    return rows.map(({ bytes }) => JSON.parse(bytes.toString()) as never);
  });
}

test('a request goes from its checks over its decision and answer to its end, and the log tells it', async () => {
  const id = await takenOver(['access', 'objection']);
  expect((await command(id, { type: 'close' })).body).toMatchObject({ title: 'command-not-allowed' });
  const open = await command(id, { type: 'decide', right: 'objection', outcome: 'granted' });
  expect([open.status, open.body.errors]).toMatchObject([
    422,
    [{ field: 'check-direct-marketing', code: 'check-open' }],
  ]);
  await command(id, { type: 'check-claim', right: 'objection', check: 'direct-marketing', answer: 'yes' });
  const refused = await command(id, {
    ...{
      type: 'decide',
      right: 'objection',
      outcome: 'refused',
      ground: 'compelling-grounds',
      reasons: 'Wir werben gern.',
    },
  });
  expect(refused.body.errors).toMatchObject([{ field: 'outcome', code: 'absolute-right' }]);
  expect((await command(id, { type: 'decide', right: 'objection', outcome: 'granted' })).status).toBe(200);
  await command(id, { type: 'answer', ...stated(today) });
  const early = await command(id, { type: 'close' });
  expect([early.status, early.body.missing]).toEqual([409, ['undecided', 'duties']]);
  await command(id, { type: 'reopen', on: today });
  await command(id, { type: 'check-claim', right: 'access', check: 'others-affected', answer: 'yes' });
  const words = 'Auskunft mit Ausnahme der Namen Dritter, sagt Rosalinde Muster.';
  await command(id, { type: 'decide', right: 'access', outcome: 'partly', ground: 'rights-of-others', reasons: words });
  await command(id, { type: 'answer', ...stated(today) });
  await command(id, { type: 'do-duty', right: 'objection', duty: 'stop-marketing', ...stated(today) });
  for (const duty of ['send-copy', 'redact']) {
    await command(id, { type: 'do-duty', right: 'access', duty, ...stated(today) });
  }
  const closed = await command(id, { type: 'close' });
  expect([closed.status, closed.body.state]).toEqual([200, 'closed']);
  const { body } = await call('GET', `/${id}`);
  expect(body.claims.map(({ right, outcome, ground }) => [right, outcome, ground])).toEqual([
    ['access', 'partly', 'rights-of-others'],
    ['objection', 'granted', null],
  ]);
  const events = await eventsOf(id);
  expect(events.map(({ event }) => event)).toEqual([
    ...['request.recorded', 'request.acknowledged', 'claim.checked', 'claim.decided', 'request.answered'],
    ...[
      'request.reopened',
      'claim.checked',
      'claim.decided',
      'request.answered',
      'duty.done',
      'duty.done',
      'duty.done',
    ],
    'request.closed',
  ]);
  expect(events[7]).toMatchObject({
    facts: { right: 'access', outcome: 'partly', ground: 'rights-of-others' },
    commit: expect.stringMatching(/^.{43}=$/) as string,
  });
  expect(JSON.stringify(events)).not.toContain('Rosalinde');
  expect(app.logged()).not.toContain('Rosalinde');
});

test('the right that nobody named is named, and a wrong one corrected, each with the reason', async () => {
  const id = await takenOver([]);
  const silent = await command(id, { type: 'correct-claim', as: 'erasure' });
  expect(silent.body.errors).toMatchObject([{ field: 'reason', code: 'required' }]);
  await command(id, { type: 'correct-claim', as: 'erasure', reason: 'Sie schreibt: weg damit.' });
  await command(id, { type: 'check-claim', right: 'erasure', check: 'data-held', answer: 'yes' });
  const corrected = await command(id, {
    ...{ type: 'correct-claim', right: 'erasure', as: 'objection', reason: 'Gemeint war der Newsletter.' },
  });
  expect(corrected.body.rights).toEqual(['objection']);
  const twice = await command(id, { type: 'correct-claim', right: 'objection', as: 'objection', reason: 'x' });
  expect(twice.body.errors).toMatchObject([{ field: 'as', code: 'only-once' }]);
  const foreign = await command(id, { type: 'check-claim', right: 'access', check: 'data-held', answer: 'yes' });
  expect(foreign.body.errors).toMatchObject([{ field: 'right', code: 'unknown-value' }]);
  expect((await eventsOf(id)).filter(({ event }) => event === 'claim.corrected').map(({ facts }) => facts)).toEqual([
    { right: 'erasure' },
    { right: 'objection', replaces: 'erasure' },
  ]);
});

test('what the state does not allow is refused and says what it allows', async () => {
  const { body } = await call('POST', '', { channel: 'email', message: 'Auskunft', rights: ['access'] }, staff);
  const { status, body: problem } = await command(body.id, { type: 'decide', right: 'access', outcome: 'granted' });
  expect([status, problem.title, problem.possible]).toEqual([
    409,
    'command-not-allowed',
    ['acknowledge', 'withdraw', 'note-mistake', 'dismiss'],
  ]);
});

test('two who decide at once: one stands, the other is told', async () => {
  const id = await takenOver(['access']);
  const { version } = (await call('GET', `/${id}`)).body;
  const decide = (outcome: string) =>
    command(id, { type: 'decide', right: 'access', outcome }, { 'if-match': `"${version}"` });
  const answers = await Promise.all([decide('granted'), decide('withdrawn')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect((await eventsOf(id)).filter(({ event }) => event === 'claim.decided')).toHaveLength(1);
});

test('staff and auditor decide nothing', async () => {
  const id = await takenOver(['access']);
  const tries = await Promise.all(
    [staff, auditor].map((token) =>
      call('POST', `/${id}/commands`, { type: 'decide', right: 'access', outcome: 'granted' }, token),
    ),
  );
  expect(tries.map(({ status }) => status)).toEqual([403, 403]);
});

describe('the page of rights and decisions', () => {
  test('keeps what was typed, shows what somebody else did meanwhile, and opens no reasons unrecorded', async () => {
    const visitor = await Visitor.signedIn(app, 'entscheidet@kammer.example', 'dpo');
    const id = await takenOver(['access']);
    const path = `/vorgaenge/${id}/rechte`;
    const page = await visitor.page(path);
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
    const mine = {
      ...{ what: 'decide', right: 'access', version: hidden('version'), seen: hidden('seen') },
      ...{ outcome: 'refused', ground: '', reasons: 'Bitte <i>nicht</i> verlieren' },
    };
    const wrong = await visitor.post(path, mine, path);
    const shown = await wrong.text();
    expect(wrong.status).toBe(422);
    expect(shown).toContain('Bitte &lt;i>nicht&lt;/i> verlieren');
    expect(shown).toContain('id="ground-error"');

    await command(id, { type: 'decide', right: 'access', outcome: 'granted' });
    const late = await visitor.post(path, { ...mine, ground: 'secrecy' }, path);
    const told = await late.text();
    expect(late.status).toBe(409);
    expect(told).toContain('Inzwischen hat jemand anderes den Vorgang geändert');
    expect(told).toContain('Über ein geltend gemachtes Recht entschieden');
    expect(told).toContain('Bitte &lt;i>nicht&lt;/i> verlieren');
    expect((await eventsOf(id)).map(({ event }) => event)).toContain('claim.decided');
  });

  test('saves the checklist as a whole, each answer once', async () => {
    const visitor = await Visitor.signedIn(app, 'prueft@kammer.example', 'dpo');
    const id = await takenOver(['portability']);
    const path = `/vorgaenge/${id}/rechte`;
    const fields = { what: 'check', right: 'portability', 'check-public-task': 'no', 'check-automated-means': 'yes' };
    for (const round of [1, 2]) {
      const answer = await visitor.post(path, fields, path);
      expect([round, answer.status, answer.headers.get('location')]).toEqual([
        round,
        303,
        `${path}?getan=1&recht=portability`,
      ]);
    }
    expect((await eventsOf(id)).filter(({ event }) => event === 'claim.checked')).toHaveLength(2);
  });
});

test('the whole log, with all of it, is one that the verifier accepts', async () => {
  const rows = await app.database.asOwner(async (client) => {
    const found = await client.query<{ bytes: Buffer }>(
      'SELECT bytes FROM log_entry WHERE organisation_id = $1 ORDER BY index',
      [commandLineActor(app.organisationId).organisationId],
    );
    return found.rows;
  });
  const replay = new Replay(undefined, 'Europe/Berlin');
  rows.forEach(({ bytes }, index) => replay.add(index, parseEntry(bytes)));
  expect(replay.finish().faults).toEqual([]);
});

test('after all of it the rows are what the log says', () => expectRowsAgree(app));
