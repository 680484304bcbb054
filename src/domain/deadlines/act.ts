// Art. 12(3), (4), (6) GDPR: what somebody does that moves a deadline, judged before it is written down. What the law
// would give no effect (an extension too late, without reasons, a second time) is refused with the field that is wrong;
// what has happened and only costs something (a question put late, an answer overdue) is followed, and flagged.

import { addMonths, type CivilDate } from '../civil-date.js';
import type { FieldProblem } from '../problem.js';
import type { Right } from '../rights/right.js';
import type { DeadlineEvent, DeadlineFacts } from './facts.js';
import { endFor } from './period.js';
import type { WarningCode } from './reasons/warnings.js';
import { stateOfAll, type Situation } from './situation.js';

export type DatedAct =
  | 'request-identity'
  | 'confirm-identity'
  | 'request-clarification'
  | 'clarify'
  | 'answer'
  | 'refuse'
  | 'retract'
  | 'reopen';

/** Something done on a day; the reason of an extension is told to the person and kept under seal. */
export type DeadlineAct =
  | { readonly type: DatedAct; readonly on: CivilDate }
  | { readonly type: 'add-claim'; readonly on: CivilDate; readonly right: Right }
  | { readonly type: 'extend'; readonly decidedOn: CivilDate; readonly sentOn: CivilDate; readonly reason: string };

export type DeadlineActType = DeadlineAct['type'];

export type Judged =
  | { readonly ok: true; readonly event: DeadlineEvent; readonly before: Situation; readonly after: Situation }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

const EVENT_OF = {
  'request-identity': 'identity-requested',
  'confirm-identity': 'identity-confirmed',
  'request-clarification': 'clarification-requested',
  clarify: 'clarified',
  answer: 'answered',
  refuse: 'refused',
  retract: 'withdrawn',
  reopen: 'reopened',
} as const satisfies Record<DatedAct, DeadlineEvent['type']>;

/** In the list of facts: that there is a reason, not the reason, which may name people (P6). */
export const REASON_UNDER_SEAL = 'sealed';

/** What a warning of the engine says about the form that caused it. */
const REFUSED: Partial<Record<WarningCode, { readonly field: string; readonly code: FieldProblem['code'] }>> = {
  'extension-late': { field: 'sentOn', code: 'after-first-month' },
  'extension-without-reason': { field: 'reason', code: 'required' },
  'extension-sent-before-decision': { field: 'sentOn', code: 'before-decision' },
  'extension-repeated': { field: 'sentOn', code: 'only-once' },
  'answer-without-question': { field: 'on', code: 'nothing-asked' },
  'reopened-not-ended': { field: 'on', code: 'not-ended' },
  // Of what was done before: the new ending would lie before it.
  'event-after-end': { field: 'on', code: 'before-last-step' },
};

/** Everything that may be entered for a matter in its present state, in the order in which it is offered. */
export function actsPossible(facts: DeadlineFacts, today: CivilDate): DeadlineAct['type'][] {
  const answered = (type: DatedAct) => judge(facts, { type, on: today }, today).ok;
  const mayExtend = judge(facts, { type: 'extend', decidedOn: today, sentOn: today, reason: REASON_UNDER_SEAL }, today);
  if (answered('reopen')) {
    return ['reopen'];
  }
  return [
    ...(['confirm-identity', 'clarify'] as const).filter(answered),
    ...(answered('confirm-identity') ? [] : (['request-identity'] as const)),
    ...(answered('clarify') ? [] : (['request-clarification'] as const)),
    // Offered even when it is too late: the form says until when it would have been possible.
    ...(mayExtend.ok || mayExtend.problems.every(({ code }) => code === 'after-first-month')
      ? (['extend'] as const)
      : []),
    ...(['add-claim', 'answer', 'refuse', 'retract'] as const),
  ];
}

/** The act as the engine's event, with the deadlines before and after it; or everything that keeps it from holding. */
export function judge(facts: DeadlineFacts, act: DeadlineAct, today: CivilDate): Judged {
  const event = eventOf(act);
  const problems = dayProblems(facts, act, today);
  const before = stateOfAll(facts, today);
  const after = stateOfAll({ ...facts, events: [...facts.events, event] }, today);
  const known = before.claims.flatMap(({ deadline }) => deadline.warnings);
  const fresh = after.claims
    .flatMap(({ deadline }) => deadline.warnings)
    .filter(({ code, date }) => !known.some((old) => old.code === code && old.date === date));
  for (const { code } of fresh) {
    const refused = REFUSED[code];
    if (refused !== undefined && !problems.some(({ field }) => field === refused.field)) {
      problems.push(
        code === 'extension-late' ? { ...refused, limit: before.current.deadline.firstMonthEndsOn } : refused,
      );
    }
  }
  problems.push(...strictProblems(facts, act, before, problems));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, event, before, after };
}

function eventOf(act: DeadlineAct): DeadlineEvent {
  switch (act.type) {
    case 'extend': {
      const reason = act.reason.trim() === '' ? '' : REASON_UNDER_SEAL;
      return { type: 'extended', decidedOn: act.decidedOn, sentOn: act.sentOn, reason };
    }
    case 'add-claim':
      return { type: 'claim-added', on: act.on, claim: act.right };
    default:
      return { type: EVENT_OF[act.type], on: act.on };
  }
}

/**
 * While the clock stands nobody knows when the first month ends: an extension told then keeps the strict end, without the
 * pause. What was told before this was asked stays as it was counted.
 */
function strictProblems(
  { receivedOn, land, municipality }: DeadlineFacts,
  act: DeadlineAct,
  before: Situation,
  known: readonly FieldProblem[],
): readonly FieldProblem[] {
  if (act.type !== 'extend' || before.clock !== 'paused' || known.some(({ field }) => field === 'sentOn')) {
    return [];
  }
  const place = municipality === undefined ? { land } : { land, municipality };
  const { endsOn } = endFor(receivedOn, addMonths(receivedOn, 1), place);
  return act.sentOn > endsOn ? [{ field: 'sentOn', code: 'after-first-month', limit: endsOn }] : [];
}

/** Nothing is done before the request came, or after today. */
function dayProblems({ receivedOn }: DeadlineFacts, act: DeadlineAct, today: CivilDate): FieldProblem[] {
  const days: Record<string, CivilDate> =
    act.type === 'extend' ? { decidedOn: act.decidedOn, sentOn: act.sentOn } : { on: act.on };
  return Object.entries(days).flatMap(([field, day]): FieldProblem[] => {
    if (day > today) {
      return [{ field, code: 'in-the-future' }];
    }
    return day < receivedOn ? [{ field, code: 'before-receipt', limit: receivedOn }] : [];
  });
}
