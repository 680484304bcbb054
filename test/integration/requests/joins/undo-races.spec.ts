import { addDays, civilDateIn } from '../../../../src/domain/civil-date.js';
import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { untilBlocked } from '../../../support/blocked.js';
import { CorrespondenceWorld } from '../correspondence/correspondence-world.js';

let app: TestApplication;
let world: CorrespondenceWorld;
beforeAll(async () => {
  app = await startTestApplication();
  world = await CorrespondenceWorld.on(app);
});
afterAll(() => app.stop());

interface Merged {
  readonly from: string;
  readonly into: string;
  readonly page: string;
}

async function merged(): Promise<Merged> {
  const [one, two] = [await world.takenOver(), await world.takenOver()];
  const answer = await world.dpo.post(`/vorgaenge/${one.id}/zusammenfuehren`, { into: two.reference }, '/erinnerungen');
  expect(answer.status).toBe(303);
  for (const { id } of [one, two]) {
    await eventually(async () => ((await eventsOf(id)).includes('forwarding.accepted') ? true : undefined));
  }
  return { from: one.id, into: two.id, page: two.page };
}

const eventsOf = async (id: string) => (await world.events(id)).map(({ event }) => event);
const undo = ({ from }: Merged) => world.dpo.post(`/vorgaenge/${from}/trennen`, {}, '/erinnerungen');

/** A letter whose form is filled in; called, it is sent. */
async function letter({ page }: Merged): Promise<() => Promise<Response>> {
  const fields = await world.form(page, 'receipt');
  return () => world.dpo.send(page, { ...fields, action: 'send' });
}

async function task({ into }: Merged): Promise<() => Promise<Response>> {
  const path = `/vorgaenge/${into}/auftraege`;
  const page = await world.dpo.page(path);
  const id = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const until = addDays(civilDateIn(new Date(), 'Europe/Berlin'), 3);
  const given = { id, csrf, what: 'Bild entfernen', until, user: '', address: 'bilder@kammer.example' };
  return () => world.dpo.send(path, given);
}

/** Both at once: the first has written everything but its entry when the second comes. */
async function raced(
  first: () => Promise<Response>,
  second: () => Promise<Response>,
  secondWaitsFor: RegExp,
): Promise<readonly number[]> {
  const answers = await app.database.asOwner(async (client) => {
    await client.query('BEGIN');
    await client.query('SELECT * FROM log_head FOR UPDATE');
    const one = first();
    await untilBlocked(client, /forthwith_append\(/);
    const two = second();
    await untilBlocked(client, secondWaitsFor);
    await client.query('COMMIT');
    return Promise.all([one, two]);
  });
  return answers.map(({ status }) => status);
}

test.each([
  ['letter', letter, 'message.written'],
  ['task', task, 'task.assigned'],
])('a merge is not undone when a %s goes out in the same instant', async (_name, fill, event) => {
  const both = await merged();
  const send = await fill(both);
  expect(await raced(send, () => undo(both), /rights_request.*FOR UPDATE/s)).toEqual([303, 409]);
  expect(await eventsOf(both.into)).toContain(event);
  expect(await eventsOf(both.from)).not.toContain('request.unmerged');
});

test('a letter does not go out when the merge it rests on is undone in the same instant', async () => {
  const both = await merged();
  const send = await letter(both);
  const [undone, sent] = await raced(() => undo(both), send, /UPDATE rights_request SET version/);
  expect([undone, sent]).toEqual([303, 409]);
  expect(await eventsOf(both.from)).toContain('request.unmerged');
  expect(await eventsOf(both.into)).not.toContain('message.written');
  expect(await world.messages(both.into)).toEqual([]);
});
