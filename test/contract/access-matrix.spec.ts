import { readFileSync, writeFileSync } from 'node:fs';
import { OrganisationsService } from '../../src/organisations/organisations.service.js';
import { UsersService } from '../../src/identity/users.service.js';
import { TokensService } from '../../src/identity/tokens.service.js';
import { commandLineActor } from '../../src/audit/actor.js';
import { CHAMBER, startTestApplication, type TestApplication } from '../support/application.js';
import { routesOf } from '../support/routes.js';

const ROLES = ['staff', 'dpo', 'decider', 'auditor', 'admin'] as const;
type Allowed = 'public' | 'signed-in' | readonly (typeof ROLES)[number][];

/** Every route of the program and who may call it (P8). A route that is not here fails the test. */
const MATRIX: Readonly<Record<string, Allowed>> = {
  'GET /': 'public',
  'GET /anmelden': 'public',
  'POST /anmelden': 'public',
  'GET /sitzung': 'public',
  'GET /suche': ['dpo'],
  'GET /vorgaenge/liste.csv': ['dpo'],
  'POST /suche': ['dpo'],
  'GET /suche/:id': ['dpo'],
  'GET /weiter/:id': 'signed-in',
  'POST /weiter/:id': 'signed-in',
  'POST /weiter/:id/verwerfen': 'signed-in',
  'POST /abmelden': 'signed-in',
  'POST /organisation': 'signed-in',
  'GET /alle-vorgaenge': ['dpo'],
  'GET /anmelden/dienst/:provider': 'public',
  'GET /anmelden/dienst/:provider/zurueck': 'public',
  'POST /anmelden/dienst/:provider/abmeldung': 'public',
  'GET /anmelden/code': 'public',
  'POST /anmelden/code': 'public',
  'GET /konto/zweiter-faktor': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'POST /konto/zweiter-faktor': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'POST /konto/zweiter-faktor/entfernen': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'GET /zugang/:token': 'public',
  'POST /zugang/:token': 'public',
  'GET /kennwort-vergessen': 'public',
  'POST /kennwort-vergessen': 'public',
  'GET /konto': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'POST /konto/kennwort': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'POST /konto/sitzungen': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'POST /konto/token': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'POST /konto/token/widerrufen': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'POST /konto/kanal': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'GET /konto/auskunft': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'GET /verwaltung/kanaele': ['admin'],
  'POST /verwaltung/kanaele': ['admin'],
  'GET /verwaltung/benennung': ['admin'],
  'POST /verwaltung/benennung': ['admin'],
  'GET /verwaltung/anweisung': ['admin'],
  'POST /verwaltung/anweisung': ['admin'],
  'GET /verwaltung/einstellungen/:part': ['admin'],
  'POST /verwaltung/einstellungen/:part': ['admin'],
  'GET /verwaltung/verbindungen/:part': ['admin'],
  'POST /verwaltung/verbindungen/:part': ['admin'],
  'GET /einrichten': 'public',
  'POST /einrichten': 'public',
  'POST /einrichten/schluessel': 'public',
  'GET /einrichten/:token': 'public',
  'POST /einrichten/:token': 'public',
  'GET /verwaltung/aenderungen': ['admin'],
  'GET /verwaltung/organisationen': ['admin'],
  'POST /verwaltung/organisationen': ['admin'],
  'GET /verwaltung/nutzende': ['admin'],
  'POST /verwaltung/nutzende': ['admin'],
  'GET /verwaltung/nutzende/:id': ['admin'],
  'POST /verwaltung/nutzende/:id/rolle': ['admin'],
  'POST /verwaltung/nutzende/:id/zugang': ['admin'],
  'POST /verwaltung/nutzende/:id/token': ['admin'],
  'GET /verwaltung/nutzende/:id/ausscheiden': ['admin'],
  'POST /verwaltung/nutzende/:id/ausscheiden': ['admin'],
  'GET /api/v1/settings': ['admin'],
  'POST /api/v1/settings': ['admin'],
  'GET /api/v1/settings/changes': ['admin'],
  'POST /api/v1/organisations': ['admin'],
  'GET /api/v1/users': ['admin'],
  'POST /api/v1/users': ['admin'],
  'GET /api/v1/users/:id': ['admin'],
  'POST /api/v1/users/:id/commands': ['admin'],
  'GET /api/v1/tokens': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'POST /api/v1/tokens': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'POST /api/v1/tokens/:id/revoke': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'GET /fristen': 'public',
  'GET /beschwerde': 'public',
  'GET /api/v1/guidance': 'public',
  'GET /api/docs': 'public',
  'GET /api/openapi.json': 'public',
  'POST /api/v1/deadlines/preview': 'public',
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /metrics': 'public',
  'GET /log/:organisation/key': 'public',
  'GET /log/:organisation/checkpoint': 'public',
  'GET /log/:organisation/tile/*': 'public',
  'GET /log/:organisation/tile/entries/*': ['dpo', 'auditor'],
  'GET /witness/key': 'public',
  'GET /pruefen/:organisation': 'public',
  'GET /pruefen/:organisation/:file': 'public',
  'GET /beleg/:organisation/:code': 'public',
  'GET /beleg/:organisation/:code/beleg.tlog-proof': 'public',
  'POST /witness/add-checkpoint': 'public',
  'GET /kalender/:file': 'public',
  'POST /api/v1/requests': ['staff', 'dpo'],
  'GET /api/v1/requests': ['staff', 'dpo', 'auditor'],
  'GET /api/v1/requests/:id': ['staff', 'dpo', 'auditor'],
  'GET /api/v1/requests/:id/timeline': ['staff', 'dpo', 'auditor'],
  'GET /api/v1/requests/:id/receipt': ['staff', 'dpo', 'auditor'],
  'POST /api/v1/requests/:id/commands': ['staff', 'dpo'],
  'GET /api/v1/requests/:id/claims': ['dpo'],
  'GET /api/v1/requests/:id/duties': ['dpo'],
  'GET /api/v1/requests/:id/complaints': ['dpo'],
  'GET /api/v1/requests/:id/content': ['dpo'],
  'GET /api/v1/requests/:id/files/:field': ['dpo'],
  'GET /api/v1/requests/:id/identity-checks': ['dpo'],
  'GET /api/v1/requests/:id/messages': ['dpo'],
  'GET /api/v1/requests/:id/messages/:message/letter': ['dpo'],
  'GET /api/v1/requests/:id/notes': ['dpo'],
  'GET /api/v1/requests/:id/packages': ['dpo'],
  'GET /api/v1/requests/:id/recipients': ['dpo'],
  'GET /api/v1/requests/:id/related': ['dpo'],
  'GET /api/v1/requests/:id/restrictions': ['dpo'],
  'GET /api/v1/requests/:id/tasks': ['dpo'],
  'GET /api/v1/requests/:id/templates/:kind': ['dpo'],
  'GET /api/v1/restrictions': ['dpo'],
  'GET /api/v1/assignees': ['dpo'],
  'GET /api/v1/requests/:id/evidence': ['dpo', 'auditor'],
  'GET /api/v1/evidence': ['dpo', 'auditor'],
  'GET /api/v1/reports/compliance': ['dpo', 'auditor'],
  'GET /api/v1/reports/compliance/behind': ['dpo', 'auditor'],
  'GET /api/v1/reports/compliance/schema': 'public',
  'POST /api/v1/requests/:id/deadline/preview': ['dpo'],
  'GET /api/v1/requests/:id/deadline.ics': ['dpo'],
  'POST /api/v1/requests/:id/messages/preview': ['dpo'],
  'POST /api/v1/requests/:id/messages/preview/letter': ['dpo'],
  'POST /api/v1/requests/:id/merge/preview': ['dpo'],
  'GET /api/v1/requests/:id/retention': ['dpo', 'auditor'],
  'POST /api/v1/requests/:id/platform-copy/deleted': ['staff', 'dpo'],
  'GET /api/v1/retention': ['dpo', 'auditor'],
  'POST /api/v1/retention/rules': ['dpo'],
  'POST /api/v1/retention/runs': ['dpo'],
  'POST /api/v1/retention/confirm-clock': ['dpo'],
  'POST /api/v1/retention/copies/:id/deleted': ['dpo'],
  'GET /weitergeben': ['staff', 'dpo'],
  'POST /weitergeben': ['staff', 'dpo'],
  'GET /weitergaben': ['staff', 'dpo'],
  'GET /weitergaben/:id': ['staff', 'dpo'],
  'GET /weitergaben/:id/stand': ['staff', 'dpo'],
  'GET /weitergaben/:id/beleg': ['staff', 'dpo'],
  'POST /weitergaben/:id/kanal-geloescht': ['staff', 'dpo'],
  'GET /weitergaben/:id/ergaenzen': ['staff', 'dpo'],
  'POST /weitergaben/:id/ergaenzen': ['staff', 'dpo'],
  'GET /weitergaben/:id/zurueckziehen': ['staff', 'dpo'],
  'POST /weitergaben/:id/zurueckziehen': ['staff', 'dpo'],
  'GET /unzugeordnet': ['dpo'],
  'GET /unzugeordnet/:id': ['dpo'],
  'GET /unzugeordnet/:id/original.eml': ['dpo'],
  'POST /unzugeordnet/:id/zum-vorgang': ['dpo'],
  'POST /unzugeordnet/:id/neuer-vorgang': ['dpo'],
  'POST /unzugeordnet/:id/weglegen': ['dpo'],
  'POST /unzugeordnet/:id/zuruecknehmen': ['dpo'],
  'GET /vorgaenge': ['dpo'],
  'POST /vorgaenge/uebernehmen': ['dpo'],
  'GET /vorgaenge/uebernahme': ['dpo'],
  'POST /vorgaenge/ansichten': ['dpo'],
  'POST /vorgaenge/ansichten/loeschen': ['dpo'],
  'POST /vorgaenge/ansichten/start': ['dpo'],
  'GET /tastatur': ['dpo'],
  'POST /tastatur': ['dpo'],
  'GET /vorgaenge/:id/pflichten': ['dpo'],
  'POST /vorgaenge/:id/pflichten': ['dpo'],
  'GET /vorgaenge/:id/notizen': ['dpo'],
  'POST /vorgaenge/:id/notizen': ['dpo'],
  'POST /vorgaenge/:id/notizen/zuruecknehmen': ['dpo'],
  'POST /vorgaenge/:id/entwurf/:kind': ['dpo'],
  'POST /vorgaenge/:id/entwurf/:kind/verwerfen': ['dpo'],
  'GET /vorgaenge/:id/loeschung': ['dpo'],
  'GET /vorgaenge/:id/loeschung/:erasure/beleg': ['dpo'],
  'GET /api/v1/requests/:id/erasures/:erasure/proof': ['dpo', 'auditor'],
  'POST /vorgaenge/:id/loeschung/sperren': ['dpo'],
  'POST /vorgaenge/:id/loeschung/sperren/:hold': ['dpo'],
  'POST /vorgaenge/:id/loeschung/kanal': ['dpo'],
  'GET /loeschung': ['dpo', 'auditor'],
  'POST /loeschung/lauf': ['dpo'],
  'POST /loeschung/uhrzeit': ['dpo'],
  'POST /loeschung/kopien/:id': ['dpo'],
  'POST /loeschung/fristen': ['dpo'],
  'GET /vorgaenge/:id/zusammenfuehren': ['dpo'],
  'POST /vorgaenge/:id/zusammenfuehren': ['dpo'],
  'POST /vorgaenge/:id/trennen': ['dpo'],
  'POST /vorgaenge/:id/teilen': ['dpo'],
  'GET /vorgaenge/:id': ['dpo'],
  'GET /vorgaenge/:id/dateien/:field': ['dpo'],
  'POST /vorgaenge/:id/uebernehmen': ['dpo'],
  'GET /vorgaenge/:id/frist': ['dpo'],
  'POST /vorgaenge/:id/frist': ['dpo'],
  'GET /vorgaenge/:id/frist.ics': ['dpo'],
  'GET /vorgaenge/:id/panne': ['dpo'],
  'POST /vorgaenge/:id/panne': ['dpo'],
  'GET /vorgaenge/:id/rechte': ['dpo'],
  'POST /vorgaenge/:id/rechte': ['dpo'],
  'GET /vorgaenge/:id/schriftverkehr': ['dpo'],
  'POST /vorgaenge/:id/schriftverkehr': ['dpo'],
  'POST /vorgaenge/:id/schriftverkehr/gelesen': ['dpo'],
  'GET /vorgaenge/:id/schriftverkehr/:message/brief.pdf': ['dpo'],
  'GET /vorgaenge/:id/schriftverkehr/:message/original.eml': ['dpo'],
  'GET /vorgaenge/:id/schriftverkehr/:message/anlagen/:at': ['dpo'],
  'POST /vorgaenge/:id/schriftverkehr/:message/abgeschickt': ['dpo'],
  'POST /vorgaenge/:id/schriftverkehr/:message/entwurf': ['dpo'],
  'GET /vorlagen': ['dpo'],
  'GET /vorlagen/:kind/:language': ['dpo'],
  'POST /vorlagen/:kind/:language': ['dpo'],
  'GET /vorgaenge/:id/einschraenkung': ['dpo'],
  'POST /vorgaenge/:id/einschraenkung': ['dpo'],
  'GET /vorgaenge/:id/empfaenger': ['dpo'],
  'POST /vorgaenge/:id/empfaenger': ['dpo'],
  'GET /vorgaenge/:id/uebertragung': ['dpo'],
  'POST /vorgaenge/:id/uebertragung': ['dpo'],
  'POST /vorgaenge/:id/uebertragung/paket': ['dpo'],
  'GET /vorgaenge/:id/uebertragung/:package/paket.zip': ['dpo'],
  'GET /vorgaenge/:id/aufsicht': ['dpo'],
  'POST /vorgaenge/:id/aufsicht': ['dpo'],
  'GET /einschraenkungen': ['dpo'],
  'GET /erinnerungen': ['dpo'],
  'POST /erinnerungen/abwesenheit': ['dpo'],
  'POST /erinnerungen/abwesenheit/streichen': ['dpo'],
  'POST /erinnerungen/kalender': ['dpo'],
  'POST /erinnerungen/kalender/widerrufen': ['dpo'],
  'POST /vorgaenge/:id/nachweis': ['dpo'],
  'GET /uebersicht': ['dpo', 'auditor'],
  'GET /berichte': ['dpo', 'auditor'],
  'GET /berichte/zahlen': ['dpo', 'auditor'],
  'GET /berichte/zahlen/dahinter': ['dpo', 'auditor'],
  'POST /berichte': ['dpo', 'auditor'],
  'GET /berichte/zeitplan': ['dpo'],
  'POST /berichte/zeitplan': ['dpo'],
  'POST /berichte/zeitplan/beenden': ['dpo'],
  'GET /witness/:origin/checkpoint': 'public',
  'GET /log/_logs/tile/entries/*': 'public',
  'GET /alarme': ['dpo', 'auditor', 'admin'],
  'POST /alarme/:id/erledigen': ['dpo', 'admin'],
  'GET /protokoll': ['dpo', 'auditor'],
  'GET /protokoll/eintrag/:index': ['dpo', 'auditor'],
  'GET /protokoll/eintrag/:index/beleg': ['dpo', 'auditor'],
  'POST /protokoll/nachweis': ['dpo', 'auditor'],
  'GET /protokoll/pruefung': ['dpo', 'auditor'],
  'GET /protokoll/pruefung/stand': ['dpo', 'auditor'],
  'POST /protokoll/pruefung': ['dpo', 'auditor'],
  'GET /protokoll/beleg': ['dpo', 'auditor'],
  'POST /protokoll/beleg': ['dpo', 'auditor'],
  'GET /vorgaenge/:id/auftraege': ['dpo'],
  'POST /vorgaenge/:id/auftraege': ['dpo'],
  'POST /vorgaenge/:id/auftraege/:task/termin': ['dpo'],
  'POST /vorgaenge/:id/auftraege/:task/zurueckziehen': ['dpo'],
  'GET /makros': ['dpo'],
  'GET /makros/:id': ['dpo'],
  'POST /makros': ['dpo'],
  'POST /makros/:id/loeschen': ['dpo'],
  'POST /makros/ausfuehren': ['dpo'],
  'GET /vorgaenge/:id/naechster': ['dpo'],
  'GET /vorgaenge/:id/eingang': ['dpo'],
  'POST /vorgaenge/:id/eingang': ['dpo'],
  'GET /vorgaenge/:id/antworten': ['dpo'],
  'POST /vorgaenge/:id/antworten': ['dpo'],
  'POST /vorgaenge/:id/kein-vorgang': ['dpo'],
  'POST /vorgaenge/:id/auftraege/:task/erledigt': ['dpo'],
  'GET /vorgaenge/:id/auftraege/:task/dateien/:field': ['dpo'],
  'GET /vorgaenge/:id/identitaet': ['dpo'],
  'POST /vorgaenge/:id/identitaet': ['dpo'],
  'POST /vorgaenge/:id/identitaet/:check/code': ['dpo'],
  'POST /vorgaenge/:id/identitaet/:check/ergebnis': ['dpo'],
  'GET /auftraege': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'GET /auftraege/:id': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'POST /auftraege/:id': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'GET /auftraege/:id/dateien/:field': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'GET /auftrag/:token': 'public',
  'POST /auftrag/:token': 'public',
  'POST /auftrag/:token/ansehen': 'public',
  'GET /auftrag/:token/dateien/:field': 'public',
  'GET /bestaetigen/:token': 'public',
  'POST /bestaetigen/:token': 'public',
  'GET /abholen/:token': 'public',
  'POST /abholen/:token': 'public',
  'POST /abholen/:token/code': 'public',
  'GET /bestaetigt': 'public',
  'GET /anweisung': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'POST /anweisung': ['staff', 'dpo', 'decider', 'auditor', 'admin'],
  'GET /verwaltung': ['admin'],
  'POST /verwaltung/pruefkonto': ['admin'],
  'GET /pruefung-behoerde': ['dpo'],
  'POST /pruefung-behoerde': ['dpo'],
  'POST /pruefung-behoerde/uebergabe': ['dpo'],
};

