// Art. 12(3), 5(2) GDPR: nothing is done because it was decided. What each decision makes follow is a duty, open until
// there is evidence for it or a ground to leave it out; a matter closes when none is open.

import type { CivilDate } from '../civil-date.js';
import type { Proof } from '../proof/told.js';
import type { Aftercare } from '../rights/aftercare.js';
import type { CheckAnswers } from '../rights/check.js';
import { followUpsOf, type Claim } from '../rights/decision.js';
import type { Right } from '../rights/right.js';
import type { FollowUp } from '../rights/rule.js';
import { DUTY_RULES, isSettledDuty, type LeaveOut, type Owner, type SettledDuty } from './duty.js';

/** `answer`: the person hears of it (Art. 12(3), (4)); of the whole matter. */
export type DutyName = 'answer' | FollowUp;

/**
 * `given`: a department was asked. `answered`: it says that it is done, and nobody has looked. `came-back`: what was to
 * prove it did not arrive.
 */
export type DutyStanding = 'open' | 'given' | 'answered' | 'came-back' | 'done' | 'left-out';

export interface Duty {
  /** Null: of the matter as a whole. */
  readonly right: Right | null;
  readonly duty: DutyName;
  readonly standing: DutyStanding;
  readonly by: Owner;
  /** The day by which it is to be done. */
  readonly until: CivilDate;
  /** What the end of it rests on; null while it is open. `register`: restrictions, recipients, packages. */
  readonly evidence: Proof | 'register' | null;
  readonly leftOut: LeaveOut | null;
  /** The task that was given for it, if one was. */
  readonly task: string | null;
}

/** A duty that was done or left out, as it is recorded. */
export interface Settled {
  readonly right: Right;
  readonly duty: SettledDuty;
  /** Null: left out. */
  readonly proof: Proof | null;
  readonly leftOut: LeaveOut | null;
}

/** A task that was given for a duty and has not been withdrawn. */
export interface GivenTask {
  readonly task: string;
  readonly right: Right;
  readonly duty: SettledDuty;
  readonly until: CivilDate;
  /** The department says that it is done. */
  readonly answered: boolean;
}

/** How the person was answered; null: not yet. */
export interface Answer {
  readonly proof: Proof;
  /** The message came back. */
  readonly cameBack: boolean;
}

export interface DutyFacts {
  readonly claims: readonly Claim[];
  readonly answer: Answer | null;
  readonly settled: readonly Settled[];
  readonly given: readonly GivenTask[];
  readonly aftercare: Aftercare;
  /** The person took the matter back: nothing more is owed but what was begun. */
  readonly retracted: boolean;
  /** The day on which the DPO took it over, or today: what cannot wait is due then. */
  readonly atOnceOn: CivilDate;
  /** The day by which everything else is to be done. */
  readonly until: CivilDate;
}

/** Where an own register shows what came of it. */
type Registered = Exclude<FollowUp, SettledDuty> | 'tell-recipients' | 'name-recipients';

/** Told by the answer itself: no duty beside it. `restrict-meanwhile` ends with the decision. */
const WITH_ANSWER: readonly FollowUp[] = ['tell-reasons-and-remedies', 'point-to-authority', 'charge-fee'];

/** Everything that follows in a matter, done or not, in the order of its claims; the answer last. */
export function dutiesOf(facts: DutyFacts): readonly Duty[] {
  if (facts.retracted) {
    return [];
  }
  const ofClaims = facts.claims.flatMap((claim) =>
    followUpsOf([claim])
      .filter((duty) => !WITH_ANSWER.includes(duty))
      .flatMap((duty) => dutyOf(claim, duty, facts)),
  );
  return [...ofClaims, answerDuty(facts)];
}

/** What keeps a matter from being closed: neither done nor left out. */
export function openDuties(duties: readonly Duty[]): readonly Duty[] {
  return duties.filter(({ standing }) => standing !== 'done' && standing !== 'left-out');
}

