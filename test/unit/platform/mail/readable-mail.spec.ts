import { readableMail, mailFile, type ReadableMail } from '../../../../src/platform/mail/readable-mail.js';
import { Budget } from '../../../../src/platform/untrusted/budget.js';

const budget = () => new Budget({ bytes: 10_000_000, parts: 10_000, milliseconds: 60_000 });
const HEAD = ['From: Aurelia Beispiel <aurelia@post.example>', 'Subject: AW: Ihre Anfrage', 'MIME-Version: 1.0'];

/** A line's characters are its bytes. */
const raw = (...lines: string[]): Buffer => Buffer.from([...HEAD, ...lines].join('\r\n'), 'latin1');
const read = (...lines: string[]): Promise<ReadableMail> => readableMail(raw(...lines), undefined, budget());
const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64');
const multipart = (kind: string, ...parts: readonly (readonly string[])[]): string[] => [
  ...[`Content-Type: multipart/${kind}; boundary="grenze-${kind}"`, ''],
  ...parts.flatMap((part) => [`--grenze-${kind}`, ...part]),
  `--grenze-${kind}--`,
];
const PLAIN = ['Content-Type: text/plain; charset=utf-8', ''];
const HTML = ['Content-Type: text/html; charset=utf-8', ''];
const PDF = [
  'Content-Type: application/pdf; name=a.pdf',
  'Content-Transfer-Encoding: base64',
  '',
  base64('%PDF-1.4\n'),
];

describe('HTML is read as text wherever it stands', () => {
  test.each<[string, string[], string]>([
    ['alone', [...HTML, '<p>Ich <b>widerspreche</b>.</p>'], 'Ich widerspreche.'],
    [
      'in an alternative without a plain text',
      multipart('alternative', [...HTML, '<p>Widerspruch</p>']),
      'Widerspruch',
    ],
    [
      'beside an empty plain text',
      multipart('alternative', [...PLAIN, ' ', ''], [...HTML, '<p>Nur hier</p>']),
      'Nur hier',
    ],
    ['beside a file', multipart('mixed', [...HTML, '<p>Siehe Anlage</p>'], PDF), 'Siehe Anlage'],
    [
      'before and behind a picture or file',
      multipart('mixed', [...HTML, '<p>Davor</p>'], PDF, [...HTML, '<p>Danach</p>']),
      'Davor\n\nDanach',
    ],
    [
      'in related within alternative within mixed',
      multipart(
        'mixed',
        multipart('alternative', [...PLAIN, ''], multipart('related', [...HTML, '<p>Tief</p>'], PDF)),
        PDF,
      ),
      'Tief',
    ],
    [
      'in a plain text that only says so',
      multipart(
        'alternative',
        [...PLAIN, 'Ihr Programm zeigt kein HTML an.'],
        [...HTML, '<p>Hiermit widerspreche ich der Verarbeitung meiner Daten zum Zweck der Werbung.</p>'],
      ),
      'Ihr Programm zeigt kein HTML an.\n\nHiermit widerspreche ich der Verarbeitung meiner Daten zum Zweck der Werbung.',
    ],
    ['nested deeper than a reader goes', [...HTML, `${'<div>'.repeat(30_000)}Widerspruch`], 'Widerspruch'],
    ['without tags that show nothing', [...HTML, '<style>p{}</style><script>x()</script><!-- y --><p>Ja</p>'], 'Ja'],
  ])('%s', async (_where, lines, expected) => {
    const mail = await read(...lines);
    expect(mail).toMatchObject({ text: expected, untold: undefined });
  });
});

test('of two texts that say the same, the plain one is shown', async () => {
  const lines = multipart(
    'alternative',
    [...PLAIN, 'Ich widerspreche *sehr*.'],
    [...HTML, 'Ich widerspreche <b>sehr</b>.'],
  );
  expect((await read(...lines)).text).toBe('Ich widerspreche *sehr*.');
});

describe('a multipart whose boundary is not said is read all the same', () => {
  test.each([['multipart/mixed'], ['multipart/mixed; boundary="eine andere"']])('%s', async (type) => {
    const mail = await read(`Content-Type: ${type}`, '', '--A', ...PLAIN, 'Der Text.', '--A--');
    expect(mail.text).toBe('Der Text.');
  });
});

describe('what cannot be read is called what it is', () => {
  test.each<[ReadableMail['untold'], string[]]>([
    ['encrypted-smime', ['Content-Type: application/pkcs7-mime; smime-type=enveloped-data', '', 'xx']],
    ['encrypted-smime', ['Content-Type: application/octet-stream; name="smime.p7m"', '', 'xx']],
    ['signed-smime', ['Content-Type: application/x-pkcs7-mime; smime-type=signed-data', '', 'xx']],
    [
      'encrypted-pgp',
      multipart(
        'encrypted',
        ['Content-Type: application/pgp-encrypted', '', 'Version: 1'],
        [...['Content-Type: application/octet-stream; name=e.asc', '', '-----BEGIN PGP MESSAGE-----']],
      ),
    ],
    ['rtf', ['Content-Type: text/rtf', '', '{\\rtf1 Widerspruch}']],
    ['rtf', multipart('alternative', [...PLAIN, ''], ['Content-Type: application/rtf', '', '{\\rtf1 x}'])],
    ['winmail', multipart('mixed', [...PLAIN, ''], ['Content-Type: application/ms-tnef; name=winmail.dat', '', 'x'])],
    ['other-form', ['Content-Type: text/calendar', '', 'BEGIN:VCALENDAR']],
    ['only-files', multipart('mixed', [...PLAIN, ''], PDF)],
    ['only-files', PDF],
    ['too-intricate', nested(200)],
    [undefined, [...PLAIN, ' ']],
  ])('%s', async (untold, lines) => {
    expect(await read(...lines)).toMatchObject({ text: '', untold });
  });
});

