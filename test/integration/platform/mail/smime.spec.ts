import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ContentInfo, EnvelopedData } from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { certificateDefect, isCertificateValid } from '../../../../src/platform/mail/smime.js';
import { composeMail } from '../../../../src/platform/mail/compose.js';
import { CERTIFICATES, MAIL, SECRET } from './smtp-world.js';

const pem = (name: string): string => readFileSync(new URL(name, CERTIFICATES), 'utf8');
const CERTIFICATE = pem('smime-test-only.cert.pem');
const PROOF = Buffer.from('c2sp.org/tlog-proof@v1\nindex 1\n'.repeat(40)).toString('base64');

const encrypted = async (): Promise<string> =>
  (
    await composeMail({
      ...MAIL,
      subject: 'RUE-1: neuer Vorgang',
      html: `<p>Grüße ${SECRET}</p>`,
      attachments: [{ filename: 'scan.bin', contentType: 'application/octet-stream', content: Buffer.from([0, 1, 2]) }],
      encryption: { certificate: CERTIFICATE, outside: { 'X-Forthwith-Proof': PROOF } },
    })
  ).toString('latin1');

/** As a mail program does it, with the structure read by the library and the key taken out by hand (RFC 8017 s7.2.2). */
function opened(mail: string): string {
  const der = Buffer.from(mail.slice(mail.indexOf('\r\n\r\n') + 4).replaceAll('\r\n', ''), 'base64');
  const data = AsnConvert.parse(AsnConvert.parse(der, ContentInfo).content, EnvelopedData);
  const { encryptedContentInfo: info } = data;
  const wrapped = data.recipientInfos[0]?.ktri?.encryptedKey.buffer ?? new ArrayBuffer(0);
  const key = { key: pem('smime-test-only.key.pem'), padding: constants.RSA_NO_PADDING };
  const padded = privateDecrypt(key, Buffer.from(wrapped));
  const iv = AsnConvert.parse(info.contentEncryptionAlgorithm.parameters ?? new ArrayBuffer(0), OctetString);
  const decipher = createDecipheriv('aes-256-cbc', padded.subarray(-32), Buffer.from(iv.buffer));
  const content = Buffer.from(info.encryptedContent?.value?.buffer ?? new ArrayBuffer(0));
  return Buffer.concat([decipher.update(content), decipher.final()]).toString('latin1');
}

test('only the holder of the certificate reads the mail; head and proof are read by everybody', async () => {
  const mail = await encrypted();
  expect(mail).not.toContain(SECRET);
  expect(mail).not.toContain('scan.bin');
  expect(mail).toContain('Subject: RUE-1: neuer Vorgang\r\n');
  expect(mail).toContain('Content-Type: application/pkcs7-mime; smime-type=enveloped-data;\r\n name=smime.p7m\r\n');
  expect(mail.match(/^Content-Type:/gm)).toHaveLength(1);
  const field = /^X-Forthwith-Proof:((?:\r\n [^\r\n]+)+)\r\n/m.exec(mail)?.[1] ?? '';
  expect(field.replaceAll(/\r\n /g, '')).toBe(PROOF);
  expect(Math.max(...mail.split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(78);
});

test('inside is the mail as it would have been, with its own content type', async () => {
  const inside = opened(await encrypted());
  expect(inside).toMatch(/^Content-Type: multipart\/mixed;/m);
  expect(inside).toContain(`Text ${SECRET}`);
  expect(inside).toContain('filename=scan.bin');
  expect(inside).not.toContain('Message-ID');
});

test('twice the same mail is encrypted under two keys', async () => {
  const body = (mail: string): string => mail.slice(mail.indexOf('\r\n\r\n'));
  expect(body(await encrypted())).not.toBe(body(await encrypted()));
});

test.each([
  ['one for encryption', CERTIFICATE, undefined],
  ['one for signing only', pem('smime-sign-only.cert.pem'), 'not-for-encryption'],
  ['what is none', 'nichts', 'unreadable'],
])('the certificate is %s', (_what, text, defect) => {
  expect(certificateDefect(text)).toBe(defect);
});

test('a certificate is good from its first to its last moment', () => {
  expect(isCertificateValid(CERTIFICATE, new Date())).toBe(true);
  expect(isCertificateValid(CERTIFICATE, new Date('2001-01-01'))).toBe(false);
  expect(isCertificateValid(CERTIFICATE, new Date('2226-01-01'))).toBe(false);
});
