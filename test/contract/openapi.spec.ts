import { readFileSync, writeFileSync } from 'node:fs';
import { startTestApplication, type TestApplication } from '../support/application.js';

const COMMITTED = 'docs/openapi.json';

let app: TestApplication;
let document: { openapi: string; paths: Record<string, Record<string, unknown>> };
beforeAll(async () => {
  app = await startTestApplication();
  document = (await (await fetch(`${app.address}/api/openapi.json`)).json()) as typeof document;
});
afterAll(() => app.stop());

/** Changed on purpose? `UPDATE_OPENAPI=1 npm test -- --selectProjects contract` writes it anew. */
test('the description that is committed is that of the program', () => {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (process.env['UPDATE_OPENAPI'] === '1') {
    writeFileSync(COMMITTED, text);
  }
  expect(JSON.parse(readFileSync(COMMITTED, 'utf8'))).toEqual(document);
});

test('is OpenAPI 3.1 and names every route of DESIGN §9 that there is', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      '/api/v1/requests',
      '/api/v1/requests/{id}',
      '/api/v1/requests/{id}/commands',
      '/api/v1/requests/{id}/deadline/preview',
      '/api/v1/requests/{id}/deadline.ics',
      '/api/v1/requests/{id}/timeline',
      '/api/v1/requests/{id}/receipt',
      '/api/v1/deadlines/preview',
      '/log/{organisation}/key',
      '/log/{organisation}/checkpoint',
      '/health/live',
      '/health/ready',
    ]),
  );
});

test('holds nothing of the machine it was made on', () => {
  expect(JSON.stringify(document)).not.toMatch(/127\.0\.0\.1|localhost:\d|\/work\/|\/home\//);
});
