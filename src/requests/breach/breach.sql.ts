import type { BreachOutcome } from '../../domain/deadlines/other-clocks.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import { statement, type Executor } from '../../platform/database/statement.js';

const NOTE = statement(
  'note-breach',
  `UPDATE rights_request SET breach_since = $2, breach_outcome = NULL, breach_concluded_on = NULL WHERE id = $1`,
);

export async function noteBreach(executor: Executor, id: string, since: Date): Promise<void> {
  await executor.run(NOTE, [id, since]);
}

const CONCLUDE = statement(
  'conclude-breach',
  `UPDATE rights_request SET breach_outcome = $2, breach_concluded_on = $3 WHERE id = $1`,
);

export async function concludeBreach(
  executor: Executor,
  id: string,
  outcome: BreachOutcome,
  on: string,
): Promise<void> {
  await executor.run(CONCLUDE, [id, outcome, on]);
}

export interface BreachAlarmRow {
  readonly rightsRequestId: string;
  readonly reference: string;
  readonly since: Date;
  readonly timeZone: string;
  readonly contacts: readonly string[];
}

const LOAD = statement(
  'load-breach-alarm',
  `SELECT r.id AS "rightsRequestId", r.reference, r.breach_since AS since, o.time_zone AS "timeZone",
     o.breach_contacts AS contacts
   FROM outbox_job j
   JOIN rights_request r ON r.id = j.subject_id AND r.breach_since IS NOT NULL
   JOIN organisation o ON o.id = r.organisation_id
   WHERE j.id = $1 AND j.claim_token = $2`,
);

/** Undefined: the lease is lost. */
export async function loadBreachAlarm(executor: Executor, job: LeasedJob): Promise<BreachAlarmRow | undefined> {
  return (await executor.run<BreachAlarmRow>(LOAD, [job.id, job.leaseToken])).rows[0];
}
