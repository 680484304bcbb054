import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { concatBytes } from './encoding.js';

// Ed25519 (RFC 8032) over raw 32-byte keys. The one place that signs; a build for the browser replaces this file.
const SEED_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;

export function publicKeyOf(seed: Uint8Array): Uint8Array {
  const der = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' });
  return new Uint8Array(der.subarray(PUBLIC_PREFIX.length));
}

export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(sign(null, message, privateKey(seed)));
}

export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES) {
    return false;
  }
  const key = createPublicKey({ key: Buffer.from(concatBytes(PUBLIC_PREFIX, publicKey)), format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
}

function privateKey(seed: Uint8Array): ReturnType<typeof createPrivateKey> {
  if (seed.length !== KEY_BYTES) {
    throw new RangeError('an Ed25519 seed has 32 bytes');
  }
  return createPrivateKey({ key: Buffer.from(concatBytes(SEED_PREFIX, seed)), format: 'der', type: 'pkcs8' });
}
