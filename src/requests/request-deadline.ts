import type { CivilDate } from '../domain/civil-date.js';
import { deadline, type Deadline } from '../domain/deadlines/deadline.js';
import type { Land } from '../domain/deadlines/land.js';
import type { RightsRequestRow } from './rights-requests.repository.js';

/** Where an organisation has its seat: its holidays are what a deadline rolls over. */
export interface Seat {
  readonly land: Land;
  readonly municipality: string | null;
  readonly timeZone: string;
}

/** The steps are computed again from the recorded facts; the dates agree with those that were recorded (P7). */
export function deadlineOf(row: Pick<RightsRequestRow, 'receivedOn'>, { land, municipality }: Seat): Deadline {
  const receivedOn = row.receivedOn as CivilDate;
  return deadline({ receivedOn, land, ...(municipality === null ? {} : { municipality }), events: [] });
}
