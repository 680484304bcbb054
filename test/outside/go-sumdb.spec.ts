import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { commandLineActor } from '../../src/audit/actor.js';
import { AuditLog } from '../../src/audit/audit-log.js';
import { Integrator } from '../../src/audit/integrator.js';
import { startTestApplication, type TestApplication } from '../support/application.js';

// The judge is Go's sumdb/note and sumdb/tlog (P4), unchanged, over HTTP; nothing of ours is in it.

let folder: string;
let app: TestApplication;
let log: string;
let check: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forthwith-go-'));
  check = join(folder, 'check');
  // Debian puts golang.org/x/mod where the old way of building looks for it.
  execFileSync('go', ['build', '-o', check, 'test/outside/go/check.go'], {
    env: { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(folder, 'cache') },
  });
  app = await startTestApplication();
  log = `${app.address}/log/kammer`;
});

afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function receipts(count: number): Promise<string[]> {
  const authorization = `Bearer ${await app.token('staff')}`;
  const files: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const answer = await fetch(`${app.address}/api/v1/requests`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'email', message: `Bitte um Auskunft ${at}` }),
    });
    const { id } = (await answer.json()) as { id: string };
    const receipt = await fetch(`${app.address}/api/v1/requests/${id}/receipt`, { headers: { authorization } });
    files.push(join(folder, `${at}.tlog-proof`));
    writeFileSync(files.at(-1) ?? '', await receipt.text());
  }
  return files;
}

/** Enough entries that the tree has full tiles and partial ones on two levels. */
async function grow(entries: number): Promise<void> {
  await app.running.application.get(AuditLog).transact(commandLineActor(app.organisationId), (transaction) => {
    for (let at = 0; at < entries; at += 1) {
      transaction.record('clock.anomaly', { behindMs: at });
    }
    return Promise.resolve();
  });
  await app.running.application.get(Integrator).integrateAll();
}

test('Go accepts key, checkpoint, tiles, receipts and the way from an earlier checkpoint', async () => {
  const early = await receipts(3);
  const earlier = join(folder, 'checkpoint');
  writeFileSync(earlier, await (await fetch(`${log}/checkpoint`)).text());
  await grow(700);
  const { stdout } = await promisify(execFile)(check, [log, earlier, ...early]);
  expect(stdout).toMatch(/^size 7\d\d, receipts 3$/m);
});

test('and refuses a receipt with one letter changed', async () => {
  const [file = ''] = await receipts(1);
  const earlier = join(folder, 'checkpoint');
  writeFileSync(earlier, await (await fetch(`${log}/checkpoint`)).text());
  const receipt = await (await import('node:fs/promises')).readFile(file, 'utf8');
  writeFileSync(
    file,
    receipt.replace(/^index (\d+)$/m, (_, index: string) => `index ${Number(index) - 1}`),
  );
  await expect(promisify(execFile)(check, [log, earlier, file])).rejects.toMatchObject({ code: 1 });
});
