// Art. 7(3) GDPR: consent can be withdrawn at any time, as easily as it was given; what was done before stays lawful.

import { COMMON_CONTRADICTIONS, COMMON_OUTCOMES, contradicted, type RightRule } from './rule.js';

export const WITHDRAWAL: RightRule = {
  right: 'withdrawal',
  checks: [
    { check: 'our-processing', norm: 'Art. 4(7)' },
    { check: 'consent-given', norm: 'Art. 7(1)' },
    { check: 'other-basis', norm: 'Art. 17(1)(b)' },
  ],
  contradictions: [...COMMON_CONTRADICTIONS, ...contradicted(['no-consent-given'], 'consent-given', 'yes')],
  outcomes: {
    withdrawn: COMMON_OUTCOMES.withdrawn,
    granted: { grounds: [], follows: ['stop-consent-processing'] },
    partly: {
      grounds: ['legal-obligation', 'legal-claims'],
      follows: ['stop-consent-processing', 'tell-reasons-and-remedies'],
    },
    'not-applicable': { grounds: ['no-consent-given', 'not-controller'], follows: ['tell-reasons-and-remedies'] },
  },
  // A withdrawal works by being said: there is nothing to refuse. Art. 12(5) and (6) do not reach it.
};
