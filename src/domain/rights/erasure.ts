// Art. 17 GDPR: erasure on one of the grounds of 17(1), unless 17(3) needs the data; what was made public, others are told
// of (17(2)); recipients are told (Art. 19).

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
import type { Ground } from './outcome.js';

/** Art. 17(3)(a)–(e), and where no ground of 17(1) is there. */
const EXCEPTIONS: readonly Ground[] = [
  'no-ground',
  'freedom-of-expression',
  'legal-obligation',
  'public-interest-task',
  'public-health',
  'archiving',
  'legal-claims',
  'national-law',
];

export const ERASURE: RightRule = {
  right: 'erasure',
  checks: [
    ...COMMON_CHECKS,
    { check: 'data-held', norm: 'Art. 17(1)' },
    { check: 'erasure-ground', norm: 'Art. 17(1)(a)–(f)' },
    { check: 'erasure-exception', norm: 'Art. 17(3)' },
    { check: 'made-public', norm: 'Art. 17(2)' },
    { check: 'disclosed', norm: 'Art. 19' },
  ],
  contradictions: [
    ...COMMON_CONTRADICTIONS,
    ...IDENTITY_NEEDED,
    ...contradicted(['granted', 'partly'], 'data-held', 'no'),
    ...contradicted(['granted'], 'erasure-ground', 'no'),
    // § 147 AO, § 257 HGB: what has to be kept cannot be erased; only part of it can be, or none.
    ...contradicted(['granted'], 'erasure-exception', 'yes'),
  ],
  carriers: {
    ...carried(['no-ground'], 'erasure-ground', 'no', 'answered'),
    ...carried(
      EXCEPTIONS.filter((ground) => ground !== 'no-ground' && ground !== 'national-law'),
      'erasure-exception',
      'yes',
    ),
    ...carried(['no-data'], 'data-held', 'no'),
  },
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['erase', 'tell-recipients', 'tell-publishers'] },
    partly: lessThanAsked(EXCEPTIONS, 'erase', 'tell-recipients', 'tell-publishers', 'offer-restriction'),
    refused: lessThanAsked(EXCEPTIONS, 'offer-restriction'),
    'no-data': { grounds: [], follows: [] },
  },
};
