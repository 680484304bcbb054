// Art. 21 GDPR: against processing on Art. 6(1)(e) or (f) for reasons of the particular situation (1): processing stops
// while it is weighed (Art. 18(1)(d)), and goes on only on compelling grounds or for legal claims. Against direct marketing
// (2), (3): absolute and at once. Against research and statistics (6): unless needed for a task in the public interest.

import {
  COMMON_CHECKS,
  COMMON_CONTRADICTIONS,
  COMMON_OUTCOMES,
  contradicted,
  lessThanAsked,
  type RightRule,
} from './rule.js';
import type { Outcome } from './outcome.js';

/** Outcomes that weigh; whether the marketing is ours, and whose data it is, is still to be seen. */
const WEIGHED: readonly Outcome[] = ['partly', 'refused'];

export const OBJECTION: RightRule = {
  right: 'objection',
  checks: [
    { check: 'direct-marketing', norm: 'Art. 21(2)', first: true },
    ...COMMON_CHECKS,
    { check: 'particular-situation', norm: 'Art. 21(1) s. 1' },
    { check: 'public-or-legitimate-basis', norm: 'Art. 6(1)(e), (f)' },
    { check: 'compelling-grounds', norm: 'Art. 21(1) s. 2' },
    { check: 'research', norm: 'Art. 21(6)' },
  ],
  contradictions: [...COMMON_CONTRADICTIONS, ...contradicted(['research'], 'research', 'no')],
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['stop-processing', 'stop-marketing'] },
    partly: lessThanAsked(['compelling-grounds', 'legal-claims', 'research', 'national-law'], 'restrict-meanwhile'),
    refused: lessThanAsked(
      ['no-ground', 'compelling-grounds', 'legal-claims', 'research', 'national-law'],
      'restrict-meanwhile',
    ),
    'not-applicable': { grounds: ['no-ground', 'not-controller'], follows: ['tell-reasons-and-remedies'] },
  },
  // That no ground for it was named is no answer to an objection to marketing: it needs none.
  bars: (outcome, answers, ground) =>
    answers['direct-marketing'] === 'yes' && (WEIGHED.includes(outcome) || ground === 'no-ground')
      ? 'absolute'
      : undefined,
};
