import { eventually } from '../../support/application.js';
import { stated } from '../../support/stated.js';
import { ApiWorld, day, PERSON } from './api-world.js';

let world: ApiWorld;
beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.app.stop());

interface Filled {
  readonly subject: string;
  readonly body: string;
  readonly to: string;
  readonly way: string;
  readonly gaps: readonly string[];
}

const ready = ({ body }: Filled): string => body.replaceAll(/\[…[^\]]*\]/g, 'weil die Angaben Dritter geschützt sind');

test('a program carries a case from intake to closing, and the person hears of it by mail', async () => {
  const { id, reference } = await world.recorded(['erasure']);
  const taken = await world.command(id, { type: 'acknowledge' }, { 'if-match': '"1"' });
  expect([taken.status, taken.body.state, taken.headers.get('etag')]).toEqual([200, 'acknowledged', '"2"']);
  expect((await world.read(id, 'content')).body).toMatchObject({
    ...{ message: 'Es geht um meine Daten.', from: 'Aurelia Beispiel', contact: PERSON },
  });

  // Who is it? The code goes to the address that is known; while it is open, the clock stands.
  const check = await world.made(id, {
    ...{ type: 'check-identity', doubt: 'name-differs', why: 'Der Name weicht ab.', method: 'code', address: PERSON },
  });
  await world.did(id, { type: 'request-identity', check });
  const code = /Code: (\d{6})/.exec(await world.mailTo(PERSON, /Code: \d{6}/))?.[1];
  await world.did(id, { type: 'enter-identity-code', check, code });
  await world.did(id, { type: 'confirm-identity', check });
  expect((await world.read(id, 'identity-checks')).body.items).toMatchObject([
    { id: check, state: 'confirmed', address: null, endedByPerson: false },
  ]);

  // A department does it, a recipient is told.
  const task = await world.made(id, {
    ...{ type: 'assign-task', what: 'Bitte das Bild entfernen.', until: day(-2), address: 'it@kammer.example' },
    afterSafe: true,
  });
  await world.mailTo('it@kammer.example', /auftrag/i);
  await world.did(id, { type: 'finish-task', task });
  const recipient = await world.made(id, {
    ...{ type: 'list-recipient', name: 'Druckerei Muster', email: 'druck@muster.example' },
  });
  await world.did(id, {
    ...{ type: 'notify-recipient', recipient, subject: `Löschung ${reference}`, text: 'Bitte löschen Sie die Daten.' },
  });
  expect(await world.mailTo('druck@muster.example', /Löschung/)).toContain('Bitte löschen Sie die Daten.');

  // Decide, write, answer.
  const right = 'erasure';
  for (const [name, answer] of [
    ['data-held', 'yes'],
    ['erasure-ground', 'yes'],
    ['erasure-exception', 'yes'],
  ] as const) {
    await world.did(id, { type: 'check-claim', right, check: name, answer });
  }
  const decision = { type: 'decide', right, outcome: 'partly', ground: 'legal-obligation', reasons: 'Belege bleiben.' };
  await world.did(id, decision);
  expect((await world.read(id, 'claims')).body.items).toMatchObject([
    { right, outcome: 'partly', ground: 'legal-obligation', reasons: 'Belege bleiben.' },
  ]);
  const filled = (await world.read(id, 'templates/partial?language=de')).body as unknown as Filled;
  expect([filled.to, filled.way, filled.gaps.length > 0]).toEqual([PERSON, 'mail', true]);
  const message = await world.made(id, {
    ...{ type: 'send', kind: 'partial', subject: filled.subject, body: ready(filled) },
  });
  expect(await world.mailTo(PERSON, new RegExp(reference))).toContain('Angaben Dritter');
  expect((await world.read(id, 'messages')).body.items).toMatchObject([
    { id: message, direction: 'out', way: 'mail', kind: 'partial', to: PERSON, subject: filled.subject },
  ]);
  await world.did(id, { type: 'answer', message });
  await world.did(id, {
    ...{ type: 'do-duty', right, duty: 'erase', ...stated(day(0), 'in-person') },
    ...{ doneBy: 'IT', how: 'gelöscht', extent: 'alle Bilder' },
  });
  await world.did(id, { type: 'do-duty', right, duty: 'offer-restriction', message });

  // Closing tells what is missing until nothing is.
  const other = await world.made(id, { type: 'list-recipient', name: 'Verlag Muster' });
  const early = await world.command(id, { type: 'close' });
  expect([early.status, early.body.title, early.body.missing]).toEqual([
    409,
    'not-ready-to-close',
    (await world.read(id, 'claims')).body['missingForClosing'],
  ]);
  expect(early.body.missing).not.toEqual([]);
  await world.did(id, { type: 'leave-out-recipient', recipient: other, why: 'impossible', reasons: 'Erloschen.' });
  await eventually(async () => {
    const { items } = (await world.read(id, 'recipients')).body;
    return items.some((one) => one['id'] === recipient && one['state'] === 'told') || undefined;
  });
  expect((await world.did(id, { type: 'close' })).state).toBe('closed');

  expect(await world.deeds(id)).toEqual([
    ...['request.recorded', 'request.acknowledged', 'identity.asked', 'deadline.paused', 'identity.confirmed'],
    ...['identity.evidence-erased', 'deadline.resumed', 'task.assigned', 'task.finished', 'recipient.listed'],
    ...['recipient.addressed', 'claim.checked', 'claim.checked', 'claim.checked', 'claim.decided', 'message.written'],
    ...['request.answered', 'duty.done', 'duty.done', 'recipient.listed', 'recipient.left-out', 'request.closed'],
  ]);
  expect(world.app.logged()).not.toMatch(/Aurelia|Druckerei|Bitte das Bild/);
});
