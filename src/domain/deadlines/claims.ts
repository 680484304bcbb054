// Art. 12(3) GDPR: the period runs from the receipt of the request, so a claim that comes later in the same matter has a
// period of its own. What was asked for the first (who are you?) stops the clock of the second too while it is open.

import type { CivilDate } from '../civil-date.js';
import { deadline, type Deadline } from './deadline.js';
import { dayOfEvent, type DeadlineEvent, type DeadlineFacts, type PauseKind } from './facts.js';
import { ANSWERS, inOrder, QUESTIONS } from './ordering.js';

export interface ClaimDeadline {
  /** The name given when it was added; undefined for the request as it first came in. */
  readonly claim: string | undefined;
  readonly receivedOn: CivilDate;
  readonly deadline: Deadline;
}

/** The deadlines of a matter: of the request as received, then of each claim added, in order. */
export function deadlinesByClaim(facts: DeadlineFacts): ClaimDeadline[] {
  const first = { ...facts, events: facts.events.filter((event) => concernsFirst(event, facts.receivedOn)) };
  const added = inOrder(facts.events).filter((event) => event.type === 'claim-added');
  return [
    { claim: undefined, receivedOn: facts.receivedOn, deadline: deadline(first) },
    ...added.map((event) => addedClaim(facts, event)),
  ];
}

/** A claim that came with another request may be older than this one; it says nothing about this one's course. */
function concernsFirst(event: DeadlineEvent, receivedOn: CivilDate): boolean {
  return event.type === 'claim-added' ? !(event.joined && event.on < receivedOn) : event.claim === undefined;
}

type ClaimAdded = Extract<DeadlineEvent, { type: 'claim-added' }>;

function addedClaim(facts: DeadlineFacts, added: ClaimAdded): ClaimDeadline {
  const { on, claim } = added;
  // What was done in this matter before the other request was merged into it, was done without it.
  const since = added.joined ? facts.events.indexOf(added) : 0;
  const concerning = inOrder(
    facts.events.filter((event, at) => at > since || !added.joined || event.claim === claim),
  ).filter((event) => event.type !== 'claim-added' && (event.claim === undefined || event.claim === claim));
  const after = concerning.filter((event) => dayOfEvent(event) >= on);
  const events = [...openQuestions(concerning, on), ...after];
  return { claim, receivedOn: on, deadline: deadline({ ...facts, receivedOn: on, receivedAt: undefined, events }) };
}

// Questions put before the claim came and not answered by then: they stop its clock from its first day.
function openQuestions(events: readonly DeadlineEvent[], on: CivilDate): DeadlineEvent[] {
  const awaited = new Set<PauseKind>();
  for (const event of events.filter((earlier) => dayOfEvent(earlier) < on)) {
    const asked = QUESTIONS[event.type];
    const answered = ANSWERS[event.type];
    if (asked) {
      awaited.add(asked);
    }
    if (answered) {
      awaited.delete(answered);
    }
  }
  return [...awaited].map((kind) => ({ type: `${kind}-requested`, on }) as const);
}
