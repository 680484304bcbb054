import type { CivilDate } from '../../domain/civil-date.js';
import type { GivenTask, Settled } from '../../domain/duties/duties.js';
import type { LeaveOut, SettledDuty } from '../../domain/duties/duty.js';
import type { Proof } from '../../domain/proof/told.js';
import type { Right } from '../../domain/rights/right.js';
import { statement, type Executor } from '../../platform/database/statement.js';

/** A duty that was settled, with the day and the field of its words. */
export interface SettledRow extends Settled {
  readonly evidence: string | null;
  readonly on: CivilDate;
  readonly wordsField: string | null;
}

export interface DutyRecords {
  readonly settled: readonly SettledRow[];
  readonly given: readonly GivenTask[];
  /** The message that the person was answered by came back, or was refused. */
  readonly cameBack: boolean;
}

const DUTY_RECORDS = statement(
  'duty-records',
  // What was done before a part left, or before another request went up in this one, was done for this one too.
  `SELECT one.id, d.* FROM unnest($1::uuid[], $2::uuid[]) one (id, answer) CROSS JOIN LATERAL (
   WITH RECURSIVE origin (id) AS (
     SELECT one.id UNION SELECT j.from_id FROM request_join j JOIN origin o ON j.into_id = o.id WHERE j.undone_at IS NULL)
   SELECT
     coalesce((SELECT json_agg(json_build_object('right', d."right", 'duty', d.duty, 'proof', d.proof,
         'leftOut', d.left_out, 'evidence', d.evidence, 'on', d.on_day::text, 'wordsField', d.words_field)
         ORDER BY d.settled_at)
       FROM duty d JOIN origin o ON d.rights_request_id = o.id), '[]') AS settled,
     coalesce((SELECT json_agg(json_build_object('task', t.id, 'right', t."right", 'duty', t.duty,
         'until', t.until_on::text, 'answered', coalesce(t.outcome = 'done' AND t.turn = 'dpo', false))
         ORDER BY t.assigned_at)
       FROM task t JOIN origin o ON t.rights_request_id = o.id
       WHERE t.duty IS NOT NULL AND (t.state = 'open' OR (t.state = 'done' AND t.outcome = 'done'))), '[]') AS given,
     EXISTS (SELECT 1 FROM case_message WHERE id = one.answer AND state IN ('bounced', 'failed')) AS "cameBack") d`,
);

/** @param answer the message that the person was answered by, if one is named */
export async function dutyRecords(
  executor: Executor,
  rightsRequestId: string,
  answer: string | null,
): Promise<DutyRecords> {
  const found = (await dutyRecordsOfMany(executor, [{ id: rightsRequestId, answer }])).get(rightsRequestId);
  if (found === undefined) {
    throw new Error('every id that was asked for has a row');
  }
  return found;
}

/** As `dutyRecords`, of many requests at once, by their id. */
export async function dutyRecordsOfMany(
  executor: Executor,
  requests: readonly { readonly id: string; readonly answer: string | null }[],
): Promise<ReadonlyMap<string, DutyRecords>> {
  const { rows } = await executor.run<DutyRecords & { readonly id: string }>(DUTY_RECORDS, [
    requests.map(({ id }) => id),
    requests.map(({ answer }) => answer),
  ]);
  return new Map(rows.map(({ id, ...records }) => [id, records]));
}

const INSERT = statement(
  'insert-duty',
  `INSERT INTO duty (rights_request_id, organisation_id, "right", duty, proof, evidence, left_out, on_day, words_field,
     settled_at, settled_by)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT ON CONSTRAINT duty_pkey DO NOTHING`,
);

export interface NewSettled {
  readonly rightsRequestId: string;
  readonly organisationId: string;
  readonly right: Right;
  readonly duty: SettledDuty;
  readonly proof: Proof | null;
  readonly evidence: string | null;
  readonly leftOut: LeaveOut | null;
  readonly on: CivilDate;
  readonly wordsField: string | null;
  readonly at: Date;
  readonly by: string;
}

/** False: it was settled before. */
export async function insertSettled(executor: Executor, duty: NewSettled): Promise<boolean> {
  const { count } = await executor.run(INSERT, [
    ...[duty.rightsRequestId, duty.organisationId, duty.right, duty.duty, duty.proof, duty.evidence, duty.leftOut],
    ...[duty.on, duty.wordsField, duty.at, duty.by],
  ]);
  return count === 1;
}

const DELETE = statement('delete-duty', 'DELETE FROM duty WHERE rights_request_id = $1 AND "right" = $2 AND duty = $3');

/** False: it was not settled in this request. */
export async function deleteSettled(
  executor: Executor,
  rightsRequestId: string,
  right: Right,
  duty: SettledDuty,
): Promise<boolean> {
  return (await executor.run(DELETE, [rightsRequestId, right, duty])).count === 1;
}
