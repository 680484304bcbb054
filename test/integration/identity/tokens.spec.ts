import { commandLineActor } from '../../../src/audit/actor.js';
import { TokensService } from '../../../src/identity/tokens.service.js';
import { UsersService } from '../../../src/identity/users.service.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { PASSWORD, Visitor } from '../../support/visitor.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.stop());

let people = 0;
const someone = () => `person${(people += 1)}@kammer.example`;

async function staff(): Promise<string> {
  const email = someone();
  const person = { email, role: 'staff', password: PASSWORD } as const;
  await app.running.application.get(UsersService).add(commandLineActor(app.organisationId), person);
  return email;
}

describe('a token', () => {
  const withToken = (token: string, method: string, path: string, body?: object) =>
    fetch(`${app.address}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test('has a name, a scope and an end, shows its last use, and is revoked by its owner', async () => {
    const visitor = await Visitor.signedIn(app, someone(), 'staff');
    const expires = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const fields = { name: 'Kontaktformular', scope: 'intake', expires };
    const made = await (await visitor.post('/konto/token', fields, '/konto')).text();
    const token = /fw_[\w-]{43}/.exec(made)?.[0] ?? '';
    expect(
      (await withToken(token, 'POST', '/api/v1/requests', { channel: 'instagram', message: 'Bitte' })).status,
    ).toBe(201);
    expect((await withToken(token, 'GET', '/api/v1/requests')).status).toBe(403);
    expect((await withToken(token, 'POST', '/api/v1/tokens', { name: 'x' })).status).toBe(403);
    const page = await visitor.page('/konto');
    expect(page).toContain('darf nur Anfragen weitergeben');
    expect(page).toContain('zuletzt benutzt am');
    expect(page).not.toContain(token);
    const id = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await visitor.post('/konto/token/widerrufen', { token: id }, '/konto');
    expect((await withToken(token, 'POST', '/api/v1/requests', { channel: 'instagram', message: 'x' })).status).toBe(
      401,
    );
  });

  test('past its end is refused', async () => {
    const email = await staff();
    const tokens = app.running.application.get(TokensService);
    const token = await tokens.issue(email, 'x', undefined, { expiresAt: new Date(Date.now() + 60_000) });
    expect((await withToken(token, 'GET', '/api/v1/requests')).status).toBe(200);
    const expire = `UPDATE api_token SET expires_at = now()
      WHERE user_id = (SELECT id FROM user_account WHERE email = $1)`;
    await app.database.asOwner((client) => client.query(expire, [email]));
    tokens.forget();
    expect((await withToken(token, 'GET', '/api/v1/requests')).status).toBe(401);
  });

  test('that may only read changes nothing', async () => {
    const email = await staff();
    const token = await app.running.application.get(TokensService).issue(email, 'x', undefined, { scope: 'read' });
    expect((await withToken(token, 'GET', '/api/v1/requests')).status).toBe(200);
    expect((await withToken(token, 'POST', '/api/v1/requests', { channel: 'instagram', message: 'x' })).status).toBe(
      403,
    );
  });

  test('runs the accounts by the API as the pages do', async () => {
    const token = await app.token('admin');
    const email = someone();
    const made = await withToken(token, 'POST', '/api/v1/users', { email, roles: ['staff'] });
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    const command = (type: string, more: object = {}) =>
      withToken(token, 'POST', `/api/v1/users/${id}/commands`, { type, ...more });
    expect(await (await command('give-role', { role: 'auditor' })).json()).toMatchObject({
      roles: ['auditor', 'staff'],
    });
    expect(await (await command('suspend')).json()).toMatchObject({ suspended: true });
    expect((await command('suspend')).status).toBe(200);
    expect((await command('give-role', { role: 'dpo' })).status).toBe(409);
    expect(await (await command('resume')).json()).toMatchObject({ suspended: false });
    expect((await command('give-role', { role: 'staff' })).status).toBe(200);
    expect((await command('take-role', { role: 'dpo' })).status).toBe(200);
    expect((await command('end-sessions')).status).toBe(200);
    expect((await command('give-role')).status).toBe(422);
    expect((await command('befördern')).status).toBe(422);
    expect(await (await command('leave')).json()).toEqual({ id, left: true });
    expect((await command('leave')).status).toBe(404);
  });
});
