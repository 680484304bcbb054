import { ProofLedger } from '../../../../src/domain/proof/ledger.js';
import { parseEntry, type LogEntry } from '../../../../src/domain/log/entry.js';
import { eventually } from '../../../support/application.js';
import { stated } from '../../../support/stated.js';
import { ApiWorld, day, PERSON, today } from '../../api/api-world.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.app.stop());

async function entriesOf(id: string): Promise<readonly LogEntry[]> {
  return world.app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: Buffer }>(
      'SELECT bytes FROM log_entry WHERE rights_request_id = $1 ORDER BY index',
      [id],
    );
    return rows.map(({ bytes }) => parseEntry(bytes));
  });
}

/** What the entries alone say of the last one of this event. */
async function standingOf(id: string, event: string): Promise<string | undefined> {
  const ledger = new ProofLedger();
  const entries = await entriesOf(id);
  expect(entries.flatMap((entry) => ledger.add(entry, 'Europe/Berlin') ?? [])).toEqual([]);
  const last = entries.findLast((entry) => entry.event === event);
  return last && ledger.standingOf(last);
}

const LETTER = {
  type: 'send',
  kind: 'grant',
  to: PERSON,
  subject: 'Ihre Auskunft',
  body: 'Das haben wir gespeichert.',
};

async function sent(id: string, letter: object = LETTER): Promise<string> {
  const message = await world.made(id, { ...letter, confirmed: true });
  await eventually(async () =>
    (await world.read(id, 'messages')).body.items.some((one) => one['id'] === message && one['state'] === 'sent')
      ? true
      : undefined,
  );
  return message;
}

async function taken(): Promise<string> {
  const { id } = await world.recorded();
  await world.did(id, { type: 'acknowledge' });
  await world.forwarded(id);
  return id;
}

const refusedFor = async (id: string, body: object) => {
  const { status, body: said } = await world.command(id, body);
  return [status, ...(said.errors ?? []).map(({ field, code }) => `${field} ${code}`)];
};

test('a program that dates an answer back before the hand-over is refused, and nothing is written', async () => {
  const id = await taken();
  expect(await refusedFor(id, { type: 'answer', ...stated(day(30)) })).toEqual([422, 'on before-forwarding']);
  expect(await refusedFor(id, { type: 'answer', on: day(30) })).toEqual([
    ...[422, 'on before-forwarding', 'way required', 'unproved required'],
  ]);
  expect((await entriesOf(id)).map(({ event }) => event)).not.toContain('request.answered');
});

test('an answer that nothing proves is taken as stated, with its way, and its reason under seal', async () => {
  const id = await world.takenOver();
  await world.did(id, { type: 'answer', ...stated(day(4)), saidBy: 'Frau Beispiel' });
  const entry = (await entriesOf(id)).findLast(({ event }) => event === 'request.answered');
  expect(entry?.facts).toMatchObject({ proof: 'attested', way: 'letter', enteredLate: true });
  expect([entry?.commit !== undefined, JSON.stringify(entry)]).toEqual([true, expect.not.stringContaining('Beispiel')]);
  expect(world.app.logged()).not.toContain('Papierakte');
});

test('a mail that a server accepted proves the answer, on its day; when it comes back it proves nothing any more', async () => {
  const id = await taken();
  const message = await sent(id);
  await world.did(id, { type: 'answer', message });
  expect((await entriesOf(id)).findLast(({ event }) => event === 'request.answered')?.facts).toMatchObject({
    ...{ proof: 'message', evidence: message, on: today },
  });
  expect(await standingOf(id, 'request.answered')).toBe('proved');
});

test('a letter that the program made and somebody posted is stated, for the day is theirs', async () => {
  const id = await taken();
  const message = await world.made(id, {
    ...{ ...LETTER, way: 'letter', address: 'Aurelia Beispiel\nWeg 1\n12345 Ort', confirmed: true },
  });
  expect(await refusedFor(id, { type: 'answer', message })).toEqual([422, 'on required', 'message not-sent']);
  await world.did(id, { type: 'record-posted', message, on: today });
  await world.did(id, { type: 'answer', message });
  expect(await standingOf(id, 'request.answered')).toBe('stated');
});

