import { createHash } from 'node:crypto';
import Ajv from 'ajv';
import { civilDateIn } from '../../../src/domain/civil-date.js';
import { Replay } from '../../../src/domain/evidence/replay.js';
import { parseEntry } from '../../../src/domain/log/entry.js';
import { ComplianceFold } from '../../../src/domain/reports/compliance-fold.js';
import type { ComplianceFigures } from '../../../src/domain/reports/figures.js';
import { commandLineActor } from '../../../src/audit/actor.js';
import { OrganisationsService } from '../../../src/organisations/organisations.service.js';
import { ComplianceReports } from '../../../src/reports/compliance/compliance-reports.service.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../support/application.js';

type Who = 'staff' | 'dpo' | 'auditor' | 'admin';

let app: TestApplication;
let tokens: Record<Who, string>;
let today: string;
let period: string;
beforeAll(async () => {
  app = await startTestApplication({
    profile: { channels: CHAMBER.channels.map((channel) => ({ ...channel, labelEn: `=cmd|${channel.labelEn}` })) },
  });
  tokens = {
    ...{ staff: await app.token('staff'), dpo: await app.token('dpo') },
    ...{ auditor: await app.token('auditor'), admin: await app.token('admin') },
  };
  today = civilDateIn(new Date(), 'Europe/Berlin');
  period = `from=2026-01-01&to=${today}`;
  const first = await handOver({ channel: 'instagram', rights: ['erasure', 'objection'] });
  await handOver({ channel: 'linkedin', rights: [], receivedAt: new Date(Date.now() - 8 * 86_400_000).toISOString() });
  await command(first, { type: 'acknowledge' });
  await eventually(async () => {
    const { rows } = await app.database.asOwner((client) =>
      client.query(`SELECT 1 FROM log_entry WHERE event = 'forwarding.accepted'`),
    );
    return rows.length === 2 ? true : undefined;
  });
});
afterAll(() => app.stop());

async function handOver(body: object): Promise<string> {
  const answer = await call('POST', '/requests', 'staff', { message: 'Bitte', lateReason: 'Urlaub', ...body });
  const { id } = (await answer.json()) as { id: string };
  expect(answer.status).toBe(201);
  return id;
}

async function command(id: string, body: object): Promise<void> {
  const { headers } = await call('GET', `/requests/${id}`, 'dpo');
  const answer = await call('POST', `/requests/${id}/commands`, 'dpo', body, headers.get('etag') ?? '');
  expect(answer.status).toBeLessThan(300);
}

