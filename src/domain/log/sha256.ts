import { hash } from 'node:crypto';
import { concatBytes } from './encoding.js';

/** Holds the longest entry with its prefix; used within one call and never across two. */
const DESK = Buffer.allocUnsafeSlow(66_000);

/** SHA-256 (FIPS 180-4) over the parts joined. The one place that hashes; a build for the browser replaces this file. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  // One call that answers in latin1 takes half the time of createHash, update, digest, and joining the parts in place
  // saves the other half: hashing is most of verifying a log.
  return Buffer.from(hash('sha256', joined(parts), 'binary'), 'latin1');
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) {
    if (length + part.length > DESK.length) {
      return concatBytes(...parts);
    }
    DESK.set(part, length);
    length += part.length;
  }
  return DESK.subarray(0, length);
}
