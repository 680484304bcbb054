import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { concatBytes } from './encoding.js';

// Ed25519 (RFC 8032) over raw 32-byte keys. The one place that signs; a build for the browser replaces this file.
const SEED_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;

export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return Uint8Array.from(keysOf(seed).publicKey);
}

export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(sign(null, message, keysOf(seed).privateKey));
}

export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES) {
    return false;
  }
  const key = createPublicKey({ key: Buffer.from(concatBytes(PUBLIC_PREFIX, publicKey)), format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
}

interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: Uint8Array;
}

/** Parsing a key costs ten signatures; kept as long as its seed is. */
const PARSED = new WeakMap<Uint8Array, Keys>();

function keysOf(seed: Uint8Array): Keys {
  const known = PARSED.get(seed);
  if (known !== undefined) {
    return known;
  }
  if (seed.length !== KEY_BYTES) {
    throw new RangeError('an Ed25519 seed has 32 bytes');
  }
  const der = Buffer.from(concatBytes(SEED_PREFIX, seed));
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const keys = { privateKey, publicKey: new Uint8Array(spki.subarray(PUBLIC_PREFIX.length)) };
  PARSED.set(seed, keys);
  return keys;
}
