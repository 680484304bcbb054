import { systemActor } from '../../../src/audit/actor.js';
import { RETENTION_CLASSES } from '../../../src/domain/retention/classes.js';
import { Erasing } from '../../../src/retention/erasing.js';
import { CASES } from '../api/command-cases.js';
import { ApiWorld } from '../api/api-world.js';
import { routesOf } from '../../support/routes.js';
import { Visitor } from '../../support/visitor.js';
import { RetentionWorld, ZONE } from './retention-world.js';

const WORDS = ['Lindenblüte', 'Sonnenschein', 'aurelia@post.example', 'Weidenkätzchen'];

describe('an erased request, asked for by every route', () => {
  const world = new RetentionWorld();
  const visitors = new Map<string, Visitor>();
  let id = '';
  let before = '';
  beforeAll(async () => {
    await world.start();
    id = await world.closed();
    await world.command(id, { type: 'add-note', text: 'Notiz Weidenkätzchen' });
    for (const role of ['dpo', 'auditor', 'admin', 'staff'] as const) {
      visitors.set(role, await Visitor.signedIn(world.app, `${role}-sieht@kammer.example`, role));
    }
    before = (await visitors.get('dpo')?.page(`/vorgaenge/${id}`)) ?? '';
    await world.passDays(20);
    await world.erasures.run(world.system, ZONE);
    await world.swept();
    // Their sessions are older than twenty days.
    for (const role of visitors.keys()) {
      visitors.set(role, await Visitor.signedIn(world.app, `${role}-sieht-spaeter@kammer.example`, role as 'dpo'));
    }
  });
  afterAll(() => world.stop());

  test('is there, gives none of its words away and breaks nothing', async () => {
    expect(WORDS.filter((word) => !before.includes(word))).toEqual([]);
    const filled = (path: string): string =>
      path
        .replace(':id', id)
        .replace(':organisation', 'kammer')
        .replace(':field', 'attachment-1')
        .replace(':index', '0')
        .replace(':message', id)
        .replace(':kind/:language', 'refusal/de')
        .replace(':kind', 'note')
        .replace(':at', '0')
        .replace(':claim', id)
        .replace('*', '0/000')
        .replaceAll(/:[a-z]+/gi, id);
    const paths = routesOf(world.app)
      .filter(({ method }) => method === 'GET')
      .map(({ path }) => filled(path));
    expect(paths.length).toBeGreaterThan(100);
    const seen: (readonly [string, string, number | string])[] = [];
    for (const [role, visitor] of visitors) {
      for (const path of [...new Set(paths)]) {
        const answer = await visitor.get(path);
        const text = path.includes('/assets') ? '' : await answer.text();
        const leaked = WORDS.filter((word) => text.includes(word));
        if (answer.status >= 500 || leaked.length > 0) {
          seen.push([role, path, leaked.join(' ') || answer.status]);
        }
      }
    }
    expect(seen).toEqual([]);
  });

  test('every POST of the API about it answers without breaking, and nothing is sealed again', async () => {
    const paths = routesOf(world.app)
      .filter(({ method, path }) => method === 'POST' && path.startsWith('/api/v1/requests/:id'))
      .map(({ path }) =>
        path
          .replace('/api/v1', '')
          .replace(':id', id)
          .replaceAll(/:[a-z]+/gi, id),
      );
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) {
      const { status } = await world.call('POST', path, {});
      expect([path, status < 500]).toEqual([path, true]);
    }
    expect(await world.count('sealed WHERE rights_request_id = $1', id)).toBe(0);
  });

  test('its pages say that it is erased, and not that nothing was ever given', async () => {
    const dpo = visitors.get('dpo');
    const page = (await dpo?.page(`/vorgaenge/${id}`)) ?? '';
    expect(page).toContain('Person gelöscht');
    expect(page).toContain('Was wann gelöscht wurde und was bleibt');
    expect(page).toContain('nicht mehr festzustellen');
    for (const untrue of ['Person nicht genannt', 'nicht angegeben', 'Keine weiteren Vorgänge']) {
      expect([untrue, page.includes(untrue)]).toEqual([untrue, false]);
    }
    expect(page).not.toContain('id="quick-note"');
    expect(await dpo?.page(`/vorgaenge/${id}?lang=en`)).toContain('Person erased');
    const erasure = (await dpo?.page(`/vorgaenge/${id}/loeschung?lang=de`)) ?? '';
    expect(erasure).toMatch(/Bis \d\d\.\d\d\.20\d\d bleibt der Mindestnachweis/);
  });

  test('the list of ended cases says of each what goes next', async () => {
    const dpo = visitors.get('dpo');
    expect(await dpo?.page('/vorgaenge?state=closed')).toContain('Personendaten gelöscht');
    expect(await dpo?.page('/vorgaenge?state=open')).not.toContain('Personendaten gelöscht');
    const next = await world.closed();
    expect(await dpo?.page('/vorgaenge?state=closed')).toMatch(/fällig seit \d\d\.\d\d\.20\d\d/);
    const table = await dpo?.page('/vorgaenge/liste.csv?state=closed');
    expect(table).toContain('"Löschung"');
    expect(table).toContain('"Personendaten gelöscht"');
    await world.call('POST', `/requests/${next}/commands`, {
      type: 'hold',
      reason: 'lawsuit',
      reviewOn: '2099-01-01',
    });
  });
});

describe('a command on an erased request', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await ApiWorld.start();
  });
  afterAll(() => world.app.stop());

  const everything = RETENTION_CLASSES.filter((one) => one !== 'link' && one !== 'openings');

  test.each(Object.entries(CASES))('%s breaks nothing and seals nothing', async (type, given) => {
    const id = given.untouched === true ? (await world.recorded(given.rights)).id : await world.takenOver(given.rights);
    const body = { type, ...(await given.fields(world, id)) };
    const actor = systemActor(world.app.organisationId);
    await world.app.running.application.get(Erasing).erase(actor, id, { classes: everything });
    const { status } = await world.command(id, body);
    expect([type, status < 500]).toEqual([type, true]);
    const sealed = await world.app.database.asOwner(async (client) => {
      const { rowCount } = await client.query(
        `SELECT 1 FROM sealed WHERE rights_request_id = $1
         UNION ALL SELECT 1 FROM request_key WHERE rights_request_id = $1`,
        [id],
      );
      return rowCount;
    });
    expect(sealed).toBe(0);
  });
});
