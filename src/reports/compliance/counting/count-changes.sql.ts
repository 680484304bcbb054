import type { CivilDate } from '../../../domain/civil-date.js';
import { statement, type Executor } from '../../../platform/database/statement.js';

const COUNTED_BEFORE = statement(
  'compliance-counted-before',
  `SELECT p.profile, c.recorded_on::text AS "recordedOn", c.open::text[] AS open
   FROM compliance_request c JOIN compliance_profile p ON p.organisation_id = $1 AND p.id = c.profile
   WHERE c.organisation_id = $1 AND c.rights_request_id = ANY($2)`,
);

export interface CountedBefore {
  readonly profile: string;
  readonly recordedOn: CivilDate;
  readonly open: readonly CivilDate[];
}

/** How these requests are counted so far; those that are not yet are left out. */
export async function countedBefore(
  executor: Executor,
  organisationId: string,
  requests: readonly string[],
): Promise<readonly CountedBefore[]> {
  const { rows } = await executor.run<CountedBefore>(COUNTED_BEFORE, [organisationId, requests]);
  return rows;
}

const ADD_COUNTS = statement(
  'compliance-add-counts',
  `INSERT INTO compliance_count AS c (organisation_id, day, figure, count)
   SELECT $1, day, figure, count FROM unnest($2::date[], $3::text[], $4::bigint[]) AS row (day, figure, count)
   ORDER BY day, figure
   ON CONFLICT ON CONSTRAINT compliance_count_pkey DO UPDATE SET count = c.count + excluded.count`,
);

export interface CountChange {
  readonly day: CivilDate;
  readonly figure: string;
  readonly count: number;
}

export async function addCounts(
  executor: Executor,
  organisationId: string,
  changes: readonly CountChange[],
): Promise<void> {
  await executor.run(ADD_COUNTS, [
    organisationId,
    changes.map(({ day }) => day),
    changes.map(({ figure }) => figure),
    changes.map(({ count }) => count),
  ]);
}