let app: TestApplication;
let requestId: string;
const tokens = new Map<string, string>();
beforeAll(async () => {
  app = await startTestApplication();
  for (const role of ROLES) {
    tokens.set(role, await app.token(role));
  }
  const { application } = app.running;
  const sister = await application.get(OrganisationsService).importProfile({ ...CHAMBER, slug: 'schwester' });
  const email = 'dsb@schwester.example';
  await application.get(UsersService).add(commandLineActor(sister.organisationId), { email, role: 'dpo' });
  tokens.set('another organisation’s DPO', await application.get(TokensService).issue(email, 'x'));
  const answer = await call('POST', '/api/v1/requests', tokens.get('staff'), {
    channel: 'instagram',
    message: 'Bitte',
  });
  requestId = ((await answer.json()) as { id: string }).id;
});
afterAll(() => app.stop());

function call(method: string, path: string, token?: string, body: object = {}): Promise<Response> {
  return fetch(`${app.address}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
    },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
}

function routesOfTheProgram(): string[] {
  const routes = routesOf(app).map(({ method, path }) => `${method} ${path}`);
  return [...new Set(routes)].filter((route) => !/ \/(assets|mailbox)\b|favicon/.test(route)).sort();
}

const filled = (path: string): string =>
  path
    .replace(':id', requestId)
    .replace(':organisation', 'kammer')
    .replace(':erasure', requestId)
    .replace(':file', `${'a'.repeat(43)}.ics`)
    .replace(':field', 'attachment-1')
    .replace(':index', '0')
    .replace(':part', 'fristen')
    .replace(':message', requestId)
    .replace(':kind/:language', 'refusal/de')
    .replace(':at', '0')
    .replace(':kind', 'note')
    .replace('entries/*', 'entries/000.p/1')
    .replace('*', '0/000');

/** Changed on purpose? `UPDATE_ACCESS=1 npm test -- test/contract/access-matrix.spec.ts -t docs` writes it anew. */
test('the table in the docs is this one', () => {
  const mark = (allowed: Allowed, role: string): string =>
    allowed === 'public' || allowed === 'signed-in' || (allowed as readonly string[]).includes(role) ? 'yes' : '–';
  const rows = Object.entries(MATRIX)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([route, allowed]) =>
        `| \`${route}\` | ${allowed === 'public' ? 'yes' : '–'} | ${ROLES.map((role) => mark(allowed, role)).join(' | ')} |`,
    );
  const text = [
    '# Access matrix',
    '',
    'Every route, and who may call it (P8); generated from `test/contract/access-matrix.spec.ts`, which tries each as each',
    'role, without a sign-in, and with the objects of another organisation, which do not exist for it. A route with a',
    'secret in its address (`:token`, `:file`) is open to whoever holds that secret. In the own organisation a route shows',
    'what the role may see there, which row-level security decides once more.',
    '',
    `| route | nobody signed in | ${ROLES.join(' | ')} |`,
    `| --- | --- | ${ROLES.map(() => '---').join(' | ')} |`,
    ...rows,
    '',
  ].join('\n');
  if (process.env['UPDATE_ACCESS'] === '1') {
    writeFileSync('docs/access-matrix.md', text);
  }
  expect(readFileSync('docs/access-matrix.md', 'utf8')).toBe(text);
});

