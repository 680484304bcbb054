import { MessageIntake } from '../../../../src/requests/correspondence/message-intake.js';
import { startTestApplication, type TestApplication } from '../../../support/application.js';
import { Visitor } from '../../../support/visitor.js';
import { CorrespondenceWorld, DSB, PERSON, type Sent } from './correspondence-world.js';

let app: TestApplication;
let world: CorrespondenceWorld;
beforeAll(async () => {
  app = await startTestApplication();
  world = await CorrespondenceWorld.on(app);
});
afterAll(() => app.stop());

interface Case {
  readonly id: string;
  readonly page: string;
  readonly reference: string;
  readonly mail: Sent;
  readonly replyTo: string;
}

/** A case in which the person got a mail of ours. */
async function written(): Promise<Case> {
  const { id, page, reference } = await world.takenOver();
  await world.write(page, 'clarification');
  const mail = await world.sentTo(PERSON, ({ subject }) => subject.includes(reference));
  return { id, page, reference, mail, replyTo: mail.header('reply-to').replaceAll(/[<>]/g, '') };
}

let count = 0;
function reply(more: Readonly<Record<string, string>>, text = 'Ich meine die Fotos.'): string[] {
  count += 1;
  const head = {
    From: `Aurelia Beispiel <${PERSON}>`,
    Subject: 'AW: Eine Rückfrage',
    Date: 'Thu, 26 Nov 2026 10:00:00 +0100',
    'Message-ID': `<antwort-${count}@post.example>`,
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    ...more,
  };
  return [...Object.entries(head).map(([name, value]) => `${name}: ${value}`), '', text];
}

const incoming = async (id: string) => (await world.messages(id)).filter(({ direction }) => direction === 'in');

test('a reply to the address token is put to its case, also when the subject is another', async () => {
  const { id, page, replyTo } = await written();
  await world.arrives(replyTo, reply({ To: replyTo, Subject: 'ganz etwas anderes' }));
  expect(await incoming(id)).toMatchObject([{ verified: true, automatic: false, state: 'received' }]);
  const shown = await world.dpo.page(page);
  expect(shown).toContain('Ich meine die Fotos.');
  expect(shown).toContain('ganz etwas anderes');
  const received = (await world.events(id)).find(({ event }) => event === 'message.received');
  expect(received?.facts).toMatchObject({ threadedBy: 'token', verified: true, automatic: false });
});

test('without a token it is put by the Message-ID it answers, never by its subject', async () => {
  const { id, mail } = await written();
  await world.arrives(DSB, reply({ To: DSB, Subject: mail.subject }));
  expect(await incoming(id)).toEqual([]);
  await world.arrives(DSB, reply({ To: DSB, Subject: 'Hallo', 'In-Reply-To': mail.header('message-id') }));
  await world.arrives(
    DSB,
    reply({ To: DSB, References: `<fremd@post.example> ${mail.header('message-id')} <x@post.example>` }),
  );
  expect(await incoming(id)).toHaveLength(2);
});

test('a forged, altered or foreign token puts it nowhere', async () => {
  const { id, replyTo } = await written();
  const token = /\+([a-z2-7]{26})@/.exec(replyTo)?.[1] ?? '';
  const altered = `${token.startsWith('a') ? 'b' : 'a'}${token.slice(1)}`;
  for (const other of [altered, 'a'.repeat(26), token.slice(0, -1), `${token}a`]) {
    const to = replyTo.replace(token, other);
    await world.arrives(to, reply({ To: to }));
  }
  expect(await incoming(id)).toEqual([]);
  // Even where somebody has put its hash into the database: it has to be made with the organisation's key.
  await app.database.asOwner((client) =>
    client.query(`UPDATE reply_address SET token_hash = sha256($1) WHERE rights_request_id = $2`, [
      Buffer.from('b'.repeat(26)),
      id,
    ]),
  );
  const forged = replyTo.replace(token, 'b'.repeat(26));
  await world.arrives(forged, reply({ To: forged }));
  expect(await incoming(id)).toEqual([]);
});

