import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { ImapServer } from '../../support/imap-server.js';
import { CorrespondenceWorld, DSB, PERSON } from '../requests/correspondence/correspondence-world.js';

// The mailbox is a real IMAP server on a socket, shared with people.

let imap: ImapServer;
let app: TestApplication;
let world: CorrespondenceWorld;
beforeAll(async () => {
  imap = await ImapServer.start();
  app = await startTestApplication({ config: { imapUrl: imap.url() } });
  world = await CorrespondenceWorld.on(app);
});
afterAll(async () => {
  await app.stop();
  await imap.stop();
});

let count = 0;
/** A mail as a mail program writes it, with an identifier of its own. */
function mail(head: readonly string[], ...body: readonly string[]): readonly string[] {
  count += 1;
  return [
    `From: ${PERSON}`,
    `Message-ID: <m${count}@post.example>`,
    'Date: Mon, 30 Nov 2026 08:00:00 +0100',
    ...head,
    '',
    ...body,
  ];
}

/** A case whose DPO has asked the person something, and how an answer begins. */
async function asked() {
  const { id, page } = await world.takenOver();
  await world.write(page, 'clarification');
  const [sent] = await world.messages(id);
  const reply = [`To: ${DSB}`, 'Subject: AW: Ihre Anfrage', `In-Reply-To: ${String(sent?.['message_id'])}`];
  const answers = async () => (await world.messages(id)).filter(({ direction }) => direction === 'in');
  return { id, page, reply, answers };
}

const arrived = (answers: () => Promise<readonly unknown[]>, how = 1) =>
  eventually(async () => ((await answers()).length === how ? answers() : undefined));

test('an answer that a colleague opened first is taken all the same', async () => {
  const { reply, answers } = await asked();
  imap.deliver(mail(reply, 'Auf dem Telefon gelesen.'), { flags: ['\\Seen'] });
  expect(await arrived(answers)).toHaveLength(1);
});

test('of mails that are not ours nothing but a head is fetched, and they stay unread', async () => {
  const { reply, answers } = await asked();
  const theirs = [1, 2, 3].map(() =>
    imap.deliver(mail(['To: kollegin@kammer.example', 'Subject: Mittag'], 'Um zwölf?')),
  );
  const ours = imap.deliver(mail(reply, 'Hier.'));
  await arrived(answers);
  await eventually(() => Promise.resolve(imap.isSeen(ours) ? true : undefined));
  expect(theirs.map((uid) => [imap.isSeen(uid), imap.bodies.includes(uid)])).toEqual(theirs.map(() => [false, false]));
});

test('an answer counts from when the mail server got it, not from when it was fetched', async () => {
  const { reply, answers } = await asked();
  const at = new Date(Date.now() - 3 * 86_400_000);
  imap.deliver(mail(reply, 'Vor dem Wochenende.'), { at });
  const [answer] = (await arrived(answers)) as { created_at: Date }[];
  expect(Math.abs((answer?.created_at.getTime() ?? 0) - at.getTime())).toBeLessThan(1_000);
});

test('the line cut in a body, other numbers for all mails, a second copy: each answer once', async () => {
  const { reply, answers } = await asked();
  imap.faults.cutInBody = true;
  const once = mail(reply, 'Nur einmal.');
  imap.deliver(once);
  imap.deliver(once);
  await eventually(() => Promise.resolve(imap.faults.cutInBody === false ? true : undefined));
  imap.renumber();
  const marker = await asked();
  imap.deliver(mail(marker.reply, 'Danach.'));
  await arrived(marker.answers);
  expect(await answers()).toHaveLength(1);
});

test('a mailbox that may only be read is read', async () => {
  imap.faults.readOnly = true;
  const { reply, answers } = await asked();
  const uid = imap.deliver(mail(reply, 'Nur lesen.'));
  await arrived(answers);
  const marker = await asked();
  imap.faults.readOnly = false;
  imap.deliver(mail(marker.reply, 'Danach.'));
  await arrived(marker.answers);
  expect(imap.isSeen(uid)).toBe(false);
});

test('a refused login is tried once and then left for ten minutes, and told with its reason', async () => {
  const other = await ImapServer.start();
  other.faults.refuseLogin = true;
  const refused = await startTestApplication({ config: { imapUrl: other.url() } });
  const line = await eventually(() =>
    Promise.resolve(
      refused
        .logged()
        .split('\n')
        .find((text) => text.includes('"trouble"')),
    ),
  );
  expect(JSON.parse(line)).toMatchObject({ trouble: 'login', againInMs: 600_000 });
  expect(line).not.toMatch(/nur-zum-Testen|"ds"/);
  // Time for dozens of logins, had it gone on.
  await refused.token('staff');
  expect(other.logins).toBe(1);
  await refused.stop();
  await other.stop();
});

test('a server that ends every session is left alone in between', async () => {
  const other = await ImapServer.start();
  other.faults.endIdle = true;
  const ended = await startTestApplication({ config: { imapUrl: other.url() } });
  const line = await eventually(() =>
    Promise.resolve(
      ended
        .logged()
        .split('\n')
        .find((text) => text.includes('"trouble"')),
    ),
  );
  expect(JSON.parse(line)).toMatchObject({ trouble: 'network', againInMs: 15_000 });
  await ended.token('staff');
  expect(other.logins).toBe(1);
  await ended.stop();
  await other.stop();
});
