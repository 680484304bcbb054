// Art. 7(3) GDPR: consent can be withdrawn at any time, as easily as it was given; what was done before stays lawful.

import { COMMON_CONTRADICTIONS, COMMON_OUTCOMES, carried, contradicted, type RightRule } from './rule.js';

export const WITHDRAWAL: RightRule = {
  right: 'withdrawal',
  checks: [
    { check: 'our-processing', norm: 'Art. 4(7)' },
    { check: 'consent-given', norm: 'Art. 7(1)' },
    { check: 'other-basis', norm: 'Art. 17(1)(b)' },
  ],
  contradictions: [...COMMON_CONTRADICTIONS, ...contradicted(['granted'], 'consent-given', 'no')],
  carriers: {
    ...carried(['no-consent-given'], 'consent-given', 'no'),
    ...carried(['not-controller'], 'our-processing', 'no'),
  },
  outcomes: {
    withdrawn: COMMON_OUTCOMES.withdrawn,
    // Whole, always; whether something may go on rests on another basis, and without one it is erased (17(1)(b)).
    granted: { grounds: [], follows: ['stop-consent-processing', 'erase-without-basis'] },
    'not-applicable': { grounds: ['no-consent-given', 'not-controller'], follows: ['tell-reasons-and-remedies'] },
  },
  // A withdrawal works by being said: there is nothing to refuse. Art. 12(5) and (6) do not reach it.
};
