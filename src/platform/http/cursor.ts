import { isUuid } from '../ids.js';
import { refuse } from '../../domain/problem.js';

/** A place in a list as an opaque word: where it stands, and which row it was. */
export function encodeCursor(at: string, id: string): string {
  return Buffer.from(`${at} ${id}`, 'utf8').toString('base64url');
}

/** @throws Refusal invalid-input when the cursor does not parse */
export function decodeCursor(cursor: string, at: RegExp): { readonly at: string; readonly id: string } {
  const [place = '', id = '', ...rest] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  if (rest.length > 0 || !at.test(place) || !isUuid(id)) {
    refuse('invalid-input', { fields: [{ field: 'cursor', code: 'unknown-value' }] });
  }
  return { at: place, id };
}
