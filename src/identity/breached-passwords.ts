import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../platform/package-root.js';

/** Of a SHA-256: enough that a good password is taken for one of these once in thousands of millions. */
const PREFIX_BYTES = 6;

/**
 * Passwords of twelve characters and more out of published breaches, each as the beginning of the SHA-256 of it in lower
 * case, sorted. Shorter ones are refused anyway. Where it comes from: NOTICE.
 */
let known: Buffer | undefined;

/** Whether it stands in the list of published passwords (ASVS 5.0, 6.2.12); asked of nobody outside. */
export function isBreached(password: string): boolean {
  known ??= readFileSync(join(packageRoot(), 'src', 'identity', 'breached-passwords.bin'));
  const wanted = createHash('sha256').update(password.toLowerCase()).digest().subarray(0, PREFIX_BYTES);
  let [from, to] = [0, known.length / PREFIX_BYTES];
  while (from < to) {
    const middle = (from + to) >> 1;
    const order = wanted.compare(known, middle * PREFIX_BYTES, (middle + 1) * PREFIX_BYTES);
    if (order === 0) {
      return true;
    }
    [from, to] = order < 0 ? [from, middle] : [middle + 1, to];
  }
  return false;
}