function call(method: string, path: string, who: Who, body?: unknown, version?: string): Promise<Response> {
  return fetch(`${app.address}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${tokens[who]}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(version === undefined ? {} : { 'if-match': version }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const report = (query = '', who: Who = 'auditor') => call('GET', `/reports/compliance?${period}${query}`, who);

async function entries(): Promise<readonly Buffer[]> {
  const { rows } = await app.database.asOwner((client) =>
    client.query<{ bytes: Buffer }>(`SELECT bytes FROM log_entry WHERE organisation_id = $1 ORDER BY index`, [
      app.organisationId,
    ]),
  );
  return rows.map(({ bytes }) => bytes);
}

async function figuresIn(response: Response): Promise<ComplianceFigures> {
  return ((await response.json()) as { figures: ComplianceFigures }).figures;
}

describe('the figures', () => {
  test('are what the fold over the entries says, the replay of the verifier, and plain SQL', async () => {
    const figures = await figuresIn(await report());
    const fold = new ComplianceFold(figures.period, 'Europe/Berlin');
    const replay = new Replay(undefined, 'Europe/Berlin');
    (await entries()).slice(0, figures.log.size).forEach((bytes, index) => {
      fold.add(index, parseEntry(bytes));
      replay.add(index, parseEntry(bytes));
    });
    expect(figures).toEqual(JSON.parse(JSON.stringify(fold.finish())));
    const { requests } = replay.finish();
    expect(requests.filter(({ directly, atOnce }) => directly === true && atOnce === true)).toHaveLength(
      figures.verdict.followed,
    );
    const { rows } = await app.database.asOwner((client) =>
      client.query(`SELECT count(*)::int AS all, count(*) FILTER (WHERE 'erasure' = ANY(rights))::int AS erasure,
        count(*) FILTER (WHERE state = 'acknowledged')::int AS acknowledged FROM rights_request`),
    );
    const { recorded, byRight, byState } = figures.requests;
    expect(rows).toEqual([{ all: recorded, erasure: byRight.erasure, acknowledged: byState.acknowledged }]);
    expect(figures.verdict.exceptions).toMatchObject([{ reasons: ['late-handover'], reasonStated: true }]);
  });

  test('have the requests behind them', async () => {
    const behind = async (figure: string): Promise<number> => {
      const answer = await call('GET', `/reports/compliance/behind?${period}&figure=${figure}`, 'dpo');
      return ((await answer.json()) as { items: unknown[] }).items.length;
    };
    expect(await behind('right:objection')).toBe(1);
    expect(await behind('right:unnamed')).toBe(1);
    expect(await behind('state:acknowledged')).toBe(1);
    expect(await behind('verdict:exceptions')).toBe(1);
    expect(await behind('recorded')).toBe(2);
    const unknown = await call('GET', `/reports/compliance/behind?${period}&figure=right:nonsense`, 'dpo');
    expect(unknown.status).toBe(404);
  });

  test('stand for a period that ended before a request went on', async () => {
    const reports = app.running.application.get(ComplianceReports);
    const actor = commandLineActor(app.organisationId);
    const empty = await reports.figures(actor, await reports.periodOf(actor, { from: '2020-01-01', to: '2020-12-31' }));
    expect(empty.requests.recorded).toBe(0);
    expect(empty.log).toMatchObject({ size: 0, entries: 0 });
    expect(empty.byMonth).toHaveLength(12);
  });
});

describe('the report', () => {
  test('asked for twice is the same bytes, and its hash is in the log once', async () => {
    const [first, second] = [await report('&language=en&threshold=3'), await report('&language=en&threshold=3')];
    const bytes = Buffer.from(await first.arrayBuffer());
    expect(Buffer.from(await second.arrayBuffer()).equals(bytes)).toBe(true);
    const sha256 = createHash('sha256').update(bytes).digest('base64');
    expect(first.headers.get('repr-digest')).toBe(`sha-256=:${sha256}:`);
    const issued = (await entries())
      .map((entry) => parseEntry(entry))
      .filter(({ event, facts }) => event === 'report.issued' && (facts as { document?: string }).document === sha256);
    expect(issued).toMatchObject([{ facts: { kind: 'compliance', from: '2026-01-01', to: today } }]);
    // With every number that small nothing is left.
    expect(await figuresOf(bytes)).toMatchObject({ requests: { recorded: null }, verdict: { exceptions: [] } });
  });

  function figuresOf(bytes: Buffer): Promise<unknown> {
    return Promise.resolve((JSON.parse(bytes.toString('utf8')) as { figures: unknown }).figures);
  }

  test('keeps to its published schema', async () => {
    const schema = (await (await fetch(`${app.address}/api/v1/reports/compliance/schema`)).json()) as object;
    const validate = new Ajv().compile(schema);
    for (const query of ['', '&threshold=5']) {
      validate(await (await report(query)).json());
      expect(validate.errors).toBeNull();
    }
  });

  test('as CSV has no formula in it, whatever a channel is called', async () => {
    const plain = await (await report('&format=csv&language=en')).text();
    expect(plain).toContain(";instagram;'=cmd|");
    expect(plain).not.toMatch(/(^|;)[=+@\t]/m);
    const withMark = Buffer.from(await (await report('&format=csv&language=en&bom=true')).arrayBuffer());
    expect(withMark.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  });

  test('as JSON-LD names the rights as the Data Privacy Vocabulary does', async () => {
    const answer = await report('&format=jsonld');
    expect(answer.headers.get('content-type')).toContain('application/ld+json');
    const { 'dct:hasPart': activities } = (await answer.json()) as Record<string, unknown[]>;
    expect(activities).toContainEqual({
      '@type': 'dpv:RightExerciseActivity',
      'dpv:hasRight': { '@id': 'eu-gdpr:A21' },
      count: 1,
    });
    expect(activities).toContainEqual(expect.objectContaining({ 'forthwith:right': 'unnamed', count: 1 }));
  });

  test.each([
    ['from=2026-01-01&to=2999-12-31', 'to', 'not-a-date'],
    ['from=2026-01-01&to=2036-12-31', 'to', 'in-the-future'],
    ['from=2026-03-02&to=2026-03-01', 'to', 'before-start'],
    ['from=2001-01-01&to=2025-12-31', 'to', 'period-too-long'],
    ['from=2026-02-30&to=2026-03-01', 'from', 'not-a-date'],
    ['from=2026-01-01&to=2026-01-31&format=docx', 'format', 'unknown-value'],
    ['from=2026-01-01&to=2026-01-31&threshold=-1', 'threshold', 'not-a-number'],
  ])('refuses %s', async (query, field, code) => {
    const answer = await call('GET', `/reports/compliance?${query}`, 'dpo');
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ field, code }] });
  });

  test.each(['staff', 'admin'] as const)('is not for %s', async (who) => {
    expect((await report('', who)).status).toBe(403);
  });

  test('of an organisation without requests is empty and honest', async () => {
    const { application } = app.running;
    const imported = await application
      .get(OrganisationsService)
      .importProfile({ ...CHAMBER, slug: 'leer', name: 'Leere Kammer' });
    const actor = commandLineActor(imported.organisationId);
    const reports = application.get(ComplianceReports);
    const figures = await reports.figures(actor, await reports.periodOf(actor, { from: today, to: today }));
    expect(figures.requests).toMatchObject({ recorded: 0, carriedOver: 0, byChannel: [], outcomes: [] });
    expect(figures.times.receiptToRecording).toEqual({ count: 0, median: null, p90: null, p99: null, longest: null });
    expect(figures.log.entries).toBeGreaterThan(0);
  });

  test('tells of both versions of the instruction that held in the period', async () => {
    const { application } = app.running;
    const instruction = { ...CHAMBER.instruction, version: CHAMBER.instruction.version + 1, handoverLimitMinutes: 5 };
    const profile = { ...CHAMBER, slug: 'zwei' };
    const organisations = application.get(OrganisationsService);
    const { organisationId } = await organisations.importProfile(profile);
    await organisations.importProfile({ ...profile, instruction: { ...instruction, holdsFrom: today } });
    const actor = commandLineActor(organisationId);
    const reports = application.get(ComplianceReports);
    const figures = await reports.figures(actor, await reports.periodOf(actor, { from: '2026-01-01', to: today }));
    expect(figures.instructions.map(({ version }) => version)).toEqual([1, 2]);
  });

  test('is refused over a log with a gap, and the gap is named', async () => {
    await app.database.asOwner(async (client) => {
      await client.query(`ALTER TABLE log_entry DISABLE TRIGGER ALL`);
      await client.query(`DELETE FROM log_entry WHERE organisation_id = $1 AND index = 7`, [app.organisationId]);
      await client.query(`ALTER TABLE log_entry ENABLE TRIGGER ALL`);
    });
    const answer = await report();
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ title: 'log-has-gap', index: 7 });
  });
});
