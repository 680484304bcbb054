// Art. 15 GDPR: whether data is held, which, what for, from where, to whom, for how long; and a copy (15(3)). It may not
// adversely affect the rights of others (15(4)); § 29(1) BDSG keeps secrets that must be kept by their nature.

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
    ...contradicted(['granted', 'partly'], 'data-held', 'no'),
  ],
  carriers: {
    ...carried(['rights-of-others'], 'others-affected', 'yes'),
    ...carried(['secrecy'], 'secrecy-affected', 'yes'),
    ...carried(['no-data'], 'data-held', 'no'),
  },
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['send-copy', 'redact'] },
    partly: lessThanAsked(['rights-of-others', 'secrecy', 'national-law'], 'send-copy', 'redact'),
    // Recital 63, C-487/21: for the rights of others passages are made unreadable; the rest is told.
    refused: lessThanAsked(['secrecy', 'national-law']),
    'no-data': { grounds: [], follows: [] },
  },
};
