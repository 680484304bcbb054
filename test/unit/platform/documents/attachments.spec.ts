import {
  acceptAttachments,
  ATTACHMENT_LIMITS,
  type UploadedFile,
} from '../../../../src/platform/documents/attachments.js';
import { sanitiseFilename } from '../../../../src/platform/documents/file-name.js';
import { sniffFileType } from '../../../../src/platform/documents/file-type.js';
import { GIF_CLEAN, jpegWithMetadata, PLANTED, pngWithMetadata, webp, WEBP_BITS } from './pictures.js';

const text = (value: string): Buffer => Buffer.from(value);
const DOCX = text('PK\x03\x04....[Content_Types].xml....PK\x03\x04word/document.xml');
const ODT = Buffer.concat([
  text('PK\x03\x04'),
  Buffer.alloc(26),
  text('mimetypeapplication/vnd.oasis.opendocument.textPK'),
]);
const EML = text(
  'Received: by x\r\nFrom: a@b.example\r\nSubject: x\r\nDate: Thu, 5 Mar 2026 14:02:13 +0100\r\n\r\nText',
);

describe('the content decides the type', () => {
  test.each<[string, Buffer, string]>([
    ['a.png', pngWithMetadata(1), 'image/png'],
    ['a.png', jpegWithMetadata(1), 'image/jpeg'],
    ['a', GIF_CLEAN, 'image/gif'],
    ['a', webp(WEBP_BITS), 'image/webp'],
    ['a', text('%PDF-1.7\n%\xe2\xe3'), 'application/pdf'],
    ['a', DOCX, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a', ODT, 'application/vnd.oasis.opendocument.text'],
    ['a.eml', EML, 'message/rfc822'],
    ['a.txt', EML, 'text/plain'],
    ['a.eml', text('Only a text'), 'text/plain'],
    ['a.html', text('<script>alert(1)</script>'), 'text/plain'],
    ['a.txt', Buffer.from('Grüße aus Köln', 'latin1'), 'text/plain'],
  ])('%s is told by what is in it', (filename, content, expected) => {
    expect(sniffFileType(content, filename)).toBe(expected);
  });

  test.each<[string, Buffer]>([
    ['a Windows program', text('MZ\x90\0\x03')],
    ['a Linux program', text('\x7fELF\x02\x01\x01')],
    ['any other ZIP', text('PK\x03\x04........payload.exe')],
    ['a document with macros', Buffer.concat([DOCX, text('word/vbaProject.bin')])],
    ['an old Word document', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a HEIC picture', text('\0\0\0\x18ftypheic')],
    ['text with a NUL', text('text\0')],
  ])('%s is not taken', (_what, content) => {
    expect(acceptAttachments([{ filename: 'a.txt', content }])).toEqual({
      ok: false,
      problems: [{ code: 'unsupported-file', index: 0 }],
    });
  });

  test('a file of no bytes is said to be empty, whatever its name promises', () => {
    expect(acceptAttachments([{ filename: 'a.pdf', content: Buffer.alloc(0) }])).toEqual({
      ok: false,
      problems: [{ code: 'empty-file', index: 0 }],
    });
  });
});

describe('file names', () => {
  test.each<[string, string]>([
    ['Anschreiben.pdf', 'Anschreiben.pdf'],
    ['ANSCHREIBEN.PDF', 'ANSCHREIBEN.PDF'],
    ['C:\\Users\\x\\Brief.pdf', 'Brief.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['/', 'attachment.pdf'],
    ['', 'attachment.pdf'],
    ['...', 'attachment.pdf'],
    ['.htaccess', 'htaccess.pdf'],
    ['brief.exe', 'brief.pdf'],
    ['brief.pdf.exe', 'brief.pdf.pdf'],
    ['invoice\u202Efdp.exe', 'invoicefdp.pdf'],
    ['a\r\nBcc: x@y.example.pdf', 'aBcc_ x@y.example.pdf'],
    ['a\0b.pdf', 'ab.pdf'],
    ['zero\u200Bwidth.pdf', 'zerowidth.pdf'],
    ['half\uD83Dpair.pdf', 'halfpair.pdf'],
    ['a<b>"c"|d?*.pdf', 'a_b__c__d__.pdf'],
    ['  viele   Leerzeichen  .pdf', 'viele Leerzeichen.pdf'],
    ['Mu\u0308ller.pdf', 'M\u00FCller.pdf'],
    ['CON.pdf', '_CON.pdf'],
    ['nul', '_nul.pdf'],
    ['Version 1.2 vom 5. März', 'Version 1.2 vom 5. März.pdf'],
    [`${'ü'.repeat(300)}.pdf`, `${'ü'.repeat(116)}.pdf`],
  ])('%j is called %j', (name, expected) => {
    expect(sanitiseFilename(name, 'application/pdf')).toBe(expected);
    expect([...sanitiseFilename(name, 'application/pdf')].length).toBeLessThanOrEqual(120);
  });

  test('a picture keeps whichever of its extensions it had', () => {
    expect(['a.jpg', 'a.JPEG', 'a.png'].map((name) => sanitiseFilename(name, 'image/jpeg'))).toEqual([
      'a.jpg',
      'a.JPEG',
      'a.jpg',
    ]);
  });
});

describe('an upload', () => {
  const file = (bytes: number): UploadedFile => ({ filename: 'a.txt', content: Buffer.alloc(bytes, 0x41) });
  const { files, fileBytes, totalBytes } = ATTACHMENT_LIMITS;

  test('is taken with pictures cleaned and documents untouched', () => {
    const pdf = text('%PDF-1.7 /Author (x)');
    const result = acceptAttachments([
      { filename: 'bild.png', content: jpegWithMetadata(6) },
      { filename: 'brief.pdf', content: pdf },
    ]);
    expect(result).toMatchObject({
      ok: true,
      attachments: [
        { filename: 'bild.jpg', contentType: 'image/jpeg', metadataRemoved: true },
        { filename: 'brief.pdf', contentType: 'application/pdf', metadataRemoved: false, content: pdf },
      ],
    });
    expect(result.ok && result.attachments.some(({ content }) => content.includes(PLANTED))).toBe(false);
  });

  test('of nothing is fine', () => {
    expect(acceptAttachments([])).toEqual({ ok: true, attachments: [] });
  });

  test('names every file that cannot be taken, and takes none', () => {
    const broken = { filename: 'a.png', content: pngWithMetadata(1).subarray(0, 60) };
    expect(acceptAttachments([file(1), broken, file(fileBytes + 1)])).toEqual({
      ok: false,
      problems: [
        { code: 'unsupported-file', index: 1 },
        { code: 'too-large', index: 2, limit: fileBytes },
      ],
    });
  });

  test.each<[string, UploadedFile[], object]>([
    ['ten files', Array.from({ length: files }, () => file(1)), { ok: true }],
    [
      'eleven files',
      Array.from({ length: files + 1 }, () => file(1)),
      { ok: false, problems: [{ code: 'too-many', limit: files }] },
    ],
    ['a file of exactly 25 MB', [file(fileBytes)], { ok: true }],
    ['40 MB in all', [file(totalBytes / 2), file(totalBytes / 2)], { ok: true }],
    [
      'one byte more than 40 MB in all',
      [file(totalBytes / 2), file(totalBytes / 2), file(1)],
      { ok: false, problems: [{ code: 'too-large', limit: totalBytes }] },
    ],
  ])('of %s', (_what, upload, expected) => {
    expect(acceptAttachments(upload)).toMatchObject(expected);
  });
});
