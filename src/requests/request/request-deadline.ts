import { civilDateIn, type CivilDate } from '../../domain/civil-date.js';
import type { DeadlineFacts } from '../../domain/deadlines/facts.js';
import { stateOfAll, type Situation } from '../../domain/deadlines/situation.js';
import type { RightsRequestRow } from './rights-requests.repository.js';

/** What of a row its deadline depends on, and nothing else. */
type Counted = Pick<RightsRequestRow, 'receivedOn' | 'land' | 'municipality' | 'deadlineEvents' | 'askWithinDays'>;

export function deadlineFactsOf(row: Counted): DeadlineFacts {
  const { land, municipality, askWithinDays } = row;
  return {
    receivedOn: row.receivedOn as CivilDate,
    land,
    ...(municipality === null ? {} : { municipality }),
    events: row.deadlineEvents,
    askWithinDays,
  };
}

/** The steps are computed again from the recorded facts; the dates agree with those that were recorded (P7). */
export function situationOf(row: Counted & Pick<RightsRequestRow, 'timeZone'>, now: Date): Situation {
  return stateOfAll(deadlineFactsOf(row), civilDateIn(now, row.timeZone));
}