/**
 * The duty that comes next: what cannot wait first, then what a department has answered, then what nobody was asked to do;
 * the answer to the person after those it tells of. Undefined: nothing is open.
 */
export function nextDuty(duties: readonly Duty[]): Duty | undefined {
  const open = openDuties(duties);
  const isAtOnce = ({ duty }: Duty) => isSettledDuty(duty) && DUTY_RULES[duty].atOnce === true;
  return (
    open.find((one) => isAtOnce(one) && one.standing !== 'given') ??
    open.find(({ standing }) => standing === 'came-back' || standing === 'answered') ??
    open.find(({ standing, duty }) => standing === 'open' && duty !== 'answer') ??
    open.find(({ duty }) => duty === 'answer') ??
    open[0]
  );
}

/** Duties of the settled kind that a decision, or a right that works at once, calls for now. */
export function isCalledFor(claims: readonly Claim[], right: Right, duty: SettledDuty): boolean {
  return claims.some((claim) => claim.right === right && followUpsOf([claim]).includes(duty));
}

function dutyOf({ right, checks }: Claim, duty: FollowUp, facts: DutyFacts): readonly Duty[] {
  const settled = facts.settled.find((one) => one.right === right && one.duty === duty);
  if (settled !== undefined) {
    const standing = settled.leftOut === null ? 'done' : 'left-out';
    return [{ ...blank(right, duty, facts), standing, evidence: settled.proof, leftOut: settled.leftOut }];
  }
  if (isSettledDuty(duty) && DUTY_RULES[duty].register !== true) {
    return [{ ...blank(right, duty, facts), ...givenOf(right, duty, facts) }];
  }
  const done = inRegister(duty as Registered, checks, facts.aftercare);
  return done === undefined
    ? []
    : [{ ...blank(right, duty, facts), standing: done ? 'done' : 'open', evidence: done ? 'register' : null }];
}

function blank(right: Right, duty: FollowUp, { atOnceOn, until }: DutyFacts): Duty {
  const rule = isSettledDuty(duty) ? DUTY_RULES[duty] : undefined;
  const due = rule?.atOnce === true ? atOnceOn : until;
  return {
    ...{ right, duty, standing: 'open', by: rule?.by ?? 'dpo', until: due },
    ...{ evidence: null, leftOut: null, task: null },
  };
}

function givenOf(right: Right, duty: SettledDuty, { given }: DutyFacts): Partial<Duty> {
  const task = given.findLast((one) => one.right === right && one.duty === duty);
  return task === undefined
    ? {}
    : { standing: task.answered ? 'answered' : 'given', by: 'department', until: task.until, task: task.task };
}

/** Whether the register shows that it was done; undefined: nothing of it is due (yet). */
function inRegister(duty: Registered, checks: CheckAnswers, { begun, ...open }: Aftercare): boolean | undefined {
  switch (duty) {
    case 'register-restriction':
      return begun.restrictions > 0;
    case 'announce-lifting':
      return begun.restrictions > 0 ? open.restrictions === 0 : undefined;
    case 'tell-recipients':
      return begun.recipients > 0 && open.recipients === 0;
    case 'name-recipients':
      return begun.recipients > 0 && begun.recipients <= begun.named;
    case 'hand-over-package':
      return begun.packages > 0 && open.packages === 0;
    case 'restrict-meanwhile':
      return begun.restrictions > 0 || checks['direct-marketing'] !== 'no' ? undefined : false;
    case 'tell-reasons-and-remedies':
    case 'point-to-authority':
    case 'charge-fee':
      return undefined;
  }
}

function answerDuty({ answer, until }: DutyFacts): Duty {
  const standing = answer === null ? 'open' : answer.cameBack ? 'came-back' : 'done';
  const evidence = answer === null || answer.cameBack ? null : answer.proof;
  return { right: null, duty: 'answer', standing, by: 'dpo', until, evidence, leftOut: null, task: null };
}
