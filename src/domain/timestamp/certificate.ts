// X.509 (RFC 5280) as far as a time stamp needs it: reading certificates, what they are good for, their chain, and which
// signatures have to hold. The signatures themselves are claims, because a browser checks them asynchronously.

import { concatBytes, sameBytes, textOf } from '../log/encoding.js';
import { sha256 } from '../log/sha256.js';
import {
  bitStringOf,
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
  type DerNode,
} from './der.js';

export type X509Hash = 'SHA-256' | 'SHA-384' | 'SHA-512';
export type X509Curve = 'P-256' | 'P-384' | 'P-521';

export interface X509SignatureClaim {
  readonly kind: 'signature';
  readonly algorithm: 'RSASSA-PKCS1-v1_5' | 'RSA-PSS' | 'ECDSA';
  readonly hash: X509Hash;
  /** Of ECDSA. */
  readonly curve?: X509Curve;
  /** Of RSA-PSS, in bytes; its mask is made with `hash` too. */
  readonly saltLength?: number;
  /** SubjectPublicKeyInfo as DER. */
  readonly spki: Uint8Array;
  readonly message: Uint8Array;
  /** Of ECDSA in the form of IEEE P1363: r and s side by side. */
  readonly signature: Uint8Array;
}

export interface X509DigestClaim {
  readonly kind: 'digest';
  readonly hash: 'SHA-1' | 'SHA-384' | 'SHA-512';
  readonly message: Uint8Array;
  readonly digest: Uint8Array;
}

/** Something to check before a time stamp is believed. */
export type X509Claim = X509SignatureClaim | X509DigestClaim;

/** Why something is no time stamp to rely on. */
export type TimeStampFault =
  /** Not DER, or not the structure of RFC 3161, CMS and X.509. */
  | 'malformed'
  /** The authority has refused. */
  | 'not-granted'
  /** What is signed is not the content of a time stamp. */
  | 'wrong-content'
  /** The signed digest is not that of the content. */
  | 'wrong-digest'
  /** A hash, signature or key that is unknown, too weak (SHA-1, RSA below 2048 bits), or does not fit the others. */
  | 'unsupported-algorithm'
  /** A critical extension that is not understood here. */
  | 'unsupported-extension'
  /** The certificate that the signature names is not in the token. */
  | 'no-signer-certificate'
  /** The signed attributes name no signing certificate, or another one. */
  | 'other-signer-certificate'
  /** The signing certificate is not for time stamps alone. */
  | 'not-for-time-stamping'
  /** A certificate of the chain may not issue, or one does not belong to the chain. */
  | 'broken-chain'
  /** A certificate of the chain was not valid yet or no longer when the stamp was made. */
  | 'not-valid-then';

export const SHA_256 = '2.16.840.1.101.3.4.2.1';
const RSA_MODULUS_BYTES = 256;
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const EC_KEY = '1.2.840.10045.2.1';
const RSA = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';

const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37',
} as const;
const UNDERSTOOD: ReadonlySet<string> = new Set(Object.values(EXTENSION));

/** Bits of the first octet of keyUsage. */
const SIGNS_DATA = 0x80 | 0x40;
const SIGNS_CERTIFICATES = 0x04;