test('upper case on the way changes nothing', async () => {
  const { id, replyTo } = await written();
  await world.arrives(replyTo.toUpperCase(), reply({ To: replyTo.toUpperCase() }));
  expect(await incoming(id)).toHaveLength(1);
});

test('a reply from an address that the case does not know is marked', async () => {
  const { id, page, replyTo } = await written();
  await world.arrives(replyTo, reply({ To: replyTo, From: 'Jemand <jemand@anderswo.example>' }));
  expect(await incoming(id)).toMatchObject([{ verified: false }]);
  expect(await world.dpo.page(page)).toContain('Absender unbekannt');
});

test('the same mail twice is one, also by another way', async () => {
  const { id, replyTo } = await written();
  const mail = reply({ To: replyTo });
  await world.arrives(replyTo, mail);
  await world.arrives(replyTo, mail);
  await world.arrives(replyTo, ['Received: from a.example by b.example; Thu, 26 Nov 2026 10:00:00 +0100', ...mail]);
  expect(await incoming(id)).toHaveLength(1);
});

test('an auto-responder is shown as such and told all the same, and nothing is answered', async () => {
  const { id, reference, page, replyTo } = await written();
  await world.arrives(replyTo, reply({ To: replyTo, 'Auto-Submitted': 'auto-replied' }, 'Ich bin im Urlaub.'));
  expect(await incoming(id)).toMatchObject([{ automatic: true }]);
  expect(await world.dpo.page(page)).toContain('Automatische Antwort');
  await world.sentTo('datenschutz@kammer.example', ({ subject }) => subject === `${reference}: Antwort eingegangen`);
  expect((await world.messages(id)).filter(({ direction }) => direction === 'out')).toHaveLength(1);
});

test('a reply is unread until somebody says that they have read it, and comes before everything else', async () => {
  const { id, reference, page, replyTo } = await written();
  await world.arrives(replyTo, reply({ To: replyTo }, 'Hier ist, was Sie wissen wollten.'));
  expect(await world.dpo.page('/vorgaenge?state=all&q=' + reference)).toContain('neue Nachricht lesen');
  const shown = await world.dpo.page(page);
  expect(shown).toContain('Eine ungelesene Nachricht');
  // What comes in between looking and confirming is not confirmed with it.
  await world.arrives(replyTo, reply({ To: replyTo }, 'Noch etwas.'));
  const [first] = await incoming(id);
  await world.dpo.post(`${page}/gelesen`, { message: String(first?.['id']) }, page);
  expect((await incoming(id)).map((row) => row['read_at'] === null)).toEqual([false, true]);
  const [, second] = await incoming(id);
  await world.dpo.post(`${page}/gelesen`, { message: String(second?.['id']) }, page);
  expect(await world.dpo.page('/vorgaenge?state=all&q=' + reference)).not.toContain('neue Nachricht lesen');
  expect((await world.events(id)).filter(({ event }) => event === 'message.read')).toHaveLength(2);
});

