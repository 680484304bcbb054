import { commandLineActor } from '../../../src/audit/actor.js';
import { AccountsService } from '../../../src/identity/accounts/accounts.service.js';
import type { UserRole } from '../../../src/identity/user-role.js';
import { UsersService } from '../../../src/identity/users.service.js';
import { OrganisationsService } from '../../../src/organisations/organisations.service.js';
import { CHAMBER, startTestApplication, type TestApplication } from '../../support/application.js';
import { PASSWORD, Visitor } from '../../support/visitor.js';

const EMAIL = 'extern@dsb.example';

let app: TestApplication;
let sister: string;
let third: string;
let dpo: Visitor;
beforeAll(async () => {
  app = await startTestApplication();
  const organisations = app.running.application.get(OrganisationsService);
  const made = (slug: string, name: string, referencePrefix: string) =>
    organisations.importProfile({ ...CHAMBER, slug, name, referencePrefix });
  sister = (await made('schwester', 'Schwesterkammer', 'SW')).organisationId;
  third = (await made('dritte', 'Dritte Kammer', 'DK')).organisationId;
  for (const organisationId of [app.organisationId, sister, third]) {
    await add(organisationId, EMAIL, 'dpo', 'staff');
  }
  dpo = new Visitor(app);
  await dpo.signIn(EMAIL, PASSWORD);
});
afterAll(() => app.stop());

async function add(organisationId: string, email: string, ...roles: UserRole[]): Promise<void> {
  for (const role of roles) {
    const account = { email, role, password: PASSWORD };
    await app.running.application.get(UsersService).add(commandLineActor(organisationId), account);
  }
}

const change = (visitor: Visitor, organisation: string, returnTo = '/') =>
  visitor.post('/organisation', { organisation, returnTo }, '/konto');

const rowsOf = (organisationId: string) =>
  app.database.asOwner(async (client) => {
    const text = 'SELECT id, reference FROM rights_request WHERE organisation_id = $1 ORDER BY recorded_at';
    return (await client.query<{ id: string; reference: string }>(text, [organisationId])).rows;
  });

/** Hands a request over by the page, with a form that was opened by `open`. */
async function handOver(visitor: Visitor, form: string): Promise<Response> {
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)?.[1] ?? '';
  const data = new FormData();
  for (const [name, value] of [
    ['csrf', field('csrf')],
    ['idempotencyKey', field('idempotencyKey')],
    ['channel', 'instagram'],
    ['message', 'Bitte um Auskunft'],
  ] as const) {
    data.set(name, value);
  }
  return visitor.upload('/weitergeben', data);
}

test('one account signs in once and works in each of its organisations', async () => {
  expect(await dpo.page('/konto')).toContain('Schwesterkammer');
  await change(dpo, sister);
  expect(await dpo.page('/vorgaenge')).toMatch(/brand__organisation">Schwesterkammer/);
  await change(dpo, third);
  expect(await dpo.page('/vorgaenge')).toMatch(/brand__organisation">Dritte Kammer/);
});

test('nobody switches to where they have no role, and is not told whether there is such a place', async () => {
  await add(sister, 'nur@schwester.example', 'staff');
  const visitor = new Visitor(app);
  await visitor.signIn('nur@schwester.example', PASSWORD);
  expect(await visitor.page('/konto')).not.toContain('organisation-switch');
  const answers = await Promise.all(
    [third, '00000000-0000-4000-8000-000000000000', 'x', ''].map((id) => change(visitor, id)),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  const [unknown = '', foreign = ''] = await Promise.all(answers.map((answer) => answer.text()));
  expect(foreign).toBe(unknown);
});

test('a form in one of two tabs does what its page showed, though the other tab has switched', async () => {
  await change(dpo, app.organisationId);
  const form = await dpo.page('/weitergeben');
  await change(dpo, sister);
  const before = [(await rowsOf(app.organisationId)).length, (await rowsOf(sister)).length];
  expect((await handOver(dpo, form)).status).toBe(303);
  const after = [(await rowsOf(app.organisationId)).length, (await rowsOf(sister)).length];
  expect(after).toEqual([(before[0] ?? 0) + 1, before[1]]);
  // And goes on there: the receipt that follows is of that organisation.
  expect(await dpo.page('/vorgaenge')).toMatch(new RegExp(`brand__organisation">${CHAMBER.name}`));
});

test('a form of an organisation that one has left since does nothing in any other', async () => {
  const email = 'wechselt@dsb.example';
  await add(app.organisationId, email, 'staff');
  await add(sister, email, 'staff');
  const visitor = new Visitor(app);
  await visitor.signIn(email, PASSWORD);
  await change(visitor, sister);
  const form = await visitor.page('/weitergeben');
  const accounts = app.running.application.get(AccountsService);
  const actor = commandLineActor(sister);
  await accounts.leave(actor, await accounts.idOf(actor, email));
  const before = [(await rowsOf(app.organisationId)).length, (await rowsOf(sister)).length];
  expect((await handOver(visitor, form)).status).toBe(303);
  expect([(await rowsOf(app.organisationId)).length, (await rowsOf(sister)).length]).toEqual(before);
});

test('one list shows the open cases of every organisation, and a case opens in its own', async () => {
  for (const organisation of [app.organisationId, sister, third]) {
    await change(dpo, organisation);
    expect((await handOver(dpo, await dpo.page('/weitergeben'))).status).toBe(303);
  }
  const list = await dpo.page('/alle-vorgaenge');
  const [one, two] = [(await rowsOf(sister))[0], (await rowsOf(app.organisationId))[0]];
  for (const row of [one, two, (await rowsOf(third))[0]]) {
    expect(list).toContain(row?.reference);
  }
  // Now in the third: a case of the sister is not found there, and is one button away.
  expect((await dpo.get(`/vorgaenge/${one?.id ?? ''}`)).status).toBe(404);
  const opened = await change(dpo, sister, `/vorgaenge/${one?.id ?? ''}`);
  expect(opened.headers.get('location')).toBe(`/vorgaenge/${one?.id ?? ''}`);
  expect((await dpo.get(`/vorgaenge/${one?.id ?? ''}`)).status).toBe(200);
});

test('whoever is DPO in one and staff in another sees the cases of the one only', async () => {
  const email = 'halb@dsb.example';
  await add(app.organisationId, email, 'staff');
  await add(sister, email, 'dpo');
  const visitor = new Visitor(app);
  await visitor.signIn(email, PASSWORD);
  await change(visitor, sister);
  const list = await visitor.page('/alle-vorgaenge');
  expect(list).toContain((await rowsOf(sister))[0]?.reference);
  expect(list).not.toContain((await rowsOf(app.organisationId))[0]?.reference);
});

test('a script is told the token of the organisation that its page shows', async () => {
  await change(dpo, sister);
  const told = async (id: string) => (await (await dpo.get(`/sitzung?organisation=${id}`)).json()) as { csrf: string };
  const page = await dpo.page('/konto');
  expect((await told(sister)).csrf).toBe(/name="csrf" value="([^"]+)"/.exec(page)?.[1]);
  expect((await told(app.organisationId)).csrf).not.toBe((await told(sister)).csrf);
  expect((await told('00000000-0000-4000-8000-000000000000')).csrf).toBeNull();
});
