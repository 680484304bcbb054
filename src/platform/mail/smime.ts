// RFC 8551 (S/MIME 4.0), RFC 5652 s6 (enveloped data). The structure is a library's, the cryptography is node:crypto's.

import { constants, createCipheriv, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import {
  ContentEncryptionAlgorithmIdentifier,
  ContentInfo,
  EncryptedContent,
  EncryptedContentInfo,
  EnvelopedData,
  id_data,
  id_envelopedData,
  IssuerAndSerialNumber,
  KeyEncryptionAlgorithmIdentifier,
  KeyTransRecipientInfo,
  RecipientIdentifier,
  RecipientInfo,
  RecipientInfos,
} from '@peculiar/asn1-cms';
import { AsnConvert, AsnSerializer, OctetString } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';

const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const AES256_CBC = '2.16.840.1.101.3.4.1.42';
const MIN_MODULUS_BITS = 2_048;
/** Head fields that tell what the content is: they go inside. */
const CONTENT_FIELD = /^(content-[a-z-]+|mime-version)$/i;

/** Why a certificate can never be encrypted to. */
export type CertificateDefect = 'unreadable' | 'not-rsa' | 'too-short' | 'not-for-encryption';

/** Undefined: mail can be encrypted to its holder while it is valid. @param pem one certificate */
export function certificateDefect(pem: string): CertificateDefect | undefined {
  const certificate = readCertificate(pem);
  if (certificate === undefined) {
    return 'unreadable';
  }
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType !== 'rsa') {
    return 'not-rsa';
  }
  if ((asymmetricKeyDetails?.modulusLength ?? 0) < MIN_MODULUS_BITS) {
    return 'too-short';
  }
  return mayEncrypt(certificate) ? undefined : 'not-for-encryption';
}

/** Its holder may have given up the key that belongs to one that has run out. */
export function isCertificateValid(pem: string, at: Date): boolean {
  const { validFrom, validTo } = new X509Certificate(pem);
  return new Date(validFrom) <= at && at <= new Date(validTo);
}

/**
 * The mail, readable only by the certificate's holder: AES-256-CBC under a fresh key, that key by RSAES-PKCS1-v1_5, which
 * every mail program opens. Its head stays outside, with the `outside` fields added: whoever keeps the mail can read them
 * without the key. @param bytes a whole mail with CRLF line ends
 */
export function encryptMail(bytes: Buffer, pem: string, outside: readonly string[]): Buffer {
  const { head, body } = parted(bytes);
  const inside = [...head.filter(isContentField), '', ''].join('\r\n');
  const content = enveloped(Buffer.concat([Buffer.from(inside, 'latin1'), body]), pem);
  const fields = [
    ...head.filter((field) => !isContentField(field)),
    ...outside,
    'MIME-Version: 1.0',
    'Content-Type: application/pkcs7-mime; smime-type=enveloped-data;\r\n name=smime.p7m',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename=smime.p7m',
  ];
  const lines = content.toString('base64').match(/.{1,76}/g) ?? [];
  return Buffer.from([...fields, '', ...lines, ''].join('\r\n'), 'latin1');
}

/** A field of as many lines as it needs (RFC 5322 s2.2.3). */
export function foldedField(name: string, value: string): string {
  return [`${name}:`, ...(value.match(/.{1,76}/g) ?? [])].join('\r\n ');
}

function enveloped(content: Buffer, pem: string): Buffer {
  const certificate = new X509Certificate(pem);
  const { tbsCertificate } = AsnConvert.parse(certificate.raw, Certificate);
  const [key, iv] = [randomBytes(32), randomBytes(16)];
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  const recipient = new KeyTransRecipientInfo({
    version: 0,
    rid: new RecipientIdentifier({
      issuerAndSerialNumber: new IssuerAndSerialNumber({
        issuer: tbsCertificate.issuer,
        serialNumber: tbsCertificate.serialNumber,
      }),
    }),
    keyEncryptionAlgorithm: new KeyEncryptionAlgorithmIdentifier({ algorithm: RSA_ENCRYPTION, parameters: NULL }),
    encryptedKey: new OctetString(
      publicEncrypt({ key: certificate.publicKey, padding: constants.RSA_PKCS1_PADDING }, key),
    ),
  });
  const data = new EnvelopedData({
    version: 0,
    recipientInfos: new RecipientInfos([new RecipientInfo({ ktri: recipient })]),
    encryptedContentInfo: new EncryptedContentInfo({
      contentType: id_data,
      contentEncryptionAlgorithm: new ContentEncryptionAlgorithmIdentifier({
        algorithm: AES256_CBC,
        parameters: AsnSerializer.serialize(new OctetString(iv)),
      }),
      encryptedContent: new EncryptedContent({ value: new OctetString(encrypted) }),
    }),
  });
  const info = new ContentInfo({ contentType: id_envelopedData, content: AsnSerializer.serialize(data) });
  return Buffer.from(AsnSerializer.serialize(info));
}

const NULL = new Uint8Array([5, 0]).buffer;

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** No key usage named, or one that lets keys be encrypted (RFC 8550 s4.4.2). */
function mayEncrypt(certificate: X509Certificate): boolean {
  const { extensions } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate;
  const usage = extensions?.find(({ extnID }) => extnID === '2.5.29.15')?.extnValue.buffer;
  if (usage === undefined) {
    return true;
  }
  // A BIT STRING: tag, length, unused bits, then bit 2 of the first octet is keyEncipherment.
  return ((new Uint8Array(usage)[3] ?? 0) & 0b0010_0000) !== 0;
}

function parted(bytes: Buffer): { readonly head: readonly string[]; readonly body: Buffer } {
  const end = bytes.indexOf('\r\n\r\n');
  const fields = bytes
    .subarray(0, end)
    .toString('latin1')
    .split(/\r\n(?![ \t])/);
  return { head: fields, body: bytes.subarray(end + 4) };
}

function isContentField(field: string): boolean {
  return CONTENT_FIELD.test(field.slice(0, field.indexOf(':')));
}
