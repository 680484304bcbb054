// Art. 5(2), 7(3), 15–17, 21, 22 GDPR: what has to be done about a claim and is known from no register of its own, so that
// somebody has to say that it was done, and on what that rests.

import { ANSWERING_KINDS, type MessageKind } from '../correspondence/kinds.js';
import type { FollowUp } from '../rights/rule.js';

/** Settled by an entry of their own; what has a register (restrictions, recipients, packages) is seen there. */
export const SETTLED_DUTIES = [
  'send-copy',
  'redact',
  'rectify',
  'add-statement',
  'erase',
  'erase-without-basis',
  'offer-restriction',
  'pass-on',
  'stop-consent-processing',
  'stop-processing',
  'stop-marketing',
  'tell-publishers',
  'human-review',
  'tell-recipients',
  'name-recipients',
] as const satisfies readonly FollowUp[];
export type SettledDuty = (typeof SETTLED_DUTIES)[number];

/**
 * Why a duty is left out. `nothing-there`: nobody was told, nothing was published, nothing of the kind takes place.
 * `impossible`, `disproportionate`: where the article itself says so.
 */
export const LEAVE_OUTS = ['nothing-there', 'person-declined', 'impossible', 'disproportionate'] as const;
export type LeaveOut = (typeof LEAVE_OUTS)[number];

export type Owner = 'dpo' | 'department';

export interface DutyRule {
  /** Who does it, unless it is given to somebody. */
  readonly by: Owner;
  /** Messages to the person that can prove it. */
  readonly kinds: readonly MessageKind[];
  /** Grounds on which it may be left out; none: it is done. */
  readonly leaveOuts: readonly LeaveOut[];
  /** Today: neither a month nor the own target is left for it (Art. 7(3), 21(3)). */
  readonly atOnce?: true;
  /** When, by whom, in what way, to what extent: asked of whoever says that data was erased (Art. 5(2), 17). */
  readonly account?: true;
  /** Only ever left out here: that it was done is seen in its register. */
  readonly register?: true;
}

const byDepartment = (...leaveOuts: readonly LeaveOut[]): DutyRule => ({ by: 'department', kinds: [], leaveOuts });

export const DUTY_RULES: Readonly<Record<SettledDuty, DutyRule>> = {
  // Art. 15(1)–(3): who wants only the information says so.
  'send-copy': { by: 'dpo', kinds: ANSWERING_KINDS, leaveOuts: ['person-declined'] },
  // Art. 15(4).
  redact: byDepartment('nothing-there'),
  rectify: byDepartment(),
  'add-statement': byDepartment(),
  erase: { ...byDepartment(), account: true },
  // Art. 17(1)(b): where another basis turns up, or nothing was kept.
  'erase-without-basis': { ...byDepartment('nothing-there'), account: true },
  'offer-restriction': { by: 'dpo', kinds: ANSWERING_KINDS, leaveOuts: ['nothing-there', 'person-declined'] },
  'pass-on': { by: 'dpo', kinds: ANSWERING_KINDS, leaveOuts: [] },
  'stop-consent-processing': { ...byDepartment('nothing-there'), atOnce: true },
  'stop-processing': byDepartment('nothing-there'),
  'stop-marketing': { ...byDepartment('nothing-there'), atOnce: true },
  // Art. 17(2): reasonable steps, taking account of technology and cost.
  'tell-publishers': { by: 'dpo', kinds: [], leaveOuts: ['impossible', 'disproportionate'] },
  // Art. 22(3).
  'human-review': byDepartment('person-declined'),
  // Art. 19: nobody was told of the data, or the person does not ask; each recipient has their own reasons.
  'tell-recipients': { by: 'dpo', kinds: [], leaveOuts: ['nothing-there'], register: true },
  'name-recipients': { by: 'dpo', kinds: [], leaveOuts: ['nothing-there'], register: true },
};

export function isSettledDuty(value: unknown): value is SettledDuty {
  return (SETTLED_DUTIES as readonly unknown[]).includes(value);
}
