import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import PostalMime from 'postal-mime';
import { parseEntry } from '../../../src/domain/log/entry.js';
import { parseProof } from '../../../src/domain/log/tlog-proof.js';
import { verifyReceiptFile } from '../../../src/domain/evidence/verify-receipt.js';
import { verifyBundle } from '../../../src/domain/evidence/verify-bundle.js';
import { NODE_PORT } from '../../../src/verifier/node-port.js';
import { openBundle } from '../../../src/verifier/node-files.js';
import { AnsweringSmtp } from '../../support/answering-smtp.js';
import { openBrowser } from '../../support/browser.js';
import { eventually } from '../../support/eventually.js';
import { Visitor } from '../../support/visitor.js';
import { RetentionWorld, ZONE } from './retention-world.js';

const PERSON = 'aurelia@post.example';
const smtp = new AnsweringSmtp();
const world = new RetentionWorld();
const folder = mkdtempSync(join(tmpdir(), 'forthwith-certificate-'));
beforeAll(async () => {
  const port = await smtp.listen();
  await world.start({ config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false } } });
});
afterAll(async () => {
  await world.stop();
  await smtp.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  smtp.refuse = () => undefined;
});

const toPerson = () => smtp.mails.filter(({ to }) => to.includes(PERSON));

async function erased(): Promise<string> {
  const id = await world.closed();
  await world.passDays(20);
  await world.erasures.run(world.system, ZONE);
  await world.swept();
  return id;
}

const trustedKey = async () => (await (await fetch(`${world.app.address}/log/kammer/key`)).text()).trim();

async function bundleOf(id: string, name: string): Promise<string> {
  const token = await world.app.token('dpo');
  const answer = await fetch(`${world.app.address}/api/v1/requests/${id}/evidence`, {
    headers: { authorization: `Bearer ${token}`, connection: 'close' },
  });
  expect(answer.status).toBe(200);
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(await answer.arrayBuffer()));
  return path;
}

test('the person gets a certificate with its proof, which verifies without us, and then their address is gone', async () => {
  const id = await erased();
  const [raw] = await eventually(() => Promise.resolve(toPerson().length > 0 ? toPerson() : undefined));
  const mail = await PostalMime.parse(raw?.text ?? '');
  expect(mail.text).toContain('gelöscht');
  expect(mail.text).toMatch(/längstens bis 31\.12\.20\d\d/);
  expect(mail.text).toContain('der Kanal, auf dem Sie geschrieben haben');
  expect(mail.subject).not.toMatch(/DSR-/);
  const attached = mail.attachments.find(({ filename }) => filename === 'loeschung.tlog-proof');
  const proof = Buffer.from(attached?.content as ArrayBuffer).toString('utf8');
  const verdict = await verifyReceiptFile(proof, NODE_PORT, { trustedKeys: [await trustedKey()] });
  expect([verdict.ok, verdict.outcome]).toEqual([true, 'proved']);
  const entry = parseEntry(parseProof(proof)?.extra ?? new Uint8Array());
  expect([entry?.event, entry?.subject]).toEqual(['content.erased', { request: id }]);

  await eventually(async () => ((await world.count('erasure_certificate')) === 0 ? true : undefined));
  expect(await world.entries(id, 'erasure.certified')).toMatchObject([{ smtpCode: 250 }]);
  expect(
    await world.rows('SELECT certified FROM erasure WHERE rights_request_id = $1 ORDER BY erased_at', id),
  ).toContainEqual({ certified: 'sent' });
  const visitor = await Visitor.signedIn(world.app, 'bescheinigt@kammer.example', 'dpo');
  const page = await visitor.page(`/vorgaenge/${id}/loeschung`);
  expect(page).toContain('der Person mit Beleg mitgeteilt');
  const path = /\/vorgaenge\/[\w-]+\/loeschung\/[\w-]+\/beleg/.exec(page)?.[0] ?? '';
  const file = await visitor.page(path);
  expect((await verifyReceiptFile(file, NODE_PORT, { trustedKeys: [await trustedKey()] })).ok).toBe(true);
  expect((await visitor.get(path.replace(/loeschung\/[\w-]+/, `loeschung/${id}`))).status).toBe(404);
});

