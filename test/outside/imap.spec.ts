import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { eventually, startTestApplication, type TestApplication } from '../support/application.js';
import { CorrespondenceWorld, DSB, PERSON } from '../integration/requests/correspondence/correspondence-world.js';

// Against Dovecot, as an organisation has it: a mailbox that people read too.

const USER = 'ds';
const PASSWORD = 'nur-zum-Testen';

let folder: string;
let dovecot: ChildProcess;
let port: number;
let app: TestApplication;
let world: CorrespondenceWorld;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forthwith-imap-'));
  chmodSync(folder, 0o755);
  port = await freePort();
  // Run as whoever runs the tests; Dovecot refuses root for mails, so there they belong to its own account.
  const own = userInfo().username === 'root' ? 'dovecot' : userInfo().username;
  const own_group = execFileSync('id', ['-gn', own]).toString().trim();
  writeFileSync(join(folder, 'users'), `${USER}:{PLAIN}${PASSWORD}\n`);
  writeFileSync(join(folder, 'dovecot.conf'), config(own, own_group));
  mkdirSync(join(folder, 'mail'), { recursive: true });
  if (own === 'dovecot') {
    execFileSync('chown', ['-R', `${own}:${own_group}`, join(folder, 'mail')]);
  }
  dovecot = spawn('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
  await eventually(async () => {
    try {
      await withMailbox(() => Promise.resolve());
      return true;
    } catch {
      return undefined;
    }
  });
  app = await startTestApplication({ config: { imapUrl: `imap://${USER}:${PASSWORD}@127.0.0.1:${port}` } });
  world = await CorrespondenceWorld.on(app);
});
afterAll(async () => {
  await app.stop();
  const gone = new Promise((resolve) => dovecot.once('exit', resolve));
  dovecot.kill('SIGTERM');
  await gone;
  rmSync(folder, { recursive: true, force: true });
});

function config(user: string, group: string): string {
  return [
    ...[`base_dir = ${folder}/run`, `state_dir = ${folder}/state`, `log_path = ${folder}/log`, 'protocols = imap'],
    ...[`default_internal_user = ${user}`, `default_internal_group = ${group}`, `default_login_user = ${user}`],
    ...['ssl = no', 'disable_plaintext_auth = no', `mail_location = maildir:${folder}/mail/%u`, 'first_valid_uid = 1'],
    ...[
      'listen = 127.0.0.1',
      'service imap-login {',
      '  chroot =',
      '  inet_listener imap {',
      `    port = ${port}`,
      '  }',
      '}',
    ],
    ...['service anvil {', '  chroot =', '}', 'passdb {', '  driver = passwd-file', `  args = ${folder}/users`, '}'],
    ...['userdb {', '  driver = static', `  args = uid=${user} gid=${group} home=${folder}/mail`, '}'],
    ...['namespace inbox {', '  inbox = yes', '}', ''],
  ].join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}

async function withMailbox<T>(work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const auth = { user: USER, pass: PASSWORD };
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth, logger: false });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.mailboxOpen('INBOX');
    return await work(client);
  } finally {
    client.close();
  }
}

const deliver = (lines: readonly string[]) =>
  withMailbox((client) => client.append('INBOX', Buffer.from(lines.join('\r\n'))));

const unread = () =>
  withMailbox(async (client) => {
    const found = (await client.fetchAll('1:*', { envelope: true, flags: true })) ?? [];
    return found.filter(({ flags }) => flags?.has('\\Seen') !== true).map(({ envelope }) => envelope?.subject);
  });

test('answers are taken and marked as read; everything else stays unread', async () => {
  const { id, page } = await world.takenOver();
  await world.write(page, 'clarification');
  const mail = await world.sentTo(PERSON);
  await deliver([
    `From: x@y.example`,
    'To: kollegin@kammer.example',
    'Subject: privat',
    'Message-ID: <p@y.example>',
    '',
    'Hallo',
  ]);
  const head = [`From: ${PERSON}`, `To: ${DSB}`, 'Subject: Antwort', 'Message-ID: <a@post.example>'];
  await deliver([...head, `In-Reply-To: ${mail.header('message-id')}`, '', 'Hier ist meine Antwort.']);
  await eventually(async () => ((await world.messages(id)).length === 2 ? true : undefined));
  await eventually(async () => ((await unread()).join() === 'privat' ? true : undefined));
  expect(await world.dpo.page(page)).toContain('Hier ist meine Antwort.');
  expect(readdirSync(folder)).toContain('mail');
});

test('an answer to the reply address is taken while the connection idles', async () => {
  const { id, page, reference } = await world.takenOver();
  await world.write(page, 'receipt');
  const mail = await world.sentTo(PERSON, ({ subject }) => subject.includes(reference));
  const to = mail.header('reply-to');
  await deliver([`From: ${PERSON}`, `To: ${to}`, 'Subject: x', 'Message-ID: <n@post.example>', '', 'Zweite Antwort.']);
  const both = await eventually(async () => ((await world.messages(id)).length === 2 ? true : undefined));
  expect(both).toBe(true);
});
