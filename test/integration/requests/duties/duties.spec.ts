import { departmentActor } from '../../../../src/audit/actor.js';
import type { CivilDate } from '../../../../src/domain/civil-date.js';
import { parseEntry, type LogEntry } from '../../../../src/domain/log/entry.js';
import { ProofLedger } from '../../../../src/domain/proof/ledger.js';
import { TaskDeskService } from '../../../../src/requests/tasks/task-desk.service.js';
import { eventually } from '../../../support/application.js';
import { stated } from '../../../support/stated.js';
import { ApiWorld, day, PERSON, today } from '../../api/api-world.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.app.stop());

const ACCOUNT = { doneBy: 'Frau Beispiel, IT', how: 'gelöscht und Papierkorb geleert', extent: 'alle Bilder' };

interface ShownDuty {
  readonly right: string | null;
  readonly duty: string;
  readonly standing: string;
  readonly evidence: string | null;
  readonly until: string;
}

async function dutiesOf(id: string): Promise<readonly string[]> {
  const { items } = (await world.read(id, 'duties')).body as unknown as { items: readonly ShownDuty[] };
  return items.map(({ right, duty, standing, evidence }) =>
    [right ?? 'matter', duty, standing, ...(evidence === null ? [] : [evidence])].join(' '),
  );
}

const refusedFor = async (id: string, body: object) => {
  const { status, body: said } = await world.command(id, body);
  return [status, ...(said.errors ?? []).map(({ field, code }) => `${field} ${code}`)];
};

async function erasureGranted(): Promise<string> {
  const id = await world.takenOver(['erasure']);
  await world.did(id, { type: 'check-claim', right: 'erasure', check: 'disclosed', answer: 'no' });
  await world.did(id, { type: 'decide', right: 'erasure', outcome: 'granted' });
  return id;
}

async function taskFor(id: string, more: object = { right: 'erasure', duty: 'erase' }): Promise<string> {
  const task = { type: 'assign-task', what: 'Bitte das Bild löschen.', until: day(-3), address: 'it@kammer.example' };
  return world.made(id, { ...task, afterSafe: true, ...more });
}

async function answered(task: string, outcome = 'done', after = 0): Promise<void> {
  const desk = world.app.running.application.get(TaskDeskService);
  const { rows } = await world.app.database.asOwner((client) =>
    client.query<{ organisation_id: string }>('SELECT organisation_id FROM task WHERE id = $1', [task]),
  );
  const actor = departmentActor(rows[0]?.organisation_id ?? '', task);
  await desk.answer(actor, task, { outcome, text: 'Gelöscht.', files: [], after }, today as CivilDate);
}

async function entriesOf(id: string): Promise<readonly LogEntry[]> {
  return world.app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: Buffer }>(
      'SELECT bytes FROM log_entry WHERE rights_request_id = $1 ORDER BY index',
      [id],
    );
    return rows.map(({ bytes }) => parseEntry(bytes));
  });
}

async function standingOf(id: string, event: string): Promise<string | undefined> {
  const ledger = new ProofLedger();
  const entries = await entriesOf(id);
  expect(entries.flatMap((entry) => ledger.add(entry, 'Europe/Berlin') ?? [])).toEqual([]);
  const last = entries.findLast((entry) => entry.event === event);
  return last && ledger.standingOf(last);
}

async function sent(id: string, kind = 'grant'): Promise<string> {
  const message = await world.made(id, {
    ...{
      type: 'send',
      kind,
      to: PERSON,
      subject: 'Ihre Auskunft',
      body: 'Das haben wir gespeichert.',
      confirmed: true,
    },
  });
  await eventually(async () =>
    (await world.read(id, 'messages')).body.items.some((one) => one['id'] === message && one['state'] === 'sent')
      ? true
      : undefined,
  );
  return message;
}