test('a bounce marks the message, shows it and tells the DPO', async () => {
  const { id, page, mail } = await written();
  await world.arrives(DSB, [
    ...['From: Mail Delivery System <mailer-daemon@post.example>', `To: ${DSB}`, 'Subject: Undelivered Mail'],
    ...['Message-ID: <dsn-1@post.example>', 'Auto-Submitted: auto-replied', 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/report; report-type=delivery-status;', '\tboundary="grenze"', ''],
    ...['--grenze', 'Content-Type: text/plain', '', 'Es gab ein Problem.', ''],
    ...['--grenze', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; post.example', ''],
    ...[`Final-Recipient: rfc822; ${PERSON}`, 'Action: failed', 'Status: 5.1.1', ''],
    ...['--grenze', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${mail.header('message-id')}`, ''],
    '--grenze--',
  ]);
  const messages = await world.messages(id);
  expect(messages.map(({ direction, state }) => [direction, state])).toEqual([
    ['out', 'bounced'],
    ['in', 'received'],
  ]);
  expect((await world.events(id)).map(({ event }) => event)).toContain('message.bounced');
  expect(await world.dpo.page(page)).toContain('Eine Nachricht hat die Person nicht erreicht.');
  const notice = await world.sentTo('datenschutz@kammer.example', ({ subject }) =>
    subject.includes('nicht zugestellt'),
  );
  expect(notice.header('auto-submitted')).toBe('auto-generated');
});

/** What mail servers write that do not report after RFC 3464. */
const inWords = (about: string, words: string, n: number) => [
  ...['From: Mail Delivery System <MAILER-DAEMON@post.example>', `To: ${DSB}`, 'Subject: Undelivered mail'],
  ...[`Message-ID: <worte-${n}@post.example>`, 'MIME-Version: 1.0', 'Content-Type: text/plain', '', words, ''],
  ...['--- Below this line is a copy of the message.', '', `Message-ID: ${about}`, 'Subject: Rückfrage'],
];

test('a bounce in words only is one, too; one that says that delivery is tried on is shown and no more', async () => {
  const { id, page, mail } = await written();
  const about = mail.header('message-id');
  await world.arrives(DSB, inWords(about, 'Your message is delayed. We will keep trying for 5 days.', 1));
  expect((await world.messages(id)).map(({ state, automatic }) => [state, automatic])).toEqual([
    ['sent', false],
    ['received', true],
  ]);
  await world.arrives(DSB, inWords(about, `I could not deliver your message to ${PERSON}: no such mailbox.`, 2));
  expect((await world.messages(id)).map(({ state }) => state)).toEqual(['bounced', 'received', 'received']);
  expect(await world.dpo.page(page)).toContain('Eine Antwort, die nicht ankommt, wahrt keine Frist.');
});

test('what did not arrive stands on the desk and on its case, until something else was sent', async () => {
  const { id, page, mail, reference } = await written();
  await world.arrives(DSB, inWords(mail.header('message-id'), 'No such mailbox.', 3));
  const link = `href="/vorgaenge/${id}/schriftverkehr">${reference}: Nachricht an die Person`;
  const list = await world.dpo.page('/vorgaenge');
  expect(list).toMatch(/Mails? (ist|sind) nicht angekommen/);
  expect(list).toContain(link);
  expect(await world.dpo.page(`/vorgaenge/${id}`)).toContain('Eine Mail ist nicht angekommen');
  const colleague = await Visitor.signedIn(app, 'weitergabe@kammer.example', 'staff');
  expect((await colleague.get('/vorgaenge')).status).toBe(403);
  await world.write(page, 'receipt', { to: 'neu@post.example' });
  expect(await world.dpo.page('/vorgaenge')).not.toContain(link);
  expect(await world.dpo.page(`/vorgaenge/${id}`)).not.toContain('nicht angekommen');
});

test('a mail with more text than is shown says so', async () => {
  const { page, replyTo } = await written();
  const html = '<p>Ein Satz.</p>'.repeat(70_000);
  await world.arrives(replyTo, reply({ To: replyTo, 'Content-Type': 'text/html; charset=utf-8' }, html));
  const shown = await world.dpo.page(page);
  expect(shown).toContain('Ein Satz.');
  expect(shown).toContain('Die Nachricht ist länger. Den ganzen Text enthält das Original.');
  expect(shown.length).toBeLessThan(500_000);
});

test('a reply tells the DPO by a mail that says no more than the reference', async () => {
  const { replyTo } = await written();
  await world.arrives(replyTo, reply({ To: replyTo }, 'Zebra-Geheimnis'));
  const notice = await world.sentTo('datenschutz@kammer.example', ({ subject }) =>
    subject.includes('Antwort eingegangen'),
  );
  expect(JSON.stringify(notice)).not.toMatch(/Zebra|Aurelia/);
});

test('a mail that cannot be read is still a message, with its original', async () => {
  const { id, page, replyTo } = await written();
  const raw = Buffer.concat([
    Buffer.from([0, 255, 13, 10, 200]),
    Buffer.from(`To: ${replyTo}\r\n`),
    Buffer.alloc(99, 254),
  ]);
  expect(await app.running.application.get(MessageIntake).take(raw, [replyTo])).toBe(true);
  const [message] = await incoming(id);
  expect((await world.dpo.get(page)).status).toBe(200);
  const original = await world.dpo.get(`${page}/${String(message?.['id'])}/original.eml`);
  expect(Buffer.from(await original.arrayBuffer()).equals(raw)).toBe(true);
});

test('what came with a reply can be taken out, and is never run', async () => {
  const { id, page, replyTo } = await written();
  await world.arrives(replyTo, [
    ...[`From: ${PERSON}`, `To: ${replyTo}`, 'Message-ID: <anlage@post.example>', 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/html', '', '<p>Siehe Anlage</p>'],
    ...['--b', 'Content-Type: text/html; name="seite.html"', 'Content-Disposition: attachment; filename="seite.html"'],
    ...['', '<script>alert(1)</script>', '--b--'],
  ]);
  const [message] = await incoming(id);
  expect(await world.dpo.page(page)).toContain('seite.html');
  const file = await world.dpo.get(`${page}/${String(message?.['id'])}/anlagen/0`);
  expect(file.headers.get('content-type')).toBe('application/octet-stream');
  expect(file.headers.get('content-disposition')).toContain('attachment');
});

test('a mail of ours that comes back, and one that is for somebody else, are left alone', async () => {
  const { id, mail, replyTo } = await written();
  const intake = app.running.application.get(MessageIntake);
  const own = Buffer.from(reply({ To: replyTo, 'Message-ID': mail.header('message-id') }).join('\r\n'));
  expect(await intake.take(own, [replyTo])).toBe(false);
  expect(await intake.take(Buffer.from(reply({ To: DSB }).join('\r\n')))).toBe(false);
  expect(await incoming(id)).toEqual([]);
});

test('the next mail of the DPO follows the reply in its thread', async () => {
  const { page, mail, replyTo } = await written();
  await world.arrives(replyTo, reply({ To: replyTo, 'Message-ID': '<zuletzt@post.example>' }));
  await world.write(page, 'receipt');
  const next = await world.sentTo(PERSON, (one) => one.header('in-reply-to') === '<zuletzt@post.example>');
  expect(next.header('references').split(/\s+/)).toEqual([mail.header('message-id'), '<zuletzt@post.example>']);
});

test('Message-IDs that nobody may write are no reason to refuse a mail, and are never quoted by ours', async () => {
  const { id, page, mail, replyTo } = await written();
  const odd = ['<a\u0000b@post.example>', `<${'x'.repeat(2_000)}@post.example>`, '<ä@post.example>'];
  for (const identifier of odd) {
    await world.arrives(replyTo, reply({ To: replyTo, 'Message-ID': identifier, References: identifier }));
  }
  expect(await incoming(id)).toHaveLength(odd.length);
  await world.write(page, 'receipt');
  const next = await world.sentTo(PERSON, (one) => one.header('in-reply-to') === mail.header('message-id'));
  expect(next.header('references')).toBe(mail.header('message-id'));
});

test('an answer to a case that was merged is put where the work goes on, and told there', async () => {
  const { id, replyTo } = await written();
  const into = await world.takenOver();
  const answer = await world.dpo.post(`/vorgaenge/${id}/zusammenfuehren`, { into: into.reference }, '/erinnerungen');
  expect(answer.status).toBe(303);
  await world.arrives(replyTo, reply({ To: replyTo }, 'Noch etwas zu den Fotos.'));
  expect([await incoming(id), await incoming(into.id)]).toMatchObject([[], [{ verified: true }]]);
  expect(await world.dpo.page(into.page)).toContain('Noch etwas zu den Fotos.');
  await world.sentTo('datenschutz@kammer.example', ({ subject }) =>
    subject.startsWith(`${into.reference}: Antwort eingegangen`),
  );
});
