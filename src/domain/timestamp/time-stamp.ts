// RFC 3161 with RFC 5816: a time-stamping authority states by its signature that it saw a digest at a time. Everything
// is checked here but the signatures and the digests that are not SHA-256: those are claims, because a browser checks
// them asynchronously. Whom to trust is not decided here: a person compares the fingerprint of the root or the signer.

import { concatBytes, sameBytes } from '../log/encoding.js';
import { sha256 } from '../log/sha256.js';
import {
  certificateOf,
  chainClaims,
  chainOf,
  checkChain,
  checkSigner,
  demand,
  digestClaims,
  extensionsOf,
  hashOf,
  hasKeyIdentifier,
  Refusal,
  SHA_256,
  signatureClaim,
  type Certificate,
  type TimeStampFault,
  type X509Claim,
  type X509DigestClaim,
  type X509Hash,
} from './certificate.js';
import {
  contextTag,
  DerError,
  expectTag,
  fieldsOf,
  oidOf,
  onlyChild,
  readDer,
  smallIntegerOf,
  TAG,
  timeOf,
  unsignedOf,
  writeDer,
  writeOid,
  writeUnsigned,
  type DerNode,
} from './der.js';

export type { TimeStampFault, X509Claim, X509DigestClaim, X509SignatureClaim } from './certificate.js';

/** A time stamp that is well formed and speaks for itself; good only if each of its claims holds. */
export interface OpenedTimeStamp {
  /** ISO 8601, UTC, with milliseconds. */
  readonly genTime: string;
  /** How far off the authority says it may be; undefined when it does not say. */
  readonly accuracyMs: number | undefined;
  /** SHA-256 of what was stamped. */
  readonly digest: Uint8Array;
  /** Without leading zero byte. */
  readonly nonce: Uint8Array | undefined;
  /** OID of the authority's policy. */
  readonly policy: string;
  /** Hexadecimal. */
  readonly serial: string;
  /** The signing certificate as DER. */
  readonly signer: Uint8Array;
  /** SHA-256 of it. */
  readonly signerFingerprint: Uint8Array;
  /** Common name, or the whole subject when it has none. */
  readonly signerName: string;
  /** The last certificate upward from the signer that the token holds: the signer itself when it holds no other. */
  readonly root: { readonly name: string; readonly fingerprint: Uint8Array };
  /** When the first certificate of its chain runs out, ISO 8601: by then it must be covered by another stamp (RFC 4998 s5.2). */
  readonly endsAt: string;
  readonly claims: readonly X509Claim[];
}

const DIGEST_BYTES = 32;
const CERTIFICATE_LIMIT = 10;
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';

const ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

/** A TimeStampReq that wants the certificates in the answer. @param digest SHA-256 @throws RangeError */
export function timeStampQuery(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  if (digest.length !== DIGEST_BYTES || nonce.length !== 8) {
    throw new RangeError('a query has a digest of 32 bytes and a nonce of 8');
  }
  const sha256Identifier = writeDer(TAG.sequence, writeOid(SHA_256), writeDer(TAG.null));
  return writeDer(
    TAG.sequence,
    writeUnsigned(Uint8Array.of(1)),
    writeDer(TAG.sequence, sha256Identifier, writeDer(TAG.octetString, digest)),
    writeUnsigned(nonce),
    writeDer(TAG.boolean, Uint8Array.of(0xff)),
  );
}

export function timeStampCovers({ digest }: OpenedTimeStamp, message: Uint8Array): boolean {
  return sameBytes(digest, sha256(message));
}

/** @param response a TimeStampResp, or its token alone */
export function openTimeStamp(response: Uint8Array): OpenedTimeStamp | TimeStampFault {
  try {
    return openToken(tokenOf(readDer(response)));
  } catch (error) {
    if (error instanceof Refusal) {
      return error.fault;
    }
    if (error instanceof DerError) {
      return 'malformed';
    }
    throw error;
  }
}

function tokenOf(response: DerNode): DerNode {
  if (response.children[0]?.tag === TAG.oid) {
    return response;
  }
  const fields = fieldsOf(response);
  const status = fieldsOf(fields.next(TAG.sequence));
  const granted = smallIntegerOf(status.next(TAG.integer)) <= 1;
  status.take(TAG.sequence)?.children.forEach((text) => expectTag(text, TAG.utf8String));
  status.take(TAG.bitString);
  status.end();
  demand(granted, 'not-granted');
  const token = fields.next(TAG.sequence);
  fields.end();
  return token;
}

