import { request, type Server } from 'node:http';
import { startTestApplication, type TestApplication } from '../../../support/application.js';
import { PASSWORD, Visitor } from '../../../support/visitor.js';

const staff = 'weitergabe@kammer.example';
let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication();
  await Visitor.signedIn(app, staff, 'staff');
});
afterAll(() => app.stop());

/** As it stands: fetch would tidy the address. */
function raw(method: string, path: string): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(app.address);
    request({ hostname, port, method, path }, (response) => {
      response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    })
      .on('error', reject)
      .end();
  });
}

test('nothing that needs a sign-in is stored on the way', async () => {
  const dpo = await Visitor.signedIn(app, 'datenschutz@kammer.example', 'dpo');
  for (const path of ['/api/v1/requests', '/api/v1/me', '/vorgaenge', '/protokoll', '/gibtsnicht']) {
    expect([path, (await dpo.get(path)).headers.get('cache-control')]).toEqual([
      path,
      expect.stringContaining('no-store'),
    ]);
  }
});

test('an address that cannot be decoded is refused under the same policy as everything else', async () => {
  const { status, headers } = await raw('GET', '/%ff');
  expect(status).toBe(400);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['cache-control']).toBe('no-store');
});

test('HEAD opens no page', async () => {
  expect((await raw('HEAD', '/auftrag/abcdefghijklmnopqrstuv')).status).toBe(405);
  expect((await raw('HEAD', '/health/live')).status).toBe(200);
});

test('a request that is not whole after five minutes is ended', () => {
  const server: Server = app.running.application.getHttpServer();
  expect(server.requestTimeout).toBe(300_000);
});

test.each([
  ['/vorgaenge?right=access', '/vorgaenge?right=access'],
  ['/\t/evil.example', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/.//evil.example', '/'],
  ['https://evil.example/', '/'],
  ['/\n/evil.example', '/'],
  ['/vorgaenge\u2028', '/vorgaenge%E2%80%A8'],
  ['/anmelden', '/'],
])('after signing in, %j leads to %s and nowhere else', async (returnTo, expected) => {
  const visitor = new Visitor(app);
  const answer = await visitor.post('/anmelden', { email: staff, password: PASSWORD, returnTo }, '/anmelden');
  expect([answer.status, answer.headers.get('location')]).toEqual([303, expected]);
});
