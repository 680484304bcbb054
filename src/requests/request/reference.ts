import { randomInt } from 'node:crypto';

/** Crockford's alphabet: no I, L, O, U, so that a reference survives being read out on the telephone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 7;

/**
 * A reference (Aktenzeichen) such as `DSR-2026-7K3Q9MA`. Random, not counted: a counter would be one more row that all
 * intake waits for, and would tell how many requests there are.
 */
export function newReference(prefix: string, year: number): string {
  let code = '';
  for (let at = 0; at < LENGTH; at += 1) {
    code += ALPHABET.charAt(randomInt(ALPHABET.length));
  }
  return `${prefix}-${year}-${code}`;
}
