import { randomInt } from 'node:crypto';
import { type Algorithm, hash, verify } from '@node-rs/argon2';

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
const OPTIONS = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** No 0/O, 1/l/I: a printed password has to be typed. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** Hash of a password nobody has: an unknown account must take as long to refuse as a known one. */
const NOBODYS_HASH = hash('the password of nobody', OPTIONS);

/** PHC string. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

/** Also works, and fails, without a hash. */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await NOBODYS_HASH), password);
  return matches && stored != null;
}

/** 80 bits, as `xxxx-xxxx-xxxx-xxxx`. */
export function randomPassword(): string {
  const group = (): string =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
