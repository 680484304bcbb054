import { readFileSync } from 'node:fs';
import { AnsweringSmtp } from '../../support/answering-smtp.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { CorrespondenceWorld } from '../requests/correspondence/correspondence-world.js';

const DSB = CHAMBER.designation.email;
const DEPUTY = { ...CHAMBER.designation, email: 'vertretung@kammer.example' };
const deputy = DEPUTY.email;

let smtp: AnsweringSmtp;
let app: TestApplication;
let world: CorrespondenceWorld;

beforeAll(async () => {
  // It takes no mail of more than 100 kB.
  smtp = new AnsweringSmtp({ size: 100_000 });
  const port = await smtp.listen();
  app = await startTestApplication({
    forwarding: 'unawaited',
    profile: { deputy: DEPUTY },
    config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false } },
  });
  world = await CorrespondenceWorld.on(app);
});
afterAll(async () => {
  await app.stop();
  await smtp.close();
});
beforeEach(() => {
  smtp.refuse = () => undefined;
});

const owner = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.database.asOwner(async (client) => (await client.query<Record<string, unknown>>(text, values)).rows);
const until = (id: string, event: string) =>
  eventually(async () => (await world.events(id)).find((one) => one.event === event));
const mailsTo = (address: string, reference: string) =>
  smtp.mails.filter(({ to, text }) => to.includes(address) && text.includes(reference));

async function handedOver(...files: readonly Blob[]): Promise<{ readonly id: string; readonly reference: string }> {
  const form = new FormData();
  const fields = { channel: 'email', message: 'Widerspruch\n  eingerückt', from: 'A', rights: 'objection' };
  Object.entries(fields).forEach(([name, value]) => form.set(name, value));
  files.forEach((file, at) => form.append('files', file, `scan${at + 1}.txt`));
  const token = await app.token('staff');
  const answer = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { id: string; reference: string };
}

test('nobody takes over within the instruction’s limit: alarm and deputy, once', async () => {
  const { id, reference } = await handedOver();
  await until(id, 'forwarding.accepted');
  const [row] = await owner('SELECT forwarded_at, takeover_due_at FROM forwarding WHERE rights_request_id = $1', [id]);
  const [forwardedAt, dueAt] = [row?.['forwarded_at'] as Date, row?.['takeover_due_at'] as Date];
  expect(dueAt.getTime() - forwardedAt.getTime()).toBe(LIMIT_HOURS * 3_600_000);
  await owner('UPDATE forwarding SET takeover_due_at = now() WHERE rights_request_id = $1', [id]);
  const { facts } = await until(id, 'forwarding.untaken');
  expect(facts).toMatchObject({ limitHours: LIMIT_HOURS, deputy: true });
  await eventually(() => Promise.resolve(mailsTo(deputy, reference)[0]));
  expect(await world.dpo.page('/vorgaenge')).toContain('nicht übernommen');
  expect((await world.events(id)).filter(({ event }) => event === 'forwarding.untaken')).toHaveLength(1);
});

test('what is taken over in time raises nothing', async () => {
  const { id, reference } = await handedOver();
  await until(id, 'forwarding.accepted');
  await world.dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
  await owner('UPDATE forwarding SET takeover_due_at = now() WHERE rights_request_id = $1', [id]);
  await eventually(async () => {
    const [row] = await owner('SELECT takeover_due_at FROM forwarding WHERE rights_request_id = $1', [id]);
    return row?.['takeover_due_at'] === null ? true : undefined;
  });
  expect((await world.events(id)).map(({ event }) => event)).not.toContain('forwarding.untaken');
  expect(mailsTo(deputy, reference)).toEqual([]);
});

test('while the DPO is away the deputy gets the request at once, and so does the DPO', async () => {
  await owner(
    `INSERT INTO dpo_absence (id, organisation_id, from_on, until_on)
     SELECT gen_random_uuid(), id, current_date - 1, current_date + 1 FROM organisation`,
  );
  const { id, reference } = await handedOver();
  expect((await until(id, 'forwarding.deputised')).facts).toMatchObject({ reason: 'absent' });
  await eventually(() => Promise.resolve(mailsTo(deputy, reference)[0]));
  await eventually(() => Promise.resolve(mailsTo(DSB, reference)[0]));
  await owner('DELETE FROM dpo_absence');
});

test('what is too large for the server goes at once without its files, and says so', async () => {
  await owner(`UPDATE organisation SET mail_content = 'full'`);
  const { id, reference } = await handedOver(new Blob(['x'.repeat(150_000)]), new Blob(['klein']));
  expect((await until(id, 'forwarding.accepted')).facts).toMatchObject({ attempt: 1, filesLeftOut: 2 });
  const text = mailsTo(DSB, reference)[0]?.text ?? '';
  expect(text).toContain('zu gro=C3=9F war');
  expect(text.replaceAll(/=\r?\n/g, '')).toContain('scan1.txt (150 kB), scan2.txt (0,1 kB)');
  expect(text).not.toContain('filename=scan1.txt');
  expect(text).toContain('filename=nachricht.txt');
  expect((await world.events(id)).map(({ event }) => event)).not.toContain('forwarding.refused');
});

test('the sender is the organisation, no program answers, and each line of the message is one in Outlook', async () => {
  await owner(`UPDATE organisation SET mail_content = 'full'`);
  const { id, reference } = await handedOver();
  await until(id, 'forwarding.accepted');
  const text = mailsTo(DSB, reference)[0]?.text ?? '';
  expect(text).toMatch(/^From: "?[^\r\n]*Musterregion/m);
  expect(text).toContain('X-Auto-Response-Suppress: OOF, AutoReply');
  expect(text).not.toContain('white-space');
});

test('the first that gets through after an outage makes those due that wait', async () => {
  smtp.refuse = () => ({ responseCode: 451 });
  const waiting = await handedOver();
  await until(waiting.id, 'forwarding.deferred');
  await owner(
    `UPDATE outbox_job SET run_at = now() + interval '1 hour' WHERE kind = 'forward' AND lease_until IS NULL`,
  );
  smtp.refuse = () => undefined;
  const next = await handedOver();
  await until(next.id, 'forwarding.accepted');
  expect((await until(waiting.id, 'forwarding.accepted')).facts).toMatchObject({ attempt: 2 });
});

const LIMIT_HOURS = (
  JSON.parse(readFileSync('profiles/chamber.json', 'utf8')) as { instruction: { takeoverLimitHours: number } }
).instruction.takeoverLimitHours;
