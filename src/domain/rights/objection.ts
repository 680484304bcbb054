// Art. 21 GDPR: against processing on Art. 6(1)(e) or (f) for reasons of the particular situation (1): processing stops
// while it is weighed (Art. 18(1)(d)), and goes on only on compelling grounds or for legal claims. Against direct marketing
// (2), (3): absolute and at once. Against research and statistics (6): unless needed for a task in the public interest.

import {
  COMMON_CHECKS,
  COMMON_CONTRADICTIONS,
  COMMON_OUTCOMES,
  carried,
  lessThanAsked,
  type Bar,
  type RightRule,
} from './rule.js';
import type { CheckAnswers } from './check.js';
import type { Ground, Outcome } from './outcome.js';

export const OBJECTION: RightRule = {
  right: 'objection',
  checks: [
    { check: 'direct-marketing', norm: 'Art. 21(2)', first: true },
    ...COMMON_CHECKS,
    { check: 'particular-situation', norm: 'Art. 21(1) s. 1' },
    { check: 'public-or-legitimate-basis', norm: 'Art. 6(1)(e), (f)' },
    { check: 'compelling-grounds', norm: 'Art. 21(1) s. 2' },
    { check: 'legal-claims-needed', norm: 'Art. 21(1) s. 2' },
    { check: 'beyond-marketing', norm: 'Art. 21(1), (2)' },
    { check: 'research', norm: 'Art. 21(6)' },
  ],
  contradictions: COMMON_CONTRADICTIONS,
  // The burden is ours, 21(1) s. 2: what stands against the objection must have been found.
  carriers: {
    ...carried(['compelling-grounds'], 'compelling-grounds', 'yes'),
    ...carried(['legal-claims'], 'legal-claims-needed', 'yes'),
    ...carried(['research'], 'research', 'yes'),
  },
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['stop-processing', 'stop-marketing'] },
    // 21(2) and 21(1) stand side by side: the marketing ends, and the rest is weighed.
    partly: lessThanAsked(
      ['compelling-grounds', 'legal-claims', 'research', 'national-law'],
      'stop-processing',
      'stop-marketing',
    ),
    refused: lessThanAsked(['no-ground', 'compelling-grounds', 'legal-claims', 'research', 'national-law']),
    'not-applicable': { grounds: ['no-ground', 'not-controller'], follows: ['tell-reasons-and-remedies'] },
  },
  bars: barOf,
};

function barOf(outcome: Outcome, answers: CheckAnswers, ground: Ground | null): Bar | undefined {
  const isMarketing = answers['direct-marketing'] === 'yes';
  // Nothing of it is refused; and that no ground was named is no answer, for it needs none.
  if (isMarketing && (outcome === 'refused' || ground === 'no-ground')) {
    return 'absolute';
  }
  if (isMarketing && outcome === 'partly' && answers['beyond-marketing'] !== 'yes') {
    return 'absolute';
  }
  if (ground !== 'no-ground') {
    return undefined;
  }
  // 21(1) s. 1: it reaches only processing on 6(1)(e) or (f), for reasons of the person's situation.
  const unmet = answers['particular-situation'] === 'no' || answers['public-or-legitimate-basis'] === 'no';
  return unmet ? undefined : { checks: ['particular-situation', 'public-or-legitimate-basis'] };
}
