import { STATES as STATE_NAMES } from '../../domain/lifecycle/lifecycle.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { refuse } from '../../domain/problem.js';
import { isRight } from '../../domain/rights/right.js';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.js';
import {
  type RightsRequestRow,
  type StateFilter,
  WORKLIST_SORTS,
  WORKLIST_TABS,
  type WorklistTab,
  type WorklistCursor,
  type WorklistFilter,
  type WorklistSort,
} from '../../requests/request/rights-requests.repository.js';
import { choice, cut, named, readForm } from '../shell/form-body.js';

export const PAGE_SIZE = 50;

const STATES: readonly StateFilter[] = ['open', ...STATE_NAMES, 'all'];

/** What the list was asked for: as it was typed, and as the repository takes it. */
export interface ListQuery {
  readonly typed: {
    readonly state: StateFilter;
    readonly right: string;
    readonly channel: string;
    readonly search: string;
    readonly tab: WorklistTab | '';
    /** Only cases that the reader has taken over. */
    readonly mine: boolean;
  };
  readonly filter: WorklistFilter;
  readonly sort: WorklistSort;
  readonly cursor: WorklistCursor | undefined;
}

const ASKED = {
  state: choice(STATES),
  tab: choice(WORKLIST_TABS),
  owner: choice(['me']),
  sort: choice(WORKLIST_SORTS),
  right: cut(200),
  channel: cut(200),
  search: named('q', cut(200)),
  cursor: cut(200),
};

/** An unknown filter is ignored, so that an old bookmark still shows the list. @throws Refusal invalid-input (cursor) */
export function readListQuery(
  query: Record<string, unknown>,
  channels: readonly { readonly id: string; readonly value: string }[],
  who: { readonly userId: string | null; readonly today: CivilDate } | undefined = undefined,
): ListQuery {
  const { tab, owner, sort = 'next', right, channel, search, cursor, ...asked } = readForm(query, ASKED).values;
  // A tab is a part of what is open.
  const state = tab === undefined ? (asked.state ?? 'open') : 'open';
  const mine = owner === 'me';
  const known = channels.find(({ value: slug }) => slug === channel);
  return {
    typed: { state, right, channel, search, tab: tab ?? '', mine },
    filter: {
      state,
      ...(tab === undefined || who === undefined ? {} : { tab, today: who.today }),
      ...(mine && who?.userId != null ? { ownerId: who.userId } : {}),
      ...(isRight(right) ? { right } : {}),
      ...(known === undefined ? {} : { channelId: known.id }),
      ...(search === '' ? {} : { reference: search.toUpperCase() }),
    },
    sort,
    cursor: cursor === '' ? undefined : readCursor(cursor, sort),
  };
}

/** What a view keeps: a search for one reference is none. */
export function keptQuery({ typed, sort }: ListQuery): string {
  const { state, right, channel, tab, mine } = typed;
  return new URLSearchParams({
    state,
    ...(tab === '' ? {} : { tab }),
    ...(mine ? { owner: 'me' } : {}),
    ...(right === '' ? {} : { right }),
    ...(channel === '' ? {} : { channel }),
    ...(sort === 'next' ? {} : { sort }),
  })
    .toString()
    .slice(0, 300);
}

/** The address of the page behind this row. */
export function nextQuery({ typed, sort }: ListQuery, last: RightsRequestRow): string {
  const { search } = typed;
  const kept = Object.fromEntries(new URLSearchParams(keptQuery({ typed, sort } as ListQuery)));
  return new URLSearchParams({ ...kept, q: search, cursor: cursorOf(sort, last) }).toString();
}

const DAY = String.raw`\d{4}-\d{2}-\d{2}`;
const PLACES: Readonly<Record<WorklistSort, RegExp>> = {
  next: new RegExp(`^${DAY}$`),
  received: new RegExp(String.raw`^${DAY}T\d{2}:\d{2}:\d{2}\.\d{3}Z$`),
  reference: /^\S{1,60}$/,
  state: new RegExp(`^[a-z]{1,20},${DAY}$`),
};

function cursorOf(sort: WorklistSort, { id, nextOn, receivedAt, reference, state }: RightsRequestRow): string {
  const at = { next: nextOn, received: receivedAt.toISOString(), reference, state: `${state},${nextOn}` };
  return encodeCursor(at[sort], id);
}

/** The place behind this row, without the way through an address. */
export function placeOf(sort: WorklistSort, row: RightsRequestRow): WorklistCursor {
  return readCursor(cursorOf(sort, row), sort);
}

function readCursor(cursor: string, sort: WorklistSort): WorklistCursor {
  const { at, id } = decodeCursor(cursor, PLACES[sort]);
  const [state = '', nextOn = ''] = at.split(',');
  const day = sort === 'state' ? nextOn : at;
  if (sort !== 'reference' && Number.isNaN(Date.parse(day))) {
    refuse('invalid-input', { fields: [{ field: 'cursor', code: 'unknown-value' }] });
  }
  switch (sort) {
    case 'next':
      return { nextOn: at, id };
    case 'received':
      return { receivedAt: at, id };
    case 'reference':
      return { reference: at, id };
    case 'state':
      return { state, nextOn, id };
  }
}
