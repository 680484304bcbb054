// Art. 19 GDPR: recipients are told of rectification, erasure and restriction, unless that is impossible or out of
// proportion; the person hears who they are when they ask (s. 2).

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

/** Art. 19 s. 1, and what the law of a Member State takes out (Art. 23). */
const NOT_TOLD: readonly Ground[] = ['impossible', 'disproportionate-effort', 'national-law'];

export const NOTIFICATION: RightRule = {
  right: 'notification',
  checks: [
    ...COMMON_CHECKS,
    { check: 'disclosed', norm: 'Art. 19 s. 1' },
    { check: 'telling-possible', norm: 'Art. 19 s. 1' },
    { check: 'asks-who', norm: 'Art. 19 s. 2' },
  ],
  contradictions: [
    ...COMMON_CONTRADICTIONS,
    ...IDENTITY_NEEDED,
    ...contradicted(['granted', 'partly'], 'disclosed', 'no'),
  ],
  carriers: {
    ...carried(['impossible', 'disproportionate-effort'], 'telling-possible', 'no'),
    ...carried(['no-data'], 'disclosed', 'no'),
  },
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['tell-recipients', 'name-recipients'] },
    // Art. 19 s. 1 knows no other exception: neither the rights of others nor secrecy.
    partly: lessThanAsked(NOT_TOLD, 'tell-recipients', 'name-recipients'),
    refused: lessThanAsked(NOT_TOLD),
    'no-data': { grounds: [], follows: [] },
  },
};
