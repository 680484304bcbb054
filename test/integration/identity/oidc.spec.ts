import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import Provider from 'oidc-provider';
import { commandLineActor } from '../../../src/audit/actor.js';
import type { UserRole } from '../../../src/identity/user-role.js';
import { UsersService } from '../../../src/identity/users.service.js';
import { OrganisationsService } from '../../../src/organisations/organisations.service.js';
import type { OidcProvider } from '../../../src/platform/config/oidc-provider.js';
import { CHAMBER, startTestApplication, type TestApplication } from '../../support/application.js';
import { StandInProvider, type Told } from '../../support/stand-in-provider.js';
import { PASSWORD, Visitor } from '../../support/visitor.js';

const BASE_URL = 'http://localhost:4711';
const GROUPS = { dsb: { kammer: ['dpo', 'staff'] }, haus: { kammer: ['staff'] }, schwestern: { schwester: ['staff'] } };

let provider: StandInProvider;
let app: TestApplication;
beforeAll(async () => {
  provider = await StandInProvider.start();
  app = await startTestApplication({ config: { baseUrl: BASE_URL, oidc: [configOf('haus', provider.issuer)] } });
  const profile = { ...CHAMBER, slug: 'schwester', name: 'Schwesterkammer' };
  await app.running.application.get(OrganisationsService).importProfile(profile);
  await add(app.organisationId, 'leitung@kammer.example', 'admin', 'dpo');
});
afterAll(async () => {
  await app.stop();
  await provider.stop();
});

function configOf(id: string, issuer: string, more: Partial<OidcProvider> = {}): OidcProvider {
  return {
    ...{ id, name: 'Anmeldung der Kammer', issuer, clientId: 'forthwith', clientSecret: 'geheim-genug-fuer-tests' },
    ...{ scope: 'openid email profile', groupsClaim: 'groups', groups: GROUPS, trustsEmail: false },
    ...more,
  };
}

async function add(organisationId: string, email: string, ...roles: UserRole[]): Promise<void> {
  for (const role of roles) {
    const account = { email, role, password: PASSWORD };
    await app.running.application.get(UsersService).add(commandLineActor(organisationId), account);
  }
}

const sql = (text: string, values: unknown[] = []) =>
  app.database.asOwner(async (client) => (await client.query<Record<string, string>>(text, values)).rows);
const rolesOf = async (email: string) =>
  (
    await sql(
      `SELECT o.slug || ' ' || m.role AS role FROM membership m JOIN user_account u ON u.id = m.user_id
       JOIN organisation o ON o.id = m.organisation_id WHERE u.email = $1 ORDER BY 1`,
      [email],
    )
  ).map(({ role }) => role);

const person = (name: string, groups: unknown, more: object = {}): Told => ({
  claims: { sub: `sub-${name}`, email: `${name}@kammer.example`, email_verified: true, groups, ...more },
});

interface Walk {
  readonly visitor: Visitor;
  readonly answer: Response;
  readonly back: string;
}

/** Through the provider and back, as a browser goes; the provider says what it is told. */
async function walk(told: Told, visitor = new Visitor(app)): Promise<Walk> {
  provider.told = told;
  const begun = await visitor.get('/anmelden/dienst/haus?weiter=/weitergaben');
  expect(begun.status).toBe(302);
  const back = `/anmelden/dienst/haus/zurueck${provider.answerTo(begun.headers.get('location') ?? '')}`;
  return { visitor, back, answer: await visitor.get(back) };
}

test('the sign-in page leads to the provider, which leads back into a session and to where one wanted to go', async () => {
  expect(await new Visitor(app).page('/anmelden')).toContain('Anmeldung der Kammer');
  const { visitor, answer } = await walk(person('anna', ['haus']));
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/weitergaben']);
  expect((await visitor.get('/weitergaben')).status).toBe(200);
  expect(await rolesOf('anna@kammer.example')).toEqual(['kammer staff']);
});

