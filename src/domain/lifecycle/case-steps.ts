// The five steps of a case as its page lists them: what is done, what is next, what waits for somebody else.

import type { NextStep, NextStepFacts, NextStepName } from './next-step.js';

export const CASE_STEPS = ['understand', 'identity', 'decide', 'answer', 'close'] as const;
export type CaseStepName = (typeof CASE_STEPS)[number];

/** `waiting`: for somebody else. `none`: nothing was begun, and nothing has to be. */
export type StepStanding = 'done' | 'now' | 'waiting' | 'open' | 'none';

export type IdentityStanding = 'none' | 'open' | 'confirmed' | 'no-longer-doubted' | 'not-confirmed' | 'withdrawn';

export interface CaseStep {
  readonly step: CaseStepName;
  readonly standing: StepStanding;
}

/** Where the next thing to do belongs; what is not named there belongs to none of the five. */
const STEP_OF: Readonly<Partial<Record<NextStepName, CaseStepName>>> = {
  'take-over': 'understand',
  'judge-mistake': 'understand',
  'read-message': 'understand',
  'name-right': 'understand',
  'resume-clock': 'identity',
  decide: 'decide',
  'read-task': 'decide',
  'await-task': 'decide',
  answer: 'answer',
  'await-delivery': 'answer',
  'post-letter': 'answer',
  'record-answer': 'answer',
  'send-again': 'answer',
  'follow-up': 'close',
  close: 'close',
};

export function caseSteps(
  facts: NextStepFacts,
  { what }: NextStep,
  identity: IdentityStanding,
  decided: number,
): readonly CaseStep[] {
  return CASE_STEPS.map((step) => {
    const standing = standingOf(step, facts, identity, decided);
    const waits = what === 'await-task' || what === 'await-delivery';
    return { step, standing: STEP_OF[what] !== step || standing === 'done' ? standing : waits ? 'waiting' : 'now' };
  });
}

function standingOf(
  step: CaseStepName,
  { state, missing, answer }: NextStepFacts,
  identity: IdentityStanding,
  decided: number,
): StepStanding {
  switch (step) {
    case 'understand':
      return state === 'recorded' || missing.includes('no-claims') ? 'open' : 'done';
    case 'identity':
      return identity === 'none' || identity === 'withdrawn' ? 'none' : identity === 'open' ? 'waiting' : 'done';
    case 'decide':
      return decided > 0 && !missing.some((one) => ['undecided', 'no-claims', 'contradicted'].includes(one))
        ? 'done'
        : state === 'retracted' || state === 'withdrawn' || state === 'merged'
          ? 'none'
          : 'open';
    case 'answer':
      // A case closed after the person took it back was answered by nobody.
      return state === 'answered'
        ? 'done'
        : state === 'acknowledged' || state === 'recorded'
          ? 'open'
          : answer === 'sent'
            ? 'done'
            : 'none';
    case 'close':
      return state === 'closed' ? 'done' : state === 'withdrawn' || state === 'merged' ? 'none' : 'open';
  }
}
