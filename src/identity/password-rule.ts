import { refuse, type FieldProblem } from '../domain/problem.js';
import { isBreached } from './breached-passwords.js';

/** ASVS 5.0, 6.2.1 asks for 8 and recommends more; length is what makes guessing long. In characters as people count. */
export const SHORTEST_PASSWORD = 12;
/** Room for a sentence (ASVS 5.0, 6.2.9); beyond it somebody tries what hashing costs us. */
export const LONGEST_PASSWORD = 200;
const FEWEST_DIFFERENT = 5;

/** What a guesser tries first among the long ones: rows of a keyboard and of the alphabet, and the word itself. */
const ROWS = ['1234567890', 'qwertyuiop', 'qwertzuiop', 'asdfghjkl', 'yxcvbnm', 'abcdefghijklmnopqrstuvwxyz'];
const WORDS = ['password', 'passwort', 'kennwort', 'forthwith', 'geheim', 'willkommen', 'welcome', 'changeme'];
/** What must remain of it when those are taken out. */
const REST = 6;

/** What is wrong with a new password of this account; undefined: nothing. */
export function passwordProblem(password: string, email: string): FieldProblem | undefined {
  const length = [...password].length;
  if (length === 0) {
    return { field: 'password', code: 'required' };
  }
  if (length < SHORTEST_PASSWORD) {
    return { field: 'password', code: 'too-short', limit: SHORTEST_PASSWORD };
  }
  if (length > LONGEST_PASSWORD) {
    return { field: 'password', code: 'too-long', limit: LONGEST_PASSWORD };
  }
  if (isEasilyGuessed(password.toLowerCase(), email.trim().toLowerCase())) {
    return { field: 'password', code: 'easily-guessed' };
  }
  return isBreached(password) ? { field: 'password', code: 'published' } : undefined;
}

/** @throws Refusal invalid-input */
export function mustBeGoodPassword(password: string, email: string): void {
  const problem = passwordProblem(password, email);
  if (problem !== undefined) {
    refuse('invalid-input', { fields: [problem] });
  }
}

function isEasilyGuessed(password: string, email: string): boolean {
  if (new Set(password).size < FEWEST_DIFFERENT) {
    return true;
  }
  const known = [email, email.slice(0, email.indexOf('@')), ...WORDS, ...ROWS.flatMap(piecesOf)];
  let rest = password;
  // The longest first, each where it stands: what is left is what a guesser has to guess.
  for (const word of known.filter((one) => one.length >= 4).sort((a, b) => b.length - a.length)) {
    rest = rest.replaceAll(word, '');
  }
  return [...rest].length < Math.min(REST, [...password].length);
}

/** Every run of at least four keys in a row, forwards and backwards. */
function piecesOf(row: string): readonly string[] {
  const backwards = [...row].reverse().join('');
  return [row, backwards].flatMap((keys) =>
    Array.from({ length: keys.length }, (_, from) => from).flatMap((from) =>
      Array.from({ length: Math.max(0, keys.length - from - 3) }, (_unused, more) => keys.slice(from, from + 4 + more)),
    ),
  );
}
