// Art. 12(3)–(5) GDPR: a decision on a claim, judged before it is written down; and what keeps a matter from being closed.

import { isPlainText } from '../plain-text.js';
import type { FieldProblem } from '../problem.js';
import type { Aftercare, BegunAftercare, Missing } from './aftercare.js';
import { CATALOGUE } from './catalogue.js';
import type { Check, CheckAnswer, CheckAnswers } from './check.js';
import type { Ground, Outcome } from './outcome.js';
import type { Right } from './right.js';
import type { Contradiction, FollowUp } from './rule.js';

export interface Decision {
  readonly outcome: Outcome;
  readonly ground: Ground | null;
  /** For the person: why. Kept under seal. */
  readonly reasons: string;
}

export interface Claim {
  readonly right: Right;
  readonly outcome: Outcome | null;
  readonly ground: Ground | null;
  readonly checks: CheckAnswers;
}

/** Outcomes that speak for themselves; every other one is explained to the person (Art. 12(4)). */
const SPEAK_FOR_THEMSELVES: readonly Outcome[] = ['granted', 'no-data', 'withdrawn'];

export const REASONS_LIMIT = 10_000;

/** Everything that is wrong with a decision; empty when it can stand. */
export function judgeDecision(right: Right, answers: CheckAnswers, decision: Decision): readonly FieldProblem[] {
  const { outcome, ground, reasons } = decision;
  const { checks, contradictions, outcomes, bars } = CATALOGUE[right];
  const first = checks.filter((asked) => asked.first === true && (answers[asked.check] ?? 'open') === 'open');
  if (first.length > 0 && outcome !== 'withdrawn') {
    return first.map(({ check }) => ({ field: `check-${check}`, code: 'check-open' }));
  }
  const rule = outcomes[outcome];
  if (rule === undefined) {
    return [{ field: 'outcome', code: 'not-for-this-right' }];
  }
  const bar = bars?.(outcome, answers, ground);
  return [
    ...(bar === undefined ? shownProblems(answers, decision) : []),
    ...contradictionProblems(contradictions, answers, decision),
    ...(bar === 'absolute' ? [{ field: 'outcome', code: 'absolute-right' } as const] : []),
    ...(bar === 'contradicts' ? [{ field: 'outcome', code: 'check-contradicts' } as const] : []),
    ...groundProblems(rule.grounds, ground),
    ...(!SPEAK_FOR_THEMSELVES.includes(outcome) && reasons.trim() === ''
      ? [{ field: 'reasons', code: 'required' } as const]
      : []),
    ...(reasons.length > REASONS_LIMIT ? [{ field: 'reasons', code: 'too-long', limit: REASONS_LIMIT } as const] : []),
    ...(isPlainText(reasons) ? [] : [{ field: 'reasons', code: 'control-characters' } as const]),
  ];
}

/** Art. 12(5) s. 2, 11(2), 21(1) s. 2: what has to be shown by us rests on a check that says so. */
const TO_BE_SHOWN: readonly {
  readonly rests: (decision: Decision) => boolean;
  readonly check: Check;
  readonly on: CheckAnswer;
}[] = [
  { rests: ({ ground }) => ground === 'unfounded' || ground === 'excessive', check: 'well-founded', on: 'no' },
  {
    rests: ({ ground, outcome }) => ground === 'not-identified' || outcome === 'not-identifiable',
    check: 'identity-clear',
    on: 'no',
  },
  { rests: ({ ground }) => ground === 'compelling-grounds', check: 'compelling-grounds', on: 'yes' },
];

function shownProblems(answers: CheckAnswers, decision: Decision): readonly FieldProblem[] {
  return TO_BE_SHOWN.filter(({ rests }) => rests(decision)).flatMap(({ check, on }): FieldProblem[] => {
    const answer = answers[check] ?? 'open';
    return answer === on
      ? []
      : [{ field: `check-${check}`, code: answer === 'open' ? 'check-open' : 'check-contradicts' }];
  });
}

