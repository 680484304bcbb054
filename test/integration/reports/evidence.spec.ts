import { civilDateIn } from '../../../src/domain/civil-date.js';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BundleFiles } from '../../../src/domain/evidence/bundle-files.js';
import type { ComplianceFigures } from '../../../src/domain/reports/figures.js';
import { NODE_PORT } from '../../../src/verifier/node-port.js';
import { openBundle } from '../../../src/verifier/node-files.js';
import { verifyBundle, type BundleVerdict, type VerifyOptions } from '../../../src/domain/evidence/verify-bundle.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';

type ComplianceReportJson = { readonly figures: ComplianceFigures };

let app: TestApplication;
let folder: string;
let tokens: Record<'staff' | 'dpo' | 'auditor', string>;
let id: string;
let reference: string;
beforeAll(async () => {
  app = await startTestApplication();
  folder = mkdtempSync(join(tmpdir(), 'forthwith-evidence-'));
  tokens = { staff: await app.token('staff'), dpo: await app.token('dpo'), auditor: await app.token('auditor') };
  ({ id, reference } = await handOver('Bitte löschen Sie alles über Aurelia Beispiel.'));
  await forwarded(id);
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function handOver(message: string): Promise<{ id: string; reference: string }> {
  const response = await call('POST', '/requests', 'staff', { channel: 'instagram', message, rights: ['erasure'] });
  return (await response.json()) as { id: string; reference: string };
}

function call(method: string, path: string, who: keyof typeof tokens, body?: unknown): Promise<Response> {
  return fetch(`${app.address}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${tokens[who]}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function forwarded(of: string): Promise<void> {
  await eventually(async () => {
    const { forwarding } = (await (await call('GET', `/requests/${of}`, 'dpo')).json()) as {
      forwarding: { state: string };
    };
    return forwarding.state === 'forwarded' ? true : undefined;
  });
}

let files = 0;
async function save(path: string, who: keyof typeof tokens = 'auditor'): Promise<string> {
  const response = await call('GET', path, who);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/zip');
  const file = join(folder, `${(files += 1)}.zip`);
  writeFileSync(file, Buffer.from(await response.arrayBuffer()));
  return file;
}

async function verified(file: string, options: VerifyOptions = {}): Promise<BundleVerdict> {
  const { files: bundle, close } = await openBundle(file);
  try {
    return await verifyBundle(bundle, NODE_PORT, options);
  } finally {
    await close();
  }
}

const failedChecks = ({ checks }: BundleVerdict) => checks.filter(({ state }) => state === 'failed');

describe('the bundle of a request', () => {
  test('verifies offline, and the verdict comes out of its entries alone', async () => {
    const verdict = await verified(await save(`/requests/${id}/evidence`));
    expect(failedChecks(verdict)).toEqual([]);
    expect([verdict.outcome, verdict.unconfirmed]).toEqual(['consistent', ['no-key']]);
    expect(verdict.requests).toMatchObject([
      { request: id, rights: ['erasure'], directly: true, atOnce: true, deadline: 'open', state: 'recorded' },
    ]);
    expect(verdict.manifest.references).toEqual({ [id]: reference });
    expect(verdict.requests[0]?.reference).toBe(reference);
    expect(verdict.checks.find(({ check }) => check === 'contents-bound')?.state).toBe('passed');
    const states = Object.fromEntries(verdict.checks.map(({ check, state }) => [check, state]));
    expect(states).toMatchObject({
      'entries-in-log': 'passed',
      'checkpoint-signed': 'passed',
      'key-known': 'absent',
      'earlier-checkpoints': 'passed',
      'report-unchanged': 'passed',
      'sequence-allowed': 'passed',
    });
  });

  test('holds to the key that the verifier has from elsewhere', async () => {
    const file = await save(`/requests/${id}/evidence`);
    const key = (await (await fetch(`${app.address}/log/kammer/key`)).text()).trim();
    expect((await verified(file, { trustedKeys: [key] })).outcome).toBe('proved');
  });

  test('has no word of the person in it, unless the DPO discloses', async () => {
    const closed = await openBundle(await save(`/requests/${id}/evidence`));
    for (const name of closed.files.names) {
      let text = '';
      for await (const chunk of closed.files.open(name)) {
        text += Buffer.from(chunk).toString('latin1');
      }
      expect(text).not.toContain('Aurelia');
    }
    await closed.close();
    const file = await save(`/requests/${id}/evidence?disclose=true`, 'dpo');
    const verdict = await verified(file);
    expect(failedChecks(verdict)).toEqual([]);
    expect(verdict.checks.find(({ check }) => check === 'disclosures')).toMatchObject({ state: 'passed', count: 2 });
    expect((await call('GET', `/requests/${id}/evidence?disclose=true`, 'auditor')).status).toBe(403);
  });

  test('is verified by the single file in it, without this software', async () => {
    const file = await save(`/requests/${id}/evidence`);
    const program = join(folder, 'verify.mjs');
    const { files: bundle, close } = await openBundle(file);
    const parts: Uint8Array[] = [];
    for await (const chunk of bundle.open('verify.mjs')) {
      parts.push(chunk);
    }
    await close();
    writeFileSync(program, Buffer.concat(parts));
    const run = promisify(execFile);
    const key = (await (await fetch(`${app.address}/log/kammer/key`)).text()).trim();
    const options = { cwd: folder, env: {} };
    const { stdout } = await run(process.execPath, [program, file, '--lang', 'de', '--key', key], options);
    expect(stdout).toContain('Bewiesen durch Schlüssel, die Sie genannt haben oder schon kannten.');
    expect(stdout).toContain('Anweisung befolgt: 1 von 1');
    expect(stdout).toContain(reference);
    const unnamed = run(process.execPath, [program, file, '--lang', 'de'], options);
    await expect(unnamed).rejects.toMatchObject({ code: 2, stdout: expect.stringContaining('nicht bestätigt') });
  });
});

describe('the bundle of a period', () => {
  test('encloses the compliance report whose figures it proves, and tells another one', async () => {
    const today = civilDateIn(new Date(), 'Europe/Berlin');
    const { files: bundle, close } = await openBundle(await save(`/evidence?from=${today}&to=${today}`));
    expect(bundle.names).toEqual(expect.arrayContaining(['compliance.pdf', 'compliance.json']));
    const parts: Uint8Array[] = [];
    for await (const chunk of bundle.open('compliance.json')) {
      parts.push(chunk);
    }
    const report = JSON.parse(Buffer.concat(parts).toString('utf8')) as ComplianceReportJson;
    const verdict = await verifyBundle(bundle, NODE_PORT, {});
    expect([failedChecks(verdict), verdict.complete]).toEqual([[], 'up-to-checkpoint']);
    expect(verdict.checks.find(({ check }) => check === 'figures-recounted')?.state).toBe('passed');
    const followed = verdict.requests.filter(({ directly, atOnce }) => directly && atOnce);
    expect([report.figures.requests.recorded, report.figures.verdict.followed]).toEqual([
      verdict.requests.length,
      followed.length,
    ]);
    const swapped: BundleFiles = {
      ...bundle,
      size: () => undefined,
      open: (name) => (name === 'compliance.json' ? ([Buffer.from('{}')].values() as never) : bundle.open(name)),
    };
    expect(failedChecks(await verifyBundle(swapped, NODE_PORT, {})).map(({ check }) => check)).toEqual([
      'contents-bound',
      'report-unchanged',
    ]);
    await close();
  });

  test('holds every entry of its days in one piece', async () => {
    const today = civilDateIn(new Date(), 'Europe/Berlin');
    const verdict = await verified(await save(`/evidence?from=2020-01-01&to=${today}&language=en`));
    expect(failedChecks(verdict)).toEqual([]);
    expect(verdict.manifest.runs).toHaveLength(1);
    expect(verdict.manifest.runs[0]?.first).toBe(0);
    expect(verdict.checkpoint?.size).toBe(verdict.entries);
  });

  test.each([
    ['from=2026-02-30&to=2026-03-01', 'from'],
    ['from=2026-03-02&to=2026-03-01', 'to'],
    ['from=2026-03-02', 'to'],
  ])('asks for its days: %s', async (query, field) => {
    const response = await call('GET', `/evidence?${query}`, 'auditor');
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ field }] });
  });
});
