import { randomBytes, timingSafeEqual } from 'node:crypto';
import { refuse } from '../../domain/problem.js';
import { SIGN_IN_COOKIE } from '../../identity/cookies.js';
import type { Visit } from '../shell/visit.js';

/** Before there is a session, the form's token is a random word that a cookie repeats: this one goes into both. */
export function formTokenBeforeSignIn({ cookies }: Visit): string {
  const known = cookies[SIGN_IN_COOKIE] ?? '';
  return known === '' ? randomBytes(32).toString('base64url') : known;
}

/** @throws Refusal form-expired */
export function mustBeOwnForm({ cookies }: Visit, csrf: string): void {
  const expected = Buffer.from(cookies[SIGN_IN_COOKIE] ?? '');
  const given = Buffer.from(csrf);
  if (expected.length === 0 || expected.length !== given.length || !timingSafeEqual(expected, given)) {
    refuse('form-expired', {});
  }
}
