// Art. 19 GDPR: recipients are told of rectification, erasure and restriction, unless that is impossible or out of
// proportion; the person hears who they are when they ask (s. 2).

import {
  COMMON_CHECKS,
  COMMON_CONTRADICTIONS,
  COMMON_OUTCOMES,
  IDENTITY_NEEDED,
  lessThanAsked,
  type RightRule,
} from './rule.js';

export const NOTIFICATION: RightRule = {
  right: 'notification',
  checks: [...COMMON_CHECKS, { check: 'disclosed', norm: 'Art. 19 s. 1' }, { check: 'asks-who', norm: 'Art. 19 s. 2' }],
  contradictions: [
    ...COMMON_CONTRADICTIONS,
    ...IDENTITY_NEEDED,
    { when: 'no-data', check: 'disclosed', answer: 'yes' },
  ],
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['tell-recipients', 'name-recipients'] },
    partly: lessThanAsked(['rights-of-others', 'secrecy', 'national-law'], 'tell-recipients', 'name-recipients'),
    refused: lessThanAsked(['rights-of-others', 'secrecy', 'national-law']),
    'no-data': { grounds: [], follows: [] },
  },
};
