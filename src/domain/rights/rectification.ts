// Art. 16 GDPR: inaccurate data is put right, incomplete data completed; recipients are told (Art. 19).

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

export const RECTIFICATION: RightRule = {
  right: 'rectification',
  checks: [
    ...COMMON_CHECKS,
    { check: 'data-held', norm: 'Art. 16' },
    { check: 'inaccurate', norm: 'Art. 16 s. 1' },
    { check: 'incomplete', norm: 'Art. 16 s. 2' },
    { check: 'correct-data-known', norm: 'Art. 5(1)(d)' },
    { check: 'disclosed', norm: 'Art. 19' },
  ],
  contradictions: [
    ...COMMON_CONTRADICTIONS,
    ...IDENTITY_NEEDED,
    ...contradicted(['granted', 'partly', 'supplemented'], 'data-held', 'no'),
    ...contradicted(['supplemented'], 'incomplete', 'no'),
    ...contradicted(['granted'], 'correct-data-known', 'no'),
  ],
  carriers: {
    ...carried(['data-accurate'], 'inaccurate', 'no', 'answered'),
    ...carried(['no-data'], 'data-held', 'no'),
  },
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['rectify', 'tell-recipients'] },
    supplemented: { grounds: [], follows: ['add-statement', 'tell-recipients'] },
    partly: lessThanAsked(['data-accurate', 'national-law'], 'rectify', 'tell-recipients'),
    refused: lessThanAsked(['data-accurate', 'national-law']),
    'no-data': { grounds: [], follows: [] },
  },
  // Neither wrong nor incomplete: then there is nothing to put right.
  bars: (outcome, answers) =>
    outcome === 'granted' && answers.inaccurate === 'no' && answers.incomplete === 'no'
      ? { checks: ['inaccurate', 'incomplete'] }
      : undefined,
};
