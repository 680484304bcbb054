import { readFileSync } from 'node:fs';
import { commandLineActor } from '../../../src/audit/actor.js';
import { UsersService } from '../../../src/identity/users.service.js';
import { InboundMails } from '../../../src/intake/mail/inbound-mails.js';
import { TraySweep } from '../../../src/intake/mail/tray-sweep.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { ImapServer } from '../../support/imap-server.js';
import { outlookFile } from '../../support/outlook-file.js';
import { CorrespondenceWorld, DSB } from '../requests/correspondence/correspondence-world.js';

const INTAKE = 'betroffene@kammer.example';
const DPO = 'datenschutz@kammer.example';
const DAY = 86_400_000;

let imap: ImapServer;
let app: TestApplication;
let world: CorrespondenceWorld;
const clock = new FixedClock(new Date());
beforeAll(async () => {
  imap = await ImapServer.start();
  app = await startTestApplication({ clock, profile: { intakeAddresses: [INTAKE] }, config: { imapUrl: imap.url() } });
  world = await CorrespondenceWorld.on(app);
});
afterAll(async () => {
  await app.stop();
  await imap.stop();
});

const owner = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.database.asOwner(async (client) => (await client.query<Record<string, unknown>>(text, values)).rows);
const take = (lines: readonly string[], at = clock.now()) =>
  app.running.application
    .get(InboundMails)
    .take(Buffer.from(lines.join('\r\n')), { at, organisation: undefined, isHistory: false });

let count = 0;
function mail(head: Readonly<Record<string, string>>, ...body: readonly string[]): readonly string[] {
  count += 1;
  const fields = {
    ...{ From: 'Erika Beispiel <erika@post.example>', To: INTAKE, 'Message-ID': `<r${count}@post.example>` },
    ...{ Date: 'Mon, 30 Nov 2026 08:00:00 +0100', Subject: `Mail ${count}`, ...head },
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== '');
  return [...lines.map(([name, value]) => `${name}: ${value}`), '', ...body];
}

const requests = () => owner(`SELECT * FROM rights_request WHERE door = 'mailbox' ORDER BY recorded_at`);
const waiting = () => owner(`SELECT * FROM inbound_mail WHERE state = 'open' ORDER BY recorded_at`);
const newest = async (rows: () => Promise<Record<string, unknown>[]>) => (await rows()).at(-1) ?? {};