test('every route is in the table, and nothing besides', () => {
  expect(routesOfTheProgram()).toEqual(Object.keys(MATRIX).sort());
});

describe.each(Object.entries(MATRIX))('%s', (route, allowed) => {
  const [method = '', path = ''] = route.split(' ');
  const isPage = !/^\/(api|log)\//.test(path) && allowed !== 'public';

  test('without a sign-in', async () => {
    const { status } = await call(method, filled(path));
    // A page leads to the sign-in, a program is told.
    const refused = isPage ? [302, 303, 401].includes(status) : status === 401;
    expect([status, refused || status === 403]).toEqual([status, allowed !== 'public']);
  });

  test.each(ROLES)('as %s', async (role) => {
    const { status } = await call(method, filled(path), tokens.get(role));
    const may = allowed === 'public' || allowed === 'signed-in' || allowed.includes(role);
    // Staff get to the commands, of which only withdrawing is theirs; a page also wants the form's token.
    const open = route === 'POST /api/v1/requests/:id/commands' || isPage ? [403, status] : [status];
    const fits = may ? open.some((seen) => ![401, 403].includes(seen)) || isPage : status === 403;
    expect([role, status, fits]).toEqual([role, status, true]);
    expect(status).not.toBe(500);
  });

  test('as the DPO of another organisation: what is not theirs does not exist', async () => {
    if (!path.includes(':id')) {
      return;
    }
    const answer = await call(method, filled(path), tokens.get('another organisation’s DPO'), { type: 'acknowledge' });
    expect([route, [303, 401, 403, 404, 422].includes(answer.status)]).toEqual([route, true]);
    expect(await answer.text()).not.toMatch(/DSR-\d{4}-/);
  });
});

test('staff do not see what a colleague handed over', async () => {
  const colleague = await app.token('staff');
  for (const path of ['', '/timeline', '/receipt']) {
    expect((await call('GET', `/api/v1/requests/${requestId}${path}`, colleague)).status).toBe(404);
  }
});