test('a server that refuses it does not keep the address alive', async () => {
  smtp.refuse = (to) => (to === PERSON ? { responseCode: 550 } : undefined);
  const id = await erased();
  await eventually(async () => ((await world.entries(id, 'erasure.uncertified')).length > 0 ? true : undefined));
  expect(await world.entries(id, 'erasure.uncertified')).toMatchObject([{ why: 'refused', smtpCode: 550 }]);
  expect(await world.count('erasure_certificate')).toBe(0);
});

test('nor does one that puts it off for a week', async () => {
  smtp.refuse = (to) => (to === PERSON ? { responseCode: 451 } : undefined);
  const id = await erased();
  expect(await world.count('erasure_certificate')).toBe(1);
  world.clock.advance(8 * 86_400_000);
  await eventually(async () => {
    await world.rows(`UPDATE outbox_job SET run_at = now() WHERE kind = 'erasure-certificate' AND lease_until IS NULL`);
    return (await world.entries(id, 'erasure.uncertified')).length > 0 ? true : undefined;
  });
  expect(await world.entries(id, 'erasure.uncertified')).toMatchObject([{ why: 'expired' }]);
  expect(await world.count('erasure_certificate')).toBe(0);
});

test('whoever gave no mail address is not written to', async () => {
  const before = smtp.mails.length;
  const id = await world.closed({ contact: '07121 201-0' });
  await world.passDays(20);
  await world.erasures.run(world.system, ZONE);
  expect(await world.count('erasure_certificate')).toBe(0);
  expect(await world.entries(id, 'content.erased')).toHaveLength(1);
  expect(smtp.mails.slice(before).every(({ to }) => !to.includes('07121 201-0'))).toBe(true);
});

test('a bundle from before the erasure and one from after both verify, by the program and by verify.html', async () => {
  const id = await world.closed();
  const before = await bundleOf(id, 'before.zip');
  await world.passDays(20);
  await world.erasures.run(world.system, ZONE);
  await world.swept();
  // What has been recorded since is in the tree as soon as the next checkpoint is.
  await eventually(async () =>
    (await world.count(
      'log_entry e WHERE NOT EXISTS (SELECT 1 FROM log_checkpoint c WHERE c.organisation_id = e.organisation_id AND c.size > e.index)',
    )) === 0
      ? true
      : undefined,
  );
  const after = await bundleOf(id, 'after.zip');
  const key = await trustedKey();
  for (const [path, events] of [
    [before, 0],
    [after, 1],
  ] as const) {
    const { files, close } = await openBundle(path);
    const verdict = await verifyBundle(files, NODE_PORT, { trustedKeys: [key] });
    expect([path, verdict.outcome, verdict.checks.filter(({ state }) => state === 'failed')]).toEqual([
      path,
      'proved',
      [],
    ]);
    let entries = '';
    for await (const chunk of files.open('entries.jsonl')) {
      entries += Buffer.from(chunk).toString('utf8');
    }
    expect(entries.split('"content.erased"').length - 1).toBe(events);
    await close();
  }
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ locale: 'de-DE', offline: true });
    for (const path of [before, after]) {
      const page = await context.newPage();
      await page.goto(pathToFileURL(join(process.cwd(), 'dist', 'verifier', 'verify.html')).href);
      await page.fill('#key', key);
      await page.setInputFiles('#bundle', path);
      await page.getByText('Jeder Eintrag steht an seinem Platz', { exact: false }).first().waitFor();
      expect(await page.locator('body').innerText()).not.toContain('✗');
    }
  } finally {
    await browser.close();
  }
});
