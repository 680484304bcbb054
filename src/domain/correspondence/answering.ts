// Art. 12(1), (3), (4) GDPR: the letter says what was decided. Its kind follows from the decision; a letter of another kind
// proves no answer.

import type { Claim } from '../rights/decision.js';
import type { Outcome } from '../rights/outcome.js';
import { ANSWERING_KINDS, type MessageKind } from './kinds.js';

/** Kinds that tell reasons and remedies (Art. 12(4)). */
export const REFUSING_KINDS = [
  'partial',
  'refusal',
  'not-controller',
  'not-identifiable',
  'passed-on',
  'fee',
] as const satisfies readonly MessageKind[];

/** Who gets less than they asked for hears why, and where to turn. */
const WITH_REASONS: readonly Outcome[] = ['partly', 'refused', 'not-identifiable', 'not-applicable', 'fee'];

/** The kind that says what became of the claims; undefined while one is undecided, or all were taken back. */
export function kindFor(claims: readonly Claim[]): MessageKind | undefined {
  const told = claims.filter(({ outcome }) => outcome !== 'withdrawn');
  if (told.length === 0 || told.some(({ outcome }) => outcome === null)) {
    return undefined;
  }
  const [first, ...others] = [...new Set(told.map(kindOf))];
  if (first !== undefined && others.length === 0) {
    return first;
  }
  return told.some(({ outcome }) => outcome !== null && WITH_REASONS.includes(outcome)) ? 'partial' : 'grant';
}

/** Whether a message of this kind can answer what was decided: it tells reasons and remedies where they are due. */
export function answers(kind: MessageKind, claims: readonly Claim[]): boolean {
  const due = claims.some(({ outcome }) => outcome !== null && WITH_REASONS.includes(outcome));
  const kinds: readonly MessageKind[] = due ? REFUSING_KINDS : ANSWERING_KINDS;
  return kinds.includes(kind);
}

function kindOf({ right, outcome, ground }: Claim): MessageKind {
  switch (outcome) {
    case 'partly':
      return 'partial';
    case 'refused':
      return 'refusal';
    case 'not-applicable':
      return right === 'complaint' ? 'authority' : ground === 'not-controller' ? 'not-controller' : 'refusal';
    case 'no-data':
    case 'not-identifiable':
    case 'passed-on':
    case 'fee':
      return outcome;
    case 'supplemented':
    case 'withdrawn':
    case null:
      return 'grant';
    case 'granted':
      return GRANTED[right] ?? 'grant';
  }
}

const GRANTED: Readonly<Partial<Record<Claim['right'], MessageKind>>> = {
  access: 'access',
  erasure: 'erased',
  withdrawal: 'confirmed',
  objection: 'confirmed',
  complaint: 'authority',
};
