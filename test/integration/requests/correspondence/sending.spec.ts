import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { AnsweringSmtp } from '../../../support/answering-smtp.js';
import { CorrespondenceWorld, PERSON } from './correspondence-world.js';

let smtp: AnsweringSmtp;
let app: TestApplication;
let world: CorrespondenceWorld;
beforeAll(async () => {
  smtp = new AnsweringSmtp();
  const port = await smtp.listen();
  app = await startTestApplication({ config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false } } });
  world = await CorrespondenceWorld.on(app);
});
afterAll(async () => {
  await app.stop();
  await smtp.close();
});
beforeEach(() => {
  smtp.refuse = () => undefined;
});

const runNow = () =>
  app.database.asOwner((client) => client.query(`UPDATE outbox_job SET run_at = now() WHERE lease_until IS NULL`));
const message = async (id: string) => (await world.messages(id))[0] ?? {};
const until = (id: string, fits: (row: Record<string, unknown>) => boolean) =>
  eventually(async () => {
    const row = await message(id);
    return fits(row) ? row : undefined;
  });

test('put off with 4xx it is tried again until it is accepted, under the same Message-ID', async () => {
  const { id, page } = await world.takenOver();
  smtp.refuse = (to) => (to === PERSON ? { responseCode: 451 } : undefined);
  await world.write(page, 'receipt');
  await until(id, ({ attempts }) => attempts === 1);
  expect(await world.dpo.page(page)).toContain('Noch nicht zugestellt');
  smtp.refuse = () => undefined;
  await runNow();
  const row = await until(id, ({ state }) => state === 'sent');
  expect(row['attempts']).toBe(2);
  const mails = smtp.mails.filter(({ to }) => to.includes(PERSON));
  expect(mails).toHaveLength(1);
  // A long line of a head is folded (RFC 5322, section 2.2.3).
  expect(mails[0]?.text.replaceAll(/\r\n[ \t]/g, ' ')).toContain(`Message-ID: ${String(row['message_id'])}`);
  const events = (await world.events(id)).filter(({ event }) => event.startsWith('message.'));
  expect(events.map(({ event }) => event)).toEqual(['message.written', 'message.deferred', 'message.sent']);
  expect(events[1]?.facts).toMatchObject({ attempt: 1, reason: 'server-4xx', smtpCode: 451 });
  expect(events[2]?.facts).toMatchObject({ attempt: 2, by: 'mail', smtpCode: 250 });
});

test('refused for good it is not tried again; the DPO sees it and is told', async () => {
  const { id, page } = await world.takenOver('weg@post.example');
  smtp.refuse = (to) => (to === 'weg@post.example' ? { responseCode: 550 } : undefined);
  await world.write(page, 'receipt');
  await until(id, ({ state }) => state === 'failed');
  expect(await world.dpo.page(page)).toContain('Der Mailserver hat die Nachricht abgelehnt');
  await eventually(() =>
    Promise.resolve(
      smtp.mails.find(({ text }) => /Subject:.*nicht zugestellt/.test(text)) === undefined ? undefined : true,
    ),
  );
  expect((await world.events(id)).map(({ event }) => event)).toContain('message.failed');
});
