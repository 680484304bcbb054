// Art. 77 GDPR: everybody may complain to a supervisory authority; whoever asks us about it is told which, at once and
// without conditions. Nothing of it can be refused.

import { COMMON_OUTCOMES, carried, type RightRule } from './rule.js';

export const COMPLAINT: RightRule = {
  right: 'complaint',
  checks: [
    { check: 'complains-about-us', norm: 'Art. 77(1)' },
    { check: 'told-of-authority', norm: 'Art. 12(2), 77(1)' },
  ],
  contradictions: [],
  carriers: carried(['not-controller'], 'complains-about-us', 'no'),
  outcomes: {
    withdrawn: COMMON_OUTCOMES.withdrawn,
    granted: { grounds: [], follows: ['point-to-authority'] },
    'not-applicable': { grounds: ['not-controller'], follows: ['point-to-authority'] },
  },
};