describe('scripts that closed a case with nobody told', () => {
  test('decided and said to be answered: refused while the copy is not sent, and both are named', async () => {
    const id = await world.takenOver(['access']);
    await world.did(id, { type: 'decide', right: 'access', outcome: 'granted' });
    expect((await world.command(id, { type: 'close' })).body.title).toBe('command-not-allowed');
    await world.did(id, { type: 'answer', ...stated(today) });
    const { status, body } = await world.command(id, { type: 'close' });
    expect([status, body.missing, body['duties']]).toEqual([409, ['duties'], [{ right: 'access', duty: 'send-copy' }]]);
    expect(body.detail).toContain('access send-copy');
    expect(body.detail).toContain('do-duty, leave-out-duty');
  });

  test('taken back as somebody says: it closes, and says that nobody proved it', async () => {
    const id = await world.takenOver(['access']);
    await world.did(id, { type: 'retract', ...stated(today) });
    await world.did(id, { type: 'close' });
    expect(await standingOf(id, 'request.retracted')).toBe('stated');
  });

  test('all of it stated: it closes as stated, in the log as in the answer', async () => {
    const id = await world.takenOver(['access']);
    await world.did(id, { type: 'decide', right: 'access', outcome: 'granted' });
    await world.did(id, { type: 'do-duty', right: 'access', duty: 'send-copy', ...stated(today) });
    await world.did(id, { type: 'answer', ...stated(today) });
    await world.did(id, { type: 'close' });
    expect(await dutiesOf(id)).toEqual(['access send-copy done attested', 'matter answer done attested']);
    expect([await standingOf(id, 'duty.done'), await standingOf(id, 'request.answered')]).toEqual(['stated', 'stated']);
  });

  test('a date long before the hand-over is refused', async () => {
    const id = (await world.recorded(['access'])).id;
    await world.did(id, { type: 'acknowledge' });
    await world.forwarded(id);
    await world.did(id, { type: 'decide', right: 'access', outcome: 'granted' });
    expect(await refusedFor(id, { type: 'do-duty', right: 'access', duty: 'send-copy', ...stated(day(30)) })).toEqual([
      422,
      'on before-forwarding',
    ]);
  });

  test('an answer that came back tells nobody: closing waits for another', async () => {
    const id = await world.takenOver(['access']);
    await world.did(id, { type: 'check-claim', right: 'access', check: 'data-held', answer: 'no' });
    await world.did(id, { type: 'decide', right: 'access', outcome: 'no-data' });
    const message = await sent(id);
    await world.did(id, { type: 'answer', message });
    await world.app.database.asOwner((client) =>
      client.query(`UPDATE case_message SET state = 'bounced' WHERE id = $1`, [message]),
    );
    expect((await world.command(id, { type: 'close' })).body).toMatchObject({
      missing: ['untold'],
      duties: [{ right: null, duty: 'answer' }],
    });
    await world.did(id, { type: 'reopen', on: today });
    await world.did(id, { type: 'answer', message: await sent(id) });
    expect((await world.did(id, { type: 'close' })).state).toBe('closed');
  });
});

