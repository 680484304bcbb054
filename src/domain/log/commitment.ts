import { canonicalJson } from './canonical-json.js';
import { encodeBase64, utf8 } from './encoding.js';
import { sha256 } from './sha256.js';

const SALT_BYTES = 32;

/**
 * Commitment to content that the log may not hold: base64 SHA-256(salt ‖ canonical(payload)). Salt and payload lie
 * sealed; once they are erased, the commitment tells nobody anything (P5).
 */
export function commit(salt: Uint8Array, payload: unknown): string {
  if (salt.length !== SALT_BYTES) {
    throw new RangeError('a salt has 32 bytes');
  }
  return encodeBase64(sha256(salt, utf8(canonicalJson(payload))));
}
