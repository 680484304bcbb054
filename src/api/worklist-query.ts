import { parseCivilDate } from '../domain/civil-date.js';
import { STATES as STATE_NAMES } from '../domain/lifecycle/lifecycle.js';
import { refuse, type FieldProblem } from '../domain/problem.js';
import { isRight } from '../domain/rights/right.js';
import { decodeCursor, encodeCursor } from '../platform/http/cursor.js';
import type {
  RightsRequestRow,
  StateFilter,
  WorklistCursor,
  WorklistFilter,
} from '../requests/request/rights-requests.repository.js';

export const PAGE_SIZE = 50;

const STATES: readonly StateFilter[] = ['open', ...STATE_NAMES, 'all'];
const KNOWN = ['state', 'right', 'dueBefore', 'q', 'cursor'];
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** `?state&right&dueBefore&q&cursor`. @throws Refusal invalid-input */
export function readWorklistQuery(query: Record<string, unknown>): {
  readonly filter: WorklistFilter;
  readonly cursor: WorklistCursor | undefined;
} {
  const problems: FieldProblem[] = Object.keys(query)
    .filter((name) => !KNOWN.includes(name))
    .map((field) => ({ field, code: 'unknown-field' }));
  const value = (name: string): string | undefined =>
    typeof query[name] === 'string' && query[name] !== '' ? query[name] : undefined;
  const [state = 'open', right, dueBefore, q, cursor] = [
    value('state'),
    value('right'),
    value('dueBefore'),
    value('q'),
    value('cursor'),
  ];
  if (!STATES.includes(state as StateFilter)) {
    problems.push({ field: 'state', code: 'unknown-value' });
  }
  if (right !== undefined && !isRight(right)) {
    problems.push({ field: 'right', code: 'unknown-value' });
  }
  if (dueBefore !== undefined && parseCivilDate(dueBefore) === undefined) {
    problems.push({ field: 'dueBefore', code: 'not-a-date' });
  }
  if (problems.length > 0) {
    refuse('invalid-input', { fields: problems });
  }
  const filter: WorklistFilter = {
    state: state as StateFilter,
    ...(isRight(right) ? { right } : {}),
    ...(dueBefore === undefined ? {} : { dueBefore }),
    ...(q === undefined ? {} : { reference: q.trim().toUpperCase().slice(0, 40) }),
  };
  return { filter, cursor: cursor === undefined ? undefined : readCursor(cursor) };
}

/** For a page read with one row too many: where the next one begins, or null. */
export function nextCursor(rows: readonly RightsRequestRow[]): string | null {
  const last = rows.length > PAGE_SIZE ? rows[PAGE_SIZE - 1] : undefined;
  return last === undefined ? null : encodeCursor(last.nextOn, last.id);
}

function readCursor(cursor: string): WorklistCursor {
  const { at, id } = decodeCursor(cursor, DATE);
  return { nextOn: at, id };
}
