// Art. 5(1)(e), 5(2), 17(1)(a), 17(3)(e), 18(2) GDPR: what of a request goes when, and why. A pure function of what is on
// record; the machinery asks it once more, under the lock of the request, before anything goes.

import { addDays, addMonths, civilDateOf, laterOf, yearOf, type CivilDate } from '../civil-date.js';
import { RETENTION_CLASSES, type Basis, type RetentionClass } from './classes.js';
import type { RetentionRules } from './rules.js';

/** What keeps all of a request, whatever day it is. */
export const BLOCKERS = [
  'not-ended',
  'not-forwarded',
  'restriction-running',
  'identity-check-open',
  'answer-unsent',
  'answer-bounced',
  'recipient-untold',
  'package-uncollected',
  'complaint-open',
  'breach-open',
  'hold',
] as const;
export type Blocker = (typeof BLOCKERS)[number];

/** What is on record of a request; days of the organisation's time zone. */
export interface RetentionFacts {
  /** Closed, or found to be no request. */
  readonly endedOn: CivilDate | null;
  readonly answeredOn: CivilDate | null;
  /** `refused`: something was refused, granted in part, or the person could not be identified. */
  readonly outcome: 'granted' | 'refused';
  /** The last of each. */
  readonly recipientsToldOn: CivilDate | null;
  readonly restrictionLiftedOn: CivilDate | null;
  readonly authorityConcludedOn: CivilDate | null;
  readonly blockers: readonly Blocker[];
}

export interface PlannedErasure {
  readonly class: RetentionClass;
  /** From this day on; null: not before the matter has ended. */
  readonly on: CivilDate | null;
  readonly basis: Basis;
}

/** Ends of the periods that everything is counted from. */
export interface RetentionDays {
  /** Closed and the answer delivered. */
  readonly end: CivilDate;
  /** End of the remedy period. */
  readonly remedy: CivilDate;
  /** 31 December behind the limitation period. */
  readonly limitation: CivilDate;
}

export function retentionDays(
  { endedOn, answeredOn }: Pick<RetentionFacts, 'endedOn' | 'answeredOn'>,
  rules: RetentionRules,
): RetentionDays | undefined {
  if (endedOn === null) {
    return undefined;
  }
  const end = answeredOn === null ? endedOn : laterOf(endedOn, addDays(answeredOn, rules.deliveredDays));
  return {
    end,
    remedy: addMonths(end, rules.remedyMonths),
    limitation: civilDateOf(yearOf(end) + rules.limitationYears, 12, 31),
  };
}

/** Each class with its day and why, in the order in which they go. */
export function planErasure(facts: RetentionFacts, rules: RetentionRules): readonly PlannedErasure[] {
  const days = retentionDays(facts, rules);
  const planned = RETENTION_CLASSES.map((one) => ({ class: one, ...whenFor(one, facts, rules, days) }));
  return planned.sort((a, b) => order(a.on, b.on));
}

/** Those whose day has come: empty as long as anything keeps the request. */
export function dueClasses(
  facts: RetentionFacts,
  rules: RetentionRules,
  today: CivilDate,
): readonly (PlannedErasure & { readonly on: CivilDate })[] {
  if (facts.blockers.length > 0) {
    return [];
  }
  return planErasure(facts, rules).filter(
    (one): one is PlannedErasure & { on: CivilDate } => one.on !== null && one.on <= today,
  );
}

type When = Pick<PlannedErasure, 'on' | 'basis'>;

function whenFor(
  one: RetentionClass,
  facts: RetentionFacts,
  rules: RetentionRules,
  days: RetentionDays | undefined,
): When {
  const refused = facts.outcome === 'refused';
  const atEnd: When = { on: days?.end ?? null, basis: 'purpose-reached' };
  const atRemedy: When = { on: days?.remedy ?? null, basis: 'remedy-period' };
  const atLimitation: When = { on: days?.limitation ?? null, basis: 'limitation' };
  switch (one) {
    case 'message':
      return refused
        ? atRemedy
        : { on: days === undefined ? null : addDays(days.end, rules.afterEndDays), basis: 'purpose-reached' };
    case 'copies':
    case 'internal':
    case 'package':
      return atEnd;
    case 'answer':
    case 'reasons':
      return refused ? atLimitation : atEnd;
    case 'recipients':
      return { on: later(atRemedy.on, facts.recipientsToldOn), basis: 'remedy-period' };
    case 'restriction':
      return restrictionWhen(facts, rules, atRemedy);
    case 'authority':
      return authorityWhen(facts, rules, refused ? atLimitation : atEnd);
    case 'index':
      return indexWhen(whenFor('message', facts, rules, days), rules, days);
    case 'openings':
    case 'link':
      return atLimitation;
  }
}

function restrictionWhen(facts: RetentionFacts, rules: RetentionRules, atRemedy: When): When {
  const { restrictionLiftedOn: lifted } = facts;
  return lifted === null
    ? atRemedy
    : { on: later(atRemedy.on, addMonths(lifted, rules.remedyMonths)), basis: 'restriction-lifted' };
}

function authorityWhen(facts: RetentionFacts, rules: RetentionRules, otherwise: When): When {
  const { authorityConcludedOn: concluded } = facts;
  return concluded === null
    ? otherwise
    : { on: later(otherwise.on, addMonths(concluded, rules.authorityMonths)), basis: 'authority-concluded' };
}

function indexWhen(message: When, { indexMonths }: RetentionRules, days: RetentionDays | undefined): When {
  return indexMonths === 0 || days === undefined
    ? message
    : { on: later(message.on, addMonths(days.end, indexMonths)), basis: 'purpose-reached' };
}

/** Null stays null: without its end nothing of a matter has a day. */
function later(day: CivilDate | null, other: CivilDate | null): CivilDate | null {
  return day === null || other === null ? day : laterOf(day, other);
}

function order(a: CivilDate | null, b: CivilDate | null): number {
  return a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1;
}
