import { civilDateIn } from '../../../src/domain/civil-date.js';
import { stated } from '../../support/stated.js';
import { PASSWORD, Visitor } from '../../support/visitor.js';
import { RetentionWorld, ZONE } from './retention-world.js';

const world = new RetentionWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());

const STAFF = 'meldet-weiter@kammer.example';

test('whoever handed a message over is reminded of its copy on the channel until they say that it is deleted', async () => {
  const staff = await Visitor.signedIn(world.app, STAFF, 'staff');
  const other = await Visitor.signedIn(world.app, 'meldet-anderes@kammer.example', 'staff');
  const answer = await staff.json('/api/v1/requests', {
    ...{ channel: 'instagram', message: 'Bitte löschen', rights: ['erasure'] },
    ...{ from: 'Aurelia Sonnenschein', contact: 'aurelia@post.example' },
  });
  const { id } = (await answer.json()) as { id: string };
  await world.command(id, { type: 'acknowledge' });
  await world.command(id, { type: 'retract', ...stated(civilDateIn(new Date(), ZONE)) });
  await world.command(id, { type: 'close' });
  expect(await staff.page('/weitergaben')).not.toContain('liegt noch auf ihrem Kanal');
  expect(await staff.page(`/weitergaben/${id}`)).toContain('sobald sie nicht mehr gebraucht wird');

  await world.passDays(20);
  await world.erasures.run(world.system, ZONE);
  await world.swept();
  await staff.signIn(STAFF, PASSWORD);
  await other.signIn('meldet-anderes@kammer.example', PASSWORD);
  expect(await staff.page('/weitergaben')).toContain('1 Nachricht liegt noch auf ihrem Kanal');
  expect(await other.page('/weitergaben')).not.toContain('liegt noch auf ihrem Kanal');
  expect(await staff.page(`/weitergaben/${id}`)).toContain('Die Daten hier sind gelöscht');

  const path = `/weitergaben/${id}`;
  expect((await staff.post(`${path}/kanal-geloescht`, {}, path)).status).toBe(303);
  expect(await staff.page('/weitergaben')).not.toContain('liegt noch auf ihrem Kanal');
  expect(await staff.page(path)).toContain('nach Ihrer Angabe vom');
  expect(await world.entries(id, 'channel.copy-deleted')).toHaveLength(1);
});

test('a mail in the built-in mailbox is deleted by the program, and that is what is said of it', async () => {
  const id = await world.closed();
  await world.passDays(20);
  await world.erasures.run(world.system, ZONE);
  await world.swept();
  expect(await world.entries(id, 'copy.deleted')).toMatchObject([{ place: 'dpo-mailbox', by: 'program' }]);
  const { body } = await world.call('GET', `/requests/${id}/retention`);
  const copies = body['copies'] as readonly { place: string; deletedBy: string | null }[];
  expect(copies.map(({ place, deletedBy }) => [place, deletedBy])).toEqual([
    ['dpo-mailbox', 'program'],
    ['platform', null],
  ]);
});
