import {
  acceptAttachments,
  ATTACHMENT_LIMITS,
  type Attachment,
} from '../../../../src/platform/documents/attachments.js';
import { cleanFilename, sanitiseFilename } from '../../../../src/platform/documents/file-name.js';
import { isUnchecked } from '../../../../src/platform/documents/file-type.js';
import { inspectFile, type Inspection } from '../../../../src/platform/documents/inspect-file.js';
import { Budget } from '../../../../src/platform/untrusted/budget.js';
import { zipOf } from './zips.js';
import { GIF_CLEAN, jpegWithMetadata, PLANTED, pngWithMetadata, webp, WEBP_BITS } from './pictures.js';

const text = (value: string): Buffer => Buffer.from(value);
const inspect = (content: Buffer, filename = 'a'): Inspection =>
  inspectFile(content, { filename }, new Budget({ bytes: 1e8, parts: 10_000, milliseconds: 60_000 }));
const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const WORD = { '[Content_Types].xml': `<Types><Override ContentType="${MAIN}"/></Types>`, 'word/document.xml': '<w/>' };
const DOCX = zipOf(WORD);
const ODT = zipOf({
  ...{ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<x/>', 'META-INF/manifest.xml': '<x/>' },
});
const PDF = text('%PDF-1.7\n/Author (x)\nstartxref\n0\n%%EOF\n');
const compound = (stream: string): Buffer =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512), Buffer.from(stream, 'utf16le')]);
const EML = text(
  'Received: by x\r\nFrom: a@b.example\r\nSubject: x\r\nDate: Thu, 5 Mar 2026 14:02:13 +0100\r\n\r\nText',
);

const file = (bytes: number): Attachment => ({
  ...{ filename: 'a.txt', contentType: 'text/plain', content: Buffer.alloc(bytes, 0x41), metadataRemoved: false },
});

describe('the content decides the type', () => {
  test.each<[string, Buffer, string]>([
    ['a.png', pngWithMetadata(1), 'image/png'],
    ['a.png', jpegWithMetadata(1), 'image/jpeg'],
    ['a', GIF_CLEAN, 'image/gif'],
    ['a', webp(WEBP_BITS), 'image/webp'],
    ['a', PDF, 'application/pdf'],
    ['a', DOCX, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a', ODT, 'application/vnd.oasis.opendocument.text'],
    ['a.eml', EML, 'message/rfc822'],
    ['a.txt', EML, 'text/plain'],
    ['a.eml', text('Only a text'), 'text/plain'],
    ['a.html', text('<script>alert(1)</script>'), 'text/plain'],
    ['a.txt', Buffer.from('Grüße aus Köln', 'latin1'), 'text/plain'],
    ['a.txt', Buffer.from('\ufeffGrüße', 'utf16le'), 'text/plain'],
    ['a.txt', text('Seite 1\fSeite 2'), 'text/plain'],
    ['a.eml', text('From: a@b.example\r\nDate: x\r\n\r\n\x1b$B%F%9%H\x1b(B'), 'message/rfc822'],
  ])('%s is told by what is in it', (filename, content, expected) => {
    expect(inspect(content, filename).contentType).toBe(expected);
    expect(isUnchecked(expected)).toBe(false);
  });

  test.each<[string, string, Buffer, string, string]>([
    ['a Windows program', 'spiel.exe', text('MZ\x90\0\x03'), 'application/octet-stream', 'spiel.exe'],
    [
      'one that calls itself a document',
      'brief.pdf',
      text('MZ\x90\0\x03'),
      'application/octet-stream',
      'brief.pdf.bin',
    ],
    ['what only begins like a PDF', 'a.pdf', text('%PDF-1.7 und sonst nichts'), 'application/octet-stream', 'a.pdf'],
    ['any other ZIP', 'brief.docx', zipOf({ 'word/document.xml': '<w/>' }), 'application/zip', 'brief.zip'],
    [
      'a program archive',
      'brief.docx',
      zipOf({ ...WORD, 'META-INF/MANIFEST.MF': 'x' }),
      'application/zip',
      'brief.zip',
    ],
    [
      'a document with a program in it',
      'a.docx',
      zipOf({ ...WORD, 'word/media/x.exe': 'MZ' }),
      'application/zip',
      'a.zip',
    ],
    ['a document with macros', 'a.docx', zipOf({ ...WORD, 'word/vbaProject.bin': 'x' }), 'application/zip', 'a.zip'],
    ['a ZIP without a directory', 'a.zip', DOCX.subarray(0, 60), 'application/octet-stream', 'a.zip.bin'],
    ['a mail of Outlook', 'AW.msg', compound('__properties_version1.0'), 'application/vnd.ms-outlook', 'AW.msg'],
    ['an old Word document', 'a.doc', compound('WordDocument'), 'application/msword', 'a.doc'],
    ['a HEIC picture', 'IMG_1.HEIC', text('\0\0\0\x18ftypheic'), 'image/heic', 'IMG_1.HEIC'],
    ['a scan', 'scan.tif', text('II*\0\x08\0\0\0'), 'image/tiff', 'scan.tif'],
    ['a text with a NUL', 'a.txt', text('text\0'), 'application/octet-stream', 'a.txt.bin'],
    ['a recording', 'anruf.mp3', text('ID3\x03\0'), 'application/octet-stream', 'anruf.mp3'],
    ['what has no name', '', text('\0'), 'application/octet-stream', 'attachment.bin'],
    ['a broken picture', 'a.png', pngWithMetadata(1).subarray(0, 60), 'application/octet-stream', 'a.png'],
  ])('%s is taken as it came, under a name that promises nothing', (_what, filename, content, contentType, name) => {
    expect(inspect(content, filename)).toEqual({ contentType, filename: name, cleaned: undefined });
    expect(isUnchecked(contentType)).toBe(true);
  });

  test('a file of no bytes is said to be empty, whatever its name promises', () => {
    expect(acceptAttachments([file(0)])).toEqual({
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

  test('a name of 70 kB is cut before anything looks at it', () => {
    const name = `${'. '.repeat(35_000)}x.pdf`;
    expect(sanitiseFilename(name, 'application/pdf').length).toBeLessThanOrEqual(120);
    expect(cleanFilename(`${'a'.repeat(70_000)}.m4a`)).toBe(`${'a'.repeat(116)}.m4a`);
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
  const { files, fileBytes, totalBytes } = ATTACHMENT_LIMITS;

  test('is cleaned where it is a picture and untouched where it is a document', () => {
    const picture = inspect(jpegWithMetadata(6), 'bild.png');
    expect(picture).toMatchObject({ filename: 'bild.jpg', contentType: 'image/jpeg' });
    expect(Buffer.from(picture.cleaned ?? []).includes(PLANTED)).toBe(false);
    expect(inspect(PDF, 'brief.pdf')).toEqual({
      filename: 'brief.pdf',
      contentType: 'application/pdf',
      cleaned: undefined,
    });
  });

  test('of nothing is fine', () => {
    expect(acceptAttachments([])).toEqual({ ok: true, attachments: [] });
  });

  test('names every file that cannot be taken, and takes none', () => {
    expect(acceptAttachments([file(1), file(0), file(fileBytes + 1)])).toEqual({
      ok: false,
      problems: [
        { code: 'empty-file', index: 1 },
        { code: 'too-large', index: 2, limit: fileBytes },
      ],
    });
  });

  test.each<[string, Attachment[], object]>([
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
