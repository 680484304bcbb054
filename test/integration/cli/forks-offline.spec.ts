import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from '../../../src/cli/compare.command.js';
import type { Command } from '../../../src/cli/command.js';
import { verify } from '../../../src/cli/verify.command.js';
import { formatCosignerVkey } from '../../../src/domain/log/cosignature.js';
import { publicKeyOf } from '../../../src/domain/log/ed25519.js';
import { loadConfig } from '../../../src/platform/config/environment.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';

// Two histories of one log, made by the real program out of one backup, and found by anybody who holds a file of each:
// offline, without an installation, by the commands.

const folder = mkdtempSync(join(tmpdir(), 'forthwith-offline-'));
const nowhere = loadConfig({ DATA_DIR: join(folder, 'none') });
const at = (name: string) => join(folder, name);
const databases: TestDatabase[] = [];
let key = '';
let logKey = '';

async function run(command: Command, words: readonly string[], flags: Record<string, unknown> = {}) {
  const said: string[] = [];
  const code = await command.run({
    words: words.map(at),
    flags: {
      ...flags,
      ...(flags['known'] === undefined ? {} : { known: (flags['known'] as string[]).map(at) }),
    },
    config: nowhere,
    result: (value, text) => void said.push(JSON.stringify(value), text),
  });
  return { code, text: said.join('\n') };
}

/** Hands one over, and keeps what the house gives out: receipt, checkpoint, bundle. */
async function keep(app: TestApplication, name: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'instagram', message: `Bitte um Auskunft: ${name}` }),
  });
  const { id } = (await response.json()) as { id: string };
  const get = async (path: string) => {
    const found = await fetch(`${app.address}${path}`, { headers });
    return found.ok ? Buffer.from(await found.arrayBuffer()) : undefined;
  };
  writeFileSync(at(`${name}.tlog-proof`), await eventually(() => get(`/api/v1/requests/${id}/receipt`)));
  writeFileSync(at(`${name}.checkpoint`), await eventually(() => get('/log/kammer/checkpoint')));
  const dpo = { authorization: `Bearer ${await app.token('dpo', 'auditor')}` };
  const bundle = await fetch(`${app.address}/api/v1/evidence?from=2020-01-01&to=2099-12-31`, { headers: dpo });
  expect(bundle.status).toBe(200);
  writeFileSync(at(`${name}.zip`), Buffer.from(await bundle.arrayBuffer()));
}

beforeAll(async () => {
  const dataDir = at('data');
  const first = await cloneDatabase();
  databases.push(first);
  let app = await startTestApplication({ database: first, dataDir });
  const token = await app.token('staff');
  await keep(app, 'before', token);
  key = (await (await fetch(`${app.address}/log/kammer/key`)).text()).trim();
  logKey = (await (await fetch(`${app.address}/log/_logs/key`)).text()).trim();
  await app.stop();
  const backup = await cloneDatabase(first);
  databases.push(backup);
  cpSync(dataDir, at('copy'), { recursive: true });
  app = await startTestApplication({ database: first, dataDir });
  await keep(app, 'one', token);
  await keep(app, 'later', token);
  await app.stop();
  app = await startTestApplication({ database: backup, dataDir: at('copy') });
  await keep(app, 'other', token);
  await keep(app, 'other-later', token);
  await app.stop();
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()));
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['one.zip', 'later.zip'],
  ['before.zip', 'other-later.zip'],
  ['before.tlog-proof', 'later.zip'],
  ['one.checkpoint', 'one.checkpoint'],
  ['other.tlog-proof', 'other-later.zip'],
  ['one.checkpoint', 'later.zip'],
])('compare says of %s and %s: one history', async (one, other) => {
  const { code, text } = await run(compare, [one, other]);
  expect([code, text]).toEqual([0, expect.stringContaining('"agrees"')]);
});

test.each([
  ['later.zip', 'other-later.zip'],
  ['one.tlog-proof', 'other-later.zip'],
  ['other.tlog-proof', 'later.zip'],
  ['other.checkpoint', 'later.zip'],
  ['one.checkpoint', 'other-later.zip'],
])('compare says of %s and %s: two versions, whichever comes first', async (one, other) => {
  for (const pair of [
    [one, other],
    [other, one],
  ]) {
    const { code, text } = await run(compare, pair);
    expect([code, text]).toEqual([1, expect.stringContaining('"forked"')]);
  }
});

test('verify --known takes the key from what is held, and says whether it is the same history', async () => {
  for (const known of ['before.tlog-proof', 'one.checkpoint', 'one.zip']) {
    expect([known, (await run(verify, ['later.zip'], { known: [known] })).code]).toEqual([known, 0]);
  }
  for (const known of ['one.tlog-proof', 'one.checkpoint', 'later.zip']) {
    const { code, text } = await run(verify, ['other-later.zip'], { known: [known], key: [key] });
    expect([known, code, text]).toEqual([known, 1, expect.stringContaining('forked')]);
  }
  // A receipt of the one against the checkpoint of the other: held before, or not linked, but never proved.
  expect((await run(verify, ['other.tlog-proof'], { known: ['one.tlog-proof'], key: [key] })).code).not.toBe(0);
});

test('verify --policy and --tsa demand whom they name, of bundles and of receipts', async () => {
  const witness = formatCosignerVkey('fremd.example/_witness', publicKeyOf(Buffer.alloc(32, 9)));
  writeFileSync(at('policy'), `log ${logKey}\nlog ${key}\nwitness fremd ${witness}\nquorum fremd\n`);
  writeFileSync(at('no-quorum'), `log ${key}\nwitness fremd ${witness}\n`);
  for (const file of ['later.zip', 'later.tlog-proof']) {
    expect([file, (await run(verify, [file], { key: [key] })).code]).toEqual([file, 0]);
    expect([file, (await run(verify, [file], { key: [key], policy: at('policy') })).code]).toEqual([file, 1]);
    // Who leaves the quorum out must not be told that it was reached.
    await expect(run(verify, [file], { key: [key], policy: at('no-quorum') })).rejects.toThrow('no-quorum');
  }
  expect((await run(verify, ['later.zip'], { key: [key], tsa: ['ab'.repeat(32)] })).code).toBe(1);
  await expect(run(verify, ['later.zip'], { key: [key], tsa: ['rubbish'] })).rejects.toThrow('rubbish');
  // Without a key nothing is proved, whatever else holds.
  expect((await run(verify, ['later.zip'])).code).toBe(2);
});
