import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/application.js';
import { ImapServer } from '../support/imap-server.js';
import { preparedDataDir, runCommand, startProgram, type Program } from '../support/program.js';

const MAILS = 12;
const KILLS = 3;
const INTAKE = 'betroffene@kammer.example';

const dataDir = preparedDataDir();
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test('killed again and again while mails come in, each of them is one request', async () => {
  const imap = await ImapServer.start();
  const profile = join(dataDir, 'profile.json');
  const chamber = JSON.parse(readFileSync('profiles/chamber.json', 'utf8')) as object;
  writeFileSync(profile, JSON.stringify({ ...chamber, intakeAddresses: [INTAKE] }));
  const first = await startProgram(dataDir);
  expect(runCommand(dataDir, 'organisation', 'import', profile).code).toBe(0);
  const dpo = first.accounts.find(({ role }) => role === 'dpo')?.email ?? '';
  const { token } = JSON.parse(runCommand(dataDir, 'token', 'create', '--email', dpo, '--json').output) as {
    token: string;
  };
  await first.stop();
  for (let at = 1; at <= MAILS; at += 1) {
    const head = [
      `From: p${at}@post.example`,
      `To: ${INTAKE}`,
      `Message-ID: <${at}@post.example>`,
      `Subject: Nummer ${at}`,
    ];
    imap.deliver([...head, '', 'Auskunft bitte.']);
  }
  let program: Program | undefined;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const wanted = Math.ceil((MAILS / (KILLS + 1)) * kill);
    program = await startProgram(dataDir, { IMAP_URL: imap.url() });
    await eventually(() => Promise.resolve(new Set(imap.bodies).size >= wanted ? true : undefined));
    await program.kill();
  }
  program = await startProgram(dataDir, { IMAP_URL: imap.url() });
  await eventually(() => Promise.resolve(imap.mails.every(({ uid }) => imap.isSeen(uid)) ? true : undefined));
  const answer = await fetch(`${program.address}/api/v1/requests?state=all`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { items } = (await answer.json()) as { items: readonly { door: string }[] };
  expect(items.filter(({ door }) => door === 'mailbox')).toHaveLength(MAILS);
  await program.stop();
  await imap.stop();
});
