import type { CivilDate } from '../domain/civil-date.js';
import { deadline, type Deadline } from '../domain/deadlines/deadline.js';
import type { RightsRequestRow } from './rights-requests.repository.js';

/** The steps are computed again from the recorded facts; the dates agree with those that were recorded (P7). */
export function deadlineOf({
  receivedOn,
  land,
  municipality,
}: Pick<RightsRequestRow, 'receivedOn' | 'land' | 'municipality'>): Deadline {
  return deadline({
    receivedOn: receivedOn as CivilDate,
    land,
    ...(municipality === null ? {} : { municipality }),
    events: [],
  });
}