function openToken(token: DerNode): OpenedTimeStamp {
  const { content, certificates, signerInfo } = signedDataOf(token);
  const { genTime, ...info } = tstInfoOf(content);
  const signed = signerInfoOf(signerInfo, content);
  const signer = certificates.find(signed.isBy);
  demand(signer !== undefined, 'no-signer-certificate');
  const chain = chainOf(signer, certificates);
  checkSigner(signer);
  checkChain(chain, certificates, genTime);
  const root = chain.at(-1) ?? signer;
  return {
    ...info,
    genTime: new Date(genTime).toISOString(),
    signer: signer.der,
    signerFingerprint: sha256(signer.der),
    signerName: signer.subjectName,
    root: { name: root.subjectName, fingerprint: sha256(root.der) },
    endsAt: new Date(Math.min(...[signer, ...chain].map(({ notAfter }) => notAfter))).toISOString(),
    claims: [
      signatureClaim(signed, signer.spki, signed.hash),
      ...signed.digests,
      ...identityClaims(signed.attribute, signer),
      ...chainClaims(chain),
    ],
  };
}

function signedDataOf(token: DerNode): { content: Uint8Array; certificates: Certificate[]; signerInfo: DerNode } {
  const outer = fieldsOf(token);
  demand(oidOf(outer.next(TAG.oid)) === SIGNED_DATA, 'malformed');
  const fields = fieldsOf(onlyChild(outer.next(contextTag(0))));
  outer.end();
  demand(smallIntegerOf(fields.next(TAG.integer)) === 3, 'malformed');
  const hashes = fields.next(TAG.set).children.map(hashOf);
  const encapsulated = fieldsOf(fields.next(TAG.sequence));
  demand(oidOf(encapsulated.next(TAG.oid)) === TST_INFO, 'wrong-content');
  const { content } = expectTag(onlyChild(encapsulated.next(contextTag(0))), TAG.octetString);
  encapsulated.end();
  const certificates = fields.take(contextTag(0))?.children ?? [];
  demand(certificates.length <= CERTIFICATE_LIMIT, 'malformed');
  fields.take(contextTag(1));
  const signerInfo = onlyChild(fields.next(TAG.set));
  fields.end();
  demand(hashes.includes(hashOf(signerInfo.children[2])), 'malformed');
  return { content, certificates: certificates.map(certificateOf), signerInfo };
}

type TstInfo = Pick<OpenedTimeStamp, 'accuracyMs' | 'digest' | 'nonce' | 'policy' | 'serial'> & { genTime: number };

function tstInfoOf(content: Uint8Array): TstInfo {
  const fields = fieldsOf(readDer(content));
  demand(smallIntegerOf(fields.next(TAG.integer)) === 1, 'wrong-content');
  const policy = oidOf(fields.next(TAG.oid));
  const imprint = fieldsOf(fields.next(TAG.sequence));
  demand(hashOf(imprint.next(TAG.sequence)) === 'SHA-256', 'unsupported-algorithm');
  const digest = imprint.next(TAG.octetString).content;
  imprint.end();
  demand(digest.length === DIGEST_BYTES, 'malformed');
  const serial = hexOf(unsignedOf(fields.next(TAG.integer)));
  const genTime = timeOf(fields.next(TAG.generalizedTime));
  const accuracy = fields.take(TAG.sequence);
  fields.take(TAG.boolean);
  const nonce = fields.take(TAG.integer);
  fields.take(contextTag(0));
  const extensions = extensionsOf(fields.take(contextTag(1)));
  fields.end();
  demand(![...extensions.values()].some(({ critical }) => critical), 'unsupported-extension');
  const accuracyMs = accuracy && accuracyOf(accuracy);
  return { policy, digest, serial, genTime, accuracyMs, nonce: nonce && unsignedOf(nonce) };
}

function accuracyOf(accuracy: DerNode): number {
  const fields = fieldsOf(accuracy);
  const part = (tag: number): number => {
    const node = fields.take(tag);
    return node === undefined ? 0 : smallIntegerOf(node, tag);
  };
  const ms = part(TAG.integer) * 1_000 + part(contextTag(0, false)) + part(contextTag(1, false)) / 1_000;
  fields.end();
  return Math.ceil(ms);
}

