import { readFileSync, writeFileSync } from 'node:fs';
import { COMMAND_NAMES } from '../../src/api/commands/table.js';
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

test('is OpenAPI 3.1 and names every route of the outside contract', () => {
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
      '/api/v1/requests/{id}/claims',
      '/api/v1/requests/{id}/messages',
      '/api/v1/requests/{id}/recipients',
      '/api/v1/requests/{id}/tasks',
      '/api/v1/deadlines/preview',
      '/log/{organisation}/key',
      '/log/{organisation}/checkpoint',
      '/health/live',
      '/health/ready',
    ]),
  );
});

test('every command is described with its fields, and those of no other', () => {
  const { components, paths } = document as unknown as {
    components: { schemas: Record<string, { properties: Record<string, unknown>; required: string[] }> };
    paths: Record<string, { post: { requestBody: { content: Record<string, { schema: { oneOf: Described[] } }> } } }>;
  };
  const body = paths['/api/v1/requests/{id}/commands']?.post.requestBody.content['application/json'];
  const described = (body?.schema.oneOf ?? []).map(({ title, allOf: [{ $ref }] }) => {
    const shape = components.schemas[$ref.replace('#/components/schemas/', '')];
    return [title, Object.keys(shape?.properties ?? {}), shape?.required ?? []] as const;
  });
  expect(described.map(([title]) => title)).toEqual([...COMMAND_NAMES]);
  expect(described.find(([title]) => title === 'extend')).toEqual([
    'extend',
    ['type', 'message', 'way', 'unproved', 'saidBy', 'decidedOn', 'sentOn', 'cause', 'reason'],
    ['type', 'decidedOn', 'cause', 'reason'],
  ]);
  expect(described.find(([title]) => title === 'close')?.[1]).toEqual(['type', 'ending']);
});

test('the readable page names every command with its fields, those that may be left out in brackets', async () => {
  const page = await (await fetch(`${app.address}/api/docs`)).text();
  for (const name of COMMAND_NAMES) {
    expect(page).toContain(`<code>${name}</code>`);
  }
  expect(page).toMatch(/<code>list-recipient<\/code>[^<]*<[^>]*>name, \[email\], \[address\]</);
});

interface Described {
  readonly title: string;
  readonly allOf: readonly [{ readonly $ref: string }, object];
}

test('holds nothing of the machine it was made on', () => {
  expect(JSON.stringify(document)).not.toMatch(/127\.0\.0\.1|localhost:\d|\/work\/|\/home\//);
});
