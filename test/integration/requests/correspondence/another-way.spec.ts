import { parseEntry } from '../../../../src/domain/log/entry.js';
import { ProofLedger } from '../../../../src/domain/proof/ledger.js';
import { Visitor } from '../../../support/visitor.js';
import { ApiWorld, day, today } from '../../api/api-world.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.app.stop());

const TEXT = {
  subject: 'Ihre Frage',
  body: 'Guten Tag, wir haben keine Daten über Sie. Beschwerde: Aufsichtsbehörde.',
};

const refusedFor = async (id: string, body: object) => {
  const { status, body: said } = await world.command(id, body);
  return [status, ...(said.errors ?? []).map(({ field, code }) => `${field} ${code}`)];
};

async function noData(): Promise<string> {
  const { id } = await world.recorded();
  await world.did(id, { type: 'acknowledge' });
  await world.forwarded(id);
  await world.did(id, { type: 'check-claim', right: 'access', check: 'data-held', answer: 'no' });
  await world.did(id, { type: 'decide', right: 'access', outcome: 'no-data' });
  return id;
}

describe.each(['channel', 'oral'] as const)('answered by %s', (way) => {
  test('goes to no address, waits for whoever confirms it, and counts as stated', async () => {
    const id = await noData();
    const message = await world.made(id, { type: 'send', kind: 'no-data', way, ...TEXT, confirmed: true });
    expect((await world.read(id, 'messages')).body.items).toMatchObject([{ id: message, way, state: 'made' }]);
    expect(await refusedFor(id, { type: 'answer', message })).toEqual([422, 'on required', 'message not-sent']);
    expect(await refusedFor(id, { type: 'record-posted', message, on: today })).toEqual([422, 'confirmedBy required']);
    expect(await refusedFor(id, { type: 'record-posted', message, on: day(3), confirmedBy: 'Kim' })).toEqual([
      422,
      'on before-start',
    ]);
    await world.did(id, { type: 'record-posted', message, on: today, confirmedBy: 'Kim Muster, Redaktion' });
    await world.did(id, { type: 'answer', message });
    expect((await world.did(id, { type: 'close' })).state).toBe('closed');
    const { rows } = await world.app.database.asOwner((client) =>
      client.query<{ bytes: Buffer }>('SELECT bytes FROM log_entry WHERE rights_request_id = $1 ORDER BY index', [id]),
    );
    const ledger = new ProofLedger();
    const entries = rows.map(({ bytes }) => parseEntry(bytes));
    expect(entries.flatMap((entry) => ledger.add(entry, 'Europe/Berlin') ?? [])).toEqual([]);
    const told = entries.find(({ event }) => event === 'message.sent');
    const answered = entries.find(({ event }) => event === 'request.answered');
    expect(told?.facts).toMatchObject({ by: way, on: today });
    expect(answered && ledger.standingOf(answered)).toBe('stated');
    expect(JSON.stringify(entries)).not.toContain('Kim Muster');
    expect(await world.app.mailbox.listMails()).not.toContainEqual(expect.objectContaining({ subject: TEXT.subject }));
  });
});

test('the page of the case has the text ready, and asks who confirms it', async () => {
  const id = await noData();
  await world.made(id, { type: 'send', kind: 'no-data', way: 'channel', ...TEXT, confirmed: true });
  const dpo = await Visitor.signedIn(world.app, 'kanal@kammer.example', 'dpo');
  const page = await dpo.page(`/vorgaenge/${id}/schriftverkehr`);
  expect(page).toContain('wir haben keine Daten über Sie');
  expect(page).toContain('nie als öffentlichen Kommentar');
  expect(page).toContain('name="confirmedBy"');
});

test('a letter without reasons and remedies answers nobody who was refused', async () => {
  const id = await world.takenOver(['erasure']);
  await world.did(id, { type: 'check-claim', right: 'erasure', check: 'erasure-ground', answer: 'no' });
  await world.did(id, {
    ...{ type: 'decide', right: 'erasure', outcome: 'refused', ground: 'no-ground', reasons: 'Zweck besteht fort.' },
  });
  const sent = async (kind: string): Promise<string> => {
    const message = await world.made(id, { type: 'send', kind, way: 'oral', ...TEXT, confirmed: true });
    await world.did(id, { type: 'record-posted', message, on: today, confirmedBy: 'Kim' });
    return message;
  };
  expect(await refusedFor(id, { type: 'answer', message: await sent('erased') })).toEqual([
    422,
    'message tells-something-else',
  ]);
  await world.did(id, { type: 'refuse', message: await sent('refusal') });
});
