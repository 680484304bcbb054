import { expectRowsAgree } from '../../../support/rows-agree.js';
import { commandLineActor, departmentActor } from '../../../../src/audit/actor.js';
import type { CivilDate } from '../../../../src/domain/civil-date.js';
import { parseEntry, type LogEntry } from '../../../../src/domain/log/entry.js';
import { ProofLedger } from '../../../../src/domain/proof/ledger.js';
import type { Delegation } from '../../../../src/domain/rights/deciding.js';
import type { UserRole } from '../../../../src/identity/user-role.js';
import { UsersService } from '../../../../src/identity/users.service.js';
import { TaskDeskService } from '../../../../src/requests/tasks/task-desk.service.js';
import { Visitor } from '../../../support/visitor.js';
import { stated } from '../../../support/stated.js';
import { ApiWorld, day, today } from '../../api/api-world.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.app.stop());

const DECISION = { type: 'decide', right: 'access', outcome: 'granted' };
const DELEGATION: Delegation = {
  ...{ restsOnDe: 'Dienstanweisung Nr. 7', restsOnEn: 'Instruction no. 7', from: '2026-01-01', until: null },
};

/** As an import of the profile would leave it. */
async function decidedBy(delegation: Delegation | null): Promise<void> {
  const deciding = { functionDe: 'Hauptgeschäftsführung', functionEn: 'Chief executive', delegation };
  await world.app.database.asOwner((client) =>
    client.query(`UPDATE organisation SET deciding = $1 WHERE slug = 'kammer'`, [JSON.stringify(deciding)]),
  );
}

const refusedFor = async (id: string, body: object, token = world.dpo) => {
  const { status, body: said } = await world.command(id, body, {}, token);
  return [status, ...(said.errors ?? []).map(({ field, code }) => `${field} ${code}`)];
};

async function decisionIn(id: string): Promise<{ readonly facts: unknown; readonly standing: string }> {
  const { rows } = await world.app.database.asOwner((client) =>
    client.query<{ bytes: Buffer }>('SELECT bytes FROM log_entry WHERE rights_request_id = $1 ORDER BY index', [id]),
  );
  const ledger = new ProofLedger();
  const entries: LogEntry[] = rows.map(({ bytes }) => parseEntry(bytes));
  expect(entries.flatMap((entry) => ledger.add(entry, 'Europe/Berlin') ?? [])).toEqual([]);
  const entry = entries.findLast(({ event }) => event === 'claim.decided');
  if (entry === undefined) {
    throw new Error('nothing was decided');
  }
  return { facts: entry.facts, standing: ledger.standingOf(entry) };
}

test('the chamber has handed the decision over on record: one step, and the log and the page say so', async () => {
  const id = await world.takenOver();
  await world.did(id, { ...DECISION, against: true });
  expect((await decisionIn(id)).facts).toMatchObject({ decider: 'delegated', against: true });
  const dpo = await Visitor.signedIn(world.app, 'entscheidung@kammer.example', 'dpo');
  expect(await dpo.page(`/vorgaenge/${await world.takenOver()}/rechte`)).toContain(
    'Dienstanweisung Datenschutz, Nr. 7',
  );
});

test('without a delegation in force the DPO cannot decide, and one that ended yesterday is none', async () => {
  const id = await world.takenOver();
  for (const delegation of [null, { ...DELEGATION, until: day(1) }, { ...DELEGATION, from: day(-1) }]) {
    await decidedBy(delegation);
    expect(await refusedFor(id, DECISION)).toEqual([422, 'decider not-delegated']);
  }
  await decidedBy({ ...DELEGATION, until: today });
  await world.did(id, DECISION);
});

test('the function decides: by its answer to a task, or as somebody states with day and way', async () => {
  await decidedBy(null);
  const id = await world.takenOver();
  expect(await refusedFor(id, { ...DECISION, ...stated(day(-1)) })).toEqual([422, 'on in-the-future']);
  expect(await refusedFor(id, { ...DECISION, on: today })).toEqual([422, 'way required', 'unproved required']);
  await world.did(id, { ...DECISION, ...stated(today, 'in-person') });
  expect(await decisionIn(id)).toMatchObject({
    facts: { decider: 'function', decidedOn: today, proof: 'attested', way: 'in-person' },
    standing: 'stated',
  });

  const other = await world.takenOver();
  const asked = { type: 'assign-task', what: 'Empfehlung: stattgeben. Bitte entscheiden.', until: day(-3) };
  const task = await world.made(other, { ...asked, address: 'hgf@kammer.example', afterSafe: true });
  expect(await refusedFor(other, { ...DECISION, task })).toEqual([422, 'task not-done']);
  expect(await refusedFor(id, { ...DECISION, task })).toEqual([422, 'task other-case']);
  const { rows } = await world.app.database.asOwner((client) =>
    client.query<{ organisation_id: string }>('SELECT organisation_id FROM task WHERE id = $1', [task]),
  );
  const actor = departmentActor(rows[0]?.organisation_id ?? '', task);
  const answer = { outcome: 'done', text: 'Einverstanden.', files: [], after: 0 };
  await world.app.running.application.get(TaskDeskService).answer(actor, task, answer, today as CivilDate);
  await world.did(other, { ...DECISION, task });
  expect(await decisionIn(other)).toMatchObject({ facts: { decider: 'function', proof: 'task' }, standing: 'proved' });
});

test('the answer of somebody who may not decide is no decision; that of the function is', async () => {
  await decidedBy(null);
  const { application } = world.app.running;
  const organisationId = world.app.organisationId;
  const accountOf = async (role: UserRole): Promise<string> => {
    const email = `${role}-entscheidet@kammer.example`;
    return (await application.get(UsersService).add(commandLineActor(organisationId), { email, role })).userId;
  };
  const id = await world.takenOver();
  const answered = async (user: string): Promise<string> => {
    const asked = { type: 'assign-task', what: 'Bitte entscheiden.', until: day(-3), afterSafe: true, user };
    const task = await world.made(id, asked);
    const answer = { outcome: 'done', text: 'Einverstanden.', files: [], after: 0 };
    const actor = departmentActor(organisationId, task);
    await application.get(TaskDeskService).answer(actor, task, answer, today as CivilDate);
    return task;
  };
  for (const role of ['dpo', 'staff', 'admin'] as const) {
    const task = await answered(await accountOf(role));
    expect([role, ...(await refusedFor(id, { ...DECISION, task }))]).toEqual([role, 422, 'task no-decider']);
  }
  const task = await answered(await accountOf('decider'));
  await world.did(id, { ...DECISION, task });
  expect(await decisionIn(id)).toMatchObject({ facts: { decider: 'function', proof: 'task', evidence: task } });
});

test('a decider works on their own tasks and on nothing of the case', async () => {
  const decider = await Visitor.signedIn(world.app, 'hgf@kammer.example', 'decider');
  const id = await world.takenOver();
  expect(await decider.page('/auftraege')).toContain('Meine Aufträge');
  for (const path of [`/vorgaenge/${id}`, '/vorgaenge', '/weitergeben', '/protokoll', '/verwaltung']) {
    expect([path, (await decider.get(path)).status]).toEqual([path, 403]);
  }
});

test('staff and auditors decide nothing', async () => {
  await decidedBy(DELEGATION);
  const id = await world.takenOver();
  expect(await refusedFor(id, DECISION, world.staff)).toEqual([403]);
  expect(await refusedFor(id, DECISION, world.auditor)).toEqual([403]);
});

test('after all of it the rows are what the log says', () => expectRowsAgree(world.app));
