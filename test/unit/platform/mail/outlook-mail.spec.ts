import { mailFields } from '../../../../src/platform/mail/mail-head.js';
import { outlookMail } from '../../../../src/platform/mail/outlook-mail.js';
import { mailFile, readableMail } from '../../../../src/platform/mail/readable-mail.js';
import { Budget, BudgetExceeded } from '../../../../src/platform/untrusted/budget.js';
import { outlookFile, type OutlookMail } from '../../../support/outlook-file.js';

const budget = (parts = 1e4): Budget => new Budget({ bytes: 1e8, parts, milliseconds: 60_000 });
const SENT = new Date('2026-11-29T08:00:00Z');
const MAIL: OutlookMail = {
  ...{ subject: 'Löschung', senderName: 'Beispiel, Erika', senderEmail: 'erika@post.example', sentAt: SENT },
  body: 'Bitte löschen Sie mein Bild.\r\nDanke – „sofort“.',
};
const read = async (mail: OutlookMail) =>
  readableMail(outlookMail(outlookFile(mail), undefined, budget()) ?? Buffer.alloc(0), undefined, budget());
const field = (mail: OutlookMail, name: string): string | undefined =>
  mailFields(outlookMail(outlookFile(mail), undefined, budget()) ?? Buffer.alloc(0)).fields.find(
    (one) => one.name === name,
  )?.value;

test('says who wrote what and when', async () => {
  expect(await read(MAIL)).toMatchObject({
    ...{ subject: 'Löschung', from: 'Beispiel, Erika <erika@post.example>', files: [], untold: undefined },
    text: 'Bitte löschen Sie mein Bild.\nDanke – „sofort“.',
  });
  expect(new Date(field(MAIL, 'date') ?? '').toISOString()).toBe(SENT.toISOString());
});

test('its HTML is read where it has no text', async () => {
  const html = Buffer.from('<p>Bitte l\u00F6schen.</p>', 'latin1');
  expect((await read({ ...MAIL, body: ' \r\n', html })).text).toBe('Bitte löschen.');
});

test('its files and the mails in it are there, under clean names', async () => {
  const files = [{ name: '../a\u202Efdp.pdf', content: Buffer.from('%PDF-1.7') }];
  const mail = { ...MAIL, files, mails: [{ ...MAIL, subject: 'Innen', body: 'Inneres' }] };
  const shown = await read(mail);
  expect(shown.files.map(({ filename, contentType }) => [filename, contentType])).toEqual([
    ['afdp.pdf', 'application/octet-stream'],
    ['2.eml', 'message/rfc822'],
  ]);
  const raw = outlookMail(outlookFile(mail), undefined, budget()) ?? Buffer.alloc(0);
  expect(Buffer.from((await mailFile(raw, { at: 0 }, budget()))?.content ?? []).toString()).toBe('%PDF-1.7');
  const inner = Buffer.from((await mailFile(raw, { at: 1 }, budget()))?.content ?? []);
  expect(await readableMail(inner, undefined, budget())).toMatchObject({ subject: 'Innen', text: 'Inneres' });
});

test('what the mail servers wrote counts before what Outlook made of it', () => {
  const headers = 'From: Erika <erika@anders.example>\r\nMessage-ID:\r\n <a@anders.example>\r\nReceived: by x\r\n';
  expect(field({ ...MAIL, headers }, 'from')).toBe('Erika <erika@anders.example>');
  expect(field({ ...MAIL, headers }, 'message-id')).toBe('<a@anders.example>');
  expect(field({ ...MAIL, headers }, 'received')).toBeUndefined();
});

test('a name in Exchange’s directory is no address', async () => {
  const senderEmail = '/O=KAMMER/OU=EXCHANGE ADMINISTRATIVE GROUP/CN=RECIPIENTS/CN=ABC';
  expect((await read({ ...MAIL, senderEmail })).from).toBe('Beispiel, Erika');
  expect((await read({ ...MAIL, senderEmail, senderSmtpAddress: 'erika@post.example' })).from).toContain('erika@');
});

test('fields cannot bring fields with them', () => {
  expect(field({ ...MAIL, subject: 'x\r\nBcc: y@z.example' }, 'bcc')).toBeUndefined();
});

test.each<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['a text', Buffer.from('Von: Erika')],
  ['the signature alone', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1016)])],
  ['half a file', outlookFile(MAIL).subarray(0, 900)],
])('%s is none', (_name, content) => {
  expect(outlookMail(content, undefined, budget())).toBeUndefined();
});

test('keeps to its budget', () => {
  const files = Array.from({ length: 9 }, (_, at) => ({ name: `${at}.txt`, content: Buffer.from('x') }));
  expect(() => outlookMail(outlookFile({ ...MAIL, files }), undefined, budget(5))).toThrow(BudgetExceeded);
});