describe('a duty', () => {
  test('is proved by the department’s answer that was asked for it, which ends the task', async () => {
    const id = await erasureGranted();
    const task = await taskFor(id);
    expect(await dutiesOf(id)).toEqual(['erasure erase given', 'matter answer open']);
    expect(await refusedFor(id, { type: 'do-duty', right: 'erasure', duty: 'erase', task, ...ACCOUNT })).toEqual([
      422,
      'task not-done',
    ]);
    await answered(task);
    expect((await dutiesOf(id))[0]).toBe('erasure erase answered');
    expect(((await world.read(id, 'duties')).body['next'] as ShownDuty).duty).toBe('erase');
    await world.did(id, { type: 'do-duty', right: 'erasure', duty: 'erase', task, how: 'gelöscht', extent: 'alles' });
    expect((await dutiesOf(id))[0]).toBe('erasure erase done task');
    expect(await standingOf(id, 'duty.done')).toBe('proved');
    expect((await world.read(id, 'tasks')).body.items).toMatchObject([{ id: task, state: 'done' }]);
    await world.did(id, { type: 'answer', message: await sent(id) });
    expect((await world.did(id, { type: 'close' })).state).toBe('closed');
    expect(JSON.stringify(await entriesOf(id))).not.toContain('gelöscht');
    expect(world.app.logged()).not.toContain('Papierkorb');
  });

  test('is done once', async () => {
    const id = await erasureGranted();
    const body = { type: 'do-duty', right: 'erasure', duty: 'erase', ...stated(day(2)), ...ACCOUNT };
    await world.did(id, body);
    expect(await refusedFor(id, body)).toEqual([422, 'duty only-once']);
    expect(
      await refusedFor(id, {
        type: 'leave-out-duty',
        right: 'erasure',
        duty: 'erase',
        why: 'impossible',
        reasons: 'x',
      }),
    ).toEqual([422, 'duty only-once']);
    await world.did(id, { type: 'reopen-duty', right: 'erasure', duty: 'erase', reason: 'Ein Bild war übersehen.' });
    expect((await dutiesOf(id))[0]).toBe('erasure erase open');
    await world.did(id, body);
  });

  test('of erasing data says when, by whom, in what way, to what extent', async () => {
    const id = await erasureGranted();
    expect(await refusedFor(id, { type: 'do-duty', right: 'erasure', duty: 'erase' })).toEqual([
      422,
      ...['way required', 'unproved required', 'on required', 'doneBy required', 'how required', 'extent required'],
    ]);
  });

  test.each<[string, object, string]>([
    ['in the future', stated(day(-1)), 'on in-the-future'],
    ['before receipt', stated(day(60)), 'on before-receipt'],
    ['that there is not', stated('2026-02-30'), 'on not-a-date'],
  ])('is not done on a day %s', async (_, when, expected) => {
    const id = await erasureGranted();
    expect(await refusedFor(id, { type: 'do-duty', right: 'erasure', duty: 'erase', ...when, ...ACCOUNT })).toEqual([
      422,
      expected,
    ]);
  });

  test('stated weeks late says so in the log', async () => {
    const id = await erasureGranted();
    await world.did(id, { type: 'do-duty', right: 'erasure', duty: 'erase', ...stated(day(30)), ...ACCOUNT });
    const entry = (await entriesOf(id)).findLast(({ event }) => event === 'duty.done');
    expect(entry?.facts).toMatchObject({ proof: 'attested', way: 'letter', enteredLate: true, on: day(30) });
  });

  test('is not proved by evidence of another case, nor by a message of another kind', async () => {
    const [id, other] = [await erasureGranted(), await erasureGranted()];
    const task = await taskFor(other);
    await answered(task);
    const body = { type: 'do-duty', right: 'erasure', duty: 'erase', ...ACCOUNT };
    expect(await refusedFor(id, { ...body, task })).toEqual([422, 'task other-case']);
    expect(await refusedFor(id, { ...body, message: await sent(id) })).toEqual([422, 'message proves-something-else']);
    expect(await refusedFor(id, { ...body, message: await sent(other) })).toEqual([422, 'message other-case']);
  });

  test('is open again for a task that was withdrawn, or answered with a question', async () => {
    const id = await erasureGranted();
    const body = { type: 'do-duty', right: 'erasure', duty: 'erase', ...ACCOUNT };
    const asked = await taskFor(id);
    await answered(asked, 'question');
    expect(await refusedFor(id, { ...body, task: asked })).toEqual([422, 'task not-done']);
    const task = await taskFor(id);
    await answered(task);
    await world.did(id, { type: 'withdraw-task', task });
    expect(await refusedFor(id, { ...body, task })).toEqual([422, 'task not-done']);
    await world.did(id, { type: 'withdraw-task', task: asked });
    expect((await dutiesOf(id))[0]).toBe('erasure erase open');
  });

  test('is left out only on a ground of its own, with reasons', async () => {
    const id = await world.takenOver(['access']);
    await world.did(id, { type: 'decide', right: 'access', outcome: 'granted' });
    const body = { type: 'leave-out-duty', right: 'access', duty: 'send-copy' };
    expect(await refusedFor(id, { ...body, why: 'impossible', reasons: 'Zu viel.' })).toEqual([
      422,
      'why not-for-this-duty',
    ]);
    expect(await refusedFor(id, { ...body, why: 'person-declined', reasons: ' ' })).toEqual([422, 'reasons required']);
    await world.did(id, { ...body, why: 'person-declined', reasons: 'Will nur die Auskunft.' });
    expect((await dutiesOf(id))[0]).toBe('access send-copy left-out');
    const erased = await erasureGranted();
    expect(
      await refusedFor(erased, {
        type: 'leave-out-duty',
        right: 'erasure',
        duty: 'erase',
        why: 'nothing-there',
        reasons: 'x',
      }),
    ).toEqual([422, 'why not-for-this-duty']);
  });

  test('that no decision makes follow can neither be done nor given', async () => {
    const id = await world.takenOver(['access']);
    const copy = { right: 'access', duty: 'send-copy' };
    expect(await refusedFor(id, { type: 'do-duty', ...copy, ...stated(day(1)) })).toEqual([
      422,
      'duty not-for-this-outcome',
    ]);
    const task = { type: 'assign-task', what: 'Bitte.', until: day(-3), address: 'it@kammer.example', afterSafe: true };
    expect(await refusedFor(id, { ...task, ...copy })).toEqual([422, 'duty not-for-this-outcome']);
    expect(await refusedFor(id, { ...task, right: 'access' })).toEqual([422, 'duty required']);
  });

  test('of telling recipients is seen in their register; that there are none is said with a reason', async () => {
    const id = await world.takenOver(['erasure']);
    await world.did(id, { type: 'decide', right: 'erasure', outcome: 'granted' });
    await world.did(id, { type: 'do-duty', right: 'erasure', duty: 'erase', ...stated(day(1)), ...ACCOUNT });
    await world.did(id, { type: 'answer', ...stated(today) });
    expect((await world.command(id, { type: 'close' })).body.missing).toEqual(['duties']);
    expect(
      await refusedFor(id, { type: 'do-duty', right: 'erasure', duty: 'tell-recipients', ...stated(day(1)) }),
    ).toEqual([422, 'duty seen-in-register']);
    await world.did(id, {
      ...{ type: 'leave-out-duty', right: 'erasure', duty: 'tell-recipients', why: 'nothing-there' },
      reasons: 'Niemand hatte die Daten.',
    });
    expect((await world.did(id, { type: 'close' })).state).toBe('closed');
  });

  test('that cannot wait is there before anything is decided, and may have been done before the DPO heard of it', async () => {
    const { id } = await world.recorded(['objection']);
    await world.did(id, { type: 'acknowledge' });
    await world.forwarded(id);
    await world.did(id, { type: 'check-claim', right: 'objection', check: 'direct-marketing', answer: 'yes' });
    const { items } = (await world.read(id, 'duties')).body as unknown as { items: readonly ShownDuty[] };
    expect(items[0]).toMatchObject({ right: 'objection', duty: 'stop-marketing', standing: 'open', until: today });
    await world.did(id, { type: 'do-duty', right: 'objection', duty: 'stop-marketing', ...stated(day(39)) });
    expect(await standingOf(id, 'duty.done')).toBe('stated');
  });

  test('of two claims is settled for each by itself, also where their outcomes are opposite', async () => {
    const id = await world.takenOver(['erasure', 'withdrawal']);
    await world.did(id, { type: 'check-claim', right: 'erasure', check: 'erasure-ground', answer: 'no' });
    await world.did(id, {
      type: 'decide',
      right: 'erasure',
      outcome: 'refused',
      ground: 'no-ground',
      reasons: 'Zweck besteht.',
    });
    await world.did(id, { type: 'check-claim', right: 'withdrawal', check: 'other-basis', answer: 'no' });
    await world.did(id, { type: 'decide', right: 'withdrawal', outcome: 'granted' });
    expect(await dutiesOf(id)).toEqual([
      'withdrawal stop-consent-processing open',
      'withdrawal erase-without-basis open',
      'matter answer open',
    ]);
    expect(
      await refusedFor(id, { type: 'do-duty', right: 'erasure', duty: 'erase', ...stated(day(1)), ...ACCOUNT }),
    ).toEqual([422, 'duty not-for-this-outcome']);
  });
});
