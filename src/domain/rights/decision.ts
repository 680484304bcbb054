// Art. 12(3)–(5) GDPR: a decision on a claim, judged before it is written down; and what keeps a matter from being closed.

import { isPlainText } from '../plain-text.js';
import type { FieldProblem } from '../problem.js';
import type { Aftercare, BegunAftercare, Missing } from './aftercare.js';
import { CATALOGUE } from './catalogue.js';
import type { Check, CheckAnswers } from './check.js';
import { NORM_IDS, type NormId } from './norms/norms.js';
import type { Ground, Outcome } from './outcome.js';
import type { Right } from './right.js';
import { COMMON_CARRIERS, type Bar, type Carrier, type FollowUp } from './rule.js';

export interface Decision {
  readonly outcome: Outcome;
  readonly ground: Ground | null;
  /** The provision, where the ground is the law of a Member State. */
  readonly norm?: NormId | null;
  /** For the person: why. Kept under seal. */
  readonly reasons: string;
}

export interface Claim {
  readonly right: Right;
  readonly outcome: Outcome | null;
  readonly ground: Ground | null;
  readonly norm?: NormId | null;
  readonly checks: CheckAnswers;
}

/** Outcomes that speak for themselves; every other one is explained to the person (Art. 12(4)). */
const SPEAK_FOR_THEMSELVES: readonly Outcome[] = ['granted', 'no-data', 'withdrawn', 'passed-on', 'supplemented'];

export const REASONS_LIMIT = 10_000;

/** Everything that is wrong with a decision; empty when it can stand. */
export function judgeDecision(
  right: Right,
  answers: CheckAnswers,
  decision: Decision,
  norms: readonly NormId[] = NORM_IDS,
): readonly FieldProblem[] {
  const { outcome, ground, reasons } = decision;
  const { checks, outcomes, bars } = CATALOGUE[right];
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
    // What no outcome of the kind can rest on is said by itself.
    ...(bar === undefined && (ground === null || rule.grounds.includes(ground))
      ? carrierProblems(right, answers, decision)
      : []),
    ...contradictionProblems(right, answers, decision),
    ...barProblems(bar, answers),
    ...groundProblems(rule.grounds, ground),
    ...normProblems(decision, norms),
    ...(!SPEAK_FOR_THEMSELVES.includes(outcome) && reasons.trim() === ''
      ? [{ field: 'reasons', code: 'required' } as const]
      : []),
    ...(reasons.length > REASONS_LIMIT ? [{ field: 'reasons', code: 'too-long', limit: REASONS_LIMIT } as const] : []),
    ...(isPlainText(reasons) ? [] : [{ field: 'reasons', code: 'control-characters' } as const]),
  ];
}

/** Art. 12(4), (5) s. 2, 5(2): the ground, and an outcome that has to be shown, rest on a check that says so. */
function carrierProblems(right: Right, answers: CheckAnswers, { outcome, ground }: Decision): readonly FieldProblem[] {
  return carriersOf(right, outcome, ground).flatMap(({ check, answer, whenPartly }): FieldProblem[] => {
    const given = answers[check] ?? 'open';
    const carries = given === answer || (outcome === 'partly' && whenPartly === 'answered' && given !== 'open');
    return carries ? [] : [{ field: `check-${check}`, code: given === 'open' ? 'check-open' : 'check-contradicts' }];
  });
}

/** What an outcome on this ground rests on, where the article of the right asks it. */
export function carriersOf(right: Right, outcome: Outcome, ground: Ground | null): readonly Carrier[] {
  const { carriers = {}, checks } = CATALOGUE[right];
  const found = [carriers[outcome] ?? COMMON_CARRIERS[outcome]];
  if (ground !== null) {
    found.push(carriers[ground] ?? COMMON_CARRIERS[ground]);
  }
  return found.filter(
    (carrier, at): carrier is Carrier =>
      carrier !== undefined &&
      found.findIndex((other) => other?.check === carrier.check) === at &&
      checks.some(({ check }) => check === carrier.check),
  );
}

/** A contradicted decision, by the checks that contradict it; not by one that it has to rest on. */
function contradictionProblems(
  right: Right,
  answers: CheckAnswers,
  { outcome, ground }: Decision,
): readonly FieldProblem[] {
  const needed = carriersOf(right, outcome, ground).map(({ check }) => check);
  const against = CATALOGUE[right].contradictions.filter(
    ({ when, check, answer }) => when === outcome && answers[check] === answer && !needed.includes(check),
  );
  return [...new Set(against.map(({ check }) => check))].map((check) => ({
    ...{ field: `check-${check}`, code: 'check-contradicts' },
  }));
}

function barProblems(bar: Bar | undefined, answers: CheckAnswers): readonly FieldProblem[] {
  if (bar === undefined) {
    return [];
  }
  if (typeof bar === 'string') {
    return [{ field: 'outcome', code: bar === 'absolute' ? 'absolute-right' : 'check-contradicts' }];
  }
  return bar.checks.map((check) => ({
    ...{ field: `check-${check}`, code: (answers[check] ?? 'open') === 'open' ? 'check-open' : 'check-contradicts' },
  }));
}

/** Art. 12(4), 23: who rests on the law of a Member State names the provision, and one that holds for this body. */
function normProblems({ ground, norm = null, reasons }: Decision, norms: readonly NormId[]): readonly FieldProblem[] {
  if (ground !== 'national-law') {
    return norm === null ? [] : [{ field: 'norm', code: 'not-for-this-outcome' }];
  }
  if (norm === null) {
    return [{ field: 'norm', code: 'required' }];
  }
  if (!norms.includes(norm)) {
    return [{ field: 'norm', code: 'not-for-this-body' }];
  }
  return norm === 'other-law' && !/§|Art\./.test(reasons) ? [{ field: 'reasons', code: 'norm-missing' }] : [];
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

/**
 * What does not wait for the decision. Art. 21(3), 7(3): marketing, and processing on a consent, end by being said.
 * Art. 21(1), 18(1)(d): while an objection is weighed, the processing stands if the person asks for it.
 */
function meanwhile(right: Right, checks: CheckAnswers): readonly FollowUp[] {
  if (right === 'withdrawal') {
    return checks['consent-given'] === 'no' || checks['our-processing'] === 'no' ? [] : ['stop-consent-processing'];
  }
  if (right !== 'objection') {
    return [];
  }
  switch (checks['direct-marketing']) {
    case 'yes':
      return ['stop-marketing'];
    case 'no':
      return ['restrict-meanwhile'];
    default:
      return [];
  }
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
      return checks['direct-marketing'] !== 'yes' || checks['beyond-marketing'] === 'yes';
    case 'redact':
      return checks['others-affected'] === 'yes' || checks['secrecy-affected'] === 'yes';
    case 'erase-without-basis':
      return checks['other-basis'] !== 'yes';
    case 'offer-restriction':
      return checks['erasure-exception'] === 'yes';
    default:
      return true;
  }
}

/** What was decided still stands with what has been checked. */
function stands({ right, outcome, ground, norm = null, checks }: Claim): boolean {
  if (outcome === null) {
    return true;
  }
  const problems = judgeDecision(right, checks, { outcome, ground, norm, reasons: REASONS_GIVEN });
  // What was decided under older rules stays decided; what was found out since and says the opposite does not.
  return problems.every(({ code }) => code !== 'check-contradicts' && code !== 'absolute-right');
}

/** They are under seal; that there were some was judged when it was decided. */
const REASONS_GIVEN = 'sealed, §';

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