/** A contradicted decision, by the checks that contradict it; not by one that it has to rest on. */
function contradictionProblems(
  contradictions: readonly Contradiction[],
  answers: CheckAnswers,
  decision: Decision,
): readonly FieldProblem[] {
  const { outcome, ground } = decision;
  const needed = TO_BE_SHOWN.filter(({ rests }) => rests(decision)).map(({ check }) => check);
  const decided: readonly (Outcome | Ground | null)[] = outcome === 'partly' ? [outcome] : [outcome, ground];
  const against = contradictions.filter(
    ({ when, check, answer }) => decided.includes(when) && answers[check] === answer && !needed.includes(check),
  );
  return [...new Set(against.map(({ check }) => check))].map((check) => ({
    ...{ field: `check-${check}`, code: 'check-contradicts' },
  }));
}

function groundProblems(possible: readonly Ground[], ground: Ground | null): readonly FieldProblem[] {
  if (ground === null) {
    return possible.length > 0 ? [{ field: 'ground', code: 'required' }] : [];
  }
  return possible.includes(ground) ? [] : [{ field: 'ground', code: 'not-for-this-outcome' }];
}

/** What must follow what was decided, each once, in the order of the claims. */
export function followUpsOf(claims: readonly Claim[]): readonly FollowUp[] {
  const follows = claims.flatMap(({ right, outcome, checks }) =>
    (outcome === null ? meanwhile(right, checks) : (CATALOGUE[right].outcomes[outcome]?.follows ?? [])).filter(
      (followUp) => isCalledFor(followUp, checks),
    ),
  );
  return [...new Set(follows)];
}

/** Art. 21(1), 18(1)(d): while an objection is weighed, the processing stands if the person asks for it. */
function meanwhile(right: Right, checks: CheckAnswers): readonly FollowUp[] {
  return right === 'objection' && checks['direct-marketing'] === 'no' ? ['restrict-meanwhile'] : [];
}

/** A check that says no makes nothing follow: nobody was told, nothing was published, no marketing was done. */
function isCalledFor(followUp: FollowUp, checks: CheckAnswers): boolean {
  switch (followUp) {
    case 'tell-recipients':
      return checks.disclosed !== 'no';
    case 'name-recipients':
      return checks['asks-who'] !== 'no';
    case 'tell-publishers':
      return checks['made-public'] === 'yes';
    case 'stop-marketing':
      return checks['direct-marketing'] !== 'no';
    case 'stop-processing':
      return checks['direct-marketing'] !== 'yes';
    default:
      return true;
  }
}

/** What was decided still stands with what has been checked. */
function stands({ right, outcome, ground, checks }: Claim): boolean {
  return outcome === null || judgeDecision(right, checks, { outcome, ground, reasons: REASONS_GIVEN }).length === 0;
}

/** They are under seal; that there were some was judged when it was decided. */
const REASONS_GIVEN = 'sealed';

/** Empty when the matter can be closed. A matter that the person took back needs no decisions. */
export function missingForClosing(
  claims: readonly Claim[],
  aftercare: Aftercare,
  { retracted }: { readonly retracted: boolean },
): readonly Missing[] {
  return [
    ...(retracted ? [] : missingDecisions(claims)),
    ...(retracted ? [] : missingConsequences(claims, aftercare.begun)),
    ...(['restrictions', 'recipients', 'packages', 'complaints', 'tasks', 'checks'] as const).filter(
      (kind) => aftercare[kind] > 0,
    ),
  ];
}

function missingDecisions(claims: readonly Claim[]): readonly Missing[] {
  return [
    ...(claims.length === 0 ? (['no-claims'] as const) : []),
    ...(claims.some(({ outcome }) => outcome === null) ? (['undecided'] as const) : []),
    ...(claims.every(stands) ? [] : (['contradicted'] as const)),
  ];
}

/** What must follow, can be seen here, and was never begun (Art. 18, 19, 20). */
function missingConsequences(claims: readonly Claim[], begun: BegunAftercare): readonly Missing[] {
  const decided = claims.filter(({ outcome }) => outcome !== null);
  const follows = followUpsOf(decided);
  const says = (followUp: FollowUp, check: Check) =>
    decided.some((claim) => claim.checks[check] === 'yes' && followUpsOf([claim]).includes(followUp));
  return [
    ...(follows.includes('register-restriction') && begun.restrictions === 0 ? (['unregistered'] as const) : []),
    ...(says('tell-recipients', 'disclosed') && begun.recipients === 0 ? (['unlisted'] as const) : []),
    ...(says('name-recipients', 'asks-who') && begun.recipients > begun.named ? (['unnamed'] as const) : []),
    ...(follows.includes('hand-over-package') && begun.packages === 0 ? (['no-package'] as const) : []),
  ];
}