test('groups give roles and take them again with the next sign-in; those given by hand stay', async () => {
  await walk(person('berta', ['/dsb', 'unbekannt']));
  expect(await rolesOf('berta@kammer.example')).toEqual(['kammer dpo', 'kammer staff']);
  await add(app.organisationId, 'berta@kammer.example', 'auditor');
  await walk(person('berta', ['haus']));
  expect(await rolesOf('berta@kammer.example')).toEqual(['kammer auditor', 'kammer staff']);
  await walk(person('berta', ['haus', 'schwestern']));
  expect(await rolesOf('berta@kammer.example')).toEqual(['kammer auditor', 'kammer staff', 'schwester staff']);
});

test.each([
  ['a group that maps to nothing', ['unbekannt']],
  ['no groups', undefined],
  ['groups that are no list of words', [{ name: 'dsb' }, 7, null]],
  ['a group that is called like something of JavaScript', ['constructor', '__proto__', 'toString']],
])('%s gives no role, no account and no session', async (_, groups) => {
  const name = `niemand${Math.random().toString(36).slice(2)}`;
  const { visitor, answer } = await walk(person(name, groups));
  expect([answer.status, (await visitor.get('/weitergaben')).status]).toEqual([403, 303]);
  expect(await answer.text()).toContain('keine Rolle');
  expect(await sql('SELECT 1 FROM user_account WHERE email = $1', [`${name}@kammer.example`])).toEqual([]);
});

test.each([
  ['from another issuer', { issuer: 'https://elsewhere.example' }],
  ['for another client', { audience: 'another' }],
  ['that has expired', { expiresIn: -3_600 }],
  ['of another sign-in, replayed', { nonce: 'another' }],
  ['without a nonce', { nonce: null }],
  ['signed by another key', { foreignKey: true }],
  ['not signed at all', { algorithm: 'none' as const }],
])('a token %s signs nobody in', async (_, wrong) => {
  const { visitor, answer } = await walk({ ...person('boese', ['dsb']), ...wrong });
  expect([answer.status, (await visitor.get('/weitergaben')).status]).toEqual([403, 303]);
  expect(await sql(`SELECT 1 FROM user_account WHERE email = 'boese@kammer.example'`)).toEqual([]);
});

test('an answer that was used, or belongs to another browser, signs nobody in', async () => {
  const { visitor, back, answer } = await walk(person('clara', ['haus']));
  expect(answer.status).toBe(303);
  expect((await visitor.get(back)).status).toBe(403);
  expect((await new Visitor(app).get(back)).status).toBe(403);
  const begun = await new Visitor(app).get('/anmelden/dienst/haus');
  const other = new Visitor(app);
  await other.get('/anmelden/dienst/haus');
  const stolen = `/anmelden/dienst/haus/zurueck${provider.answerTo(begun.headers.get('location') ?? '')}`;
  expect((await other.get(stolen)).status).toBe(403);
});

test('an address that the provider does not vouch for is nobody’s', async () => {
  const { answer } = await walk(person('leitung', [], { sub: 'fremd', email_verified: false }));
  expect(answer.status).toBe(403);
});

test('an account that another organisation knows too is not taken over by the provider of one', async () => {
  const own = await startTestApplication({
    config: {
      baseUrl: BASE_URL,
      oidc: [configOf('haus', provider.issuer, { groups: { haus: { kammer: ['staff'] } } })],
    },
  });
  const { organisationId } = await own.running.application
    .get(OrganisationsService)
    .importProfile({ ...CHAMBER, slug: 'fremde', name: 'Fremde' });
  const email = 'opfer@fremde.example';
  await own.running.application
    .get(UsersService)
    .add(commandLineActor(organisationId), { email, role: 'dpo', password: PASSWORD });
  const visitor = new Visitor(own);
  provider.told = person('opfer', ['haus'], { email });
  const begun = await visitor.get('/anmelden/dienst/haus');
  const back = `/anmelden/dienst/haus/zurueck${provider.answerTo(begun.headers.get('location') ?? '')}`;
  expect((await visitor.get(back)).status).toBe(403);
  expect((await visitor.get('/vorgaenge')).status).toBe(303);
  await own.stop();
});

