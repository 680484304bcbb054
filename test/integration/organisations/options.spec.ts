import { commandLineActor } from '../../../src/audit/actor.js';
import { OrganisationsService } from '../../../src/organisations/organisations.service.js';
import { UsersService } from '../../../src/identity/users.service.js';
import { CHAMBER, startTestApplication, type TestApplication } from '../../support/application.js';
import { PASSWORD, Visitor } from '../../support/visitor.js';

let app: TestApplication;
let admin: Visitor;
beforeAll(async () => {
  app = await startTestApplication();
  admin = await Visitor.signedIn(app, 'leitung@kammer.example', 'admin');
});
afterAll(() => app.stop());

const sql = (text: string, values: unknown[] = []) =>
  app.database.asOwner(async (client) => (await client.query<Record<string, unknown>>(text, values)).rows);

async function facts(event: string): Promise<Record<string, unknown>[]> {
  const text = `SELECT convert_from(bytes, 'UTF8') AS line FROM log_entry WHERE event = $1 ORDER BY index`;
  return (await sql(text, [event])).map(
    ({ line }) => (JSON.parse(String(line)) as { facts: Record<string, unknown> }).facts,
  );
}

const FRISTEN = { reminderDays: '14, 7, 3, 1', reminderHour: '7', askWithinDays: '14' };
const save = (part: string, fields: Record<string, string>, who = admin) =>
  who.post(`/verwaltung/einstellungen/${part}`, fields, `/verwaltung/einstellungen/${part}`);

