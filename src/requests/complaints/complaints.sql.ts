import type { CivilDate } from '../../domain/civil-date.js';
import type { ComplaintDays, ComplaintResult } from '../../domain/rights/complaint-course.js';
import { statement, type Executor } from '../../platform/database/statement.js';

export interface ComplaintRow extends ComplaintDays {
  readonly id: string;
  readonly safeOn: CivilDate;
  readonly dueOn: CivilDate;
  readonly result: ComplaintResult | null;
}

const COMPLAINTS_OF = statement(
  'complaints-of',
  `SELECT id, received_on::text AS "receivedOn", safe_on::text AS "safeOn", due_on::text AS "dueOn",
     stated_on::text AS "statedOn", result, concluded_on::text AS "concludedOn"
   FROM complaint WHERE rights_request_id = $1 ORDER BY received_on, id`,
);

export async function complaintsOf(executor: Executor, rightsRequestId: string): Promise<readonly ComplaintRow[]> {
  return (await executor.run<ComplaintRow>(COMPLAINTS_OF, [rightsRequestId])).rows;
}

const INSERT_COMPLAINT = statement(
  'insert-complaint',
  `INSERT INTO complaint (id, organisation_id, rights_request_id, received_on, safe_on, due_on)
   VALUES ($1, $2, $3, $4, $5, $6)`,
);

export async function insertComplaint(
  executor: Executor,
  row: {
    readonly id: string;
    readonly organisationId: string;
    readonly rightsRequestId: string;
    readonly receivedOn: CivilDate;
    readonly safeOn: CivilDate;
    readonly dueOn: CivilDate;
  },
): Promise<void> {
  const { id, organisationId, rightsRequestId, receivedOn, safeOn, dueOn } = row;
  await executor.run(INSERT_COMPLAINT, [id, organisationId, rightsRequestId, receivedOn, safeOn, dueOn]);
}

const STATE_COMPLAINT = statement('state-complaint', 'UPDATE complaint SET stated_on = $2 WHERE id = $1');

export async function markStated(executor: Executor, id: string, on: CivilDate): Promise<void> {
  await executor.run(STATE_COMPLAINT, [id, on]);
}

const CONCLUDE_COMPLAINT = statement(
  'conclude-complaint',
  'UPDATE complaint SET result = $2, concluded_on = $3 WHERE id = $1',
);

export async function markConcluded(
  executor: Executor,
  id: string,
  result: ComplaintResult,
  on: CivilDate,
): Promise<void> {
  await executor.run(CONCLUDE_COMPLAINT, [id, result, on]);
}
