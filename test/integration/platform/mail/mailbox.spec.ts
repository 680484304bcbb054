import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mailbox } from '../../../../src/platform/mail/mailbox.js';
import { SmtpTransport } from '../../../../src/platform/mail/smtp-transport.js';
import type { DeliveryResult, OutgoingMail } from '../../../../src/platform/mail/transport.js';

const ORIGINAL = Buffer.from('From: person@mail.example\r\nSubject: Auskunft\r\n\r\nWas haben Sie gespeichert?\r\n');
const MAIL: OutgoingMail = {
  from: { name: 'Forthwith', address: 'forthwith@chamber.example' },
  to: [{ name: 'Die Datenschutzbeauftragte', address: 'dpo@chamber.example' }],
  subject: 'Vorgang 2026-0001: Auskunft für Müller',
  text: 'Frist: 7. April 2026\n.\n..punkte\nEnde – ✓',
  html: '<p>Frist: <strong>7. April 2026</strong></p>',
  messageId: '<forwarding-1@chamber.example>',
  date: new Date('2026-03-05T14:02:13Z'),
  headers: { 'X-Forthwith-Reference': '2026-0001', 'Auto-Submitted': 'auto-generated' },
  attachments: [
    { filename: 'Ursprüngliche Nachricht.eml', contentType: 'message/rfc822', content: ORIGINAL },
    { filename: 'beleg.tlog-proof', contentType: 'text/plain', content: Buffer.from('c2sp.org/tlog-proof@v1\n') },
    { filename: 'bild.png', contentType: 'image/png', content: Buffer.from([0x89, 0x50, 0, 0xff, 0x0d, 0x0a, 0x0a]) },
  ],
};

let directory: string;
let mailbox: Mailbox;
let transport: SmtpTransport;
let minute = 0;
const now = (): Date => new Date(Date.UTC(2026, 2, 5, 14, minute++));

async function open(): Promise<void> {
  mailbox = await Mailbox.start(directory, { now });
  transport = new SmtpTransport(mailbox.settings);
}

async function shut(): Promise<void> {
  await transport.close();
  await mailbox.stop();
}

beforeEach(async () => {
  minute = 0;
  directory = join(mkdtempSync(join(tmpdir(), 'forthwith-mailbox-')), 'mailbox');
  await open();
});

afterEach(async () => {
  await shut();
  rmSync(join(directory, '..'), { recursive: true, force: true });
});

const send = (mail: Partial<OutgoingMail> = {}): Promise<DeliveryResult> => transport.send({ ...MAIL, ...mail });

async function only(): Promise<NonNullable<Awaited<ReturnType<Mailbox['readMail']>>>> {
  const [summary] = await mailbox.listMails();
  const mail = await mailbox.readMail(summary?.id ?? '');
  if (mail === undefined) {
    throw new Error('no mail was kept');
  }
  return mail;
}

test('a mail arrives whole: names, texts, headers, attachments', async () => {
  expect(await send()).toMatchObject({ outcome: 'accepted', code: 250, tls: null });
  const mail = await only();
  expect(mail).toMatchObject({
    subject: MAIL.subject,
    from: '"Forthwith" <forthwith@chamber.example>',
    to: '"Die Datenschutzbeauftragte" <dpo@chamber.example>',
    date: MAIL.date,
    messageId: MAIL.messageId,
    html: expect.stringContaining('<strong>7. April 2026</strong>'),
  });
  expect(mail.text?.trim()).toBe(MAIL.text);
  expect(mail.headers).toContainEqual({ name: 'x-forthwith-reference', value: '2026-0001' });
  expect(mail.headers).toContainEqual({ name: 'auto-submitted', value: 'auto-generated' });
  expect(mail.attachments.map(({ filename, content }) => [filename, content.toString('hex')])).toEqual(
    MAIL.attachments?.map(({ filename, content }) => [filename, content.toString('hex')]),
  );
});

