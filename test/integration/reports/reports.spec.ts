import { createHash } from 'node:crypto';
import { ComplianceReports } from '../../../src/reports/compliance/compliance-reports.service.js';
import { civilDateIn } from '../../../src/domain/civil-date.js';
import { systemActor } from '../../../src/audit/actor.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { Visitor } from '../../support/visitor.js';

let app: TestApplication;
let dpo: Visitor;
let auditor: Visitor;
const today = civilDateIn(new Date(), 'Europe/Berlin');

beforeAll(async () => {
  app = await startTestApplication();
  const staff = await app.token('staff');
  for (const channel of ['instagram', 'instagram', 'email']) {
    const answer = await fetch(`${app.address}/api/v1/requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel, message: 'Aurelia Beispiel bittet.', rights: ['access'] }),
    });
    if (answer.status !== 201) {
      throw new Error(`not handed over: ${answer.status}`);
    }
  }
  dpo = await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
  auditor = await Visitor.signedIn(app, 'revision@kammer.example', 'auditor');
  await eventually(async () => ((await entries('forwarding.accepted')).length === 3 ? true : undefined));
});
afterAll(() => app.stop());

async function entries(event: string): Promise<Record<string, unknown>[]> {
  return app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: Buffer }>(
      'SELECT bytes FROM log_entry WHERE event = $1 ORDER BY index',
      [event],
    );
    return rows.map(({ bytes }) => JSON.parse(bytes.toString('utf8')) as Record<string, unknown>);
  });
}

const order = (visitor: Visitor, fields: Record<string, string>) =>
  visitor.post(
    '/berichte',
    { period: 'own', from: today, to: today, format: 'html', language: 'de', ...fields },
    '/berichte',
  );

test('figures count what the log says', async () => {
  const reports = app.running.application.get(ComplianceReports);
  const figures = await reports.figures(systemActor(app.organisationId), { from: today, to: today });
  expect(figures.requests).toMatchObject({ recorded: 3, carriedOver: 0 });
  expect(figures.requests.byRight.access).toBe(3);
  expect(Object.fromEntries(figures.requests.byChannel.map(({ kind, requests }) => [kind, requests]))).toEqual({
    instagram: 2,
    email: 1,
  });
  expect(figures.verdict).toMatchObject({ directly: 3, atOnce: 3, followed: 3, exceptions: [] });
  expect(figures.byMonth).toEqual([{ span: today.slice(0, 7), received: 3, answered: 0, followed: 3, missed: 0 }]);
  expect(figures.deadlines.open).toBe(3);
});

test('the overview shows DPO and auditor what is open; only the DPO is led to the cases', async () => {
  const [forDpo, forAuditor] = [await dpo.page('/uebersicht'), await auditor.page('/uebersicht')];
  for (const page of [forDpo, forAuditor]) {
    expect(page).toMatch(/tile__value">3<\/span><span class="tile__label">noch nicht übernommen/);
    expect(page).toContain('role="img"');
    expect(page).not.toContain('Aurelia');
  }
  expect(forDpo).toContain('href="/vorgaenge?state=recorded"');
  expect(forAuditor).not.toContain('/vorgaenge');
});

test('each report given out is in the log with the hash of its bytes, and on the page', async () => {
  const answer = await order(auditor, {});
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toContain(`rechenschaftsbericht-kammer-${today}-${today}.html`);
  const document = createHash('sha256')
    .update(Buffer.from(await answer.arrayBuffer()))
    .digest('base64');
  const [last] = (await entries('report.issued')).reverse();
  expect(last?.['facts']).toMatchObject({ kind: 'compliance', from: today, to: today, document });
  expect(await dpo.page('/berichte')).toContain(document);
});

test('asked for again, a report over days that are over has the same bytes', async () => {
  const bytes = [];
  for (const format of ['archive', 'archive', 'html', 'html']) {
    const answer = await order(dpo, { period: 'month', format });
    expect(answer.status).toBe(200);
    bytes.push(Buffer.from(await answer.arrayBuffer()).toString('base64'));
  }
  expect(bytes[0]).toBe(bytes[1]);
  expect(bytes[2]).toBe(bytes[3]);
});

test.each([
  ['in the future', { from: '2090-01-01', to: '2090-12-31' }],
  ['reversed', { from: today, to: '2020-01-01' }],
  ['of 30 years', { from: '2001-01-01', to: today }],
  ['that is none', { from: '', to: 'gestern' }],
])('a period %s is refused beside its field, and what was typed is kept', async (_, days) => {
  const answer = await order(dpo, days);
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain('error-summary');
  expect(page).toContain(`value="${days.to}"`);
});

test('staff get neither overview nor reports', async () => {
  const staff = await Visitor.signedIn(app, 'mitarbeit@kammer.example', 'staff');
  for (const path of ['/uebersicht', '/berichte']) {
    expect((await staff.get(path)).status).toBe(403);
  }
});

describe('the figures on the screen', () => {
  const days = `from=${today}&to=${today}`;

  test('lead from each number to the requests behind it: the DPO to the case, an auditor to its entries', async () => {
    const page = await dpo.page(`/berichte/zahlen?${days}`);
    expect(page).toMatch(/figure=right%3Aaccess">3</);
    const behind = `/berichte/zahlen/dahinter?${days}&figure=right%3Aaccess`;
    const [forDpo, forAuditor] = [await dpo.page(behind), await auditor.page(behind)];
    expect(forDpo.match(/href="\/vorgaenge\/[0-9a-f-]{36}"/g)).toHaveLength(3);
    expect(forAuditor.match(/href="\/protokoll\?reference=/g)).toHaveLength(3);
    expect(forAuditor).not.toContain('/vorgaenge/');
    expect(forDpo).toMatch(/<h1[^>]*>Auskunft \(Art\. 15\)</);
    expect(forDpo).toContain('3 Vorgänge, gezählt für');
  });

  test('of an invalid period say so beside the field; an unknown number is not found', async () => {
    const answer = await dpo.get('/berichte/zahlen?from=gestern&to=2026-01-01');
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('value="gestern"');
    expect((await dpo.get(`/berichte/zahlen/dahinter?${days}&figure=right%3Anone`)).status).toBe(404);
  });

  test('open the stated reason of an exception to the DPO alone, and the log tells it', async () => {
    const late = await fetch(`${app.address}/api/v1/requests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await app.token('staff')}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ channel: 'email', message: 'Bitte löschen.', rights: ['erasure'] },
        ...{ receivedAt: new Date(Date.now() - 72 * 3_600_000).toISOString(), lateReason: 'Lag im Spamordner.' },
      }),
    });
    expect(late.status).toBe(201);
    const behind = `/berichte/zahlen/dahinter?${days}&figure=verdict%3Aexceptions`;
    const read = (await entries('content.read')).length;
    expect(await dpo.page(behind)).not.toContain('Lag im Spamordner');
    expect(await dpo.page(`${behind}&gruende=ja`)).toContain('Lag im Spamordner');
    expect(await entries('content.read')).toHaveLength(read + 1);
    expect(await auditor.page(`${behind}&gruende=ja`)).not.toContain('Lag im Spamordner');
    expect(await entries('content.read')).toHaveLength(read + 1);
  });
});
