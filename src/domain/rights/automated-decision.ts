// Art. 22 GDPR: not to be subject to a decision based solely on automated processing with legal or similarly significant
// effect, unless 22(2) allows it; then a human looks at it and hears the person (22(3)).

import {
  COMMON_CHECKS,
  COMMON_CONTRADICTIONS,
  COMMON_OUTCOMES,
  carried,
  contradicted,
  IDENTITY_NEEDED,
  lessThanAsked,
  type RightRule,
} from './rule.js';

export const AUTOMATED_DECISION: RightRule = {
  right: 'automated-decision',
  checks: [
    ...COMMON_CHECKS,
    { check: 'solely-automated', norm: 'Art. 22(1)' },
    { check: 'significant-effect', norm: 'Art. 22(1)' },
    { check: 'automation-allowed', norm: 'Art. 22(2)' },
  ],
  contradictions: [
    ...COMMON_CONTRADICTIONS,
    ...IDENTITY_NEEDED,
    ...contradicted(['granted', 'partly'], 'solely-automated', 'no'),
    ...contradicted(['granted', 'partly'], 'significant-effect', 'no'),
  ],
  carriers: {
    ...carried(['contract-necessary', 'authorised-by-law', 'explicit-consent'], 'automation-allowed', 'yes'),
    ...carried(['not-automated'], 'solely-automated', 'no'),
    ...carried(['no-significant-effect'], 'significant-effect', 'no'),
  },
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['human-review'] },
    partly: lessThanAsked(['contract-necessary', 'authorised-by-law', 'explicit-consent'], 'human-review'),
    refused: lessThanAsked(['contract-necessary', 'authorised-by-law', 'explicit-consent'], 'human-review'),
    'not-applicable': {
      grounds: ['not-automated', 'no-significant-effect', 'not-controller'],
      follows: ['tell-reasons-and-remedies'],
    },
  },
};
