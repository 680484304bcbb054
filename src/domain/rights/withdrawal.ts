// Art. 7(3) GDPR: consent can be withdrawn at any time, as easily as it was given; what was done before stays lawful.

import { COMMON_CHECKS, COMMON_OUTCOMES, lessThanAsked, type RightRule } from './rule.js';

export const WITHDRAWAL: RightRule = {
  right: 'withdrawal',
  checks: [
    ...COMMON_CHECKS,
    { check: 'consent-given', norm: 'Art. 7(1)' },
    { check: 'other-basis', norm: 'Art. 17(1)(b)' },
  ],
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['stop-consent-processing'] },
    partly: lessThanAsked(['legal-obligation', 'legal-claims'], 'stop-consent-processing'),
    'not-applicable': { grounds: ['no-consent-given', 'not-controller'], follows: ['tell-reasons-and-remedies'] },
  },
  // A withdrawal works by being said: there is nothing to refuse.
};