describe('what is named as proof', () => {
  test('of another case, of another kind, or with another day is refused', async () => {
    const [id, other] = [await taken(), await taken()];
    const theirs = await sent(other);
    expect(await refusedFor(id, { type: 'answer', message: theirs })).toEqual([
      ...[422, 'on required', 'message other-case'],
    ]);
    const free = await sent(id, { ...LETTER, kind: 'free' });
    expect(await refusedFor(id, { type: 'answer', message: free })).toEqual([
      ...[422, 'on required', 'message proves-something-else'],
    ]);
    expect(await refusedFor(other, { type: 'answer', message: theirs, on: day(3) })).toEqual([422, 'on other-day']);
    expect(await refusedFor(other, { type: 'answer', message: theirs, ...stated(today) })).toEqual([
      ...[422, 'way only-one-of-these', 'unproved only-one-of-these'],
    ]);
  });
});

test('an extension rests on one of the two causes that the law knows; lack of staff is refused with the reason', async () => {
  const id = await world.takenOver();
  const { on: sentOn, ...statement } = stated(day(20));
  const extension = { type: 'extend', decidedOn: sentOn, sentOn, reason: 'Viele Daten.', ...statement };
  for (const cause of ['staff', 'absence', 'other']) {
    const { status, body } = await world.command(id, { ...extension, cause }, { 'accept-language': 'de' });
    expect([status, body.errors?.[0]?.field, body.errors?.[0]?.code]).toEqual([422, 'cause', 'no-legal-cause']);
    expect(JSON.stringify(body.errors)).toContain('Art. 12 Abs. 3 S. 2');
  }
  await world.did(id, { ...extension, cause: 'complexity' });
  expect((await entriesOf(id)).at(-1)?.facts).toMatchObject({ cause: 'complexity', proof: 'attested' });
});

test('the clock stands only for a question with its doubt or its need', async () => {
  const id = await world.takenOver();
  expect(await refusedFor(id, { type: 'request-identity', ...stated(today) })).toEqual([422, 'doubt required']);
  expect(await refusedFor(id, { type: 'request-clarification', ...stated(today), need: ' ' })).toEqual([
    ...[422, 'need required'],
  ]);
  await world.did(id, { type: 'request-identity', ...stated(today), doubt: 'shared-account' });
  expect((await entriesOf(id)).at(-1)?.facts).toMatchObject({ doubt: 'shared-account', proof: 'attested' });
});

describe('what an employee calls a mistake', () => {
  test('is a remark: the request stays open, with its deadline, until the DPO has looked', async () => {
    const { id } = await world.recorded();
    const { status, body } = await world.command(id, { type: 'withdraw' }, {}, world.staff);
    expect([status, body.state]).toEqual([200, 'recorded']);
    expect((await entriesOf(id)).map(({ event }) => event)).toContain('request.mistake-noted');
    await world.did(id, { type: 'acknowledge' });
  });

  test('ends by the DPO, with the reason, and what is another matter with the office it went to', async () => {
    const { id } = await world.recorded();
    const other = { type: 'dismiss', why: 'not-a-rights-request', reason: 'Fragt nach Kursen.' };
    expect(await refusedFor(id, other)).toEqual([422, 'passedOn required']);
    expect((await world.did(id, { ...other, passedOn: 'Bildungsberatung' })).state).toBe('withdrawn');
    const entry = (await entriesOf(id)).at(-1);
    expect([entry?.event, entry?.facts]).toEqual([
      'request.dismissed',
      { why: 'not-a-rights-request', passedOn: true },
    ]);
    expect(JSON.stringify(entry)).not.toContain('Bildungsberatung');
  });
});
