// Art. 12(3) GDPR counts days, so events have days and no hours: this is the order in which they are followed.

import { compareDates, type CivilDate } from '../civil-date.js';
import { dayOfEvent, type DeadlineEvent, type PauseKind } from './facts.js';

export const QUESTIONS: Partial<Record<DeadlineEvent['type'], PauseKind>> = {
  'identity-requested': 'identity',
  'clarification-requested': 'clarification',
};

export const ANSWERS: Partial<Record<DeadlineEvent['type'], PauseKind>> = {
  'identity-confirmed': 'identity',
  clarified: 'clarification',
};

/**
 * By day, and on one day in the order given, except that an answer nobody waits for yet is taken after the question of
 * the same day: asked and answered over the counter, noted down the wrong way round.
 */
export function inOrder(events: readonly DeadlineEvent[]): DeadlineEvent[] {
  const rest = events
    .map((event, index) => ({ event, index, day: dayOfEvent(event) }))
    .sort((a, b) => compareDates(a.day, b.day) || a.index - b.index);
  const awaited = { identity: 0, clarification: 0 };
  const ordered: DeadlineEvent[] = [];
  while (rest.length > 0) {
    const at = nextIndex(rest, awaited);
    const event = rest.splice(at, 1)[0]?.event;
    if (event === undefined) {
      break;
    }
    const asked = QUESTIONS[event.type];
    const answered = ANSWERS[event.type];
    if (asked) {
      awaited[asked] += 1;
    }
    if (answered && awaited[answered] > 0) {
      awaited[answered] -= 1;
    }
    ordered.push(event);
  }
  return ordered;
}

function nextIndex(
  rest: readonly { readonly event: DeadlineEvent; readonly day: CivilDate }[],
  awaited: Readonly<Record<PauseKind, number>>,
): number {
  const first = rest[0];
  const kind = first && ANSWERS[first.event.type];
  if (!first || !kind || awaited[kind] > 0) {
    return 0;
  }
  const question = rest.findIndex(({ event, day }) => day === first.day && QUESTIONS[event.type] === kind);
  return Math.max(question, 0);
}
