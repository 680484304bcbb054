// Art. 18 GDPR: on a ground of 18(1)(a)–(d) data is only stored; 18(2) says what is still allowed; before the restriction is
// lifted the person is told (18(3)); recipients are told (Art. 19).

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

export const RESTRICTION: RightRule = {
  right: 'restriction',
  checks: [
    ...COMMON_CHECKS,
    { check: 'data-held', norm: 'Art. 18(1)' },
    { check: 'restriction-ground', norm: 'Art. 18(1)(a)–(d)' },
    { check: 'kept-apart', norm: 'Art. 4(3), recital 67' },
    { check: 'disclosed', norm: 'Art. 19' },
  ],
  contradictions: [
    ...COMMON_CONTRADICTIONS,
    ...IDENTITY_NEEDED,
    ...contradicted(['granted', 'partly'], 'restriction-ground', 'no'),
    ...contradicted(['granted', 'partly'], 'data-held', 'no'),
  ],
  carriers: {
    ...carried(['no-ground'], 'restriction-ground', 'no'),
    ...carried(['no-data'], 'data-held', 'no'),
  },
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['register-restriction', 'tell-recipients', 'announce-lifting'] },
    partly: lessThanAsked(['national-law'], 'register-restriction', 'tell-recipients', 'announce-lifting'),
    refused: lessThanAsked(['no-ground', 'national-law']),
    'no-data': { grounds: [], follows: [] },
  },
};