test.each<[string, Buffer]>([
  ['bare line feeds', Buffer.from('Subject: x\n\nbody\n')],
  ['bytes beyond ASCII', Buffer.from('Subject: x\r\n\r\nMüller\r\n', 'latin1')],
  ['a line longer than allowed', Buffer.from(`Subject: x\r\n\r\n${'y'.repeat(1200)}\r\n`)],
  ['NUL', Buffer.from('Subject: x\r\n\r\n\0\r\n')],
  ['lines that begin with dots', Buffer.from('Subject: x\r\n\r\n.\r\n..\r\n.x\r\n')],
])('an original message with %s is attached byte for byte', async (_what, content) => {
  await send({ attachments: [{ filename: 'original.eml', contentType: 'message/rfc822', content }] });
  expect((await only()).attachments[0]?.content.toString('latin1')).toBe(content.toString('latin1'));
});

test('what got its 250 is a file for the owner alone, and no draft is left', async () => {
  await send();
  const names = readdirSync(directory);
  expect(names).toEqual([expect.stringMatching(/^20260305T140000000Z-[0-9a-f]{16}\.eml$/)]);
  expect(statSync(join(directory, names[0] ?? '')).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
});

test('the list has the newest first', async () => {
  for (const subject of ['erste', 'zweite', 'dritte']) {
    await send({ subject });
  }
  expect((await mailbox.listMails()).map(({ subject }) => subject)).toEqual(['dritte', 'zweite', 'erste']);
  expect((await mailbox.listMails(1)).map(({ subject }) => subject)).toEqual(['dritte']);
});

test('the same mail twice is kept twice: whoever sends again can be seen', async () => {
  await send();
  await send();
  expect((await mailbox.listMails()).map(({ messageId }) => messageId)).toEqual([MAIL.messageId, MAIL.messageId]);
});

test('a restart keeps what had arrived and removes what had not', async () => {
  await send();
  await shut();
  writeFileSync(join(directory, '20260305T140000000Z-0000000000000000.tmp'), 'half');
  await open();
  expect(await mailbox.listMails()).toHaveLength(1);
  expect(readdirSync(directory)).toHaveLength(1);
});

test.each([
  '../secret',
  '..%2fsecret',
  '20260305T140000000Z-0000000000000000/../../secret',
  '20260305T140000000Z-0000000000000000',
  '20260305T140000000Z-000000000000000g',
  '/etc/passwd',
  '',
  'x\0',
])('the id %j reads nothing', async (id) => {
  writeFileSync(join(directory, '..', 'secret.eml'), 'Subject: secret\r\n\r\n');
  expect(await mailbox.readMail(id)).toBeUndefined();
});

test('files that are none of ours are not listed', async () => {
  writeFileSync(join(directory, 'stray.eml'), 'Subject: stray\r\n\r\n');
  mkdirSync(join(directory, 'folder.eml'));
  expect(await mailbox.listMails()).toEqual([]);
});

/** A client without manners: says the commands, then does what the test wants with the content. Resolves with all replies. */
async function rawClient(port: number, content: (socket: Socket) => void): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let replies = '';
  socket.on('data', (chunk) => {
    const reply = chunk.toString();
    replies += reply;
    if (reply.startsWith('220')) {
      socket.write('EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n');
    }
    if (/^354/m.test(reply)) {
      content(socket);
    }
    if (/^552/m.test(reply)) {
      socket.end('QUIT\r\n');
    }
  });
  await new Promise<void>((resolve) => socket.on('close', () => resolve()));
  return replies;
}

