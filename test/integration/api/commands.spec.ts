import { expectRowsAgree } from '../../support/rows-agree.js';
import { commandLineActor, type Actor } from '../../../src/audit/actor.js';
import { AuditLog, SecondTransactionError } from '../../../src/audit/audit-log.js';
import { COMMANDS, LIFECYCLE, type State } from '../../../src/domain/lifecycle/lifecycle.js';
import { stepsBefore } from '../../../src/domain/lifecycle/ways.js';
import { IdempotencyKeys } from '../../../src/requests/request/idempotency-keys.service.js';
import { COMMAND_NAMES, COMMAND_TABLE } from '../../../src/api/commands/table.js';
import { ApiWorld, today } from './api-world.js';
import { CASES, type CommandCase } from './command-cases.js';
import { stated } from '../../support/stated.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.app.stop());

test('every command of the table is tried here; withdrawing is the staff’s', () => {
  expect([...Object.keys(CASES), 'withdraw'].sort()).toEqual([...COMMAND_NAMES].sort());
});

/** A case on which the command may be carried out, and the command. */
async function ready(type: string, { rights, untouched, fields }: CommandCase): Promise<{ id: string; body: object }> {
  const id = untouched === true ? (await world.recorded(rights)).id : await world.takenOver(rights);
  return { id, body: { type, ...(await fields(world, id)) } };
}

/** A case in a state that refuses the command: as it came, or where that state is asked for nothing, another one. */
async function thatRefuses(type: string, id: string): Promise<{ readonly where: string; readonly state: State }> {
  if (type === 'extend-task') {
    // A task of another case is not found: it is this one that has to be in such a state.
    await world.did(id, { type: 'merge', into: await world.takenOver(['erasure']) });
    return { where: id, state: 'merged' };
  }
  const { id: where } = await world.recorded();
  if (type === 'acknowledge' || type === 'dismiss') {
    await world.did(where, { type: 'dismiss', why: 'mistake', reason: 'Doppelt eingefügt.' });
  }
  return { where, state: type === 'acknowledge' || type === 'dismiss' ? 'withdrawn' : 'recorded' };
}

/** Each says which command of the table it is; those that belong to one are allowed with it. */
function firstSteps(type: string, state: State): readonly (readonly string[])[] {
  const command = COMMANDS.find((one) => one === type);
  const [only] = Object.keys(LIFECYCLE[state]);
  return command === undefined ? [[only ?? '']] : stepsBefore(command, state);
}

describe.each(Object.entries(CASES))('%s', (type, given) => {
  test('is carried out once under one key, and leaves its entry', async () => {
    const { id, body } = await ready(type, given);
    const before = await world.deeds(id);
    const headers = { 'idempotency-key': `${type}-${id}` };
    const first = await world.command(id, body, headers);
    expect([first.status, first.body.errors ?? first.body.title]).toEqual([200, undefined]);
    const done = await world.deeds(id);
    expect(done.slice(before.length)).toContain(given.event);
    const again = await world.command(id, body, headers);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect([await world.deeds(id), again.body.created, again.body.version]).toEqual([
      done,
      first.body.created,
      first.body.version,
    ]);
    expect(typeof first.body.created).toBe(COMMAND_TABLE[type]?.makes === true ? 'string' : 'undefined');
    expect(again.headers.get('etag')).toBe(`"${again.body.version}"`);
  });

  test('is refused on an old version, with a field that is not its own, and to everybody else', async () => {
    const { id, body } = await ready(type, given);
    const before = await world.deeds(id);
    const stale = await world.command(id, body, { 'if-match': '"999"' });
    expect([stale.status, stale.body.title]).toEqual([412, 'version-conflict']);
    const wrong = await world.command(id, { ...body, colour: 'blue' });
    expect([wrong.status, wrong.headers.get('content-type'), wrong.body.errors]).toMatchObject([
      422,
      'application/problem+json; charset=utf-8',
      [{ field: 'colour', code: 'unknown-field' }],
    ]);
    const others = [world.staff, world.auditor, world.foreign];
    const answers = await Promise.all(others.map((token) => world.command(id, body, {}, token)));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 404]);
    expect(await world.deeds(id)).toEqual(before);
  });

  test('is refused where the case does not allow it, and is told what it allows and what is to be done first', async () => {
    const { id, body } = await ready(type, given);
    const { otherwise } = given;
    const { where, state } = otherwise === undefined ? await thatRefuses(type, id) : { where: id, state: null };
    const { status, body: refused } = await world.command(where, { ...body, ...otherwise?.fields });
    expect({ status, ...refused }).toMatchObject(
      state === null
        ? { status: otherwise?.status, ...otherwise?.says }
        : {
            ...{ status: 409, title: 'command-not-allowed', state, possible: Object.keys(LIFECYCLE[state]) },
            first: firstSteps(type, state),
          },
    );
  });
});

describe('withdrawing a mistaken hand-over', () => {
  test('is whoever’s who handed it over, once under one key', async () => {
    const { id } = await world.recorded();
    const headers = { 'idempotency-key': `withdraw-${id}` };
    expect((await world.command(id, { type: 'withdraw' }, {}, world.dpo)).status).toBe(403);
    const [first, again] = [
      await world.command(id, { type: 'withdraw' }, headers, world.staff),
      await world.command(id, { type: 'withdraw' }, headers, world.staff),
    ];
    expect([first.status, again.status, again.body.state]).toEqual([200, 200, 'recorded']);
    const without = await world.command(id, { type: 'withdraw' }, {}, world.staff);
    expect(without.status).toBe(412);
  });
});

