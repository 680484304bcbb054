// Art. 15 GDPR: whether data is held, which, what for, from where, to whom, for how long; and a copy (15(3)). It may not
// adversely affect the rights of others (15(4)); § 29(1) BDSG keeps secrets that must be kept by their nature.

import {
  COMMON_CHECKS,
  COMMON_CONTRADICTIONS,
  COMMON_OUTCOMES,
  contradicted,
  IDENTITY_NEEDED,
  lessThanAsked,
  type RightRule,
} from './rule.js';

export const ACCESS: RightRule = {
  right: 'access',
  checks: [
    ...COMMON_CHECKS,
    { check: 'data-held', norm: 'Art. 15(1)' },
    { check: 'others-affected', norm: 'Art. 15(4)' },
    { check: 'secrecy-affected', norm: '§ 29(1) BDSG' },
  ],
  contradictions: [
    ...COMMON_CONTRADICTIONS,
    ...IDENTITY_NEEDED,
    ...contradicted(['rights-of-others'], 'others-affected', 'no'),
    ...contradicted(['secrecy'], 'secrecy-affected', 'no'),
  ],
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['send-copy'] },
    partly: lessThanAsked(['rights-of-others', 'secrecy', 'national-law'], 'send-copy'),
    refused: lessThanAsked(['rights-of-others', 'secrecy', 'national-law']),
    'no-data': { grounds: [], follows: [] },
  },
  bars: (outcome, answers) =>
    (outcome === 'no-data' && answers['data-held'] === 'yes') ||
    (outcome === 'granted' && answers['data-held'] === 'no')
      ? 'contradicts'
      : undefined,
};