test('a client that goes away in the middle of the content leaves nothing behind', async () => {
  await rawClient(mailbox.settings.port, (socket) => {
    socket.write('Subject: half\r\n\r\nhal');
    setTimeout(() => socket.destroy(), 20);
  });
  for (let turn = 0; turn < 100 && readdirSync(directory).length > 0; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(readdirSync(directory)).toEqual([]);
});

test('a client that does not say how much it brings is stopped at the limit, and nothing is kept', async () => {
  const small = await Mailbox.start(join(directory, 'small'), { now, maxBytes: 1_000 });
  const replies = await rawClient(
    small.settings.port,
    (socket) => void socket.write(`${'x'.repeat(70)}\r\n`.repeat(50) + '.\r\n'),
  );
  expect(replies).toMatch(/^552/m);
  expect(readdirSync(join(directory, 'small'))).toEqual([]);
  await small.stop();
});

test('where nothing can be written the mail is put off, not lost: 451', async () => {
  await send();
  rmSync(directory, { recursive: true });
  expect(await send()).toMatchObject({ outcome: 'deferred', reason: 'server-4xx', code: 451 });
  mkdirSync(directory);
  chmodSync(directory, 0o700);
  expect(await send()).toMatchObject({ outcome: 'accepted' });
  expect(existsSync(directory)).toBe(true);
});

test('more than 60 MB is refused and not kept', async () => {
  const content = Buffer.alloc(46 * 1024 * 1024, 0x41);
  const attachments = [{ filename: 'big.bin', contentType: 'application/octet-stream', content }];
  expect(await send({ attachments })).toMatchObject({ outcome: 'refused' });
  expect(readdirSync(directory)).toEqual([]);
});

test('it listens on loopback only', () => {
  expect(mailbox.settings.host).toBe('127.0.0.1');
});

/** Headers of its own take their place. */
const OF_WHAT_IS_GENERATED = ['Auto-Submitted', 'X-Auto-Response-Suppress'];

describe('nothing users write leaves its line', () => {
  const EVIL = 'x\r\nBcc: evil@attacker.example\r\n\r\n<script>\u2028\0\n.\n';
  const headerBlock = async (): Promise<string[]> => {
    const raw = (await only()).raw.toString();
    return raw.slice(0, raw.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])/);
  };

  test.each<[string, Partial<OutgoingMail>]>([
    ['subject', { subject: EVIL }],
    ['sender name', { from: { name: EVIL, address: 'forthwith@chamber.example' } }],
    ['recipient name', { to: [{ name: EVIL, address: 'dpo@chamber.example' }] }],
    ['header value', { headers: { 'X-Forthwith-Reference': EVIL } }],
    ['file name', { attachments: [{ filename: EVIL, contentType: 'text/plain', content: Buffer.from('x') }] }],
    ['content type', { attachments: [{ filename: 'x', contentType: `text/plain${EVIL}`, content: Buffer.from('x') }] }],
  ])('%s', async (_where, mail) => {
    await send(mail);
    const names = (await headerBlock()).map((line) => line.slice(0, line.indexOf(':')));
    expect(names.sort()).toEqual(
      [
        'Auto-Submitted',
        'Content-Type',
        'Date',
        'From',
        'MIME-Version',
        'Message-ID',
        'Subject',
        'To',
        'X-Auto-Response-Suppress',
        'X-Forthwith-Reference',
      ].filter((name) => mail.headers === undefined || !OF_WHAT_IS_GENERATED.includes(name)),
    );
    expect((await only()).raw.toString()).not.toMatch(/^bcc:/im);
    expect(await mailbox.listMails()).toHaveLength(1);
  });

  test('a recipient name that looks like a list adds no recipient', async () => {
    await send({ to: [{ name: 'a@b.example, "evil" <evil@attacker.example>', address: 'dpo@chamber.example' }] });
    const [summary] = await mailbox.listMails();
    expect(summary?.to).toMatch(/<dpo@chamber\.example>$/);
    expect(summary?.to.match(/<dpo@|, *"?dpo/g)).toHaveLength(1);
  });

  test.each<[string, Partial<OutgoingMail>]>([
    ['a header name with a line end', { headers: { 'X-A\r\nBcc': 'x' } }],
    ['a header name with a colon', { headers: { 'Bcc: a@b.example\r\nX': 'x' } }],
    ['a Message-ID with a line end', { messageId: '<a@b.example>\r\nBcc: x' }],
  ])('%s is a defect of ours and stops the mail', async (_what, mail) => {
    await expect(send(mail)).rejects.toThrow(TypeError);
    expect(await mailbox.listMails()).toEqual([]);
  });

  test('content that names a file or an address is text, and nothing is fetched', async () => {
    const file = join(directory, '..', 'planted');
    writeFileSync(file, 'PLANTED');
    await send({ text: `file://${file}`, html: `<img src="file://${file}">`, attachments: [] });
    expect((await only()).raw.toString()).not.toContain('PLANTED');
    expect(readFileSync(file, 'utf8')).toBe('PLANTED');
  });
});
