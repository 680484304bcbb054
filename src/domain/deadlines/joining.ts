// Art. 12(3) GDPR: the period runs from the receipt of each request. Merging two requests of one person gives none of
// them more time, and splitting one gives the part that leaves no fresh month: every claim keeps its own day of receipt
// and everything that stopped or extended its clock.

import type { CivilDate } from '../civil-date.js';
import type { Right } from '../rights/right.js';
import { dayOfEvent, type DeadlineEvent } from './facts.js';

/** What of a request its claims are made of. */
export interface Matter {
  readonly receivedOn: CivilDate;
  readonly rights: readonly Right[];
  readonly events: readonly DeadlineEvent[];
}

type ClaimAdded = Extract<DeadlineEvent, { type: 'claim-added' }>;

/**
 * What `into` is told when `from` is merged into it: each claim of `from` on its own day, with its own course. Their
 * names are new in `into`, so that what is done about one of them is not taken for the other.
 */
export function joinedEvents(from: Matter, into: Matter): DeadlineEvent[] {
  const taken = new Set(into.events.map(({ claim }) => claim));
  const nameOf = (right: string): string => {
    let name = right;
    for (let number = 2; taken.has(name); number += 1) {
      name = `${right}:${number}`;
    }
    taken.add(name);
    return name;
  };
  const claims = claimsOf(from).map((claim) => ({ ...claim, name: nameOf(claim.claim) }));
  return claims.flatMap(({ claim, on, first, since, name }): DeadlineEvent[] => [
    ...from.events
      .filter((event) => event.type !== 'claim-added')
      .filter((event) =>
        event.claim === undefined ? from.events.indexOf(event) > since : !first && event.claim === claim,
      )
      // What lies before the receipt never counted there.
      .filter((event) => !first || dayOfEvent(event) >= on)
      .map((event) => ({ ...event, claim: name })),
    { type: 'claim-added', on, claim: name, joined: true },
  ]);
}

/** The list without those that a merge had added; each is taken out once. */
export function withoutJoined(events: readonly DeadlineEvent[], added: readonly DeadlineEvent[]): DeadlineEvent[] {
  const names = new Set(added.flatMap((event) => (event.type === 'claim-added' ? [event.claim] : [])));
  return events.filter((event) => event.claim === undefined || !names.has(event.claim));
}

export interface Parted {
  readonly leaving: Matter;
  readonly staying: Matter;
}

/**
 * A request in two: `moved` are the rights that leave. Undefined: not possible, because nothing would leave, nothing
 * would stay, or one of them was never claimed.
 */
export function partMatter(matter: Matter, moved: readonly Right[]): Parted | undefined {
  const stay = matter.rights.filter((right) => !moved.includes(right));
  if (moved.length === 0 || stay.length === 0 || moved.some((right) => !matter.rights.includes(right))) {
    return undefined;
  }
  const goes = (event: DeadlineEvent): boolean => event.claim !== undefined && moved.includes(rightOf(event.claim));
  const general = matter.events.filter(({ claim }) => claim === undefined);
  const added = matter.events.filter((event): event is ClaimAdded => event.type === 'claim-added' && goes(event));
  const fromTheFirst = moved.some((right) => !added.some(({ claim }) => rightOf(claim ?? '') === right));
  const [earliest] = [...added].sort((a, b) => (a.on < b.on ? -1 : 1));
  // A part that came wholly later begins on the day its first claim came, as this one's own.
  const receivedOn = fromTheFirst || earliest === undefined ? matter.receivedOn : earliest.on;
  const begins = fromTheFirst ? undefined : earliest;
  const since = begins?.joined ? matter.events.indexOf(begins) : 0;
  const leaving = matter.events.flatMap((event, at): DeadlineEvent[] => {
    // Done in this matter before the claim joined it: it did not concern the claim.
    if (event === begins || (at < since && event.claim === undefined)) {
      return [];
    }
    if (begins !== undefined && event.claim === begins.claim) {
      const { claim: _claim, ...own } = event;
      return [own];
    }
    return goes(event) || general.includes(event) ? [event] : [];
  });
  return {
    leaving: { receivedOn, rights: [...moved], events: leaving },
    staying: { receivedOn: matter.receivedOn, rights: stay, events: matter.events.filter((event) => !goes(event)) },
  };
}

interface Claim {
  readonly claim: string;
  readonly on: CivilDate;
  readonly first: boolean;
  /** Place of the event that joined it here: what was done before did not concern it; -1 for all others. */
  readonly since: number;
}

/** Those it came with, then those that were added. A request that names no right is one claim all the same. */
function claimsOf({ receivedOn, rights, events }: Matter): Claim[] {
  const added = events.filter((event): event is ClaimAdded => event.type === 'claim-added');
  const later = new Set(added.map(({ claim }) => claim));
  const own: readonly string[] = rights.filter((right) => !later.has(right));
  return [
    ...(own.length === 0 ? [UNNAMED] : own).map((claim) => ({ claim, on: receivedOn, first: true, since: -1 })),
    ...added.map((event) => ({
      claim: event.claim ?? UNNAMED,
      on: event.on,
      first: false,
      since: event.joined ? events.indexOf(event) : -1,
    })),
  ];
}

/** A claim whose right nobody has named yet. */
const UNNAMED = 'unnamed';

/** `access:2` is the second claim of access. */
export function rightOf(claim: string): Right {
  return claim.split(':')[0] as Right;
}
