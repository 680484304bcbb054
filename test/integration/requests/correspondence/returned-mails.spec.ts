import { MessageIntake } from '../../../../src/requests/correspondence/message-intake.js';
import { AnsweringSmtp } from '../../../support/answering-smtp.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { CorrespondenceWorld } from './correspondence-world.js';

const DSB = CHAMBER.designation.email;

let smtp: AnsweringSmtp;
let app: TestApplication;
let world: CorrespondenceWorld;

beforeAll(async () => {
  smtp = new AnsweringSmtp();
  const port = await smtp.listen();
  app = await startTestApplication({
    config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false }, mailAuthserv: 'mx.kammer.example' },
  });
  world = await CorrespondenceWorld.on(app);
});
afterAll(async () => {
  await app.stop();
  await smtp.close();
});

const mailTo = (address: string) =>
  eventually(() => Promise.resolve(smtp.mails.find(({ to }) => to.includes(address))));
const idOf = (text: string): string => /^Message-ID:\s+(<[^>]+>)/im.exec(text)?.[1] ?? '';
const take = (lines: readonly string[]) =>
  app.running.application.get(MessageIntake).take(Buffer.from(lines.join('\r\n')));
const until = (id: string, event: string) =>
  eventually(async () => (await world.events(id)).find((one) => one.event === event));
const noticed = (words: string) =>
  eventually(() => Promise.resolve(smtp.mails.find(({ to, text }) => to.includes(DSB) && text.includes(words))));

