import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { VaultError, type VaultErrorCode } from './vault-error.js';

const ALGORITHM = 'aes-256-gcm';
/** NIST SP 800-38D §8.2.2: 96 random bits, so a restored snapshot cannot repeat a counter. Safe for 2^32 messages a key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const ENVELOPE_OVERHEAD = 1 + NONCE_BYTES + TAG_BYTES;

/**
 * Envelope = version ‖ 12-byte nonce ‖ ciphertext ‖ 16-byte tag. The version is authenticated too, so nobody can have
 * padded content read as unpadded content.
 */
export function lock(key: KeyObject, version: number, place: readonly string[], plaintext: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(version, place));
  const body = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([Buffer.of(version), nonce, body, cipher.getAuthTag()]);
}

/** The plaintext, or a VaultError with `code` if anything about key, version, place or bytes differs from the locking. */
export function unlock(
  key: KeyObject,
  version: number,
  place: readonly string[],
  envelope: Buffer,
  code: VaultErrorCode,
): Buffer {
  if (envelope.length < ENVELOPE_OVERHEAD || envelope[0] !== version) {
    throw new VaultError(code);
  }
  const nonce = envelope.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(version, place));
  decipher.setAuthTag(envelope.subarray(envelope.length - TAG_BYTES));
  const plaintext = decipher.update(envelope.subarray(1 + NONCE_BYTES, envelope.length - TAG_BYTES));
  try {
    decipher.final();
  } catch {
    // The cause says nothing more, and an error with a cause is one more thing that gets logged.
    throw new VaultError(code);
  }
  return plaintext;
}

/** A JSON array of strings is one-to-one with its parts, whatever characters they hold. */
function associatedData(version: number, place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify([version, ...place]), 'utf8');
}
