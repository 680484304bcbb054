import { statement, type Executor } from '../platform/database/statement.js';

const ORGANISATIONS_WITH_UNTAKEN = statement(
  'organisations-with-untaken',
  `SELECT DISTINCT organisation_id AS id FROM forwarding WHERE takeover_due_at < clock_timestamp()`,
);

/** Needs the worker's scope (no organisation). */
export async function organisationsWithUntaken(executor: Executor): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(ORGANISATIONS_WITH_UNTAKEN);
  return rows.map((row) => row.id);
}

const PASS_OVER_TAKEN = statement(
  'pass-over-taken',
  `UPDATE forwarding f SET takeover_due_at = NULL FROM rights_request r
   WHERE f.organisation_id = $1 AND f.takeover_due_at < clock_timestamp() AND r.id = f.rights_request_id
     AND (r.state <> 'recorded' OR f.state <> 'forwarded')`,
);

/** Taken over meanwhile, or come back: there is nothing to note. */
export async function passOverTaken(executor: Executor, organisationId: string): Promise<void> {
  await executor.run(PASS_OVER_TAKEN, [organisationId]);
}

const MARK_UNTAKEN = statement(
  'mark-untaken',
  `UPDATE forwarding f SET takeover_due_at = NULL, untaken_at = now()
   FROM rights_request r JOIN instruction i ON i.id = r.instruction_id
   WHERE f.organisation_id = $1 AND f.takeover_due_at < clock_timestamp() AND r.id = f.rights_request_id
     AND r.state = 'recorded' AND f.state = 'forwarded'
   RETURNING f.id AS "forwardingId", r.id AS "rightsRequestId", i.takeover_limit_hours AS "limitHours"`,
);

export interface UntakenForwarding {
  readonly forwardingId: string;
  readonly rightsRequestId: string;
  readonly limitHours: number;
}

export async function markUntaken(executor: Executor, organisationId: string): Promise<readonly UntakenForwarding[]> {
  return (await executor.run<UntakenForwarding>(MARK_UNTAKEN, [organisationId])).rows;
}