let count = 0;
const bounceOf = (messageId: string): string[] => [
  ...['From: MAILER-DAEMON@aussen.example', 'To: forthwith@localhost.localdomain'],
  ...[`Message-ID: <zurueck-${(count += 1)}@aussen.example>`, 'MIME-Version: 1.0'],
  ...['Content-Type: multipart/report; report-type=delivery-status; boundary=g', '', '--g'],
  ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; aussen.example', '', 'Action: failed', ''],
  ...['--g', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${messageId}`, '', '--g--', ''],
];

async function codeSentTo(address: string): Promise<string> {
  const { id } = await world.takenOver();
  const path = `/vorgaenge/${id}/identitaet`;
  const check = /name="check" value="([^"]+)"/.exec(await world.dpo.page(path))?.[1] ?? '';
  const fields = { doubt: 'unknown-account', why: 'Das Konto heißt anders.', method: 'code' };
  await world.dpo.post(path, { check, ...fields, address, questions: '', documentReason: '' }, path);
  return id;
}

test('a code to the person that comes back is recorded, shown in the case, on the desk, and told to the DPO', async () => {
  const address = 'kommt.zurueck@post.example';
  const id = await codeSentTo(address);
  const { text } = await mailTo(address);
  expect(await take(bounceOf(idOf(text)))).toBe(true);
  const { facts } = await until(id, 'mail.bounced');
  expect(facts).toMatchObject({ mail: 'identity-code' });
  expect(await world.dpo.page('/vorgaenge')).toContain('Code zur Identitätsprüfung');
  expect(await world.dpo.page(`/vorgaenge/${id}/schriftverkehr`)).toContain('Meldung des Mailservers');
  await noticed('Code zur Identit');
  // Twice the same, or another of the same mail: nothing more.
  await take(bounceOf(idOf(text)));
  expect((await world.events(id)).filter(({ event }) => event === 'mail.bounced')).toHaveLength(1);
});

test('an answer to the code lies in the case as the person’s, though the mail had no token of the case', async () => {
  const address = 'antwortet@post.example';
  const id = await codeSentTo(address);
  const { text, from } = await mailTo(address);
  expect(text).toMatch(/^Reply-To:\s+forthwith\+b[a-z2-7]{26}@localhost\.localdomain/m);
  const head = [`From: ${address}`, `To: ${from}`, 'Subject: AW: Code', 'Message-ID: <aw-code@post.example>', ''];
  expect(await take([...head, 'Was soll ich damit?'])).toBe(true);
  expect((await until(id, 'message.received')).facts).toMatchObject({ from: 'person', threadedBy: 'token' });
});

test('a server’s report that nobody can put to one mail is put to the case, and a person is asked to read it', async () => {
  const { id, page } = await world.takenOver('niemand@post.example');
  await world.write(page, 'receipt');
  const { text } = await mailTo('niemand@post.example');
  const replyTo = /^Reply-To:\s+<?([^>\s]+)/im.exec(text)?.[1] ?? '';
  const head = ['From: Postmaster <postmaster@aussen.example>', `To: ${replyTo}`, 'Subject: Unzustellbar', ''];
  expect(await take([...head, 'Die Nachricht konnte nicht zugestellt werden: Postfach unbekannt.'])).toBe(true);
  expect((await until(id, 'message.received')).facts).toMatchObject({ from: 'mail-server', automatic: true });
  await noticed('Meldung des Mailservers');
  expect((await world.events(id)).map(({ event }) => event)).not.toContain('message.bounced');
});

describe('a report that names the case and no mail of it', () => {
  const bounceTo = (replyTo: string, subject: string) => [
    ...['From: MAILER-DAEMON@aussen.example', `To: forthwith@localhost.localdomain`, 'Subject: Failure'],
    ...[`Message-ID: <zurueck-${(count += 1)}@aussen.example>`, 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary=g', '', '--g'],
    ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; a.example', ''],
    ...['Final-Recipient: rfc822; Umgeschrieben@post.example', 'Action: failed', '', '--g'],
    // A relay put a Message-ID of its own in.
    ...['Content-Type: message/rfc822', '', `Reply-To: ${replyTo}`, 'Message-ID: <0102@relay.example>'],
    ...[`Subject: ${subject}`, '', 'Guten Tag', '--g--', ''],
  ];
  const bounced = async (id: string) =>
    (await world.messages(id)).filter(({ state }) => state === 'bounced').map(({ kind }) => kind);

  test('is about the only mail to that address; of several, about the one whose subject it quotes, or about none', async () => {
    const { id, page, reference } = await world.takenOver('umgeschrieben@post.example');
    await world.write(page, 'receipt');
    const { text } = await mailTo('umgeschrieben@post.example');
    const replyTo = /^Reply-To:\s+<?([^>\s]+)/im.exec(text)?.[1] ?? '';
    await take(bounceTo(replyTo, 'Ihre Anfrage'));
    expect(await bounced(id)).toEqual(['receipt']);
    await world.write(page, 'clarification');
    await eventually(async () =>
      (await world.messages(id)).some(({ kind, state }) => kind === 'clarification' && state === 'sent')
        ? true
        : undefined,
    );
    await take(bounceTo(replyTo, 'Ihre Anfrage'));
    expect(await bounced(id)).toEqual(['receipt']);
    await take(bounceTo(replyTo, `Eine Rückfrage zu Ihrer Anfrage (${reference})`));
    expect(await bounced(id)).toEqual(['receipt', 'clarification']);
  });
});

test('what our own mail server found out about a sender is shown, and a forged known address is nobody we know', async () => {
  const address = 'gefaelscht@post.example';
  const { id, page } = await world.takenOver(address);
  await world.write(page, 'receipt');
  const { text } = await mailTo(address);
  const answer = (result: string) => [
    ...[`Authentication-Results: ${result}`, `From: ${address}`, `In-Reply-To: ${idOf(text)}`],
    ...[`Message-ID: <geprueft-${(count += 1)}@post.example>`, '', 'Danke.'],
  ];
  await take(answer('mx.angreifer.example; dmarc=pass'));
  expect(await world.dpo.page(page)).not.toContain('Prüfung des Absenders');
  await take(answer('mx.kammer.example; dmarc=fail; spf=none'));
  const shown = await world.dpo.page(page);
  ['DMARC nicht bestanden, SPF nicht eingerichtet', 'kann gefälscht sein'].forEach((words) =>
    expect(shown).toContain(words),
  );
  const incoming = (await world.messages(id)).filter(({ direction }) => direction === 'in');
  expect(incoming.map(({ verified }) => verified)).toEqual([true, false]);
});
