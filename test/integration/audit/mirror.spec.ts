import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { commandLineActor } from '../../../src/audit/actor.js';
import { LogAlarms } from '../../../src/audit/log-alarms.js';
import { LogKeys } from '../../../src/audit/log-keys.js';
import { Mirror } from '../../../src/audit/mirror.js';
import { formatCheckpoint, parseCheckpoint } from '../../../src/domain/log/checkpoint.js';
import { formatConsistency } from '../../../src/domain/log/consistency-file.js';
import { signNote } from '../../../src/domain/log/signed-note.js';
import { compareFiles } from '../../../src/verifier/held-files.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { append, asSuperuser, logToManipulate, type ManipulatedLog } from '../../support/manipulated-log.js';
import { databaseNow, expectNoticed, keepFigures, type Noticed } from '../../support/noticed.js';

// Another installation recomputes our log from what is public of it: what is changed, forked or gone, somebody notices who
// does not run it.

const folder = mkdtempSync(join(tmpdir(), 'forthwith-mirror-'));
let sister: TestApplication;
let mirroring: TestApplication;
let log: ManipulatedLog;
const figures: Noticed[] = [];

const text = async (app: TestApplication, path: string) => (await (await fetch(`${app.address}${path}`)).text()).trim();
const origin = () => `a.example/${log.slug}`;
const mirror = () => mirroring.running.application.get(Mirror);
const standing = async () => (await mirror().standing()).find((one) => one.origin === origin());
const alarms = async () =>
  (await mirroring.running.application.get(LogAlarms).open(mirroring.organisationId)).map(({ kind, place }) => [
    kind,
    place,
  ]);

beforeAll(async () => {
  sister = await startTestApplication({ config: { logHost: 'a.example' } });
  log = await logToManipulate(sister, 600);
  const key = await text(sister, `/log/${log.slug}/key`);
  writeFileSync(join(folder, 'witness-policy'), `log ${key} ${sister.address}/log/${log.slug}\n`);
  writeFileSync(join(folder, 'sisters'), '# whom to write to\na.example dsb@a.example\n');
  mirroring = await startTestApplication({ dataDir: folder, config: { logHost: 'b.example' } });
});
afterAll(async () => {
  keepFigures('mirror', figures);
  await mirroring.stop();
  await sister.stop();
  rmSync(folder, { recursive: true, force: true });
});

const signedSize = async () => parseCheckpoint(await text(sister, `/log/${log.slug}/checkpoint`))?.size;

test('a whole log is recomputed to the root that was signed, and followed as it grows', async () => {
  await mirror().sweep();
  expect(await standing()).toMatchObject({ origin: origin(), size: await signedSize() });
  await append(sister, log.id, 300);
  await mirror().sweep();
  expect((await standing())?.size).toBe(await signedSize());
  await mirror().sweep();
  expect(await alarms()).toEqual([]);
});

test('a leaf that was public once and is another now is noticed', async () => {
  const flip = (bit: number) =>
    asSuperuser(
      sister,
      log,
      `UPDATE log_tile SET hashes = set_byte(hashes, 64, get_byte(hashes, 64) # ${bit}) WHERE organisation_id = :log AND level = 0 AND index = 0`,
    );
  const since = await flip(1);
  const what = 'a leaf changed that a mirror has seen';
  figures.push(
    await expectNoticed(mirroring.database, mirroring.organisationId, { what, kinds: ['sister-contradicts'] }, since),
  );
  await flip(1);
  await mirror().sweep();
  const [alarm] = await mirroring.running.application.get(LogAlarms).open(mirroring.organisationId);
  expect(alarm?.goneAt).not.toBeNull();
  const actor = commandLineActor(mirroring.organisationId);
  await mirroring.running.application.get(LogAlarms).resolve(actor, alarm?.id ?? '');
});

test('one history for the public and another for a witness are noticed, and the proof of it goes to both houses', async () => {
  const keys = sister.running.application.get(LogKeys);
  const size = await signedSize();
  const note = signNote(
    formatCheckpoint({ origin: origin(), size: size ?? 0, root: Buffer.alloc(32, 7) }),
    keys.signers(log.id, log.slug),
  );
  const answer = await fetch(`${mirroring.address}/witness/add-checkpoint`, {
    method: 'POST',
    body: formatConsistency({ old: 0, path: [], checkpoint: note }),
  });
  expect(answer.status).toBe(200);
  const since = await databaseNow(mirroring.database);
  const what = 'with a stolen key: one history shown to the public, another to a witness';
  figures.push(
    await expectNoticed(mirroring.database, mirroring.organisationId, { what, kinds: ['sister-contradicts'] }, since),
  );

  const mails = await eventually(async () => {
    const all = readdirSync(join(folder, 'mailbox'))
      .filter((name) => name.endsWith('.eml'))
      .map((name) => PostalMime.parse(readFileSync(join(folder, 'mailbox', name))));
    const about = (await Promise.all(all)).filter(({ attachments }) => attachments.length === 2);
    return about.some(({ to }) => to?.some(({ address }) => address === 'dsb@a.example')) ? about : undefined;
  });
  // The other house and the own one hold the same two files.
  expect(mails.length).toBeGreaterThanOrEqual(2);
  const theirs = mails.find(({ to }) => to?.some(({ address }) => address === 'dsb@a.example'));
  expect(theirs?.subject).toBe(`Zwei Fassungen des Protokolls ${origin()}`);
  const files = (theirs?.attachments ?? []).map(({ filename, content }) => {
    const file = join(folder, filename ?? '');
    writeFileSync(file, Buffer.from(content as ArrayBuffer));
    return file;
  });
  expect(files.map((file) => file.slice(folder.length + 1))).toEqual(['gesehen.checkpoint', 'gezeigt.checkpoint']);
  expect(await compareFiles(files[0] ?? '', files[1] ?? '')).toBe('forked');
});

test('a log that is there no longer is noticed', async () => {
  const since = await databaseNow(mirroring.database);
  await sister.running.stop();
  const what = 'a mirrored installation stopped, or cut off';
  figures.push(
    await expectNoticed(mirroring.database, mirroring.organisationId, { what, kinds: ['sister-silent'] }, since),
  );
});
