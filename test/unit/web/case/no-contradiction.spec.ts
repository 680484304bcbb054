import type { CivilDate } from '../../../../src/domain/civil-date.js';
import { caseSteps } from '../../../../src/domain/lifecycle/case-steps.js';
import { STATES, type State } from '../../../../src/domain/lifecycle/lifecycle.js';
import { nextStep, type NextStepFacts } from '../../../../src/domain/lifecycle/next-step.js';
import type { Missing } from '../../../../src/domain/rights/aftercare.js';
import { nextStepWords } from '../../../../src/web/case/next-step-views.js';
import { hasReply, receiptLead } from '../../../../src/web/handover/receipt-words.js';
import type { PageContext } from '../../../../src/web/shell/page-context.js';
import { textsIn } from '../../../../src/web/texts/texts.js';

// What a screen says of a case is looked at over everything a case can be: handed over late, called a mistake, merged,
// undecided. None of its words may be contradicted by what is known.

interface Situation {
  readonly state: State;
  readonly late: boolean;
  readonly arrivalUnknown: boolean;
  readonly remarked: boolean;
  readonly undecided: boolean;
}

const both = [true, false] as const;
const SITUATIONS: readonly Situation[] = STATES.flatMap((state) =>
  both.flatMap((late) =>
    both.flatMap((arrivalUnknown) =>
      both.flatMap((remarked) =>
        both.map((undecided) => ({ ...{ state, late, arrivalUnknown }, remarked, undecided })),
      ),
    ),
  ),
);
const named = SITUATIONS.map((one) => [JSON.stringify(one), one] as const);

const DUE = '2027-01-04' as CivilDate;

function factsOf({ state, remarked, undecided }: Situation): NextStepFacts {
  const missing: readonly Missing[] = undecided ? ['undecided'] : [];
  const clock = state === 'recorded' || state === 'acknowledged' ? 'running' : 'ended';
  return {
    ...{ state, clock, dueOn: DUE, nextOn: DUE, authorityUntil: null, remarked, missing },
    ...{ undelivered: false, unread: 0, identified: false, answer: 'none' },
    tasks: { answered: 0, waiting: 0, untilOn: null },
  };
}

function said(situation: Situation, language: 'de' | 'en') {
  const texts = textsIn(language);
  const context = { texts, language, timeZone: 'Europe/Berlin' } as PageContext;
  const step = nextStep(factsOf(situation));
  return {
    receipt: texts.receipt.leads[receiptLead(situation)],
    next: nextStepWords(context, step),
    what: step.what,
    steps: caseSteps(factsOf(situation), step, 'none', situation.undecided ? 0 : 1),
  };
}

describe.each(['de', 'en'] as const)('in %s', (language) => {
  const { casework, receipt } = textsIn(language);

  test.each(named)('%s: the receipt praises only what was in time, and no mistake', (_, situation) => {
    const praised = said(situation, language).receipt === receipt.leads['in-time'];
    expect(praised && (situation.late || situation.arrivalUnknown || situation.state === 'withdrawn')).toBe(false);
    expect(praised && situation.remarked && situation.state === 'recorded').toBe(false);
  });

  test.each(named)('%s: nothing is left to do only where nothing is', (_, situation) => {
    const { next, what } = said(situation, language);
    const over = situation.state === 'closed' || situation.state === 'withdrawn';
    expect(what === 'nothing').toBe(over);
    expect(next === casework.next.nothing.words()).toBe(over);
    // Closing is offered where it will be allowed.
    expect(what === 'close' && situation.undecided && situation.state !== 'retracted').toBe(false);
  });

  test.each(named)('%s: no step is done that is not', (_, situation) => {
    const done = said(situation, language)
      .steps.filter(({ standing }) => standing === 'done')
      .map(({ step }) => step);
    expect(done.includes('decide')).toBe(!situation.undecided);
    expect(done.includes('answer')).toBe(situation.state === 'answered');
    expect(done.includes('close')).toBe(situation.state === 'closed');
    expect(done.includes('understand')).toBe(situation.state !== 'recorded');
  });
});

test('the person is told that their request has arrived only where there is one, unanswered', () => {
  const told = SITUATIONS.filter(hasReply);
  expect(new Set(told.map(({ state }) => state))).toEqual(new Set(['recorded', 'acknowledged']));
  expect(told.filter(({ state, remarked }) => state === 'recorded' && remarked)).toEqual([]);
});
