// What can be wrong with a field of the preview (`preview.ts`), in the closed codes of `problem.ts`.

import { FIRST_YEAR, LAST_YEAR, parseCivilDate } from '../civil-date.js';
import type { FieldProblem } from '../problem.js';

const FIRST_DAY = `${FIRST_YEAR}-01-01`;
const LAST_DAY = `${LAST_YEAR}-12-31`;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A misspelt name would change the date without a word, so nothing unknown passes. */
export function unknownFields(record: Record<string, unknown>, known: readonly string[], path: string): FieldProblem[] {
  return Object.keys(record)
    .filter((name) => !known.includes(name))
    .map((name) => ({ field: `${path}${name}`, code: 'unknown-field' }));
}

/** What keeps a value from being a date of 2000–2100 not earlier than `earliest`, if anything does. */
export function dateProblem(value: unknown, field: string, earliest?: string): FieldProblem | undefined {
  if (value === undefined || value === null || value === '') {
    return { field, code: 'required' };
  }
  const date = parseCivilDate(value);
  if (date === undefined) {
    return notADate(value, field);
  }
  return earliest !== undefined && date < earliest ? { field, code: 'too-long-ago', limit: earliest } : undefined;
}

function notADate(value: unknown, field: string): FieldProblem {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    if (value < FIRST_DAY) {
      return { field, code: 'too-long-ago', limit: FIRST_DAY };
    }
    if (value > LAST_DAY) {
      return { field, code: 'in-the-future', limit: LAST_DAY };
    }
  }
  return { field, code: 'not-a-date' };
}
