import { deliveryReport, type DeliveryReport } from '../../../../src/platform/mail/delivery-report.js';
import { whatServerSays } from '../../../../src/platform/mail/server-words.js';
import { Budget } from '../../../../src/platform/untrusted/budget.js';

const OURS = '<11111111-2222-7333-8444-555555555555.message@kammer.example>';
const TOKEN = 'ds+aaaqeayeaudaocajbifqydiob4@kammer.example';
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

function report(...lines: string[]): Promise<DeliveryReport> {
  const head = ['From: Mail Delivery System <mailer-daemon@post.example>', 'Subject: Bericht', 'MIME-Version: 1.0'];
  const raw = Buffer.from([...head, ...lines].join('\r\n'), 'latin1');
  return deliveryReport(raw, undefined, new Budget({ bytes: 1e7, parts: 1e4, milliseconds: 60_000 }));
}

const dsn = (words: readonly string[], status: readonly string[], returned: readonly string[]): string[] => [
  ...['Content-Type: multipart/report; report-type=delivery-status; boundary=g', ''],
  ...['--g', 'Content-Type: text/plain', '', ...words],
  ...['--g', 'Content-Type: message/delivery-status', ...status],
  ...['--g', ...returned, '--g--'],
];
const RETURNED = ['Content-Type: text/rfc822-headers', '', `Message-ID: ${OURS}`, `Reply-To: ${TOKEN}`];

test.each<[string, DeliveryReport['says']]>([
  ['failed', 'failed'],
  ['delayed', 'delayed'],
  ['delivered', 'delivered'],
  ['relayed', 'passed-on'],
  ['expanded', 'passed-on'],
])('RFC 3464: the action %s means %s, whatever the words beside it say', async (action, says) => {
  const found = await report(...dsn(['It could not be delivered yet.'], ['', '', `Action: ${action}`], RETURNED));
  expect(found).toMatchObject({ says, about: [OURS], answerTo: [TOKEN], envelopes: [] });
});

test('for some recipients failed is failed', async () => {
  const status = ['', '', 'Action: delivered', '', 'Action: failed'];
  expect((await report(...dsn([], status, RETURNED))).says).toBe('failed');
});

test('what is encoded is decoded first', async () => {
  const encoded = (type: string, text: string): string[] => [
    ...[`Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', '', base64(text)],
  ];
  const found = await report(
    ...dsn(
      [],
      ['Content-Transfer-Encoding: base64', '', base64('Reporting-MTA: x\r\n\r\nAction: delayed\r\n')],
      encoded('text/rfc822-headers', `Message-ID: ${OURS}\r\n`),
    ),
  );
  expect(found).toMatchObject({ says: 'delayed', about: [OURS], answerTo: [], envelopes: [] });
  const text = await report(...encoded('text/plain; charset=utf-8', `550 5.1.1 unbekannt\n\nMessage-ID: ${OURS}\n`));
  expect(text).toMatchObject({ says: 'failed', about: [OURS], answerTo: [], envelopes: [] });
});

test('fields of RFC 3464 count in their own part only', async () => {
  const quoted = ['Content-Type: message/rfc822', '', `Message-ID: ${OURS}`, '', 'Action: failed'];
  const found = await report(...dsn(['Die Zustellung ist verzögert.'], ['', '', 'Action: delayed'], quoted));
  expect(found.says).toBe('delayed');
  const words = await report('', 'Zustellung verzoegert, wird erneut versucht.', '', '> Action: failed');
  expect(words.says).toBe('delayed');
});

describe("a server's own words", () => {
  test.each<[DeliveryReport['says'], string]>([
    ['delayed', 'Ihre Nachricht wurde noch nicht zugestellt. Die Zustellung ist verzögert.'],
    ['delayed', 'Ihre Nachricht konnte bisher nicht zugestellt werden. Die Zustellversuche werden 3 Tage fortgesetzt.'],
    [
      'delayed',
      'Your message could not be delivered for more than 4 hours. It will be retried until it is 5 days old.',
    ],
    ['delayed', 'Delivery is delayed. You do not need to resend your message.'],
    ['delayed', 'host mx said: 451 4.7.1 Greylisted'],
    ['failed', '550 5.1.1 User unknown'],
    ['failed', 'Die Nachricht an x konnte nicht zugestellt werden: Postfach unbekannt.'],
    ['failed', 'Zustellung verzögert sich seit 5 Tagen; keine weiteren Zustellversuche.'],
    ['failed', 'This is a permanent error; I have given up. Sorry it did not work out.'],
    ['failed', 'Could not deliver message to the following recipient(s):\nFailed Recipient: x'],
    ['delivered', 'Ihre Nachricht wurde erfolgreich zugestellt.'],
    ['unsure', 'Guten Tag, bitte beachten Sie unsere neuen Öffnungszeiten.'],
    ['unsure', ''],
    ['unsure', 'Delivery is delayed: 550 5.7.1 try later'],
    // What stands in the quoted mail is ours, not the server's.
    ['failed', '550 5.1.1 User unknown\n\n--- Urspr. Nachricht ---\nSubject: x\n\ndie Antwort verzögert sich'],
    ['failed', 'Unzustellbar.\n\n   ----- Original message -----\nFrom: a\n\nWe will try to answer. It is delayed.'],
    ['failed', 'User unknown\n\n> die Antwort ist verzögert, wir versuchen es erneut'],
  ])('%s: %s', (says, words) => {
    expect(whatServerSays(words, 'Bericht')).toBe(says);
  });

  test('the subject counts where they say nothing, and only what stands before ours', () => {
    expect(whatServerSays('', 'Unzustellbar: Ihre Anfrage')).toBe('failed');
    expect(whatServerSays('', 'Bericht: Ihre Anfrage verzögert sich')).toBe('unsure');
  });
});

test('the identifier that the envelope had is taken out of the report’s own part and nowhere else', async () => {
  const status = ['', 'Reporting-MTA: dns; mx.example', 'Original-Envelope-Id: AbC+2B1 ', '', 'Action: failed'];
  const found = await report(...dsn(['Original-Envelope-Id: gefaelscht'], status, RETURNED));
  expect(found.envelopes).toEqual(['abc+2b1']);
});
