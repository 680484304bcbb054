// The provision by which an outcome does not exist for a right: the other half of the catalogue.

import type { Outcome } from './outcome.js';
import type { Right } from './right.js';

/** Of every right; what an outcome lacks there is said below. */
const OF_EVERY_RIGHT: Readonly<Partial<Record<Outcome, string>>> = {
  supplemented: 'Art. 16 s. 2: only data is completed',
};

export const WHY_NOT: Readonly<Record<Right, Readonly<Partial<Record<Outcome, string>>>>> = {
  withdrawal: {
    partly: 'Art. 7(3) s. 1: whole and at any time; another basis is a question of its own',
    refused: 'Art. 7(3) s. 1: it works by being said',
    'no-data': 'Art. 7(3): it is about consent, not about data',
    'not-identifiable': 'Art. 7(3) s. 4: as easy to withdraw as to give',
    fee: 'Art. 7(3) s. 4; Art. 12(5) speaks of Art. 15–22 and 34',
    'passed-on': 'Art. 7(3): who was given the consent stops; that others are told is Art. 19, 26',
  },
  access: {},
  rectification: {},
  erasure: {},
  restriction: {},
  notification: {},
  portability: {},
  objection: {
    'no-data': 'Art. 21: it is about processing; without any there is nothing to object to: not-applicable',
  },
  'automated-decision': { 'no-data': 'Art. 22(1): it is about a decision, not about data held' },
  complaint: {
    partly: 'Art. 77(1), 57(4): nothing to grant or to keep back, only to point the way',
    refused: 'Art. 77(1)',
    'no-data': 'Art. 77(1): no data is asked for',
    'not-identifiable': 'Art. 77(1): nobody has to say who they are to hear of an authority',
    fee: 'Art. 57(3), 77(1): without charge',
    'passed-on': 'Art. 77(1): the person turns to the authority themselves',
  },
};

/** Why an outcome does not exist for a right; undefined where nobody has said. */
export function whyNot(right: Right, outcome: Outcome): string | undefined {
  return WHY_NOT[right][outcome] ?? OF_EVERY_RIGHT[outcome];
}
