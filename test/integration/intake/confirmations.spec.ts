import { InboundMails } from '../../../src/intake/mail/inbound-mails.js';
import { AnsweringSmtp } from '../../support/answering-smtp.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { CorrespondenceWorld } from '../requests/correspondence/correspondence-world.js';

const INTAKE = 'betroffene@kammer.example';

let smtp: AnsweringSmtp;
let app: TestApplication;
let world: CorrespondenceWorld;
beforeAll(async () => {
  smtp = new AnsweringSmtp();
  const port = await smtp.listen();
  app = await startTestApplication({
    profile: { intakeAddresses: [INTAKE], confirmsMails: true },
    config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false } },
  });
  world = await CorrespondenceWorld.on(app);
});
afterAll(async () => {
  await app.stop();
  await smtp.close();
});

let count = 0;
const take = async (from: string, head: readonly string[] = []): Promise<string> => {
  count += 1;
  const fields = [
    `From: ${from}`,
    `To: ${INTAKE}`,
    `Message-ID: <frage-${count}@post.example>`,
    'Subject: Geheim-4711',
  ];
  const raw = Buffer.from([...fields, ...head, '', 'Was haben Sie über mich?'].join('\r\n'));
  const arrival = { at: new Date(), organisation: undefined, isHistory: false };
  await app.running.application.get(InboundMails).take(raw, arrival);
  const { rows } = await app.database.asOwner((client) =>
    client.query<{ id: string }>(`SELECT id FROM rights_request ORDER BY recorded_at DESC LIMIT 1`),
  );
  return rows[0]?.id ?? '';
};
const mailsTo = (address: string) => smtp.mails.filter(({ to }) => to.includes(address));
const confirmed = (id: string) =>
  eventually(async () => (await world.events(id)).find(({ event }) => event === 'mail.confirmed'));

test('whoever asks by mail is told that it came in, by a program that says so, with an empty return path', async () => {
  const id = await take('Erika <erika@post.example>');
  expect((await confirmed(id)).facts).toMatchObject({ smtpCode: 250 });
  const [mail, ...others] = mailsTo('erika@post.example');
  expect(others).toEqual([]);
  expect(mail?.from).toBe('');
  ['Auto-Submitted: auto-replied', `In-Reply-To: <frage-${count}@post.example>`, 'Auto: '].forEach((words) =>
    expect(mail?.text).toContain(words),
  );
  // Senders can be forged: nothing of what they wrote goes back.
  ['Geheim-4711', 'über mich'].forEach((words) => expect(mail?.text).not.toContain(words));
  // Whoever answers it adds to the case.
  expect(mail?.text).toMatch(/^Reply-To:\s+<?forthwith\+b[a-z2-7]{26}@/m);
});

test('three times a day, and no more: the requests are taken all the same', async () => {
  const ids = [];
  for (let at = 0; at < 5; at += 1) {
    ids.push(await take('oft@post.example'));
  }
  expect(new Set(ids).size).toBe(5);
  for (const id of ids.slice(0, 3)) {
    await confirmed(id);
  }
  const { rows } = await app.database.asOwner((client) =>
    client.query(`SELECT 1 FROM outbox_job WHERE kind = 'mail-confirmation'`),
  );
  expect([mailsTo('oft@post.example').length, rows.length]).toEqual([3, 0]);
});

test('a list, a program and a colleague who passes it on are told nothing', async () => {
  await take('liste@post.example', ['Precedence: list', 'List-Post: <mailto:liste@post.example>']);
  await take('niemand@post.example', ['Return-Path: <abprall@versand.example>']);
  const { rows } = await app.database.asOwner((client) =>
    client.query(
      `SELECT 1 FROM inbound_mail m JOIN rights_request r ON r.id = m.rights_request_id
       WHERE m.confirmed_to IS NULL AND m.why = 'requested'`,
    ),
  );
  expect(rows.length).toBeGreaterThanOrEqual(2);
  expect([...mailsTo('liste@post.example'), ...mailsTo('niemand@post.example')]).toEqual([]);
});