describe('a mail to the address for requests', () => {
  test('becomes a request that is forwarded at once, received when the mail server got it', async () => {
    const at = new Date(clock.now().getTime() - 2 * DAY);
    const uid = imap.deliver(mail({ Subject: '=?utf-8?q?L=C3=B6schung?=' }, 'Bitte löschen Sie mein Bild.'), { at });
    await eventually(async () => ((await requests()).length === 1 ? true : undefined));
    await eventually(() => Promise.resolve(imap.isSeen(uid) ? true : undefined));
    const [row] = await requests();
    expect(Math.abs((row?.['received_at'] as Date).getTime() - at.getTime())).toBeLessThan(1_000);
    const forwarded = await world.sentTo(DPO, ({ subject }) => subject.includes(String(row?.['reference'])));
    expect(forwarded.text).toContain('Bitte löschen Sie mein Bild.');
    const page = await world.dpo.page(`/vorgaenge/${String(row?.['id'])}`);
    ['Erika Beispiel', 'erika@post.example', 'Löschung', 'nachricht.eml'].forEach((words) =>
      expect(page).toContain(words),
    );
  });

  test('is one request, however often and by whichever way it comes', async () => {
    const before = (await requests()).length;
    const once = mail({}, 'Einmal bitte.');
    await Promise.all([take(once), take(once), take(once)]);
    await take(['Received: by another way', ...once]);
    await take(once.map((line) => line.replace('Subject: ', 'Subject: [EXTERN] ')));
    expect((await requests()).length).toBe(before + 1);
  });

  test('two mails that a careless program gave one Message-ID are two', async () => {
    const before = (await requests()).length;
    const head = { 'Message-ID': '<same@post.example>' };
    await take(mail({ ...head, Date: 'Mon, 30 Nov 2026 08:00:00 +0100' }, 'Eins.'));
    await take(mail({ ...head, Date: 'Mon, 30 Nov 2026 09:00:00 +0100' }, 'Zwei.'));
    expect((await requests()).length).toBe(before + 2);
  });

  test.each([
    ['what Exchange marks all mails with', { 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' }],
    ['a distribution list before it', { Precedence: 'list', 'List-Post': '<mailto:betroffene@kammer.example>' }],
    ['no Date', { Date: '' }],
    ['no From', { From: '' }],
    ['no Message-ID', { 'Message-ID': '' }],
  ])('is taken with %s', async (_name, head) => {
    const before = (await requests()).length;
    expect(await take(mail(head, 'Auskunft bitte.'))).toBe(true);
    expect((await requests()).length).toBe(before + 1);
  });

  test('is none when it is our own, come back: the forwarding to a DPO who reads the same mailbox', async () => {
    const row = await newest(requests);
    const list = await app.mailbox.listMails(200);
    const sent = list.find(({ subject }) => subject.includes(String(row['reference'])));
    const raw = (await app.mailbox.readMail(sent?.id ?? ''))?.raw ?? Buffer.alloc(0);
    const [before, kept] = [(await requests()).length, (await waiting()).length];
    const arrival = { at: clock.now(), organisation: undefined, isHistory: false };
    expect(await app.running.application.get(InboundMails).take(raw, arrival, [INTAKE])).toBe(false);
    expect([(await requests()).length, (await waiting()).length]).toEqual([before, kept]);
  });
});

describe('a mail that a colleague passes on', () => {
  const employee = 'kollegin@kammer.example';
  beforeAll(async () => {
    await app.running.application
      .get(UsersService)
      .add(commandLineActor(app.organisationId), { email: employee, role: 'staff' });
  });
  const inner = [
    ...['From: Paul Muster <paul@post.example>', 'Date: Sun, 29 Nov 2026 09:00:00 +0100', 'Subject: Auskunft', ''],
    'Was haben Sie über mich?',
  ];
  const multipart = { From: employee, Subject: 'WG: Auskunft', 'Content-Type': 'multipart/mixed; boundary=q' };
  const shownOf = async () => {
    const row = await newest(requests);
    return { row, page: await world.dpo.page(`/vorgaenge/${String(row['id'])}`) };
  };

  test('is unpacked: person, words and day of the person, handed over by the colleague', async () => {
    const said = [
      'Zur Kenntnis',
      '',
      'Von: Paul Muster <paul@post.example>',
      'Gesendet: Sonntag, 29. November 2026 09:00',
    ];
    const lines = mail(
      { From: employee, Subject: 'WG: Auskunft' },
      ...said,
      'An: Info',
      'Betreff: Auskunft',
      '',
      'Was haben Sie über mich?',
    );
    await take(lines, new Date('2026-12-01T08:00:00Z'));
    const { row, page } = await shownOf();
    expect((row['received_at'] as Date).toISOString()).toBe('2026-11-29T08:00:00.000Z');
    const [user] = await owner('SELECT email FROM user_account WHERE id = $1', [row['handed_over_by']]);
    expect(user?.['email']).toBe(employee);
    ['Paul Muster', 'paul@post.example', 'Was haben Sie über mich?'].forEach((words) => expect(page).toContain(words));
  });

  test('is unpacked as a file, too', async () => {
    await take(
      mail(multipart, '--q', '', 'Siehe Anlage.', '--q', 'Content-Type: message/rfc822', '', ...inner, '--q--'),
      new Date('2026-12-01T08:00:00Z'),
    );
    const { row, page } = await shownOf();
    expect((row['received_at'] as Date).toISOString()).toBe('2026-11-29T08:00:00.000Z');
    expect(row['handed_over_by']).not.toBeNull();
    expect(page).toContain('Paul Muster');
  });

  test('is unpacked as Outlook saves it, with its files', async () => {
    const saved = outlookFile({
      ...{ subject: 'Auskunft', senderName: 'Paul Muster', senderEmail: 'paul@post.example' },
      ...{ body: 'Was haben Sie über mich?', sentAt: new Date('2026-11-29T08:00:00Z') },
      files: [{ name: 'ausweis.pdf', content: Buffer.from('%PDF-1.7 startxref %%EOF') }],
    });
    const part = [
      ...[
        '--q',
        'Content-Type: application/octet-stream; name="Auskunft.msg"',
        'Content-Transfer-Encoding: base64',
        '',
      ],
      ...(saved.toString('base64').match(/.{1,76}/g) ?? []),
    ];
    await take(mail(multipart, '--q', '', 'Siehe Anlage.', ...part, '--q--'), new Date('2026-12-01T08:00:00Z'));
    const { row, page } = await shownOf();
    expect((row['received_at'] as Date).toISOString()).toBe('2026-11-29T08:00:00.000Z');
    expect(row['handed_over_by']).not.toBeNull();
    ['Paul Muster', 'paul@post.example', 'Was haben Sie über mich?', 'Auskunft.msg', 'ausweis.pdf'].forEach((words) =>
      expect(page).toContain(words),
    );
  });

  test('is the person’s, through however many colleagues it came', async () => {
    const block = (from: string, date: string) => [
      ...[`Von: ${from}`, `Gesendet: ${date}`, 'An: Zentrale <zentrale@kammer.example>', 'Betreff: Auskunft', ''],
    ];
    await take(
      mail(
        { From: employee, Subject: 'WG: WG: Auskunft' },
        ...['Bitte übernehmen.', '', ...block('Empfang <empfang@kammer.example>', '30.11.2026 10:00'), 'FYI', ''],
        ...[...block('Paul Muster <paul@post.example>', '29.11.2026 09:00'), 'Was haben Sie über mich?'],
      ),
      new Date('2026-12-01T08:00:00Z'),
    );
    const { row, page } = await shownOf();
    expect((row['received_at'] as Date).toISOString()).toBe('2026-11-29T08:00:00.000Z');
    expect(page).toContain('paul@post.example');
  });

  test('is nobody’s hand-over where the mail server found its sender forged', async () => {
    const forged = { 'Authentication-Results': 'mx.kammer.example; dmarc=fail', ...multipart };
    await take(mail(forged, '--q', 'Content-Type: message/rfc822', '', ...inner, '--q--'));
    expect((await newest(requests))['handed_over_by']).toBeNull();
  });
});

describe('a mail that nobody can put where it belongs', () => {
  test.each([
    ['an advertisement', 'automatic', { Precedence: 'bulk' }],
    ['an absence note', 'automatic', { 'Auto-Submitted': 'auto-replied' }],
    ['what the filter calls spam', 'spam', { 'X-Spam-Flag': 'YES' }],
    ['a bounce of somebody else’s mail', 'delivery-report', { From: 'MAILER-DAEMON@mx.example' }],
    ['a mail to our plain address', 'unassigned', { To: DSB }],
  ])('waits for a person: %s', async (_name, why, head) => {
    expect(await take(mail(head, 'Text.'))).toBe(true);
    expect((await newest(waiting))['why']).toBe(why);
  });

  test('is told to the DPO, once for many', async () => {
    const told = await world.sentTo(DPO, ({ subject }) => subject.includes('nicht zugeordnete'));
    expect(told.text).toContain('/unzugeordnet');
  });

  test('is read, put to the case whose reference it names, and taken back', async () => {
    const { id, reference, page } = await world.takenOver();
    await take(mail({ Subject: `AW: Ihre Anfrage ${reference}`, To: DSB }, 'Das ist meine Antwort.'));
    const { id: kept } = await newest(waiting);
    const path = `/unzugeordnet/${String(kept)}`;
    const shown = await world.dpo.page(path);
    expect(shown).toContain('Das ist meine Antwort.');
    expect(shown).toContain(`value="${reference}"`);
    await world.dpo.post(`${path}/zum-vorgang`, { reference: reference.toLowerCase() }, path);
    expect(await world.dpo.page(page)).toContain('Das ist meine Antwort.');
    expect(await world.dpo.page('/unzugeordnet')).toContain('Zurücknehmen');
    await world.dpo.post(`${path}/zuruecknehmen`, {}, '/unzugeordnet');
    expect(await world.dpo.page(page)).not.toContain('Das ist meine Antwort.');
    expect((await world.events(id)).map(({ event }) => event)).toEqual(
      expect.arrayContaining(['message.received', 'mail.put-to-case', 'mail.taken-back']),
    );
    expect((await newest(waiting))['id']).toBe(kept);
  });

  test('a reference of no case is said at its field', async () => {
    const { id: kept } = await newest(waiting);
    const path = `/unzugeordnet/${String(kept)}`;
    const answer = await world.dpo.send(`${path}/zum-vorgang`, {
      reference: 'DSR-2026-0000000',
      csrf: await world.dpo.tokenOn(path),
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('href="#reference"');
  });

  test('becomes a new request with the day it came in', async () => {
    const at = new Date(clock.now().getTime() - 3 * DAY);
    await take(mail({ To: DSB }, 'Bitte um Auskunft.'), at);
    const { id: kept } = await newest(waiting);
    const path = `/unzugeordnet/${String(kept)}`;
    await world.dpo.post(`${path}/neuer-vorgang`, {}, path);
    const made = await newest(requests);
    expect((made['received_at'] as Date).getTime()).toBe(at.getTime());
    expect((await world.events(String(made['id']))).map(({ event }) => event).slice(0, 2)).toEqual([
      'request.recorded',
      'mail.made-request',
    ]);
  });

  test('set aside it is erased after seven days, and not before; the same mail is not kept again', async () => {
    const lines = mail({ To: DSB }, 'Geheimnis-4711');
    await take(lines);
    const { id: kept } = await newest(waiting);
    const path = `/unzugeordnet/${String(kept)}`;
    await world.dpo.post(`${path}/weglegen`, {}, path);
    const sweep = app.running.application.get(TraySweep);
    await sweep.sweep();
    expect(await world.dpo.page(path)).toContain('Geheimnis-4711');
    await owner(`UPDATE inbound_mail SET settled_at = settled_at - interval '8 days' WHERE id = $1`, [kept]);
    await sweep.sweep();
    const [row] = await owner('SELECT wrapped, summary, original FROM inbound_mail WHERE id = $1', [kept]);
    expect(row).toEqual({ wrapped: null, summary: null, original: null });
    expect((await world.dpo.get(path)).status).toBe(404);
    const before = (await waiting()).length;
    expect(await take(lines)).toBe(true);
    expect((await waiting()).length).toBe(before);
  });

  test('what broke its budget is remembered and shown, and not read again', async () => {
    const parts = Array.from({ length: 12_000 }, () => '--b\r\n\r\nx');
    const lines = mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, ...parts, '--b--');
    expect(await take(lines)).toBe(true);
    expect((await newest(waiting))['why']).toBe('over-budget');
    expect(await take(lines)).toBe(true);
    expect(await world.dpo.page('/unzugeordnet')).toContain('Zu aufwendig gebaut');
  });
});

test('content lies nowhere but sealed, and no log line has it', async () => {
  await take(mail({ Subject: 'Betreff-4712', From: 'planted-4713@post.example', To: DSB }, 'Inhalt-4714'));
  const rows = await owner('SELECT inbound_mail::text AS row FROM inbound_mail');
  const entries = await owner(`SELECT convert_from(bytes, 'UTF8') AS row FROM log_entry`);
  const everything = [...rows, ...entries].map(({ row }) => row).join('\n') + app.logged();
  ['Betreff-4712', 'planted-4713', 'Inhalt-4714'].forEach((words) => expect(everything).not.toContain(words));
});

test('the profile of the demonstration names no address, so nothing becomes a request there unasked', () => {
  expect(JSON.parse(readFileSync('profiles/chamber.json', 'utf8'))).not.toHaveProperty('intakeAddresses');
});
