import { ACCESS } from './access.js';
import { AUTOMATED_DECISION } from './automated-decision.js';
import { COMPLAINT } from './complaint.js';
import { ERASURE } from './erasure.js';
import { NOTIFICATION } from './notification.js';
import { OBJECTION } from './objection.js';
import { OUTCOMES, type Outcome } from './outcome.js';
import { PORTABILITY } from './portability.js';
import { RECTIFICATION } from './rectification.js';
import { RESTRICTION } from './restriction.js';
import { RIGHT_NAMES, type Right } from './right.js';
import type { OutcomeRule, RightRule } from './rule.js';
import { WITHDRAWAL } from './withdrawal.js';

/** Every right with what its article demands. */
export const CATALOGUE: Readonly<Record<Right, RightRule>> = {
  withdrawal: WITHDRAWAL,
  access: ACCESS,
  rectification: RECTIFICATION,
  erasure: ERASURE,
  restriction: RESTRICTION,
  notification: NOTIFICATION,
  portability: PORTABILITY,
  objection: OBJECTION,
  'automated-decision': AUTOMATED_DECISION,
  complaint: COMPLAINT,
};

/** Outcomes that need the person told why, and where to turn (Art. 12(4) GDPR). */
const WITH_REMEDIES: readonly Outcome[] = ['partly', 'refused', 'not-identifiable'];

export function outcomesOf(right: Right): readonly (readonly [Outcome, OutcomeRule])[] {
  return OUTCOMES.flatMap((outcome) => {
    const rule = CATALOGUE[right].outcomes[outcome];
    return rule === undefined ? [] : [[outcome, rule] as const];
  });
}

/** Faults of a catalogue; empty when it is sound. Looked at when the program starts. */
export function faultsOfCatalogue(catalogue: Readonly<Record<Right, RightRule>>): readonly string[] {
  return RIGHT_NAMES.flatMap((right) => {
    const { checks, contradictions, outcomes, right: named } = catalogue[right];
    const asked = checks.map(({ check }) => check);
    return [
      ...(named === right ? [] : [`${right} is the rule of ${named}`]),
      ...(new Set(asked).size === asked.length ? [] : [`${right} asks the same twice`]),
      ...contradictions
        .filter(({ check }) => !asked.includes(check))
        .map(({ check }) => `${right} rests on ${check}, which it does not ask`),
      ...(outcomes.granted === undefined ? [`${right} can never be granted`] : []),
      ...(outcomes.withdrawn === undefined ? [`${right} cannot be taken back by the person`] : []),
      ...Object.entries(outcomes).flatMap(([outcome, { grounds, follows }]) => [
        ...(new Set(grounds).size === grounds.length ? [] : [`${right} ${outcome} names a ground twice`]),
        ...(WITH_REMEDIES.includes(outcome as Outcome) && !follows.includes('tell-reasons-and-remedies')
          ? [`${right} ${outcome} tells no reasons and remedies`]
          : []),
        ...((outcome === 'refused' || outcome === 'partly') && grounds.length === 0
          ? [`${right} ${outcome} without a ground`]
          : []),
      ]),
    ];
  });
}
