import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FirstSetup } from '../../../src/setup/first-setup.service.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { PASSWORD, Visitor } from '../../support/visitor.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication();
  // As after a start on an empty store, which has made a demonstration since.
  await sql('INSERT INTO first_setup DEFAULT VALUES');
});
afterAll(() => app.stop());

const sql = (text: string, values: unknown[] = []) =>
  app.database.asOwner(async (client) => (await client.query<Record<string, unknown>>(text, values)).rows);

const offer = async () => (await app.running.application.get(FirstSetup).offer()) ?? '';

async function claimed(): Promise<Visitor> {
  const visitor = new Visitor(app);
  const word = await offer();
  expect((await visitor.send(`/einrichten/${word}`, {})).headers.get('location')).toBe('/einrichten');
  return visitor;
}

const enter = (visitor: Visitor, fields: Record<string, string>) => visitor.post('/einrichten', fields, '/einrichten');
const stepOf = async (visitor: Visitor) => /name="step" value="([a-z]+)"/.exec(await visitor.page('/einrichten'))?.[1];

const ORGANISATION = {
  ...{ step: 'organisation', slug: 'amt', name: 'Amt Musterstadt', shortName: 'Amt', referencePrefix: 'AM' },
  ...{ postalAddress: 'Markt 1\n01067 Dresden', email: 'info@amt.example', land: 'SN' },
};
const DPO = { step: 'dpo', dpoEmail: 'datenschutz@amt.example', dpoTelephone: '0351 1' };
const smtp = () => app.mailbox.settings;
const MAIL = () => ({
  ...{ step: 'mail', way: 'server', host: smtp().host, port: String(smtp().port), security: 'none', user: '' },
  ...{ password: '', from: 'forthwith@amt.example', testTo: 'leitung@amt.example' },
});

test('a link is looked at without using it up, is good once, and a newer one takes its place', async () => {
  const [first, second] = [await offer(), await offer()];
  const visitor = new Visitor(app);
  expect((await visitor.get(`/einrichten/${first}`)).status).toBe(410);
  for (let looks = 0; looks < 3; looks += 1) {
    // As a mail scanner, or a preview of a chat.
    expect((await visitor.get(`/einrichten/${second}`)).status).toBe(200);
  }
  expect((await visitor.get('/einrichten')).status).toBe(410);
  expect((await visitor.send(`/einrichten/${second}`, {})).status).toBe(303);
  expect((await new Visitor(app).send(`/einrichten/${second}`, {})).status).toBe(410);
  expect((await visitor.get('/einrichten')).status).toBe(200);
});

test('nobody but the browser that followed the link sees or sends a step; a form of elsewhere does nothing', async () => {
  const visitor = await claimed();
  expect((await new Visitor(app).get('/einrichten')).status).toBe(410);
  expect((await new Visitor(app).send('/einrichten/schluessel', {})).status).toBe(410);
  expect((await visitor.send('/einrichten', ORGANISATION)).status).toBe(303);
  expect(await stepOf(visitor)).toBe('organisation');
});

test('it goes on where it was interrupted, in the same browser or after a new link; nothing is in force before the end', async () => {
  const visitor = await claimed();
  expect((await enter(visitor, { ...ORGANISATION, land: 'XX' })).status).toBe(422);
  expect((await enter(visitor, { ...ORGANISATION, slug: 'kammer' })).status).toBe(422);
  expect((await enter(visitor, ORGANISATION)).status).toBe(303);
  expect(await stepOf(visitor)).toBe('dpo');
  expect((await enter(visitor, { ...DPO, dpoEmail: 'niemand' })).status).toBe(422);
  expect((await enter(visitor, DPO)).status).toBe(303);
  // Steps are not skipped by their address.
  expect(await visitor.page('/einrichten?schritt=users')).toContain('value="channels"');
  const elsewhere = await claimed();
  expect(await stepOf(elsewhere)).toBe('channels');
  expect((await visitor.get('/einrichten')).status).toBe(410);
  expect(await elsewhere.page('/einrichten?schritt=organisation')).toContain('Amt Musterstadt');
  expect(await sql(`SELECT slug FROM organisation WHERE slug = 'amt'`)).toEqual([]);
  const [{ draft = '' } = {}] = await sql(`SELECT encode(draft, 'escape') AS draft FROM first_setup`);
  expect(String(draft)).not.toContain('Musterstadt');
});

test('mail whose test fails is not kept, and the page says why', async () => {
  const visitor = await claimed();
  const data = new FormData();
  const csrf = await visitor.tokenOn('/einrichten');
  for (const [name, value] of [
    ['csrf', csrf],
    ['step', 'channels'],
    ['channels', 'email'],
    ['channels', 'instagram'],
  ] as const) {
    data.append(name, value);
  }
  expect((await visitor.upload('/einrichten', data)).status).toBe(303);
  const dead = await enter(visitor, { ...MAIL(), port: '1' });
  expect([dead.status, (await dead.text()).includes('war nicht zu erreichen')]).toEqual([422, true]);
  expect((await enter(visitor, { ...MAIL(), host: 'mail.amt.example' })).status).toBe(422);
  expect((await enter(visitor, { ...MAIL(), testTo: 'niemand' })).status).toBe(422);
  expect(await stepOf(visitor)).toBe('mail');
  expect((await enter(visitor, MAIL())).status).toBe(303);
  expect(await stepOf(visitor)).toBe('key');
});

