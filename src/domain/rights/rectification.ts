// Art. 16 GDPR: inaccurate data is put right, incomplete data completed; recipients are told (Art. 19).

import {
  COMMON_CHECKS,
  COMMON_CONTRADICTIONS,
  COMMON_OUTCOMES,
  contradicted,
  IDENTITY_NEEDED,
  lessThanAsked,
  type RightRule,
} from './rule.js';

export const RECTIFICATION: RightRule = {
  right: 'rectification',
  checks: [
    ...COMMON_CHECKS,
    { check: 'inaccurate', norm: 'Art. 16 s. 1' },
    { check: 'incomplete', norm: 'Art. 16 s. 2' },
    { check: 'correct-data-known', norm: 'Art. 5(1)(d)' },
    { check: 'disclosed', norm: 'Art. 19' },
  ],
  contradictions: [
    ...COMMON_CONTRADICTIONS,
    ...IDENTITY_NEEDED,
    ...contradicted(['data-accurate'], 'inaccurate', 'yes'),
  ],
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['tell-recipients'] },
    partly: lessThanAsked(['data-accurate', 'national-law'], 'tell-recipients'),
    refused: lessThanAsked(['data-accurate', 'national-law']),
    'no-data': { grounds: [], follows: [] },
  },
};
