// What the DPO has to do next with a request: one answer for the list, the case, the deadline page, mails and the API.

import type { CivilDate } from '../civil-date.js';
import type { Missing } from '../rights/aftercare.js';
import type { State } from './lifecycle.js';

export const NEXT_STEPS = [
  'take-over',
  /** Whoever handed it over says that it was a mistake. */
  'judge-mistake',
  /** Something that was sent did not arrive. */
  'send-again',
  /** The person has written. */
  'read-message',
  /** Who the person is has been confirmed, and the clock still stands. */
  'resume-clock',
  'ask-again',
  /** To the authority that has written. */
  'state-to-authority',
  /** The department has answered. */
  'read-task',
  'name-right',
  'await-task',
  'decide',
  'answer',
  'await-delivery',
  'post-letter',
  /** The answer has gone out, the case does not know it yet. */
  'record-answer',
  /** Something follows from what was decided, and is still to be done. */
  'follow-up',
  'close',
  'elsewhere',
  'nothing',
] as const;
export type NextStepName = (typeof NEXT_STEPS)[number];

/** Where the message stands that answers the person; of several, the one that got furthest. */
export type AnswerStanding = 'none' | 'queued' | 'made' | 'sent';

export interface NextStepFacts {
  readonly state: State;
  readonly clock: 'running' | 'paused' | 'ended';
  readonly dueOn: CivilDate;
  /** Day on which something is to be done or looked at. */
  readonly nextOn: CivilDate;
  /** Day by which an authority wants our statement. */
  readonly authorityUntil: CivilDate | null;
  /** Called a mistake by whoever handed it over. */
  readonly remarked: boolean;
  /** A mail about the case did not arrive, and nothing later did. */
  readonly undelivered: boolean;
  /** Messages of the person that nobody has read. */
  readonly unread: number;
  /** The last identity check confirmed who the person is. */
  readonly identified: boolean;
  readonly tasks: {
    /** With an answer that the DPO has not looked at. */
    readonly answered: number;
    /** Waiting for a department; with the first day on which one is due. */
    readonly waiting: number;
    readonly untilOn: CivilDate | null;
  };
  readonly answer: AnswerStanding;
  /** What keeps the matter from being closed. */
  readonly missing: readonly Missing[];
}

export interface NextStep {
  readonly what: NextStepName;
  /** By when; null: no day follows from what is known. */
  readonly on: CivilDate | null;
  /** What is missing, where that is the step. */
  readonly missing?: Missing;
}

export function nextStep(facts: NextStepFacts): NextStep {
  switch (facts.state) {
    case 'recorded':
      return { what: facts.remarked ? 'judge-mistake' : 'take-over', on: facts.dueOn };
    case 'acknowledged':
      return urgent(facts) ?? inWork(facts);
    case 'answered':
    case 'retracted':
      return urgent(facts) ?? afterwards(facts);
    case 'closed':
      return toAuthority(facts) ?? { what: 'nothing', on: null };
    case 'merged':
      return begun(facts.missing) ?? { what: 'elsewhere', on: null };
    case 'withdrawn':
      return { what: 'nothing', on: null };
  }
}

/** What comes before everything else in an open case: somebody waits, and does not know that we do not. */
function urgent({ undelivered, unread, dueOn, clock }: NextStepFacts): NextStep | undefined {
  const on = clock === 'running' ? dueOn : null;
  if (undelivered) {
    return { what: 'send-again', on };
  }
  return unread > 0 ? { what: 'read-message', on } : undefined;
}

function toAuthority({ authorityUntil }: NextStepFacts): NextStep | undefined {
  return authorityUntil === null ? undefined : { what: 'state-to-authority', on: authorityUntil };
}

function inWork(facts: NextStepFacts): NextStep {
  const { clock, dueOn, nextOn, authorityUntil, tasks } = facts;
  if (clock === 'paused' && facts.identified) {
    return { what: 'resume-clock', on: null };
  }
  // The nearer day first: an authority's, or the person's.
  if (authorityUntil !== null && (clock === 'paused' || authorityUntil < dueOn)) {
    return { what: 'state-to-authority', on: authorityUntil };
  }
  if (tasks.answered > 0) {
    return { what: 'read-task', on: clock === 'running' ? dueOn : null };
  }
  if (clock === 'paused') {
    return { what: 'ask-again', on: nextOn };
  }
  return answering(facts);
}

function answering(facts: NextStepFacts): NextStep {
  const { dueOn: on, tasks, answer } = facts;
  // What has gone out has gone out, whatever is still undecided: the clock comes first.
  if (answer === 'sent') {
    return { what: 'record-answer', on };
  }
  if (answer !== 'none') {
    return { what: answer === 'made' ? 'post-letter' : 'await-delivery', on };
  }
  const open = undecided(facts);
  if (open === undefined) {
    return { what: 'answer', on };
  }
  return tasks.waiting > 0 && open.what === 'decide' ? { what: 'await-task', on: tasks.untilOn } : { ...open, on };
}

function undecided({ missing }: NextStepFacts): NextStep | undefined {
  if (missing.includes('no-claims')) {
    return { what: 'name-right', on: null };
  }
  const open = (['undecided', 'contradicted'] as const).find((one) => missing.includes(one));
  return open === undefined ? undefined : { what: 'decide', on: null, missing: open };
}

/** The person has their answer, or wants none: what is left before the matter can be closed. */
function afterwards(facts: NextStepFacts): NextStep {
  if (facts.tasks.answered > 0) {
    return { what: 'read-task', on: null };
  }
  const left = facts.state === 'retracted' ? undefined : undecided(facts);
  return left ?? toAuthority(facts) ?? begun(facts.missing) ?? { what: 'close', on: null };
}

/** Tasks and checks end with the matter, once the DPO has seen them: they keep nobody from closing it. */
function begun(missing: readonly Missing[]): NextStep | undefined {
  const left = missing.find((one) => !['tasks', 'checks', 'no-claims', 'undecided', 'contradicted'].includes(one));
  return left === undefined ? undefined : { what: 'follow-up', on: null, missing: left };
}