interface Signed {
  readonly isBy: (certificate: Certificate) => boolean;
  /** The only value of a signed attribute. */
  readonly attribute: (oid: string) => DerNode | undefined;
  readonly digests: readonly X509DigestClaim[];
  readonly signatureAlgorithm: DerNode;
  readonly hash: X509Hash;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

function signerInfoOf(signerInfo: DerNode, content: Uint8Array): Signed {
  const fields = fieldsOf(signerInfo);
  const version = smallIntegerOf(fields.next(TAG.integer));
  const keyIdentifier = version === 3 ? fields.next(contextTag(0, false)).content : undefined;
  const isBy =
    keyIdentifier === undefined
      ? issuedAs(fields.next(TAG.sequence))
      : (certificate: Certificate) => hasKeyIdentifier(certificate, keyIdentifier);
  demand(version === 1 || version === 3, 'malformed');
  const hash = hashOf(fields.next(TAG.sequence));
  const attributes = fields.next(contextTag(0));
  const signatureAlgorithm = fields.next(TAG.sequence);
  const signature = fields.next(TAG.octetString).content;
  fields.take(contextTag(1));
  fields.end();
  const attribute = attributesOf(attributes);
  const contentType = attribute(ATTRIBUTE.contentType);
  demand(contentType !== undefined && oidOf(contentType) === TST_INFO, 'wrong-content');
  const digest = expectTag(attribute(ATTRIBUTE.messageDigest), TAG.octetString).content;
  const digests = digestClaims(hash, content, digest, 'wrong-digest');
  // They are signed as the set that they are, not under the tag that marks their place (RFC 5652 s5.4).
  const signed = concatBytes(Uint8Array.of(TAG.set), attributes.bytes.subarray(1));
  return { isBy, attribute, digests, signatureAlgorithm, hash, signed, signature };
}

function attributesOf(attributes: DerNode): (oid: string) => DerNode | undefined {
  const values = new Map<string, DerNode>();
  for (const node of attributes.children) {
    const fields = fieldsOf(node);
    const oid = oidOf(fields.next(TAG.oid));
    demand(!values.has(oid), 'malformed');
    values.set(oid, fields.next(TAG.set));
    fields.end();
  }
  return (oid) => {
    const value = values.get(oid);
    return value && onlyChild(value);
  };
}

function issuedAs(node: DerNode): (certificate: Certificate) => boolean {
  const fields = fieldsOf(node);
  const issuer = fields.next(TAG.sequence);
  const serial = fields.next(TAG.integer);
  fields.end();
  return (certificate) => sameBytes(certificate.issuer, issuer.bytes) && sameBytes(certificate.serial, serial.bytes);
}

/** That the signer means this certificate and not another one with the same key: ESSCertID, ESSCertIDv2. */
function identityClaims(attribute: Signed['attribute'], signer: Certificate): X509DigestClaim[] {
  const first = attribute(ATTRIBUTE.signingCertificate);
  const second = attribute(ATTRIBUTE.signingCertificateV2);
  const fault = 'other-signer-certificate';
  demand(first !== undefined || second !== undefined, fault);
  return [first, second]
    .filter((value) => value !== undefined)
    .flatMap((value) => {
      // The first is the signer's; others may follow, of its chain.
      const identity = fieldsOf(fieldsOf(value).next(TAG.sequence).children[0]);
      const identifier = value === second ? identity.take(TAG.sequence) : undefined;
      const hash = value === first ? 'SHA-1' : identifier === undefined ? 'SHA-256' : hashOf(identifier);
      const digest = identity.next(TAG.octetString).content;
      const issuerSerial = identity.take(TAG.sequence);
      identity.end();
      demand(issuerSerial === undefined || isIssuerSerial(issuerSerial, signer), fault);
      return digestClaims(hash, signer.der, digest, fault);
    });
}

function isIssuerSerial(node: DerNode, { issuer, serial }: Certificate): boolean {
  const fields = fieldsOf(node);
  const name = onlyChild(expectTag(onlyChild(fields.next(TAG.sequence)), contextTag(4)));
  const number = fields.next(TAG.integer);
  fields.end();
  return sameBytes(name.bytes, issuer) && sameBytes(number.bytes, serial);
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
