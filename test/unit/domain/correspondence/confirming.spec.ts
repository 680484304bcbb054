import { confirmedTo } from '../../../../src/domain/correspondence/confirming.js';
import { inboundMail } from '../../../../src/platform/mail/inbound.js';

const ERIKA = 'erika@post.example';
const to = (head: Readonly<Record<string, string>>, isForged = false): string | undefined => {
  const fields = { From: `Erika <${ERIKA}>`, To: 'betroffene@kammer.example', Subject: 'Auskunft', ...head };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  const raw = Buffer.from([...lines, '', 'Hallo'].join('\r\n'));
  return confirmedTo(inboundMail(raw).head, { isForged, isOurs: (address) => address.endsWith('@kammer.example') });
};

test.each([
  [{}],
  [{ 'Return-Path': `<${ERIKA}>` }],
  [{ 'Return-Path': '<erika+beutel@post.example>' }],
  [{ 'Auto-Submitted': 'no' }],
  [{ 'X-Auto-Response-Suppress': 'None' }],
])('a person is told: %j', (head) => {
  expect(to(head)).toBe(ERIKA);
});

// RFC 3834 s2 and s4, RFC 2369, RFC 5230 s4.6.
test.each([
  [{ 'Return-Path': '<>' }],
  [{ 'Return-Path': '<abprall@versand.example>' }],
  [{ 'Auto-Submitted': 'auto-replied' }],
  [{ 'Auto-Submitted': 'auto-generated' }],
  [{ 'Auto-Submitted': 'auto-notified; owner=x' }],
  [{ Precedence: 'bulk' }],
  [{ Precedence: 'list' }],
  [{ Precedence: 'junk' }],
  [{ 'List-Id': '<liste.post.example>' }],
  [{ 'List-Unsubscribe': '<mailto:weg@post.example>' }],
  [{ 'List-Post': '<mailto:liste@post.example>' }],
  [{ 'X-Auto-Response-Suppress': 'All' }],
  [{ 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' }],
  [{ 'X-Autoreply': 'yes' }],
  [{ 'X-Spam-Flag': 'YES' }],
  [{ 'X-Failed-Recipients': 'a@b.example' }],
  [{ Subject: 'Automatische Antwort: Auskunft' }],
  [{ 'Content-Type': 'multipart/report; report-type=disposition-notification' }],
  [{ From: 'MAILER-DAEMON@post.example' }],
  [{ From: 'postmaster@post.example' }],
  [{ From: 'noreply@post.example' }],
  [{ From: 'Do-Not-Reply@post.example' }],
  [{ From: 'no-reply+4711@post.example' }],
  [{ From: 'owner-liste@post.example' }],
  [{ From: 'liste-request@post.example' }],
  [{ From: 'kollegin@kammer.example' }],
  [{ From: `${ERIKA}, boese@angreifer.example` }],
  [{ From: '' }],
])('nobody is told of what comes from a program, a list, a server or ourselves: %j', (head) => {
  expect(to(head)).toBeUndefined();
});

test('nobody is told where our mail server found the sender forged', () => {
  expect(to({}, true)).toBeUndefined();
});
