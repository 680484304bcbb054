// Art. 12(3)–(5) GDPR: what can become of a claim, and why it was decided so. Closed lists, because the log, the reports
// and the letters name them.

/** What became of a claim (Entscheidung). */
export const OUTCOMES = [
  'granted',
  'partly',
  'refused',
  /** Art. 15(1): no data about the person is held. */
  'no-data',
  /** The right does not reach this case, or the controller is another. */
  'not-applicable',
  /** The person took this claim back. */
  'withdrawn',
  /** Art. 11(2): we cannot tell who the person is, and say so. */
  'not-identifiable',
  /** Art. 26(3), 28(3)(e): another controller answers, jointly with us or by itself; the person was told who. */
  'passed-on',
  /** Art. 12(5)(a): it is done against a reasonable fee. */
  'fee',
  /** Art. 16 s. 2: completed by a supplementary statement of the person. */
  'supplemented',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Why a claim was not, or not wholly, granted; each with its norm in `domain/rights`. */
export const GROUNDS = [
  'unfounded',
  'excessive',
  'not-identified',
  'rights-of-others',
  'secrecy',
  'legal-obligation',
  'public-interest-task',
  'freedom-of-expression',
  'public-health',
  'archiving',
  'legal-claims',
  'compelling-grounds',
  'no-ground',
  'data-accurate',
  'not-automated',
  'no-consent-or-contract',
  'no-consent-given',
  'contract-necessary',
  'authorised-by-law',
  'explicit-consent',
  'national-law',
  'not-controller',
  'research',
  /** Art. 19 s. 1. */
  'impossible',
  'disproportionate-effort',
  /** Art. 22(1): neither a legal effect nor one of similar weight. */
  'no-significant-effect',
  /** Art. 26: the other joint controller is the one to answer. */
  'joint-controller',
  /** Art. 28(3)(e): we only handle data for another. */
  'processor',
] as const;

export type Ground = (typeof GROUNDS)[number];

/** Art. 18(1)(a)–(d) GDPR: why processing is restricted. */
export const RESTRICTION_GROUNDS = [
  'accuracy-contested',
  'unlawful',
  'needed-for-claims',
  'objection-pending',
] as const;

export type RestrictionGround = (typeof RESTRICTION_GROUNDS)[number];