// One pixel.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('a setting', () => {
  test('is explained beside its field, without a name of a variable', async () => {
    for (const part of ['organisation', 'fristen', 'schreiben', 'erscheinungsbild', 'anmeldung']) {
      const page = await admin.page(`/verwaltung/einstellungen/${part}`);
      const fields = [...page.matchAll(/ id="([a-zA-Z]+)" name="\1"/g)].map(([, name = '']) => name);
      expect([part, fields.length > 0]).toEqual([part, true]);
      expect(fields.filter((name) => name !== 'noLogo' && !page.includes(`id="${name}-hint"`))).toEqual([]);
      // Without the tokens of forms: they are chance, and may look like a name.
      expect(page.replace(/ value="[^"]*"/g, '')).not.toMatch(/[A-Z]_[A-Z]|reminderDays</);
    }
  });

  test('that was changed is an entry with the hashes of both, and stands in a list with what was there before', async () => {
    const answer = await save('fristen', { ...FRISTEN, reminderHour: '9', reminderDays: '10 5' });
    expect(answer.headers.get('location')).toBe('/verwaltung/einstellungen/fristen?geaendert=2');
    expect(await sql('SELECT reminder_days, reminder_hour FROM organisation')).toEqual([
      { reminder_days: [10, 5], reminder_hour: 9 },
    ]);
    expect((await facts('setting.changed')).map(({ setting }) => setting)).toEqual(['reminderDays', 'reminderHour']);
    const list = await admin.page('/verwaltung/aenderungen');
    expect(list).toContain('14, 7, 3, 1');
    expect(list).toContain('10, 5');
    expect(list).toContain('leitung@kammer.example');
  });

  test('that was sent as it is changes nothing and leaves no entry', async () => {
    await save('fristen', FRISTEN);
    const before = (await facts('setting.changed')).length;
    const answer = await save('fristen', FRISTEN);
    expect(answer.headers.get('location')).toBe('/verwaltung/einstellungen/fristen?geaendert=0');
    expect((await facts('setting.changed')).length).toBe(before);
  });

  test.each([
    ['fristen', { ...FRISTEN, reminderHour: '24' }],
    ['fristen', { ...FRISTEN, reminderDays: '7, bald' }],
    ['fristen', { ...FRISTEN, askWithinDays: '' }],
    ['erscheinungsbild', { accent: 'rot' }],
    ['erscheinungsbild', { accent: '#ffff00' }],
    ['anmeldung', { factorRoles: 'kaiser' }],
    ['schreiben', { intakeAddresses: 'keine Adresse' }],
    ['schreiben', { addressForm: 'ihr', mailContent: 'alles' }],
  ])('out of bounds in %s is refused with what was typed, and nothing of the form is kept', async (part, fields) => {
    const before = await sql('SELECT row_to_json(o)::text AS all FROM organisation o');
    const answer = await save(part, fields);
    // A choice that the form does not offer counts as none.
    expect([part, answer.status]).toEqual([part, 'addressForm' in fields ? 422 : 422]);
    expect(await sql('SELECT row_to_json(o)::text AS all FROM organisation o')).toEqual(before);
  });

  test('of the Land moves the holidays that deadlines are counted by, at once', async () => {
    const { name, shortName, postalAddress, email } = CHAMBER;
    const own = { name, shortName, postalAddress, email, municipality: '', bodyKind: 'public-land', authority: '' };
    const answer = await save('organisation', { ...own, land: 'BY', imprintUrl: 'https://x.example/', privacyUrl: '' });
    expect(answer.headers.get('location')).toMatch(/geaendert=\d$/);
    expect((await facts('organisation.changed')).at(-1)).toMatchObject({ land: 'BY' });
    expect(await sql('SELECT land, privacy_url, imprint_url FROM organisation')).toEqual([
      { land: 'BY', privacy_url: null, imprint_url: 'https://x.example/' },
    ]);
    expect((await save('organisation', { ...own, land: 'BY', imprintUrl: 'javascript:alert(1)' })).status).toBe(422);
  });

  test('two that are changed at once by two are both changed', async () => {
    const other = await Visitor.signedIn(app, 'zweite@kammer.example', 'admin');
    const token = [await app.token('admin'), await app.token('admin')];
    const change = (bearer: string, body: object) =>
      fetch(`${app.address}/api/v1/settings`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const answers = await Promise.all([
      change(token[0] ?? '', { reminderHour: 11 }),
      change(token[1] ?? '', { askWithinDays: 11 }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await sql('SELECT reminder_hour AS a, ask_within_days AS b FROM organisation')).toEqual([{ a: 11, b: 11 }]);
    expect((await change(token[0] ?? '', { slug: 'x' })).status).toBe(422);
    expect(await other.page('/verwaltung/aenderungen')).toContain('Rückfrage innerhalb');
  });
});

test('a logo and a colour stand on every page; a file that is no picture is refused', async () => {
  const form = (content: Uint8Array<ArrayBuffer>, csrf: string) => {
    const data = new FormData();
    data.set('csrf', csrf);
    data.set('accent', '#00473e');
    data.set('logo', new Blob([content], { type: 'image/png' }), 'logo.png');
    return data;
  };
  const address = '/verwaltung/einstellungen/erscheinungsbild';
  const csrf = await admin.tokenOn(address);
  expect((await admin.upload(address, form(new Uint8Array(Buffer.from('<svg/>')), csrf))).status).toBe(422);
  expect((await admin.upload(address, form(new Uint8Array(PNG), csrf))).status).toBe(303);
  const page = await admin.page('/verwaltung');
  expect(page).toContain('/assets/organisationen/kammer/logo.png');
  const css = await (await fetch(`${app.address}/assets/organisationen/kammer/farbe.css`)).text();
  expect(css).toContain('#00473e');
  const picture = await fetch(`${app.address}/assets/organisationen/kammer/logo.png`);
  expect([picture.headers.get('content-type'), Buffer.from(await picture.arrayBuffer())]).toEqual(['image/png', PNG]);
  expect((await save('erscheinungsbild', { accent: '', noLogo: '1' })).status).toBe(303);
  expect((await fetch(`${app.address}/assets/organisationen/kammer/logo.png`)).status).toBe(404);
});

test('an import of a profile leaves channels alone that were added by page, and takes out of use those it dropped', async () => {
  const channel = { id: '', kind: 'tiktok', labelDe: 'TikTok', labelEn: 'TikTok', active: '1' };
  await admin.post('/verwaltung/kanaele', { ...channel, ownerId: '', deputyId: '' }, '/verwaltung/kanaele');
  const organisations = app.running.application.get(OrganisationsService);
  await organisations.importProfile({ ...CHAMBER, channels: CHAMBER.channels.filter(({ slug }) => slug !== 'xing') });
  const rows = await sql(`SELECT kind, active FROM channel WHERE kind IN ('tiktok', 'xing') ORDER BY kind`);
  expect(rows).toEqual([
    { kind: 'tiktok', active: true },
    { kind: 'xing', active: false },
  ]);
});

test('a new version of the instruction by page keeps or sets the limit for taking over', async () => {
  const page = await admin.page('/verwaltung/anweisung');
  expect(page).toMatch(/name="takeoverLimitHours"[^>]*value="72"/);
  const version = { textDe: 'Sofort.', textEn: 'Now.', handoverLimitMinutes: '60', forwardingLimitSeconds: '60' };
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());
  const issue = (hours: string) =>
    admin.post(
      '/verwaltung/anweisung',
      { ...version, holdsFrom: today, takeoverLimitHours: hours },
      '/verwaltung/anweisung',
    );
  expect((await issue('24')).status).toBe(303);
  expect((await facts('instruction.issued')).at(-1)).toMatchObject({ takeoverLimitHours: 24 });
  expect((await issue('bald')).status).toBe(422);
  expect((await issue('')).status).toBe(303);
  expect((await facts('instruction.issued')).at(-1)).not.toHaveProperty('takeoverLimitHours');
});

describe('a further organisation', () => {
  const fields = {
    ...{ slug: 'schwester', name: 'Schwesterkammer', shortName: 'SK', postalAddress: 'Weg 1\n10115 Berlin' },
    ...{ email: 'info@schwester.example', land: 'BE', referencePrefix: 'SK' },
    ...{ dpoEmail: 'dsb@schwester.example', dpoTelephone: '030 1' },
  };
  const create = (more: Record<string, string> = {}, who = admin) =>
    who.post('/verwaltung/organisationen', { ...fields, ...more }, '/verwaltung/organisationen');

  test('is set up by page with log, key, instruction and channels of its own, and its maker administers it', async () => {
    expect((await create({ dpoEmail: 'niemand', land: 'XX' })).status).toBe(422);
    expect((await create({ slug: 'kammer' })).status).toBe(422);
    expect((await create()).headers.get('location')).toBe('/verwaltung/organisationen?angelegt=schwester');
    const [made] = await sql(
      `SELECT o.id, (SELECT count(*)::int FROM instruction i WHERE i.organisation_id = o.id) AS instructions,
              (SELECT count(*)::int FROM channel c WHERE c.organisation_id = o.id) AS channels,
              (SELECT email FROM dpo_designation d WHERE d.organisation_id = o.id) AS dpo
       FROM organisation o WHERE slug = 'schwester'`,
    );
    expect(made).toMatchObject({ instructions: 1, channels: 5, dpo: 'dsb@schwester.example' });
    expect((await create()).status).toBe(422);
    expect(await facts('operator.named')).toHaveLength(1);
    expect(
      (await admin.post('/organisation', { organisation: String(made?.['id']), returnTo: '/' }, '/konto')).status,
    ).toBe(303);
    const page = await admin.page('/verwaltung');
    expect(page).toContain('Schwesterkammer');
    expect(await admin.page('/verwaltung/nutzende')).not.toContain('zweite@kammer.example');
    expect(await admin.page('/verwaltung/aenderungen')).not.toContain('Rückfrage innerhalb');
  });

  test('is nothing that an administrator of one organisation may set up once there are several', async () => {
    const { organisationId } = await app.running.application.get(OrganisationsService).importProfile({
      ...CHAMBER,
      slug: 'dritte',
    });
    await app.running.application
      .get(UsersService)
      .add(commandLineActor(organisationId), { email: 'dritte@dritte.example', role: 'admin', password: PASSWORD });
    const other = new Visitor(app);
    await other.signIn('dritte@dritte.example', PASSWORD);
    expect((await other.get('/verwaltung/organisationen')).status).toBe(403);
    const answer = await other.post('/verwaltung/organisationen', { ...fields, slug: 'vierte' }, '/verwaltung');
    expect(answer.status).toBe(403);
    expect(await other.page('/verwaltung')).not.toContain('/verwaltung/organisationen');
  });

  test('is set up over the API from a whole profile', async () => {
    const token = await app.token('admin');
    const call = (body: object) =>
      fetch(`${app.address}/api/v1/organisations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    // Not an operator: somebody else is named by now.
    expect((await call({ ...CHAMBER, slug: 'ueber-api' })).status).toBe(403);
    const [user] = await sql(
      `SELECT id FROM user_account WHERE email LIKE 'user%@kammer.example' ORDER BY created_at DESC`,
    );
    await sql('INSERT INTO operator VALUES ($1, now())', [user?.['id']]);
    const wrong = await call({ ...CHAMBER, slug: 'Ueber API', land: 'XX' });
    const { errors } = (await wrong.json()) as { errors?: { field: string }[] };
    expect([wrong.status, errors?.map(({ field }) => field)]).toEqual([422, ['slug', 'land']]);
    const made = await call({ ...CHAMBER, slug: 'ueber-api' });
    expect([made.status, await made.json()]).toEqual([201, { id: expect.any(String) as string, slug: 'ueber-api' }]);
  });
});
