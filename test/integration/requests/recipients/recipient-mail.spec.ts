import { MessageIntake } from '../../../../src/requests/correspondence/message-intake.js';
import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { AnsweringSmtp } from '../../../support/answering-smtp.js';
import { CorrespondenceWorld } from '../correspondence/correspondence-world.js';

const PRINTER = 'daten@druckerei.example';
const MAIL = { step: 'mail', subject: 'Mitteilung nach Art. 19', text: 'Bitte das Foto löschen.' };

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
  smtp.meanwhile = () => Promise.resolve();
  smtp.mails.length = 0;
});

const refusing = (responseCode: number) => {
  smtp.refuse = (to) => (to === PRINTER ? { responseCode } : undefined);
};
const mailsTo = (address: string) => smtp.mails.filter(({ to }) => to.includes(address));
const messageIdOf = (text: string | undefined) => /^Message-ID:\s+(<[^>]+>)/im.exec(text ?? '')?.[1];

async function listed() {
  const { id } = await world.takenOver();
  const page = `/vorgaenge/${id}/empfaenger`;
  const enter = (fields: Record<string, string>) => world.dpo.post(page, fields, '/erinnerungen');
  await enter({ step: 'add', name: 'Druckerei Muster', email: PRINTER });
  const item = /eintrag=([0-9a-f-]{36})/.exec(await world.dpo.page(page))?.[1] ?? '';
  const events = async () => (await world.events(id)).filter(({ event }) => event.startsWith('recipient.')).slice(1);
  const until = (event: string) =>
    eventually(async () => ((await events()).some((one) => one.event === event) ? true : undefined));
  return { id, page, item, enter, events, until };
}

test('a mail put off with 4xx leaves its trace and is tried again under the same Message-ID until it is taken', async () => {
  const { page, item, enter, events, until } = await listed();
  refusing(451);
  await enter({ ...MAIL, item });
  await until('recipient.deferred');
  expect(await world.dpo.page(page)).toContain('Mail noch nicht angenommen (ein Versuch, zuletzt 451)');
  smtp.refuse = () => undefined;
  await app.database.asOwner((client) =>
    client.query(`UPDATE outbox_job SET run_at = now() WHERE lease_until IS NULL`),
  );
  await until('recipient.notified');
  expect((await events()).map(({ event, facts }) => [event, facts['attempt'], facts['smtpCode']])).toEqual([
    ['recipient.addressed', undefined, undefined],
    ['recipient.deferred', 1, 451],
    ['recipient.notified', 2, 250],
  ]);
  expect(mailsTo(PRINTER)).toHaveLength(1);
  expect(await world.dpo.page(page)).toContain('per Mail unterrichtet');
});

test('a mail refused for good is not tried again; the DPO sees it, is told, and sends it once more elsewhere', async () => {
  const { page, item, enter, events, until } = await listed();
  refusing(550);
  await enter({ ...MAIL, item });
  await until('recipient.failed');
  const waiting = await app.database.asOwner((client) =>
    client.query(`SELECT 1 FROM outbox_job WHERE kind = 'tell-recipient'`),
  );
  expect(waiting.rowCount).toBe(0);
  const shown = await world.dpo.page(page);
  expect(shown).toContain('konnte nicht zugestellt werden (Code 550)');
  expect(shown).toContain('Noch einmal per Mail unterrichten');
  await eventually(() =>
    Promise.resolve(
      smtp.mails.find(({ text }) => /Subject:.*Art\. 19 nicht zugestellt/.test(text) && !text.includes(PRINTER)),
    ),
  );

  expect((await enter({ ...MAIL, item, to: 'keine' })).status).toBe(422);
  expect((await enter({ ...MAIL, item, to: 'archiv@druckerei.example' })).status).toBe(303);
  await until('recipient.notified');
  expect((await events()).map(({ event, facts }) => [event, facts['attempt'], facts['smtpCode']])).toEqual([
    ['recipient.addressed', undefined, undefined],
    ['recipient.failed', 1, 550],
    ['recipient.addressed', undefined, undefined],
    ['recipient.notified', 1, 250],
  ]);
  const [again] = mailsTo('archiv@druckerei.example');
  expect(messageIdOf(again?.text)).toContain(`${item}.2.recipient@`);
});