test('whoever has an account here becomes theirs by the address, in whatever case it is written', async () => {
  await add(app.organisationId, 'dora@kammer.example', 'staff');
  const { answer } = await walk(person('dora', [], { email: 'Dora@Kammer.example' }));
  expect(answer.status).toBe(303);
  expect(await sql(`SELECT count(*)::int AS n FROM user_account WHERE email = 'dora@kammer.example'`)).toEqual([
    { n: 1 },
  ]);
});

test('signing out at the provider ends the session here, once, and only by a token of the provider', async () => {
  const { visitor } = await walk(person('emil', ['haus'], { sid: 'sitzung-1' }));
  const send = (token: string) =>
    fetch(`${app.address}/anmelden/dienst/haus/abmeldung`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
    });
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  expect((await send('kein.token.hier')).status).toBe(400);
  expect((await send(await provider.logoutToken({ sub: 'sub-emil' }))).status).toBe(400);
  expect((await visitor.get('/weitergaben')).status).toBe(200);
  const token = await provider.logoutToken({ sid: 'sitzung-1', events });
  expect((await send(token)).status).toBe(200);
  expect((await visitor.get('/weitergaben')).status).toBe(303);
  expect((await send(token)).status).toBe(400);
});

test('signing out here leads to the provider, to sign out there too', async () => {
  const { visitor } = await walk(person('fritz', ['haus']));
  const answer = await visitor.post('/abmelden', {}, '/weitergaben');
  expect(answer.headers.get('location')).toContain(`${provider.issuer}/logout?`);
  expect((await visitor.get('/weitergaben')).status).toBe(303);
  expect(answer.headers.get('content-security-policy')).toContain(`form-action 'self' ${provider.issuer}`);
});

test('what goes wrong at the provider tells nothing of it to the visitor, and no address to the log', async () => {
  await walk({ ...person('geheim', ['haus']), foreignKey: true });
  expect(app.logged()).toContain('oidc.failed');
  expect(app.logged()).not.toContain('geheim@kammer.example');
});

describe('with oidc-provider', () => {
  let server: Server;
  let real: TestApplication;
  beforeAll(async () => {
    const { createServer } = await import('node:http');
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const redirect = `${BASE_URL}/anmelden/dienst/haus/zurueck`;
    const oidc = new Provider(issuer, {
      clients: [
        {
          ...{ client_id: 'forthwith', client_secret: 'geheim-genug-fuer-tests', redirect_uris: [redirect] },
          post_logout_redirect_uris: [`${BASE_URL}/anmelden`],
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified', 'groups'] },
      conformIdTokenClaims: false,
      findAccount: (_: unknown, id: string) => ({
        accountId: id,
        claims: () => ({ sub: id, email: `${id}@kammer.example`, email_verified: true, groups: ['dsb'] }),
      }),
    });
    const answer = oidc.callback();
    server.on('request', (request, response) => void answer(request, response));
    real = await startTestApplication({ config: { baseUrl: BASE_URL, oidc: [configOf('haus', issuer)] } });
  });
  afterAll(async () => {
    await real.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  test('somebody signs in through its pages, and is the DPO that their group says', async () => {
    const visitor = new Visitor(real);
    const begun = await visitor.get('/anmelden/dienst/haus');
    const back = await throughPages(begun.headers.get('location') ?? '', 'hanna');
    expect(back.startsWith(BASE_URL)).toBe(true);
    expect((await visitor.get(back.slice(BASE_URL.length))).status).toBe(303);
    expect((await visitor.get('/vorgaenge')).status).toBe(200);
  });
});

/** A browser at the provider: keeps its cookies, follows its redirects, fills in its forms; returns where it leads out. */
async function throughPages(start: string, login: string): Promise<string> {
  const { origin } = new URL(start);
  const jar = new Map<string, string>();
  let address = start;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 20; step += 1) {
    const answer = await fetch(address, {
      ...{ redirect: 'manual', method: form === undefined ? 'GET' : 'POST' },
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { body: form }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      jar.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location !== null) {
      address = new URL(location, address).href;
      form = undefined;
      if (!address.startsWith(origin)) {
        return address;
      }
      continue;
    }
    const page = await answer.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
    address = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', address).href;
    form = new URLSearchParams({ prompt, login, password: 'x' });
  }
  throw new Error('the provider leads nowhere');
}
