// What the data protection officer checks before deciding a claim: closed lists, because the log names them.

/** Every check there is; each rule of a right says which are asked, and by which norm. */
export const CHECKS = [
  'identity-clear',
  'well-founded',
  'our-processing',
  'consent-given',
  'other-basis',
  'data-held',
  'others-affected',
  'secrecy-affected',
  'inaccurate',
  'incomplete',
  'correct-data-known',
  'erasure-ground',
  'erasure-exception',
  'made-public',
  'restriction-ground',
  'kept-apart',
  'disclosed',
  'asks-who',
  'public-task',
  'consent-or-contract',
  'automated-means',
  'provided-by-person',
  'direct-marketing',
  'particular-situation',
  'public-or-legitimate-basis',
  'compelling-grounds',
  'research',
  'solely-automated',
  'significant-effect',
  'automation-allowed',
  'complains-about-us',
  'told-of-authority',
  'beyond-marketing',
  'legal-claims-needed',
  'telling-possible',
  'jointly-controlled',
  'processed-for-another',
] as const;

export type Check = (typeof CHECKS)[number];

export const CHECK_ANSWERS = ['yes', 'no', 'open'] as const;

/** `open`: not looked at yet. */
export type CheckAnswer = (typeof CHECK_ANSWERS)[number];

export type CheckAnswers = Readonly<Partial<Record<Check, CheckAnswer>>>;

export function isCheckAnswer(value: unknown): value is CheckAnswer {
  return CHECK_ANSWERS.includes(value as CheckAnswer);
}
