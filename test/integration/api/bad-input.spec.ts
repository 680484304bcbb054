import { ApiWorld, day, PERSON, today } from './api-world.js';
import { CASES } from './command-cases.js';
import { stated } from '../../support/stated.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.app.stop());

/** What no field of any command may be. */
const NONSENSE: readonly unknown[] = [1.5, [], {}, 'a\u0000b', '\ud800'];

/** For a list that nothing is in, and files that there are none of, see their commands. */
const isOfItsKind = (value: unknown, nonsense: unknown): boolean =>
  typeof value === 'object' && Array.isArray(value) === Array.isArray(nonsense) && typeof nonsense === 'object';

/** The program's own work, and that somebody looked. */
const NO_DEEDS = ['content.read'];

describe.each(Object.entries(CASES))('%s', (type, given) => {
  test('answers nonsense in any field with a problem that names it, and does nothing', async () => {
    const id = given.untouched ? (await world.recorded(given.rights)).id : await world.takenOver(given.rights);
    const fields = await given.fields(world, id);
    const before = await world.deeds(id);
    for (const [field, value] of Object.entries(fields)) {
      for (const nonsense of NONSENSE.filter((one) => !isOfItsKind(value, one))) {
        const answer = await world.command(id, { type, ...fields, [field]: nonsense });
        expect([answer.status, answer.headers.get('content-type'), answer.body.errors]).toEqual([
          422,
          'application/problem+json; charset=utf-8',
          [expect.objectContaining({ field })],
        ]);
      }
    }
    expect((await world.deeds(id)).slice(before.length).filter((event) => !NO_DEEDS.includes(event))).toEqual([]);
  });
});

test.each<[string, object]>([
  ['send', { kind: 'receipt', language: null, way: null, to: null, address: null, subject: null, body: null }],
  ['check-identity', { doubt: 'other', why: 'x', method: 'known-channel', address: null, questions: null }],
  [
    'assign-task',
    { what: 'x', until: day(-3), address: 'it@kammer.example', user: null, files: null, afterSafe: true },
  ],
  ['decide', { right: 'access', outcome: 'granted', ground: null, reasons: null }],
])('%s: a field that is null is one that was left out', async (type, fields) => {
  const id = await world.takenOver();
  const { status, body } = await world.command(id, { type, ...fields });
  expect([status, body.errors]).toEqual([200, undefined]);
});

test('a text that no database can hold is no defect, wherever it comes in', async () => {
  for (const path of ['/requests?q=%00', '/requests?q=a%00b']) {
    const { status, headers } = await world.call('GET', path, world.dpo);
    expect([path, status, headers.get('content-type')]).toEqual([
      ...[path, 400, 'application/problem+json; charset=utf-8'],
    ]);
  }
});

describe('days', () => {
  test.each<[string, object, string, string]>([
    ['that there are not', { type: 'answer', ...stated('2026-02-30') }, 'on', 'not-a-date'],
    ['to come', { type: 'answer', ...stated(day(-2)) }, 'on', 'in-the-future'],
    ['before the request came', { type: 'answer', ...stated(day(60)) }, 'on', 'before-receipt'],
    [
      'of naming recipients before it came',
      { type: 'disclose-recipients', ...stated(day(60)) },
      'on',
      'before-receipt',
    ],
    [
      'of an extension after the first month',
      {
        type: 'extend',
        decidedOn: today,
        sentOn: today,
        way: 'letter',
        unproved: 'Akte',
        cause: 'number',
        reason: 'Viele Daten.',
      },
      'sentOn',
      'after-first-month',
    ],
  ])('%s are named', async (_, body, field, code) => {
    const id = await world.takenOver();
    const { status, body: said } = await world.command(id, body);
    expect([status, said.errors]).toMatchObject([422, [{ field, code }]]);
  });

  test('a recipient was told, and a package sent, after the request came', async () => {
    const id = await world.takenOver(['portability']);
    const recipient = await world.made(id, { type: 'list-recipient', name: 'Druckerei Muster' });
    await world.did(id, { type: 'check-claim', right: 'portability', check: 'public-task', answer: 'no' });
    const made = await world.made(id, { type: 'prepare-package', files: { 'daten.json': '{"a":1}' } });
    for (const body of [
      { type: 'record-recipient-told', recipient, on: day(60), how: 'am Telefon' },
      { type: 'transmit-package', package: made, controller: 'Andere Kammer', on: day(60) },
    ]) {
      const { status, body: said } = await world.command(id, body);
      expect([status, said.errors]).toMatchObject([422, [{ field: 'on', code: 'before-receipt' }]]);
    }
  });
});

