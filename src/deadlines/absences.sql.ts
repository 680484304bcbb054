import { statement, type Executor } from '../platform/database/statement.js';

/** Days, both included, on which the DPO is away. */
export interface Absence {
  readonly id: string;
  readonly fromOn: string;
  readonly untilOn: string;
}

const ABSENCES = statement(
  'absences',
  `SELECT id, from_on::text AS "fromOn", until_on::text AS "untilOn" FROM dpo_absence
   WHERE organisation_id = $1 AND until_on >= $2 ORDER BY from_on, id`,
);

/** Those that are not over by `today`. */
export async function absencesFrom(
  executor: Executor,
  organisationId: string,
  today: string,
): Promise<readonly Absence[]> {
  const { rows } = await executor.run<Absence>(ABSENCES, [organisationId, today]);
  return rows;
}

const INSERT_ABSENCE = statement(
  'insert-absence',
  `INSERT INTO dpo_absence (id, organisation_id, from_on, until_on) VALUES ($1, $2, $3, $4)`,
);

export async function insertAbsence(executor: Executor, organisationId: string, absence: Absence): Promise<void> {
  await executor.run(INSERT_ABSENCE, [absence.id, organisationId, absence.fromOn, absence.untilOn]);
}

const DELETE_ABSENCE = statement('delete-absence', `DELETE FROM dpo_absence WHERE id = $1 AND organisation_id = $2`);

export async function deleteAbsence(executor: Executor, organisationId: string, id: string): Promise<boolean> {
  const { count } = await executor.run(DELETE_ABSENCE, [id, organisationId]);
  return count === 1;
}
