import { constants, createPublicKey, hash, verify, type KeyObject } from 'node:crypto';
import type { X509Claim, X509SignatureClaim } from '../domain/timestamp/time-stamp.js';

const HASHES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' } as const;
const CURVES = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' } as const;

/** Whether a claim of a time stamp holds; a key or signature that cannot be read does not. */
export function holdsClaim(claim: X509Claim): boolean {
  if (claim.kind === 'digest') {
    return hash(HASHES[claim.hash], claim.message, 'buffer').equals(claim.digest);
  }
  try {
    const key = createPublicKey({ key: Buffer.from(claim.spki), format: 'der', type: 'spki' });
    return isOf(key, claim) && verify(HASHES[claim.hash], claim.message, { key, ...manner(claim) }, claim.signature);
  } catch {
    return false;
  }
}

function isOf(key: KeyObject, { algorithm, curve }: X509SignatureClaim): boolean {
  return algorithm === 'ECDSA'
    ? curve !== undefined && key.asymmetricKeyDetails?.namedCurve === CURVES[curve]
    : key.asymmetricKeyType === 'rsa';
}

function manner({ algorithm, saltLength }: X509SignatureClaim) {
  switch (algorithm) {
    case 'ECDSA':
      return { dsaEncoding: 'ieee-p1363' as const };
    case 'RSA-PSS':
      return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: saltLength ?? 0 };
    case 'RSASSA-PKCS1-v1_5':
      return { padding: constants.RSA_PKCS1_PADDING };
  }
}
