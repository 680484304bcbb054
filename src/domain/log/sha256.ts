import { hash } from 'node:crypto';
import { concatBytes } from './encoding.js';

const DIGEST_BYTES = 32;

/** Holds the longest entry with its prefix; used within one call and never across two. */
const DESK = Buffer.allocUnsafeSlow(66_000);

/** SHA-256 (FIPS 180-4) over the parts joined. The one place that hashes; a build for the browser replaces this file. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  // One call that answers in latin1 takes a third of the time of createHash, update, digest, and joining the parts in
  // place saves once more: hashing is most of verifying a log.
  return bytesOf(hash('sha256', joined(parts), 'binary'));
}

/** By hand: Buffer.from takes as long as the hash itself. */
function bytesOf(latin1: string): Uint8Array {
  const bytes = new Uint8Array(DIGEST_BYTES);
  for (let at = 0; at < DIGEST_BYTES; at += 1) {
    bytes[at] = latin1.charCodeAt(at);
  }
  return bytes;
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