test('the master key is shown by download only, and a wrong copy is told from a right one', async () => {
  const visitor = await claimed();
  const answer = await visitor.post('/einrichten/schluessel', {}, '/einrichten');
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.equals(readFileSync(join(app.dataDir, 'keys', 'master.key')))).toBe(true);
  const show = async (copy: Buffer) => {
    const data = new FormData();
    data.set('csrf', await visitor.tokenOn('/einrichten'));
    data.set('step', 'key');
    data.set('copy', new Blob([new Uint8Array(copy)]), 'copy.key');
    return (await visitor.upload('/einrichten', data)).status;
  };
  expect(await show(Buffer.from(Buffer.alloc(32, 1).toString('base64')))).toBe(422);
  expect(await show(bytes)).toBe(303);
  expect(await stepOf(visitor)).toBe('users');
  expect(app.logged()).not.toContain(bytes.toString('utf8').trim());
});

test('the last step puts all into force at once; then the link is over, and a demonstration is closed', async () => {
  await Visitor.signedIn(app, 'vorfuehrung@kammer.example', 'admin', 'dpo');
  const visitor = await claimed();
  const users = {
    ...{ step: 'users', email: 'leitung@amt.example', password: PASSWORD, dpo: 'dsb@amt.example' },
    ...{ staff: 'eins@amt.example\nzwei@amt.example', endDemonstration: '1' },
  };
  expect((await enter(visitor, { ...users, password: '' })).status).toBe(422);
  expect((await enter(visitor, { ...users, password: 'kurz' })).status).toBe(422);
  expect((await enter(visitor, { ...users, staff: 'eins@amt.example\nniemand' })).status).toBe(422);
  expect(await sql(`SELECT slug FROM organisation WHERE slug = 'amt'`)).toEqual([]);
  expect((await enter(visitor, users)).headers.get('location')).toBe('/verwaltung');
  expect(await visitor.page('/verwaltung')).toContain('Amt Musterstadt');
  const [made] = await sql(
    `SELECT land, (SELECT count(*)::int FROM channel c WHERE c.organisation_id = o.id) AS channels,
            (SELECT string_agg(u.email || ' ' || m.role, ', ' ORDER BY u.email) FROM membership m
             JOIN user_account u ON u.id = m.user_id WHERE m.organisation_id = o.id) AS people
     FROM organisation o WHERE slug = 'amt'`,
  );
  expect(made).toEqual({
    land: 'SN',
    channels: 2,
    people: 'dsb@amt.example dpo, eins@amt.example staff, leitung@amt.example admin, zwei@amt.example staff',
  });
  expect(await offer()).toBe('');
  expect((await visitor.get('/einrichten')).status).toBe(410);
  expect((await new Visitor(app).signIn('vorfuehrung@kammer.example', PASSWORD)).status).toBe(422);
  expect(await sql('SELECT draft, link_hash, browser_hash FROM first_setup')).toEqual([
    { draft: null, link_hash: null, browser_hash: null },
  ]);
});

describe('connections, once it runs', () => {
  let admin: Visitor;
  beforeAll(async () => {
    admin = new Visitor(app);
    await admin.signIn('leitung@amt.example', PASSWORD);
  });
  const PAGE = '/verwaltung/verbindungen';
  const save = (part: string, fields: Record<string, string>) =>
    admin.post(`${PAGE}/${part}`, fields, `${PAGE}/${part}`);
  const kept = async () => (await sql('SELECT name FROM installation_setting ORDER BY name')).map(({ name }) => name);

  test('show what was set, and never a password', async () => {
    expect(await kept()).toEqual(['outgoingMail']);
    const page = await admin.page(`${PAGE}/versand`);
    expect(page).toContain('forthwith@amt.example');
    expect(page).toMatch(/type="password" value(?:="")? autocomplete/);
  });

  test.each([
    ['eingang', { host: '127.0.0.1', port: '1', security: 'tls', user: 'a', password: 'geheim-27', folder: '' }],
    ['eingang', { host: '', port: '993', security: 'tls', user: 'a', password: 'geheim-27', folder: '' }],
    ['zeitstempel', { url: 'http://127.0.0.1:1/tsa' }],
    ['zeitstempel', { url: 'keine Adresse' }],
    [
      'versand',
      {
        host: '127.0.0.1',
        port: '1',
        security: 'none',
        user: '',
        password: '',
        from: 'a@b.example',
        testTo: 'a@b.example',
      },
    ],
  ])('that fail their test in %s are not kept', async (part, fields) => {
    const [before] = await sql(`SELECT encode(sealed, 'hex') AS s FROM installation_setting`);
    const answer = await save(part, fields);
    expect(answer.status).toBe(422);
    expect(await answer.text()).not.toContain('geheim-27');
    expect(await kept()).toEqual(['outgoingMail']);
    expect((await sql(`SELECT encode(sealed, 'hex') AS s FROM installation_setting`))[0]).toEqual(before);
  });

  test('that pass hold at once: the next mail comes from the new sender', async () => {
    const { host, port } = smtp();
    const fields = { host, port: String(port), security: 'none', user: '', password: '' };
    const answer = await save('versand', { ...fields, from: 'neu@amt.example', testTo: 'leitung@amt.example' });
    expect(answer.headers.get('location')).toBe(`${PAGE}/versand?gespeichert=1`);
    expect(await admin.page('/verwaltung/aenderungen')).toContain('neu@amt.example');
  });

  test('are nobody else’s: an administrator who is no operator is refused', async () => {
    const other = await Visitor.signedIn(app, 'noch@kammer.example', 'admin');
    expect((await other.get(`${PAGE}/versand`)).status).toBe(403);
    expect((await other.post(`${PAGE}/zeitstempel`, { url: 'http://127.0.0.1:1/' }, '/verwaltung')).status).toBe(403);
  });
});
