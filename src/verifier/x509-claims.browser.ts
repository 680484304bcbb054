import { sameBytes } from '../domain/log/encoding.js';
import type { X509Claim, X509DigestClaim, X509SignatureClaim } from '../domain/timestamp/time-stamp.js';

/** Whether a claim of a time stamp holds; one that WebCrypto cannot read or does not know does not. */
export async function holdsClaim(claim: X509Claim): Promise<boolean> {
  try {
    return await (claim.kind === 'digest' ? holdsDigest(claim) : holdsSignature(claim));
  } catch {
    return false;
  }
}

async function holdsDigest({ hash, message, digest }: X509DigestClaim): Promise<boolean> {
  return sameBytes(new Uint8Array(await globalThis.crypto.subtle.digest(hash, owned(message))), digest);
}

async function holdsSignature(claim: X509SignatureClaim): Promise<boolean> {
  const { algorithm: name, hash, curve = '', saltLength = 0 } = claim;
  const { subtle } = globalThis.crypto;
  const isEcdsa = name === 'ECDSA';
  const key = await subtle.importKey(
    'spki',
    owned(claim.spki),
    isEcdsa ? { name, namedCurve: curve } : { name, hash },
    false,
    ['verify'],
  );
  // For RSA the hash goes with the key, for ECDSA with each signature; what does not apply is ignored.
  return subtle.verify({ name, hash, saltLength }, key, owned(claim.signature), owned(claim.message));
}

/** WebCrypto takes no view of shared memory; a copy is none. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}
