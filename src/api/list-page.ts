import { refuse } from '../domain/problem.js';
import { decodeCursor, encodeCursor } from '../platform/http/cursor.js';

export const LIST_PAGE_SIZE = 50;

export interface ListPage<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

const FORM = /^after$/;

/** The part of a whole list, in its order, that follows where the last one ended. @throws Refusal invalid-input (cursor) */
export function pageOf<T extends { readonly id: string }>(all: readonly T[], cursor: unknown): ListPage<T> {
  const from = cursor === undefined ? 0 : placeBehind(all, cursor);
  const items = all.slice(from, from + LIST_PAGE_SIZE);
  const last = all.length > from + LIST_PAGE_SIZE ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : encodeCursor('after', last.id) };
}

function placeBehind(all: readonly { readonly id: string }[], cursor: unknown): number {
  const { id } = decodeCursor(typeof cursor === 'string' ? cursor : '', FORM);
  const at = all.findIndex((one) => one.id === id);
  return at === -1 ? refuse('invalid-input', { fields: [{ field: 'cursor', code: 'unknown-value' }] }) : at + 1;
}
