// Art. 20 GDPR: data that the person provided, processed by automated means on consent or contract, in a common format,
// to them or directly to another controller (20(2)). Not for a task in the public interest (20(3)): a public body must see
// that first. It may not adversely affect others (20(4)).

import {
  COMMON_CHECKS,
  COMMON_CONTRADICTIONS,
  COMMON_OUTCOMES,
  contradicted,
  IDENTITY_NEEDED,
  lessThanAsked,
  type RightRule,
} from './rule.js';
import type { Ground } from './outcome.js';

const NOT_PORTABLE: readonly Ground[] = [
  'public-interest-task',
  'no-consent-or-contract',
  'not-automated',
  'rights-of-others',
];

export const PORTABILITY: RightRule = {
  right: 'portability',
  checks: [
    { check: 'public-task', norm: 'Art. 20(3) s. 2', first: true },
    ...COMMON_CHECKS,
    { check: 'consent-or-contract', norm: 'Art. 20(1)(a)' },
    { check: 'automated-means', norm: 'Art. 20(1)(b)' },
    { check: 'provided-by-person', norm: 'Art. 20(1)' },
    { check: 'others-affected', norm: 'Art. 20(4)' },
  ],
  contradictions: [
    ...COMMON_CONTRADICTIONS,
    ...IDENTITY_NEEDED,
    ...contradicted(['public-interest-task'], 'public-task', 'no'),
    ...contradicted(['no-consent-or-contract'], 'consent-or-contract', 'yes'),
    ...contradicted(['not-automated'], 'automated-means', 'yes'),
    ...contradicted(['rights-of-others'], 'others-affected', 'no'),
  ],
  outcomes: {
    ...COMMON_OUTCOMES,
    granted: { grounds: [], follows: ['hand-over-package'] },
    partly: lessThanAsked(NOT_PORTABLE, 'hand-over-package'),
    refused: lessThanAsked(NOT_PORTABLE),
    'not-applicable': {
      grounds: ['public-interest-task', 'no-consent-or-contract', 'not-automated', 'not-controller'],
      follows: ['tell-reasons-and-remedies'],
    },
    'no-data': { grounds: [], follows: [] },
  },
  bars: (outcome, answers) =>
    (outcome === 'granted' || outcome === 'partly') && answers['public-task'] === 'yes' ? 'contradicts' : undefined,
};
