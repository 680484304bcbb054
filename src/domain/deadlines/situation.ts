// Art. 12(3) GDPR: where a matter with all its claims stands on a day, and what has to be done next.

import { addMonths, type CivilDate } from '../civil-date.js';
import { deadlinesByClaim, type ClaimDeadline } from './claims.js';
import type { DeadlineFacts } from './facts.js';

/** What has to be done next: answer by the statutory end, or ask again where an answer is awaited. */
export interface NextThing {
  readonly what: 'answer' | 'follow-up';
  readonly on: CivilDate;
}

export interface Situation {
  /** The claim that comes first: the earliest that runs, else one that stands still, else the first. */
  readonly current: ClaimDeadline;
  readonly claims: readonly ClaimDeadline[];
  readonly clock: 'running' | 'paused' | 'ended';
  /** Undefined when nothing is left to do. */
  readonly next: NextThing | undefined;
}

/** Months after which somebody looks again whether the awaited answer will still come. No period of the law. */
const FOLLOW_UP_MONTHS = 1;

export function stateOfAll(facts: DeadlineFacts, asOf?: CivilDate): Situation {
  const claims = deadlinesByClaim(asOf === undefined ? facts : { ...facts, asOf });
  const running = earliest(claims.filter(({ deadline }) => deadline.state === 'running'));
  const paused = earliest(claims.filter(({ deadline }) => deadline.state === 'paused'));
  const current = running ?? paused ?? first(claims);
  if (running !== undefined) {
    return { current, claims, clock: 'running', next: { what: 'answer', on: running.deadline.dueOn } };
  }
  if (paused !== undefined) {
    return { current, claims, clock: 'paused', next: { what: 'follow-up', on: followUpOn(paused) } };
  }
  return { current, claims, clock: 'ended', next: undefined };
}

function followUpOn({ deadline, receivedOn }: ClaimDeadline): CivilDate {
  const asked = deadline.steps.findLast(({ rule }) => rule === 'pause-open')?.date ?? receivedOn;
  return addMonths(asked, FOLLOW_UP_MONTHS);
}

function earliest(claims: readonly ClaimDeadline[]): ClaimDeadline | undefined {
  return claims.reduce<ClaimDeadline | undefined>(
    (best, claim) => (best === undefined || claim.deadline.dueOn < best.deadline.dueOn ? claim : best),
    undefined,
  );
}

function first(claims: readonly ClaimDeadline[]): ClaimDeadline {
  const [claim] = claims;
  if (claim === undefined) {
    throw new RangeError('a matter has at least the claim it came with');
  }
  return claim;
}