function nested(depth: number): string[] {
  return depth === 0
    ? [...PLAIN, 'tief']
    : [`Content-Type: multipart/mixed; boundary=b${depth}`, '', `--b${depth}`, ...nested(depth - 1)];
}

test('text/enriched is read without its formatting', async () => {
  const mail = await read('Content-Type: text/enriched', '', '<bold>Ich</bold> widerspreche <<');
  expect(mail.text).toBe('Ich widerspreche <');
});

describe('text is what its bytes say where the label does not', () => {
  const utf16 = Buffer.from('Löschen', 'utf16le');
  const inBase64 = (type: string, bytes: Buffer): string[] => [
    ...[`Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', '', base64(bytes)],
  ];
  test.each<[string, string[], string]>([
    ['nothing said, Windows', ['Content-Type: text/plain', '', 'L\xf6schen \x96 5 \x80'], 'Löschen – 5 €'],
    ['nothing said, UTF-8', ['', Buffer.from('Löschen – 5 €').toString('latin1')], 'Löschen – 5 €'],
    ['us-ascii, Windows', ['Content-Type: text/plain; charset=us-ascii', '', '\x84sofort\x93'], '„sofort“'],
    ['Latin-1, Windows', ['Content-Type: text/plain; charset=iso-8859-1', '', '5 \x80'], '5 €'],
    ['utf-8, Windows', ['Content-Type: text/plain; charset=utf-8', '', 'L\xf6schen'], 'Löschen'],
    ['utf-8, damaged in one place', ['Content-Type: text/plain; charset=utf-8', '', 'Ã¤Ã¶Ã¼ \xff'], 'äöü \uFFFD'],
    ['nothing said, ISO-2022-JP', ['Content-Type: text/plain;', '', '\x1b$B%F%9%H\x1b(B'], 'テスト'],
    ['said in the page', [...['Content-Type: text/html', ''], '<meta charset=iso-8859-2><p>\xa3\xf3d\xbc</p>'], 'Łódź'],
    ['utf-16 without a mark', inBase64('text/plain; charset=utf-16', utf16), 'Löschen'],
    ['utf-16, bigger end first', inBase64('text/plain; charset=utf-16', Buffer.from(utf16).swap16()), 'Löschen'],
    ['utf-16, and it is not', ['Content-Type: text/plain; charset=utf-16', '', 'Ja bitte.'], 'Ja bitte.'],
    ['with a mark', inBase64('text/plain', Buffer.from('\ufeffLöschen', 'utf16le')), 'Löschen'],
    ['a code page of DOS', ['Content-Type: text/plain; charset=cp850', '', 'L\x94schen'], 'Löschen'],
    ['a name nobody knows', ['Content-Type: text/plain; charset=x-gibtsnicht', '', 'L\xf6schen'], 'Löschen'],
  ])('%s', async (_label, lines, expected) => {
    expect((await read(...lines)).text).toBe(expected);
  });
});

test('lines that flow are one (RFC 3676), controls go, and form feeds are line ends', async () => {
  const flowed = await read('Content-Type: text/plain; format=flowed', '', 'Ich wider- ', 'spreche.', '-- ', 'Aurelia');
  expect(flowed.text).toBe('Ich wider- spreche.\n-- \nAurelia');
  expect((await read(...PLAIN, 'Seite 1\fSeite 2\x07')).text).toBe('Seite 1\nSeite 2');
});

test('a long text is cut and says so', async () => {
  const mail = await read(...PLAIN, 'lang '.repeat(100_000));
  expect(mail).toMatchObject({ cut: true });
  expect(mail.text.length).toBe(200_000);
});

describe('names of files are safe to show and to save', () => {
  test.each([
    ['filename="../../etc/passwd.pdf"', 'passwd.pdf'],
    ["filename*=UTF-8''rechnung_%E2%80%AEfdp.exe", 'rechnung_fdp.exe'],
    ['filename="Rechnung f\xfcr M\xfcller.pdf"', 'Rechnung für Müller.pdf'],
    ['filename="=?utf-8?Q?K=C3=BCndigung.pdf?="', 'Kündigung.pdf'],
    ['filename=""', '1.pdf'],
  ])('%s', async (parameter, expected) => {
    const part = ['Content-Type: application/pdf', `Content-Disposition: attachment; ${parameter}`, '', '%PDF-1.4'];
    const [file] = (await read(...multipart('mixed', [...PLAIN, 'Anbei.'], part))).files;
    expect(file?.filename).toBe(expected);
  });
});

test('a file is found again by its place', async () => {
  const mail = raw(...multipart('mixed', [...PLAIN, 'Anbei.'], PDF));
  expect(Buffer.from((await mailFile(mail, { at: 0 }, budget()))?.content ?? []).toString()).toBe('%PDF-1.4\n');
  expect(await mailFile(mail, { at: 1 }, budget())).toBeUndefined();
});
