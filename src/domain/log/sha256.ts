import { createHash } from 'node:crypto';

/** SHA-256 (FIPS 180-4). The one place that hashes; a build for the browser replaces this file. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return new Uint8Array(hash.digest());
}
