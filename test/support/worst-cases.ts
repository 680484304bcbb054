/** Inputs that a stranger can send, each the worst of its kind, in whatever size: what CI feeds to every parser. */
export interface WorstCase {
  readonly what: string;
  readonly make: (bytes: number) => Buffer;
}

const text = (what: string, piece: string, before = '', after = ''): WorstCase => ({
  what,
  make: (bytes) =>
    Buffer.concat([
      Buffer.from(before),
      Buffer.alloc(Math.max(0, bytes - before.length - after.length), piece),
      Buffer.from(after),
    ]),
});

const HTML = 'Content-Type: text/html; charset=utf-8\r\n\r\n';
const MIXED = 'Content-Type: multipart/mixed; boundary=g\r\n\r\n';

export const MAILS: readonly WorstCase[] = [
  text('one recipient without an @', 'a', 'To: ', '\r\n\r\n'),
  text('an author of nothing but @', '@', 'From: <', '\r\n\r\n'),
  text('identifiers that never end', '<@', 'References: ', '\r\n\r\n'),
  text('500 recipients and more', 'a@b.example, ', 'To: ', '\r\n\r\n'),
  text('encoded words that are none', '=?u?q?=', 'Subject: ', '\r\n\r\n'),
  text('one field in many lines', '\r\n\t', 'Subject: x'),
  text('a head without an end', 'A: b\r\n'),
  text('an author in brackets within brackets', '(', 'From: ', '\r\n\r\n'),
  text('nothing but line ends', '\n', 'Subject: x\n\n'),
  text('boundaries only', '--g\r\n\r\n', MIXED),
  text('what begins like a boundary', '--', MIXED),
  text('HTML that only opens', '<div>', HTML),
  text('HTML comments that never end', '<!--', HTML),
  text('an attribute without an end', 'a=', `${HTML}<p `),
  text('entities that are none', '&', HTML),
  text('blanks between nothing', ' ', `${HTML}<p>`, '</p>'),
  text('base64 of nothing', '=', 'Content-Transfer-Encoding: base64\r\n\r\n'),
  text('quoted-printable of nothing', '=\r\n', 'Content-Transfer-Encoding: quoted-printable\r\n\r\n'),
  text('flowed text of one line', 'a \r\n', 'Content-Type: text/plain; format=flowed\r\n\r\n'),
  text('enriched text that only opens', '<', 'Content-Type: text/enriched\r\n\r\n'),
];

export const REPORTS: readonly WorstCase[] = [
  text('a report of dashes', '-', 'Content-Type: text/plain\r\n\r\n'),
  text('a report of quotes', '> ', 'Content-Type: text/plain\r\n\r\n'),
  text('a report of codes', '5.1.', 'Content-Type: text/plain\r\n\r\n'),
  text('a report of blanks', ' \n', 'Content-Type: text/plain\r\n\r\n'),
];

const webp = (piece: string): WorstCase => ({
  what: `a WebP of ${JSON.stringify(piece)}`,
  make: (bytes) => {
    const chunks = Buffer.alloc(bytes, piece, 'latin1');
    const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
    head.writeUInt32LE(chunks.length + 4, 4);
    return Buffer.concat([head, chunks]);
  },
});

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

export const FILES: readonly WorstCase[] = [
  webp('VP8 \0\0\0\0'),
  {
    what: 'a JPEG of empty segments',
    make: (bytes) => Buffer.concat([Buffer.from('ffd8', 'hex'), Buffer.alloc(bytes, Buffer.of(0xff, 0xdd, 0, 2))]),
  },
  {
    what: 'a JPEG of one scan',
    make: (bytes) =>
      Buffer.concat([Buffer.from('ffd8ffc00002ffda0002', 'hex'), Buffer.alloc(bytes, Buffer.of(0xff, 0))]),
  },
  {
    what: 'a PNG of empty chunks',
    make: (bytes) => Buffer.concat([png, Buffer.alloc(17), Buffer.alloc(bytes, Buffer.from('\0\0\0\0tEXt\0\0\0\0'))]),
  },
  {
    what: 'a GIF of empty comments',
    make: (bytes) =>
      Buffer.concat([Buffer.from('GIF89a\0\0\0\0\0\0\0'), Buffer.alloc(bytes, Buffer.of(0x21, 0xfe, 0))]),
  },
  {
    what: 'a ZIP of as many names as it can say',
    make: (bytes) => {
      const entry = Buffer.alloc(46);
      entry.writeUInt32LE(0x02014b50, 0);
      const count = Math.min(0xffff, Math.floor(bytes / entry.length));
      const end = Buffer.alloc(22);
      end.writeUInt32LE(0x06054b50, 0);
      end.writeUInt16LE(count, 10);
      end.writeUInt32LE(4, 16);
      return Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(count * entry.length, entry), end]);
    },
  },
  text('a PDF of headers', '%PDF-'),
  text('a text of escapes', '\x1b$B'),
  text('a mail of colons', ':', 'From'),
];

export const TEXTS: readonly WorstCase[] = [
  ...[
    'a',
    '@',
    'a@',
    ' ',
    '. ',
    '<',
    '[[',
    '[…',
    '{{',
    '{{}',
    '-',
    '/',
    '\\',
    '"',
    '\n',
    '1',
    '+1 ',
    'ä',
    '\u0000',
  ].map((piece) => text(`nothing but ${JSON.stringify(piece)}`, piece)),
];

export const TABLES: readonly WorstCase[] = [
  text('a CSV of one cell', 'x', 'a,b\n"', '",y\n'),
  text('a CSV of quotation marks', '"', 'a,b\n'),
  text('a CSV of commas', ',', 'a,b\n'),
  text('a CSV of line ends', '\n', 'a,b'),
];

export const NESTED_JSON: WorstCase = text('JSON within JSON', '[');

/** Constructed values within each other, each of undefined length where the rules allow none (X.690 s8.1.3.6). */
export const NESTED_DER: WorstCase = text('DER within DER', '\x30\x80');
