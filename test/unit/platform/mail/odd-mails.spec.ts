import { deliveryReport } from '../../../../src/platform/mail/delivery-report.js';
import { readableMail, type ReadableMail } from '../../../../src/platform/mail/readable-mail.js';
import { Budget } from '../../../../src/platform/untrusted/budget.js';

// Shapes in which mails came that other programs misread, after what is told in their public trackers.

const budget = (): Budget => new Budget({ bytes: 1e7, parts: 1e4, milliseconds: 60_000 });
const bytes = (lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1');
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
const HEAD = ['From: Erika Beispiel <erika@post.example>', 'Subject: Antwort', 'MIME-Version: 1.0'];

function read(...lines: readonly string[]): Promise<ReadableMail> {
  return readableMail(bytes([...HEAD, ...lines]), undefined, budget());
}

describe('what a mail says is read', () => {
  test.each<[string, readonly string[], string]>([
    [
      'two Content-Type fields, the second one true',
      [
        ...[
          'Content-Type: multipart/alternative; boundary=one',
          'Content-Type: multipart/alternative; boundary=two',
          '',
        ],
        ...['--two', 'Content-Type: text/plain', '', 'Widerspruch.', '--two', 'Content-Type: text/html', ''],
        ...['<b>Widerspruch.</b>', '--two--'],
      ],
      'Widerspruch.',
    ],
    [
      'HTML with its picture inside a mixed one',
      [
        ...['Content-Type: multipart/mixed; boundary=m', '', '--m', 'Content-Type: multipart/related; boundary=r', ''],
        ...['--r', 'Content-Type: text/html; charset=utf-8', '', '<h1>Widerspruch</h1><img src="cid:l"><p>Bitte.</p>'],
        ...['--r', 'Content-Type: image/png', 'Content-ID: <l>', 'Content-Disposition: inline', ''],
        ...['x', '--r--', '--m', 'Content-Type: application/pdf; name=x.pdf', '', '%PDF', '--m--'],
      ],
      'Widerspruch\n\nBitte.',
    ],
    [
      'an empty plain text beside HTML with its picture',
      [
        ...[
          'Content-Type: multipart/alternative; boundary=a',
          '',
          '--a',
          'Content-Type: text/plain; format=flowed',
          '',
        ],
        ...['', '--a', 'Content-Type: multipart/related; boundary=r', '', '--r', 'Content-Type: text/html', ''],
        ...['<p>Widerspruch.</p>', '--r', 'Content-Type: image/gif', 'Content-ID: <i>', '', 'GIF', '--r--', '--a--'],
      ],
      'Widerspruch.',
    ],
    [
      'no-break spaces alone as its plain text',
      [
        ...[
          'Content-Type: multipart/alternative; boundary=a',
          '',
          '--a',
          'Content-Type: text/plain; charset=utf-8',
          '',
        ],
        ...[utf8('\u00A0\r\n\u200B'), '--a', 'Content-Type: text/html', '', '<p>Widerspruch.</p>', '--a--'],
      ],
      'Widerspruch.',
    ],
    ['a type without its slash', ['Content-Type: text', '', 'Widerspruch.'], 'Widerspruch.'],
    ['a type the wrong way round', ['Content-Type: plain/text', '', 'Widerspruch.'], 'Widerspruch.'],
    ['no semicolon before the charset', ['Content-Type: text/plain charset=utf-8', '', utf8('Löschen.')], 'Löschen.'],
    [
      'an encoding that there is not',
      ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: utf-8', '', utf8('Löschen.')],
      'Löschen.',
    ],
    [
      'base64 with a footer of the mailing list behind it',
      [
        ...['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', ''],
        ...[Buffer.from('Ich widerspreche.').toString('base64'), '_______________', 'Verteiler intern'],
      ],
      'Ich widerspreche.',
    ],
    [
      'UTF-8 under the name of Latin-1',
      ['Content-Type: text/plain; charset=iso-8859-1', '', utf8('Löschen – bitte.')],
      'Löschen – bitte.',
    ],
    [
      'Latin-1 under the name of UTF-8',
      ['Content-Type: text/plain; charset=utf-8', '', 'L\u00F6schen bitte.'],
      'Löschen bitte.',
    ],
    [
      'a charset of two names',
      ['Content-Type: text/plain; charset="utf-8;iso-8859-1"', '', utf8('Löschen.')],
      'Löschen.',
    ],
    [
      'a charset nobody knows',
      ['Content-Type: text/plain; charset=x-mac-unheard-of', '', utf8('Löschen.')],
      'Löschen.',
    ],
    ['utf8mb4', ['Content-Type: text/plain; charset=utf8mb4', '', utf8('Löschen.')], 'Löschen.'],
    ['cp-850', ['Content-Type: text/plain; charset=cp-850', '', 'L\u0094schen.'], 'Löschen.'],
    ['UTF-7', ['Content-Type: text/plain; charset=utf-7', '', 'L+APY-schen.'], 'Löschen.'],
    [
      'entities and a comment for Outlook',
      ['Content-Type: text/html', '', '<!--[if mso]><p>nur Outlook</p><![endif]--><p>L&ouml;schen&nbsp;Sie</p>'],
      'Löschen\u00A0Sie',
    ],
    [
      'HTML as the only part, said to be an attachment',
      [
        ...['Content-Type: multipart/mixed; boundary=m', '', '--m', 'Content-Type: text/html; name=mail.html'],
        ...['Content-Disposition: inline; filename=mail.html', '', '<p>Widerspruch.</p>', '--m--'],
      ],
      'Widerspruch.',
    ],
    [
      'a signed mail',
      [
        ...['Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=s', '', '--s'],
        ...['Content-Type: text/plain', '', 'Widerspruch.', '--s', 'Content-Type: application/pkcs7-signature', ''],
        ...['MII=', '--s--'],
      ],
      'Widerspruch.',
    ],
    [
      'text whose end is cut off',
      ['Content-Type: multipart/mixed; boundary=m', '', '--m', 'Content-Type: text/plain', '', 'Widerspruch.'],
      'Widerspruch.',
    ],
    [
      'a boundary with blanks behind it',
      [
        'Content-Type: multipart/mixed; boundary=m',
        '',
        '--m  ',
        'Content-Type: text/plain',
        '',
        'Widerspruch.',
        '--m--  ',
      ],
      'Widerspruch.',
    ],
    [
      'quoted-printable broken in its middle',
      [
        ...['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable', ''],
        ...['L=C3=B6schen Sie = alles=', ', bitte=2'],
      ],
      'Löschen Sie = alles, bitte=2',
    ],
    [
      'a table',
      [
        'Content-Type: text/html',
        '',
        '<table><tr><th>Betreff: </th><td>Auskunft</td></tr><tr><th>Von: </th><td>Erika</td></tr></table>',
      ],
      'Betreff:  Auskunft\nVon:  Erika',
    ],
  ])('with %s', async (_name, lines, text) => {
    expect((await read(...lines)).text).toBe(text);
  });

  test.each<[string, readonly string[], ReadableMail['untold']]>([
    ['a picture alone', ['Content-Type: image/jpeg; name=brief.jpg', '', 'x'], 'only-files'],
    ['a date for a calendar', ['Content-Type: text/calendar', '', 'BEGIN:VCALENDAR'], 'other-form'],
    [
      'HTML of nothing but a picture elsewhere',
      ['Content-Type: text/html', '', '<img src="https://a.example/1.png">'],
      'pictures',
    ],
  ])('or named as what it is: %s', async (_name, lines, untold) => {
    expect(await read(...lines)).toMatchObject({ text: '', untold });
  });

  test.each<[string, string]>([
    ['a letter cut in two words', '=?utf-8?Q?L=C3?= =?utf-8?Q?=B6schung?='],
    ['blanks within a word', '=?utf-8?Q?L=C3=B6schung meiner Daten?='],
    ['a language', '=?utf-8*de?Q?L=C3=B6schung?='],
    ['no blank between words', '=?utf-8?Q?L=C3=B6?==?utf-8?Q?schung?='],
    ['base64 without its padding', '=?UTF-8?B?TMO2c2NodW5n?='],
    ['a wrong charset', '=?iso-8859-1?Q?L=C3=B6schung?='],
    ['raw UTF-8', utf8('Löschung')],
    ['a folded word', '=?utf-8?Q?L=C3=B6sch?=\r\n =?utf-8?Q?ung?='],
  ])('its subject with %s', async (_name, subject) => {
    const raw = bytes([`Subject: ${subject}`, 'From: erika@post.example', '', 'x']);
    expect((await readableMail(raw, undefined, budget())).subject).toMatch(/^Löschung( meiner Daten)?$/);
  });
});

describe('what a mail server reports', () => {
  const OURS = '<11111111-2222-7333-8444-555555555555.message@kammer.example>';
  const report = (...lines: readonly string[]) =>
    deliveryReport(bytes(['From: MAILER-DAEMON@post.example', 'Subject: Report', ...lines]), undefined, budget());
  const dsn = (...status: readonly string[]) => [
    ...['Content-Type: multipart/report; boundary=g', '', '--g', '', 'Report', '--g'],
    ...['Content-Type: message/delivery-status', '', ...status, '--g--'],
  ];

  test.each<[string, readonly string[], string]>([
    ['its action in another case, with a comment', dsn('', 'Action: Failed (permanent)'), 'failed'],
    ['its action on a line of its own', dsn('', 'Action:', ' failed'), 'failed'],
    ['a status and no action', dsn('', 'Status: 5.1.1'), 'failed'],
    ['a passing status and no action', dsn('', 'Status: 4.4.7'), 'delayed'],
    ['a date in German beside a delay', ['', 'Ihre Nachricht vom 5.12.2026 wurde noch nicht zugestellt.'], 'delayed'],
    ['an address of numbers beside a delay', ['', 'Still trying 5.1.2.3, the message is delayed.'], 'delayed'],
    [
      'qmail',
      [
        ...['', "Hi. This is the qmail-send program. I'm afraid I wasn't able to deliver your message."],
        ...["This is a permanent error; I've given up. Sorry it didn't work out.", '', '<erika@post.example>:'],
        ...['Sorry, no mailbox here by that name.', '', '--- Below this line is a copy of the message.'],
      ],
      'failed',
    ],
    [
      'exim, going on',
      [
        ...['', 'This message was created automatically by mail delivery software.'],
        ...['A message that you sent has not been delivered to one or more of its recipients after more than 24 hours'],
        ...['on the queue. No action is required on your part. Delivery attempts will continue for some time.'],
      ],
      'delayed',
    ],
    [
      'exim, giving up, our words under a rule of its own',
      [
        ...[
          '',
          'A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.',
        ],
        ...[
          '',
          '------ This is a copy of the message, including all the headers. ------',
          'It was delayed, we will try again.',
        ],
      ],
      'failed',
    ],
    [
      'Domino',
      ['', 'Ihr Dokument wurde nicht zugestellt an: erika@post.example, weil: nicht im Domino-Verzeichnis.'],
      'failed',
    ],
    ['Yahoo', ['', 'Sorry, we were unable to deliver your message.', '554: delivery error: no such account'], 'failed'],
    [
      'sendmail’s warning',
      [
        '',
        'THIS IS A WARNING MESSAGE ONLY',
        'YOU DO NOT NEED TO RESEND YOUR MESSAGE',
        'could not send message for past 4 hours',
      ],
      'delayed',
    ],
    [
      'HTML',
      ['Content-Type: text/html', '', '<p>Address not found. Your message <b>wasn&#39;t delivered</b>.</p>'],
      'failed',
    ],
    ['French without a code', ['', 'Nous n’avons pas pu remettre votre message.'], 'failed'],
    ['words of no meaning', ['', 'Siehe Anlage.'], 'unsure'],
  ])('in the shape of %s', async (_name, lines, says) => {
    expect((await report(...lines)).says).toBe(says);
  });

  test('names ours in a field among the status, as large providers do', async () => {
    const found = await report(
      ...dsn(`X-Original-Message-ID: ${OURS}`, '', 'Action: failed', 'Final-Recipient: rfc822; erika@post.example'),
    );
    expect(found.about).toEqual([OURS]);
  });
});