describe('a refusal says what is to be done, in the language of the caller', () => {
  test('closing, with a claim that nobody answered', async () => {
    const id = await world.takenOver(['access', 'erasure']);
    await world.did(id, { type: 'decide', right: 'access', outcome: 'granted' });
    await world.did(id, { type: 'answer', ...stated(today) });
    const german = await world.command(id, { type: 'close' });
    const english = await world.command(id, { type: 'close' }, { 'accept-language': 'en' });
    expect([german.status, german.body.missing]).toEqual([409, ['undecided', 'duties']]);
    expect(german.body.detail).toContain('über jedes geltend gemachte Recht entscheiden (decide)');
    expect(english.body.detail).toContain('answer each claim (decide)');
  });

  test('a command that the state does not allow', async () => {
    const { id } = await world.recorded();
    const { status, body } = await world.command(id, { type: 'close' });
    expect([status, body['first']]).toEqual([409, [['acknowledge'], ['answer', 'refuse', 'retract']]]);
    expect(body.detail).toContain('Zuerst: acknowledge, dann answer oder refuse oder retract.');
  });

  test('two DPOs at once: the second sees what the first has done', async () => {
    const id = await world.takenOver();
    const { version } = (await world.call('GET', `/requests/${id}`, world.dpo)).body;
    const body = { type: 'send', kind: 'free', to: PERSON, subject: 'Ihr Anliegen', body: 'Guten Tag.' };
    const headers = { 'if-match': `"${version}"` };
    const answers = await Promise.all([1, 2].map(() => world.command(id, body, headers)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const refused = answers.find(({ status }) => status === 412)?.body;
    expect(refused?.['current']).toBe(version + 1);
    expect((refused?.['latest'] as { event: string }[]).map(({ event }) => event)).toContain('message.written');
    expect((await world.deeds(id)).filter((event) => event === 'message.written')).toHaveLength(1);
  });
});

test('nothing is granted to a person whom the identity check did not confirm', async () => {
  const id = await world.takenOver();
  const asked = { type: 'check-identity', doubt: 'name-differs', why: 'Der Name weicht ab.', method: 'known-channel' };
  const check = await world.made(id, asked);
  await world.did(id, { type: 'end-identity-check', check, outcome: 'not-confirmed' });
  const granted = await world.command(id, { type: 'decide', right: 'access', outcome: 'granted' });
  expect([granted.status, granted.body.errors]).toMatchObject([
    422,
    [{ field: 'check-identity-clear', code: 'check-contradicts' }],
  ]);
  await world.did(id, { type: 'decide', right: 'access', outcome: 'not-identifiable', reasons: 'Art. 11 Abs. 2' });
  expect(await world.deeds(id)).toEqual(expect.arrayContaining(['claim.checked', 'claim.decided']));
  await world.did(id, { type: 'refuse', ...stated(today) });
  expect((await world.command(id, { type: 'close' })).status).toBe(200);
  // A later check that confirms them, or the DPO's own answer, decides.
  const other = await world.takenOver();
  for (const outcome of ['not-confirmed', 'confirmed']) {
    await world.did(other, { type: 'end-identity-check', check: await world.made(other, asked), outcome });
  }
  await world.did(other, { type: 'decide', right: 'access', outcome: 'granted' });
});

describe('what was decided and told', () => {
  test('is not changed behind it: neither the decision nor what was checked for it', async () => {
    const id = await world.takenOver();
    await world.did(id, { type: 'check-claim', right: 'access', check: 'data-held', answer: 'yes' });
    await world.did(id, { type: 'decide', right: 'access', outcome: 'granted' });
    await world.did(id, { type: 'answer', ...stated(today) });
    for (const body of [
      { type: 'check-claim', right: 'access', check: 'data-held', answer: 'no' },
      { type: 'decide', right: 'access', outcome: 'no-data' },
    ]) {
      const { status, body: said } = await world.command(id, body);
      expect([status, said.title, said['first']]).toEqual([409, 'command-not-allowed', [['reopen']]]);
    }
  });

  test('a restriction that was granted is registered before the matter is closed, also after the answer', async () => {
    const id = await world.takenOver(['restriction']);
    await world.did(id, { type: 'decide', right: 'restriction', outcome: 'granted' });
    await world.did(id, { type: 'answer', ...stated(today) });
    expect((await world.command(id, { type: 'close' })).body.missing).toEqual(['unregistered', 'duties']);
    await world.did(id, { type: 'restrict', ground: 'unlawful', on: today, what: 'Anschrift', end: 'Klärung' });
    await world.did(id, {
      ...{ type: 'leave-out-duty', right: 'restriction', duty: 'tell-recipients', why: 'nothing-there' },
      reasons: 'Niemand hatte die Daten.',
    });
    expect((await world.command(id, { type: 'close' })).body.missing).toEqual(['restrictions']);
  });
});

test('what was begun before a merge is ended where it was begun, and keeps the whole matter open', async () => {
  const [from, into] = [await world.takenOver(), await world.takenOver(['erasure'])];
  const on = day(30);
  const restriction = await world.made(from, { type: 'restrict', ground: 'unlawful', on, what: 'Anschrift', end: 'x' });
  const preview = await world.call('POST', `/requests/${from}/merge/preview`, world.dpo, { type: 'merge', into });
  expect([preview.status, preview.body]).toMatchObject([
    200,
    {
      rights: [
        { right: 'access', becomes: 'moves' },
        { right: 'erasure', becomes: 'stays' },
      ],
      staysBehind: { open: { restrictions: 1 } },
    },
  ]);
  await world.did(from, { type: 'merge', into });
  await world.did(into, { type: 'decide', right: 'access', outcome: 'granted' });
  await world.did(into, { type: 'decide', right: 'erasure', outcome: 'granted' });
  await world.did(into, { type: 'answer', ...stated(today) });
  await world.did(into, { type: 'do-duty', right: 'access', duty: 'send-copy', ...stated(today) });
  await world.did(into, {
    ...{ type: 'do-duty', right: 'erasure', duty: 'erase', ...stated(today) },
    ...{ doneBy: 'IT', how: 'gelöscht', extent: 'alles' },
  });
  await world.did(into, {
    ...{ type: 'leave-out-duty', right: 'erasure', duty: 'tell-recipients', why: 'nothing-there', reasons: 'keine' },
  });
  expect((await world.command(into, { type: 'close' })).body.missing).toEqual(['restrictions']);
  await world.did(from, { type: 'announce-lifting', restriction, ...stated(day(9)), liftingOn: day(1) });
  await world.did(from, { type: 'lift-restriction', restriction, on: today });
  expect((await world.command(into, { type: 'close' })).status).toBe(200);
});