const HASHES: ReadonlyMap<string, X509Hash> = new Map([
  [SHA_256, 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
]);

type Scheme = Pick<X509SignatureClaim, 'algorithm' | 'hash' | 'saltLength'>;

/** Signature algorithms that name their hash. */
const SCHEMES: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  ['1.2.840.113549.1.1.11', { algorithm: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }],
  ['1.2.840.113549.1.1.12', { algorithm: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' }],
  ['1.2.840.113549.1.1.13', { algorithm: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' }],
  ['1.2.840.10045.4.3.2', { algorithm: 'ECDSA', hash: 'SHA-256' }],
  ['1.2.840.10045.4.3.3', { algorithm: 'ECDSA', hash: 'SHA-384' }],
  ['1.2.840.10045.4.3.4', { algorithm: 'ECDSA', hash: 'SHA-512' }],
]);

const CURVES: ReadonlyMap<string, { curve: X509Curve; bytes: number }> = new Map([
  ['1.2.840.10045.3.1.7', { curve: 'P-256', bytes: 32 }],
  ['1.3.132.0.34', { curve: 'P-384', bytes: 48 }],
  ['1.3.132.0.35', { curve: 'P-521', bytes: 66 }],
]);

/** Ends the reading where a fault is found; `openTimeStamp` turns it into its answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(readonly fault: TimeStampFault) {
    super(fault);
  }
}

/** @throws Refusal */
export function demand(condition: boolean, fault: TimeStampFault): asserts condition {
  if (!condition) {
    throw new Refusal(fault);
  }
}

interface AlgorithmIdentifier {
  readonly oid: string;
  readonly parameters: DerNode | undefined;
}

/** @throws DerError */
function algorithmOf(node: DerNode | undefined): AlgorithmIdentifier {
  const [oid, parameters, ...more] = expectTag(node, TAG.sequence).children;
  if (more.length > 0) {
    throw new DerError('an algorithm with more than parameters');
  }
  return { oid: oidOf(oid), parameters };
}

interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** By OID, from the sequence of them, whatever its tag. @throws DerError */
export function extensionsOf(sequence: DerNode | undefined): ReadonlyMap<string, Extension> {
  const extensions = new Map<string, Extension>();
  for (const node of sequence?.children ?? []) {
    const fields = fieldsOf(node);
    const oid = oidOf(fields.next(TAG.oid));
    const critical = fields.take(TAG.boolean)?.content[0] === 0xff;
    if (extensions.has(oid)) {
      throw new DerError('an extension twice');
    }
    extensions.set(oid, { critical, value: fields.next(TAG.octetString).content });
    fields.end();
  }
  return extensions;
}

/** An X.509 certificate, nothing of it verified. */
export interface Certificate {
  readonly der: Uint8Array;
  /** What its issuer has signed. */
  readonly signed: Uint8Array;
  readonly signatureAlgorithm: DerNode;
  readonly signature: Uint8Array;
  /** These as DER: they are compared, not understood. */
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly subjectName: string;
  /** POSIX milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly extensions: ReadonlyMap<string, Extension>;
}

/** @throws DerError */
export function certificateOf(node: DerNode): Certificate {
  const outer = fieldsOf(node);
  const signed = outer.next(TAG.sequence);
  const signatureAlgorithm = outer.next(TAG.sequence);
  const signature = bitStringOf(outer.next(TAG.bitString));
  outer.end();
  const fields = fieldsOf(signed);
  fields.take(contextTag(0));
  const serial = fields.next(TAG.integer).bytes;
  if (!sameBytes(fields.next(TAG.sequence).bytes, signatureAlgorithm.bytes)) {
    throw new DerError('a certificate with two opinions of its signature');
  }
  const issuer = fields.next(TAG.sequence).bytes;
  const [notBefore, notAfter] = fields.next(TAG.sequence).children;
  const subject = fields.next(TAG.sequence);
  const spki = fields.next(TAG.sequence).bytes;
  fields.take(contextTag(1, false));
  fields.take(contextTag(2, false));
  const extensions = fields.take(contextTag(3));
  fields.end();
  return {
    der: node.bytes,
    signed: signed.bytes,
    signatureAlgorithm,
    signature,
    serial,
    issuer,
    subject: subject.bytes,
    spki,
    subjectName: nameOf(subject),
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    extensions: extensionsOf(extensions && expectTag(onlyChild(extensions), TAG.sequence)),
  };
}

const COMMON_NAME = '2.5.4.3';
const NAME_PARTS: ReadonlyMap<string, string> = new Map([
  [COMMON_NAME, 'CN'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
]);
const NAME_LIMIT = 200;
/** Control and format characters, direction marks among them: they would make a name look like another. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** The common name, or everything that the name says. */
function nameOf(name: DerNode): string {
  const parts = name.children
    .flatMap((set) => expectTag(set, TAG.set).children)
    .map((part) => ({ oid: oidOf(part.children[0]), text: visibleText(part.children[1]) }));
  const common = parts.findLast(({ oid, text }) => oid === COMMON_NAME && text !== '')?.text;
  const whole = parts.map(({ oid, text }) => `${NAME_PARTS.get(oid) ?? oid}=${text}`).join(', ');
  return (common ?? whole).slice(0, NAME_LIMIT).toWellFormed();
}

function visibleText(node: DerNode | undefined): string {
  const { tag, content } = node ?? { tag: 0, content: new Uint8Array() };
  const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 4 * NAME_LIMIT));
  const text = tag === TAG.bmpString ? bmpText(content) : tag === TAG.utf8String ? textOf(content) : latin(content);
  return (text ?? '').replace(INVISIBLE, '').trim();
}

function bmpText(content: Uint8Array): string {
  const units = Array.from(
    { length: Math.min(content.length >> 1, NAME_LIMIT) },
    (_, at) => (content[2 * at] ?? 0) * 0x100 + (content[2 * at + 1] ?? 0),
  );
  return String.fromCharCode(...units);
}

/** SHA-256 is compared at once: nothing to claim. */
export function digestClaims(
  hash: X509Hash | 'SHA-1',
  message: Uint8Array,
  digest: Uint8Array,
  fault: TimeStampFault,
): X509DigestClaim[] {
  if (hash !== 'SHA-256') {
    return [{ kind: 'digest', hash, message, digest }];
  }
  demand(sameBytes(sha256(message), digest), fault);
  return [];
}

export function hasKeyIdentifier({ extensions }: Certificate, identifier: Uint8Array): boolean {
  const { value } = extensions.get(EXTENSION.subjectKeyIdentifier) ?? {};
  return value !== undefined && sameBytes(expectTag(readDer(value), TAG.octetString).content, identifier);
}

/** Upward from the signer, as far as the token goes. */
export function chainOf(signer: Certificate, certificates: readonly Certificate[]): Certificate[] {
  const chain: Certificate[] = [];
  for (let top: Certificate | undefined = signer; top !== undefined; top = issuerOf(top, certificates, chain)) {
    chain.push(top);
  }
  return chain;
}

function issuerOf(
  certificate: Certificate,
  certificates: readonly Certificate[],
  chain: readonly Certificate[],
): Certificate | undefined {
  const issuers = certificates.filter(
    (other) => sameBytes(other.subject, certificate.issuer) && !chain.includes(other) && !isSelfIssued(certificate),
  );
  // A cross certificate leads further than a root of the same name.
  return issuers.find((issuer) => !isSelfIssued(issuer)) ?? issuers[0];
}

function isSelfIssued({ issuer, subject }: Certificate): boolean {
  return sameBytes(issuer, subject);
}

export function checkSigner({ extensions }: Certificate): void {
  const { critical, value } = extensions.get(EXTENSION.extendedKeyUsage) ?? {};
  const purposes = value === undefined ? [] : expectTag(readDer(value), TAG.sequence).children.map(oidOf);
  const isOnly = critical === true && purposes.length === 1 && purposes[0] === TIME_STAMPING;
  demand(isOnly && allows(extensions, SIGNS_DATA), 'not-for-time-stamping');
}

export function checkChain(chain: readonly Certificate[], certificates: readonly Certificate[], time: number): void {
  // One that leads nowhere would be a root that nobody checks; a second certificate for the same key does not matter.
  const belongs = ({ subject, spki }: Certificate): boolean =>
    chain.some((link) => sameBytes(link.subject, subject) && sameBytes(link.spki, spki));
  demand(certificates.every(belongs), 'broken-chain');
  chain.forEach(({ extensions, notBefore, notAfter }, height) => {
    const isUnderstood = [...extensions].every(([oid, { critical }]) => !critical || UNDERSTOOD.has(oid));
    demand(isUnderstood, 'unsupported-extension');
    demand(height === 0 || mayIssue(extensions, height - 1), 'broken-chain');
    demand(notBefore <= time && time <= notAfter, 'not-valid-then');
  });
}

/** @param below how many issuers are between this one and the signer */
function mayIssue(extensions: Certificate['extensions'], below: number): boolean {
  const { value } = extensions.get(EXTENSION.basicConstraints) ?? {};
  if (value === undefined) {
    return false;
  }
  const fields = fieldsOf(readDer(value));
  const isAuthority = fields.take(TAG.boolean)?.content[0] === 0xff;
  const limit = fields.take(TAG.integer);
  fields.end();
  return (
    isAuthority && (limit === undefined || below <= smallIntegerOf(limit)) && allows(extensions, SIGNS_CERTIFICATES)
  );
}

function allows(extensions: Certificate['extensions'], usage: number): boolean {
  const { value } = extensions.get(EXTENSION.keyUsage) ?? {};
  // The first octet counts the bits that are unused.
  return value === undefined || ((expectTag(readDer(value), TAG.bitString).content[1] ?? 0) & usage) !== 0;
}

/** Each by the one above it, a root by itself. A last one that is no root stays unproven, as a root would. */
export function chainClaims(chain: readonly Certificate[]): X509SignatureClaim[] {
  return chain.flatMap((certificate, height) => {
    const issuer = chain[height + 1] ?? (isSelfIssued(certificate) ? certificate : undefined);
    return issuer === undefined ? [] : [signatureClaim(certificate, issuer.spki)];
  });
}

/** @param hash that CMS names beside the algorithm; a certificate's algorithm names its own */
export function signatureClaim(
  { signatureAlgorithm, signed, signature }: Pick<Certificate, 'signatureAlgorithm' | 'signed' | 'signature'>,
  spki: Uint8Array,
  hash?: X509Hash,
): X509SignatureClaim {
  const scheme = schemeOf(signatureAlgorithm, hash);
  const key = keyOf(spki);
  demand(hash === undefined || scheme.hash === hash, 'unsupported-algorithm');
  demand((scheme.algorithm === 'ECDSA') === (key !== 'RSA'), 'unsupported-algorithm');
  const claim = { kind: 'signature' as const, ...scheme, spki, message: signed };
  return key === 'RSA'
    ? { ...claim, signature }
    : { ...claim, curve: key.curve, signature: p1363(signature, key.bytes) };
}

function schemeOf(node: DerNode, hash: X509Hash | undefined): Scheme {
  const { oid, parameters } = algorithmOf(node);
  if (oid === RSA_PSS) {
    return pssSchemeOf(parameters);
  }
  const scheme =
    oid === RSA && hash !== undefined ? { algorithm: 'RSASSA-PKCS1-v1_5' as const, hash } : SCHEMES.get(oid);
  demand(scheme !== undefined, 'unsupported-algorithm');
  demand(parameters === undefined || (parameters.tag === TAG.null && scheme.algorithm !== 'ECDSA'), 'malformed');
  return scheme;
}

/** Its defaults are SHA-1 in each place: what is left out is not supported. */
function pssSchemeOf(parameters: DerNode | undefined): Scheme {
  const [hashField, maskField, saltField, ...more] = expectTag(parameters, TAG.sequence).children;
  const isFull =
    hashField?.tag === contextTag(0) && maskField?.tag === contextTag(1) && saltField?.tag === contextTag(2);
  demand(isFull && more.length === 0, 'unsupported-algorithm');
  const hash = hashOf(onlyChild(hashField));
  const mask = algorithmOf(onlyChild(maskField));
  demand(mask.oid === MGF1 && hashOf(mask.parameters) === hash, 'unsupported-algorithm');
  return { algorithm: 'RSA-PSS', hash, saltLength: smallIntegerOf(onlyChild(saltField)) };
}

function keyOf(spki: Uint8Array): 'RSA' | { curve: X509Curve; bytes: number } {
  const fields = fieldsOf(readDer(spki));
  const { oid, parameters } = algorithmOf(fields.next(TAG.sequence));
  const bits = bitStringOf(fields.next(TAG.bitString));
  fields.end();
  if (oid === RSA) {
    const modulus = unsignedOf(expectTag(readDer(bits), TAG.sequence).children[0]);
    demand(modulus.length >= RSA_MODULUS_BYTES, 'unsupported-algorithm');
    return 'RSA';
  }
  const curve = oid === EC_KEY && parameters?.tag === TAG.oid ? CURVES.get(oidOf(parameters)) : undefined;
  demand(curve !== undefined, 'unsupported-algorithm');
  return curve;
}

function p1363(signature: Uint8Array, bytes: number): Uint8Array {
  const fields = fieldsOf(readDer(signature));
  const numbers = [unsignedOf(fields.next(TAG.integer)), unsignedOf(fields.next(TAG.integer))];
  fields.end();
  demand(
    numbers.every(({ length }) => length <= bytes),
    'malformed',
  );
  return concatBytes(...numbers.flatMap((number) => [new Uint8Array(bytes - number.length), number]));
}

export function hashOf(node: DerNode | undefined): X509Hash {
  const { oid, parameters } = algorithmOf(node);
  const hash = HASHES.get(oid);
  demand(hash !== undefined, 'unsupported-algorithm');
  demand(parameters === undefined || parameters.tag === TAG.null, 'malformed');
  return hash;
}