const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());

test.each([
  ['recorded as told otherwise', { step: 'told', on: TODAY, how: 'Brief' }, 'recipient.notified'],
  ['left out with reasons', { step: 'leave-out', why: 'impossible', reasons: 'Erloschen' }, 'recipient.left-out'],
])('a recipient whose mail was refused can be %s', async (_name, fields, event) => {
  const { item, enter, until, events } = await listed();
  refusing(550);
  await enter({ ...MAIL, item });
  await until('recipient.failed');
  expect((await enter({ ...fields, item })).status).toBe(303);
  expect((await events()).at(-1)?.event).toBe(event);
  expect((await enter({ ...MAIL, item })).status).toBe(422);
});

test('a mail to a recipient that comes back is shown, told to the DPO, and can be sent once more', async () => {
  const { id, page, item, enter, events, until } = await listed();
  await enter({ ...MAIL, item });
  await until('recipient.notified');
  const about = messageIdOf(mailsTo(PRINTER)[0]?.text) ?? '';
  const raw = [
    ...['From: MAILER-DAEMON@druckerei.example', 'To: x@y.example', 'Message-ID: <dsn@druckerei.example>'],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary=g', '', '--g'],
    ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; druckerei.example', ''],
    ...['Action: failed', '', '--g', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${about}`, '', '--g--'],
  ];
  const intake = app.running.application.get(MessageIntake);
  expect(await intake.take(Buffer.from(raw.join('\r\n')), [])).toBe(true);
  expect((await events()).map(({ event }) => event)).toEqual([
    ...['recipient.addressed', 'recipient.notified', 'recipient.bounced'],
  ]);
  expect(await world.dpo.page('/vorgaenge')).toContain(`href="/vorgaenge/${id}/empfaenger"`);
  expect(await world.dpo.page(page)).toContain('Noch einmal per Mail unterrichten');
  await eventually(() =>
    Promise.resolve(smtp.mails.find(({ text }) => /Subject:.*Art\. 19 nicht zugestellt/.test(text))),
  );
  expect((await enter({ ...MAIL, item })).status).toBe(303);
  await eventually(() => Promise.resolve(mailsTo(PRINTER)[1]));
});

test('what a recipient answers is put to the case', async () => {
  const { id, item, enter, until } = await listed();
  await enter({ ...MAIL, item });
  await until('recipient.notified');
  const replyTo = /^Reply-To: <?([^>\s]+)>?/im.exec(mailsTo(PRINTER)[0]?.text ?? '')?.[1] ?? '';
  const raw = [
    `From: ${PRINTER}`,
    `To: ${replyTo}`,
    'Message-ID: <ok@druckerei.example>',
    'Subject: AW',
    '',
    'Erledigt.',
  ];
  const intake = app.running.application.get(MessageIntake);
  expect(await intake.take(Buffer.from(raw.join('\r\n')), [replyTo])).toBe(true);
  const page = await world.dpo.page(`/vorgaenge/${id}/schriftverkehr`);
  expect(page).toContain('Erledigt.');
  expect(page).toContain('Antwort eines Empfängers');
});

test('left out in the instant in which the server takes the mail: left out it stays, and the log has both', async () => {
  const { page, item, enter, until, events } = await listed();
  const settled: number[] = [];
  smtp.meanwhile = async (to) => {
    if (to.includes(PRINTER)) {
      settled.push((await enter({ step: 'leave-out', why: 'impossible', reasons: 'Erloschen', item })).status);
    }
  };
  await enter({ ...MAIL, item });
  await until('recipient.accepted');
  expect(settled).toEqual([303]);
  expect((await events()).map(({ event, facts }) => [event, facts['attempt'], facts['smtpCode']])).toEqual([
    ['recipient.addressed', undefined, undefined],
    ['recipient.left-out', undefined, undefined],
    ['recipient.accepted', 1, 250],
  ]);
  expect(await world.dpo.page(page)).not.toContain('per Mail unterrichtet');
  const waiting = await app.database.asOwner((client) =>
    client.query(`SELECT 1 FROM outbox_job WHERE kind = 'tell-recipient'`),
  );
  expect(waiting.rowCount).toBe(0);
});
