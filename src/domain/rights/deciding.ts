// Art. 38(3), (6) GDPR, CJEU C-453/21: the data protection officer advises and watches; what becomes of a claim is decided
// by the controller. One step is enough only where the controller has handed the decision over, on record.

import type { CivilDate } from '../civil-date.js';

/** What the handing over rests on, and how long it holds. */
export interface Delegation {
  readonly restsOnDe: string;
  readonly restsOnEn: string;
  readonly from: string;
  /** Last day; null: until further notice. */
  readonly until: string | null;
}

/** Which function of the controller decides; named by its profile. */
export interface Deciding {
  readonly functionDe: string;
  readonly functionEn: string;
  readonly delegation: Delegation | null;
}

/**
 * `unnamed`: nobody has put on record who decides; it is as stated. `delegated`: the DPO decides for the controller.
 * `function`: the DPO recommends, and the function decides.
 */
export type DecidedBy = 'unnamed' | 'delegated' | 'function';

export function decidedBy(deciding: Deciding | null, today: CivilDate): DecidedBy {
  if (deciding === null) {
    return 'unnamed';
  }
  const { delegation } = deciding;
  const holds =
    delegation !== null && delegation.from <= today && (delegation.until === null || today <= delegation.until);
  return holds ? 'delegated' : 'function';
}
