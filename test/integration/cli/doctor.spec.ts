import { loadConfig } from '../../../src/platform/config/environment.js';
import { checkMail } from '../../../src/cli/mail-check.js';
import { AnsweringSmtp } from '../../support/answering-smtp.js';
import { ImapServer } from '../../support/imap-server.js';

const FROM = 'vorgaenge@kammer.example';
const DPO = 'dsb@kammer.example';

let smtp: AnsweringSmtp;
let imap: ImapServer;
let port: number;

beforeEach(async () => {
  smtp = new AnsweringSmtp();
  imap = await ImapServer.start();
  port = await smtp.listen();
});
afterEach(async () => {
  await smtp.close();
  await imap.stop();
});

const config = (more: Readonly<Record<string, string>> = {}) =>
  loadConfig({ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: FROM, IMAP_URL: imap.url(), ...more });
const outcomes = async (waitMs: number, dpo = DPO, more: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries((await checkMail(config(more), dpo, waitMs)).map(({ check, outcome }) => [check, outcome]));

/** The chamber's own server: our mailbox, the DPO's, and a bounce for everybody else. */
function delivers({ added = true, bounces = true } = {}): void {
  smtp.refuse = (to) => (!added && to.includes('+') ? { responseCode: 550 } : undefined);
  smtp.taken = ({ from, to: [to = ''], text }) => {
    if (to.startsWith('vorgaenge')) {
      imap.deliver(text);
    } else if (to !== DPO && bounces) {
      imap.deliver(`From: MAILER-DAEMON@kammer.example\r\nTo: ${from}\r\n\r\n<${to}>: user unknown\r\n`);
    }
  };
}

test('where mail arrives and comes back, every check passes, and nothing is marked', async () => {
  delivers();
  expect(await outcomes(60_000)).toEqual({
    ...{ 'dpo-is-not-us': 'passed', mailbox: 'passed', 'return-address': 'passed', dpo: 'passed', bounce: 'passed' },
  });
  expect(imap.commands).not.toContain('UID STORE');
});

test('a server that delivers no local+anything@domain is found out, and the setting for it helps', async () => {
  delivers({ added: false });
  expect(await outcomes(60_000)).toMatchObject({ 'return-address': 'failed', dpo: 'passed' });
  expect(await outcomes(60_000, DPO, { MAIL_DELIMITER: 'none' })).toMatchObject({ 'return-address': 'passed' });
});

test('no bounce in time is a failure, and so is a DPO with our own address', async () => {
  delivers({ bounces: false });
  expect(await outcomes(1, FROM)).toMatchObject({ bounce: 'failed', 'dpo-is-not-us': 'failed' });
});

test('what cannot be seen is unknown: no mailbox that is read', async () => {
  delivers();
  const { IMAP_URL: _none, ...rest } = { IMAP_URL: '', SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: FROM };
  const checks = await checkMail(loadConfig(rest), DPO, 1);
  expect(checks.map(({ outcome }) => outcome)).toEqual(['passed', 'unknown', 'unknown', 'passed', 'unknown']);
});
