// Art. 12(3), (4) GDPR: the facts on which the deadline of a request depends. What is not here moves no date: when
// somebody recorded the request, opened it or wrote a draft is without effect.

import type { CivilDate } from '../civil-date.js';
import type { Told } from '../proof/told.js';
import type { Land } from './land.js';

/** What can stop the clock: doubt about who is asking, or about what is asked (recital 63). */
export type PauseKind = 'identity' | 'clarification';

type EventShape =
  /** A decision to extend; `sentOn` and `reason` are missing until the letter is out and says why. */
  | {
      readonly type: 'extended';
      readonly decidedOn: CivilDate;
      readonly sentOn?: CivilDate;
      readonly reason?: string;
    }
  | { readonly type: 'identity-requested' | 'identity-confirmed'; readonly on: CivilDate }
  | { readonly type: 'clarification-requested' | 'clarified'; readonly on: CivilDate }
  /** A further claim in the same matter: it has a deadline of its own and leaves this one alone. */
  /** `joined`: it came with a request merged into this one; what was done here before did not concern it. */
  | { readonly type: 'claim-added'; readonly on: CivilDate; readonly joined?: true }
  | { readonly type: 'withdrawn' | 'answered' | 'refused'; readonly on: CivilDate }
  | { readonly type: 'reopened'; readonly on: CivilDate };

/** `claim`: the added claim it concerns or brings; without it, every claim received by then (see `claims.ts`). */
export type DeadlineEvent = EventShape & {
  readonly claim?: string;
  /** How it is known; it moves no date. */
  readonly told?: Told;
};

export type EndingEvent = 'withdrawn' | 'answered' | 'refused';

/**
 * EDPB Guidelines 01/2022 para. 159 lets the clock stand only if the question was put "without undue delay", and names
 * no number. Fourteen days is the outer limit that German courts set for "unverzüglich" (§ 121(1) BGB); an
 * organisation may bind itself to fewer. Counted in days on which the clock ran.
 */
export const DEFAULT_ASK_WITHIN_DAYS = 14;

export interface DeadlineFacts {
  /**
   * The legal day on which the request reached the organisation. Receipt by a processor's or an employee's channel that
   * the organisation uses is receipt by the organisation; the day it was recorded does not matter.
   */
  readonly receivedOn: CivilDate;
  /** The moment `receivedOn` was derived from, if it was, so that the steps can show it. */
  readonly receivedAt?: { readonly instant: string; readonly timeZone: string };
  readonly land: Land;
  readonly municipality?: string;
  readonly events: readonly DeadlineEvent[];
  /** Clock days within which a question stops the clock; default `DEFAULT_ASK_WITHIN_DAYS`. */
  readonly askWithinDays?: number;
  /** With it, a standing clock is also told as "if the answer came that day". */
  readonly asOf?: CivilDate;
}

/** The day on which an event takes effect. An extension does when it is sent: before, nobody knows of it. */
export function dayOfEvent(event: DeadlineEvent): CivilDate {
  return event.type === 'extended' ? (event.sentOn ?? event.decidedOn) : event.on;
}
