// Art. 20 GDPR: data that the person provided, processed by automated means on consent or contract, in a common format,
// to them or directly to another controller (20(2)). Not for a task in the public interest (20(3)): a public body must see
// that first. It may not adversely affect others (20(4)).

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
    { check: 'data-held', norm: 'Art. 20(1)' },
    { check: 'consent-or-contract', norm: 'Art. 20(1)(a)' },
    { check: 'automated-means', norm: 'Art. 20(1)(b)' },
    { check: 'provided-by-person', norm: 'Art. 20(1)' },
    { check: 'others-affected', norm: 'Art. 20(4)' },
  ],
  contradictions: [
    ...COMMON_CONTRADICTIONS,
    ...IDENTITY_NEEDED,
    ...contradicted(['granted', 'partly'], 'data-held', 'no'),
    ...contradicted(['granted'], 'consent-or-contract', 'no'),
    ...contradicted(['granted'], 'automated-means', 'no'),
    ...contradicted(['granted'], 'provided-by-person', 'no'),
    // Art. 20(3) s. 2 takes out the processing for that task, and no other: part of it can be granted.
    ...contradicted(['granted'], 'public-task', 'yes'),
  ],
  carriers: {
    ...carried(['public-interest-task'], 'public-task', 'yes'),
    ...carried(['no-consent-or-contract'], 'consent-or-contract', 'no', 'answered'),
    ...carried(['not-automated'], 'automated-means', 'no', 'answered'),
    ...carried(['rights-of-others'], 'others-affected', 'yes'),
    ...carried(['no-data'], 'data-held', 'no'),
  },
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
};
