import { startTestApplication, type TestApplication } from '../../support/application.js';
import { Visitor } from '../../support/visitor.js';

let app: TestApplication;
let admin: Visitor;
beforeAll(async () => {
  app = await startTestApplication();
  admin = await Visitor.signedIn(app, 'leitung@kammer.example', 'admin');
});
afterAll(() => app.stop());

const sql = (text: string, values: unknown[] = []) =>
  app.database.asOwner(async (client) => (await client.query<Record<string, string>>(text, values)).rows);

async function facts(event: string): Promise<Record<string, unknown>[]> {
  const rows = await sql(`SELECT convert_from(bytes, 'UTF8') AS line FROM log_entry WHERE event = $1 ORDER BY index`, [
    event,
  ]);
  return rows.map(({ line = '{}' }) => (JSON.parse(line) as { facts: Record<string, unknown> }).facts);
}

const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());
const issue = (more: Record<string, string> = {}) =>
  admin.post(
    '/verwaltung/anweisung',
    {
      ...{ textDe: 'Sofort weitergeben.', textEn: 'Hand over at once.', holdsFrom: today() },
      ...{ handoverLimitMinutes: '90', forwardingLimitSeconds: '60' },
      ...more,
    },
    '/verwaltung/anweisung',
  );

describe('the instruction', () => {
  test('in a new version holds from its day; whoever confirmed an older one is asked again', async () => {
    const staff = await Visitor.signedIn(app, 'eins@kammer.example', 'staff');
    const confirm = async (page: string) => {
      const instruction = /name="instruction" value="([^"]+)"/.exec(page)?.[1] ?? '';
      return staff.post('/anweisung', { instruction }, '/anweisung');
    };
    await confirm(await staff.page('/anweisung'));
    expect(await staff.page('/weitergaben')).not.toContain('Bitte lesen und bestätigen Sie');
    expect((await issue()).status).toBe(303);
    expect(await staff.page('/weitergaben')).toContain('Bitte lesen und bestätigen Sie');
    expect(await admin.page('/verwaltung/anweisung')).toContain('neue Version noch nicht bestätigt');
    await confirm(await staff.page('/anweisung'));
    expect(await staff.page('/weitergaben')).not.toContain('Bitte lesen und bestätigen Sie');
    const confirmed = (await facts('instruction.confirmed')).map(({ version }) => version);
    expect(confirmed[1]).toBe(Number(confirmed[0]) + 1);
  });

  test('changed while somebody has the page open is not confirmed unread', async () => {
    const staff = await Visitor.signedIn(app, 'zwei@kammer.example', 'staff');
    const page = await staff.page('/anweisung');
    const instruction = /name="instruction" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const before = (await facts('instruction.confirmed')).length;
    await issue({ textDe: 'Noch eine Fassung.' });
    const answer = await staff.post('/anweisung', { instruction }, '/anweisung');
    expect(answer.headers.get('location')).toBe('/anweisung?geaendert=1');
    expect(await staff.page('/anweisung?geaendert=1')).toContain('inzwischen geändert');
    expect((await facts('instruction.confirmed')).length).toBe(before);
  });

  test('that holds from a later day leaves the one in force, which can still be confirmed', async () => {
    const staff = await Visitor.signedIn(app, 'drei@kammer.example', 'staff');
    const later = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    expect((await issue({ textDe: 'Erst später.', holdsFrom: later })).status).toBe(303);
    const page = await staff.page('/anweisung');
    expect(page).not.toContain('Erst später.');
    const instruction = /name="instruction" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const answer = await staff.post('/anweisung', { instruction }, '/anweisung');
    expect(answer.headers.get('location')).toBe('/anweisung?bestaetigt=1');
  });

  test.each([
    ['without a text', { textDe: ' ' }],
    ['from yesterday', { holdsFrom: '2020-01-01' }],
    ['from no day', { holdsFrom: 'morgen' }],
    ['without a limit', { handoverLimitMinutes: '0' }],
    ['with a limit beyond reason', { forwardingLimitSeconds: '999999' }],
  ])('%s is not put into force, and what was typed stays', async (_, wrong) => {
    const before = (await facts('instruction.issued')).length;
    const answer = await issue({ textEn: 'Typed with care.', ...wrong });
    expect([answer.status, (await answer.text()).includes('Typed with care.')]).toEqual([422, true]);
    expect((await facts('instruction.issued')).length).toBe(before);
  });
});

test('a designation is replaced in one moment, and the DPO is never nobody', async () => {
  const fields = {
    ...{ titleDe: 'Datenschutz', titleEn: 'Data protection', email: 'neu@dsb.example' },
    ...{ telephone: '030 1', postalAddress: 'Weg 1\n10115 Berlin' },
  };
  const save = (more: Record<string, string> = {}) =>
    admin.post('/verwaltung/benennung', { ...fields, ...more }, '/verwaltung/benennung');
  expect((await save({ email: 'keine Adresse' })).status).toBe(422);
  expect((await save()).status).toBe(303);
  expect((await facts('designation.set')).at(-1)).toHaveProperty('replaces');
  expect((await save({ end: '1' })).status).toBe(409);
  const inForce = await sql('SELECT email FROM dpo_designation WHERE valid_until IS NULL AND NOT deputy');
  expect(inForce).toEqual([{ email: 'neu@dsb.example' }]);
  const entries = (await facts('designation.set')).length;
  expect((await save()).status).toBe(303);
  expect((await facts('designation.set')).length).toBe(entries);
  expect((await save({ deputy: '1', end: '1' })).status).toBe(303);
  expect(await admin.page('/verwaltung/benennung?vertretung=1')).toContain('Niemand ist benannt');
});

test('a channel has somebody in charge, who states that it is looked through; nobody else may', async () => {
  const owner = await Visitor.signedIn(app, 'kanal@kammer.example', 'staff');
  const [{ id: ownerId = '' } = {}] = await sql(`SELECT id FROM user_account WHERE email = 'kanal@kammer.example'`);
  const channel = { id: '', kind: 'tiktok', labelDe: 'TikTok der Ausbildung', labelEn: 'TikTok', active: '1' };
  const save = (more: Record<string, string> = {}) =>
    admin.post('/verwaltung/kanaele', { ...channel, ownerId, deputyId: '', ...more }, '/verwaltung/kanaele');
  expect((await save({ labelDe: '' })).status).toBe(422);
  expect((await save({ deputyId: ownerId })).status).toBe(422);
  expect((await save({ id: '00000000-0000-4000-8000-000000000000' })).status).toBe(404);
  expect((await save()).status).toBe(303);
  expect((await facts('channel.added')).at(-1)).toMatchObject({ kind: 'tiktok', owner: ownerId });
  expect(await owner.page('/weitergeben')).toContain('TikTok der Ausbildung');
  const [{ id = '' } = {}] = await sql(`SELECT id FROM channel WHERE label_de = 'TikTok der Ausbildung'`);
  const other = await Visitor.signedIn(app, 'fremd@kammer.example', 'staff');
  expect((await other.post('/konto/kanal', { channel: id }, '/konto')).status).toBe(404);
  expect(await owner.page('/konto')).toContain('TikTok der Ausbildung');
  expect((await owner.post('/konto/kanal', { channel: id }, '/konto')).status).toBe(303);
  expect(await facts('channel.stated-clear')).toEqual([{ channel: id, user: ownerId }]);
  expect(await admin.page('/verwaltung/kanaele')).toContain('laut Angabe zuletzt vollständig durchgesehen');
});