describe('a key', () => {
  test('of another command, or of another request, is refused', async () => {
    const [id, other] = [await world.takenOver(), await world.takenOver()];
    const headers = { 'idempotency-key': `reused-${id}` };
    await world.command(id, { type: 'add-note', text: 'Eins.' }, headers);
    const changed = await world.command(id, { type: 'add-note', text: 'Zwei.' }, headers);
    const elsewhere = await world.command(other, { type: 'add-note', text: 'Eins.' }, headers);
    for (const { status, body } of [changed, elsewhere]) {
      expect([status, body.title]).toEqual([422, 'idempotency-key-reused']);
    }
    expect((await world.deeds(other)).includes('note.added')).toBe(false);
  });

  test('sent five times at once has one effect, and each caller is told the same id', async () => {
    const id = await world.takenOver();
    const headers = { 'idempotency-key': `at-once-${id}` };
    const body = { type: 'list-recipient', name: 'Druckerei Muster' };
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => world.command(id, body, headers)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map(({ body: shown }) => shown.created)).size).toBe(1);
    expect((await world.deeds(id)).filter((event) => event === 'recipient.listed')).toHaveLength(1);
  });

  test('is not used up by what was refused, nor by a wrong code', async () => {
    const id = await world.takenOver();
    const headers = { 'idempotency-key': `refused-${id}` };
    expect((await world.command(id, { type: 'close' }, headers)).status).toBe(409);
    const check = await world.made(id, {
      ...{ type: 'check-identity', doubt: 'name-differs', why: 'x', method: 'code', address: 'a.b@post.example' },
    });
    const wrong = { type: 'enter-identity-code', check, code: 'abc' };
    for (const left of [4, 3]) {
      const { status, body } = await world.command(id, wrong, headers);
      expect([status, body.errors]).toMatchObject([422, [{ code: 'wrong-code', limit: left }]]);
    }
    expect((await world.command(id, { type: 'answer', ...stated(today) }, headers)).status).toBe(200);
  });

  test('stands for one transaction: a second under it is thrown out, and is never taken for a repetition', async () => {
    const { application } = world.app.running;
    const id = await world.takenOver();
    const [repeats, log] = [application.get(IdempotencyKeys), application.get(AuditLog)];
    const fact = (as: Actor) =>
      log.transact(as, (transaction) =>
        Promise.resolve(transaction.record('note.retracted', { noteId: id }, { rightsRequestId: id })),
      );
    const twice = repeats.once(
      ...[commandLineActor(world.app.organisationId), `two-in-one-${id}`, { rightsRequestId: id, fields: {} }],
      async (as) => {
        await fact(as);
        await fact(as);
      },
    );
    await expect(twice).rejects.toBeInstanceOf(SecondTransactionError);
    expect((await world.deeds(id)).filter((event) => event === 'note.retracted')).toHaveLength(1);
  });

  test('that is none is named', async () => {
    const id = await world.takenOver();
    const { status, body } = await world.command(
      id,
      { type: 'answer', ...stated(today) },
      { 'idempotency-key': 'a b' },
    );
    expect([status, body.errors?.[0]?.field]).toEqual([422, 'Idempotency-Key']);
  });
});

describe('bad input is named, in the language of the caller', () => {
  test.each([
    ['no command', {}, 'type', 'required'],
    ['one that there is not', { type: 'constructor' }, 'type', 'unknown-value'],
    ['a hold for a reason that is none', { type: 'hold', reason: 'x', reviewOn: today }, 'reason', 'unknown-value'],
    ['a field of another command', { type: 'acknowledge', on: today }, 'on', 'unknown-field'],
    ['a malformed id', { type: 'lift-restriction', restriction: '../x', on: today }, 'restriction', 'unknown-value'],
    ['a list for a text', { type: 'add-note', text: ['a'] }, 'text', 'not-text'],
    ['no text', { type: 'add-note', text: ' ' }, 'text', 'required'],
    ['a right that there is not', { type: 'split', rights: ['oblivion'] }, 'rights', 'unknown-value'],
    ['files that are no texts', { type: 'prepare-package', files: { 'a.json': 1 } }, 'files', 'not-text'],
    ['a yes that is a word', { type: 'send', kind: 'free', confirmed: 'yes' }, 'confirmed', 'wrong-type'],
    ['a template with gaps', { type: 'send', kind: 'refusal' }, 'body', 'unfilled-gap'],
    ['a task after the safe day', task(), 'until', 'too-far-ahead'],
  ])('%s', async (_, body, field, code) => {
    const id = await world.takenOver();
    const answer = await world.command(id, body);
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ field, code }]]);
    const english = await world.command(id, body, { 'accept-language': 'en' });
    expect(english.body.detail).toBe('Correct the fields named.');
    expect(answer.body.detail).toBe('Bitte die genannten Felder berichtigen.');
  });

  test('a list instead of a command cannot be read', async () => {
    const id = await world.takenOver();
    expect((await world.command(id, [])).status).toBe(400);
  });

  test('a refusal without its mandatory contents is held back and says which; confirmed, it goes out', async () => {
    const id = await world.takenOver();
    const body = { type: 'send', kind: 'refusal', subject: 'Ihr Antrag', body: 'Nein.' };
    const held = await world.command(id, body);
    expect([held.status, held.body.errors]).toMatchObject([
      422,
      [{ field: 'confirmed', code: 'missing-contents', limit: 'reasons, complaint, authority-contact, remedy' }],
    ]);
    expect((await world.command(id, { ...body, confirmed: true })).status).toBe(200);
  });
});

function task(): object {
  return { type: 'assign-task', what: 'x', until: '2099-01-01', address: 'it@kammer.example' };
}

test('after all of it the rows are what the log says', () => expectRowsAgree(world.app));
