import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLineActor } from '../../../src/audit/actor.js';
import { KeyRotation } from '../../../src/audit/key-rotation.service.js';
import { parseCheckpoint } from '../../../src/domain/log/checkpoint.js';
import { earlierName } from '../../../src/domain/evidence/bundle.js';
import { formatConsistency } from '../../../src/domain/log/consistency-file.js';
import { answerAddCheckpoint } from '../../../src/domain/log/witness.js';
import { parseVkey } from '../../../src/domain/log/signed-note.js';
import { parseProof } from '../../../src/domain/log/tlog-proof.js';
import { verifyBundle, type BundleVerdict } from '../../../src/domain/evidence/verify-bundle.js';
import { EvidenceService } from '../../../src/reports/evidence/evidence.service.js';
import { ReceiptChecks } from '../../../src/reports/evidence/receipt-check.service.js';
import { NODE_PORT } from '../../../src/verifier/node-port.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';

let dataDir: string;
const databases = new Set<TestDatabase>();
let app: TestApplication;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'forthwith-forks-'));
});
afterAll(async () => {
  await app.stop();
  for (const database of databases) {
    await database.drop();
  }
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(database: TestDatabase): Promise<void> {
  databases.add(database);
  app = await startTestApplication({ database, dataDir });
}

const actor = () => commandLineActor(app.organisationId);
const text = async (path: string) => (await fetch(`${app.address}${path}`)).text();

/** Hands over, and waits for the mail to the DPO: its bytes are what the DPO keeps. */
async function mailOf(message: string): Promise<Buffer> {
  const mails = join(dataDir, 'mailbox');
  const before = new Set(readdirSync(mails));
  const response = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await app.token('staff')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'instagram', message }),
  });
  expect(response.status).toBe(201);
  return eventually(() => {
    const name = readdirSync(mails).find((one) => one.endsWith('.eml') && !before.has(one));
    return Promise.resolve(name === undefined ? undefined : readFileSync(join(mails, name)));
  });
}

const checks = () => app.running.application.get(ReceiptChecks);
async function proofIn(mail: Buffer): Promise<string> {
  return (await checks().proofIn(mail)) ?? '';
}

async function bundle(trustedKeys: readonly string[]): Promise<BundleVerdict> {
  const { files } = await app.running.application.get(EvidenceService).issue(actor(), {
    scope: { kind: 'period', from: '2020-01-01' as never, to: '2099-12-31' as never },
    language: 'de',
    disclose: false,
  });
  expect(files.names.some((name) => name.startsWith(earlierName(1).slice(0, 12)))).toBe(true);
  return verifyBundle(files, NODE_PORT, { trustedKeys });
}

const failed = ({ checks: all }: BundleVerdict) =>
  all.filter(({ state }) => state === 'failed').map(({ check }) => check);

test('a fork is noticed by the DPO’s mail and by a witness, even when nothing was kept beside the database', async () => {
  const before = await cloneDatabase();
  await start(before);
  const kept = await mailOf('Bitte um Auskunft.');
  await eventually(async () => {
    const note = await text('/log/kammer/checkpoint');
    return (parseCheckpoint(note)?.size ?? 0) >= 9 ? true : undefined;
  });
  await app.stop();
  const backup = await cloneDatabase(before);
  await start(before);
  const lost = await mailOf('Bitte löschen Sie meine Daten.');
  const seen = parseCheckpoint(parseProof(await proofIn(lost))?.checkpoint ?? '');
  expect((await checks().check(actor(), await proofIn(lost))).standing).toBe('contained');
  await app.stop();

  // The older backup, with nothing beside it that would tell: the program goes on, in good faith.
  rmSync(join(dataDir, 'checkpoints'), { recursive: true });
  await start(backup);
  expect((await checks().check(actor(), await proofIn(lost))).standing).toBe('gone-back');
  await mailOf('Etwas anderes.');
  await mailOf('Und noch etwas.');
  const now = await eventually(async () => {
    const note = await text('/log/kammer/checkpoint');
    return (parseCheckpoint(note)?.size ?? 0) > (seen?.size ?? 0) ? note : undefined;
  });
  expect((await checks().check(actor(), await proofIn(lost))).standing).toBe('forked');
  expect((await checks().check(actor(), await proofIn(kept))).standing).toBe('contained');

  // A witness that cosigned the lost checkpoint finds no way from it to this one.
  const key = parseVkey((await text('/log/kammer/key')).trim());
  const ask = (old: number) =>
    answerAddCheckpoint(
      formatConsistency({ old, path: parseProof(lost.toString())?.path ?? [Buffer.alloc(32)], checkpoint: now }),
      key === undefined ? [] : [key],
      () => seen,
    ).status;
  expect([ask(seen?.size ?? 0), ask(0)]).toEqual([422, 409]);
});

test('what is no receipt, or of another log, or changed, is told apart', async () => {
  const mail = await mailOf('Ein Widerspruch.');
  const proof = await proofIn(mail);
  const standing = async (changed: string) => (await checks().check(actor(), changed)).standing;
  expect(await standing(proof)).toBe('contained');
  expect(await standing('rubbish')).toBe('not-verified');
  expect(await standing(proof.replace(/^index \d+/m, 'index 0'))).toBe('not-verified');
  expect(await standing(proof.replaceAll('localhost/kammer', 'localhost/schwester'))).toBe('other-log');
  expect(await checks().proofIn(Buffer.from('Subject: hello\r\n\r\nno proof here'))).toBeUndefined();
});

test('a new key is accepted by whoever trusts the old one, and a stranger’s is not', async () => {
  const before = (await text('/log/kammer/key')).trim();
  const rotated = await app.running.application.get(KeyRotation).rotate(actor(), 'kammer');
  const after = (await text('/log/kammer/key')).trim();
  expect([rotated.replaced, rotated.verifierKey]).toEqual([before, after]);
  expect(after).not.toBe(before);
  const handover = await app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ note: string }>('SELECT note FROM log_checkpoint WHERE size = $1', [
      rotated.handoverSize,
    ]);
    return rows[0]?.note ?? '';
  });
  expect(handover.match(/^— localhost\/kammer /gm)).toHaveLength(2);
  await mailOf('Nach dem Wechsel.');
  expect((await text('/log/kammer/checkpoint')).match(/^— /gm)).toHaveLength(1);
  for (const key of [before, after]) {
    const verdict = await bundle([key]);
    expect([failed(verdict), verdict.outcome]).toEqual([[], 'proved']);
  }
  const stranger = before.replace(/\+[^+]+$/, '+AeqRHsSBxNfrJrGWjY0w65tSaOR17j8rwEzrbEC2pHEV');
  expect(failed(await bundle([stranger]))).toEqual(['key-known']);
});
