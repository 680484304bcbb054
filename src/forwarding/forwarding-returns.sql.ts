import { statement, type Executor } from '../platform/database/statement.js';

const BOUNCE_FORWARDING = statement(
  'bounce-forwarding',
  `UPDATE forwarding f SET state = 'bounced', bounces = f.bounces + 1, forwarded_at = NULL, arrival = NULL, arrival_at = NULL,
     takeover_due_at = NULL
   FROM rights_request r
   WHERE f.id = $1 AND f.state = 'forwarded' AND r.id = f.rights_request_id
   RETURNING f.attempts, f.bounces, r.id AS "rightsRequestId", r.acknowledged_at IS NOT NULL AS taken`,
);

export interface BouncedForwarding {
  readonly attempts: number;
  readonly bounces: number;
  readonly rightsRequestId: string;
  /** The DPO has taken the request over. */
  readonly taken: boolean;
}

/** Undefined: it is not one that a server has accepted and that has not come back yet. */
export async function bounceForwarding(executor: Executor, id: string): Promise<BouncedForwarding | undefined> {
  return (await executor.run<BouncedForwarding>(BOUNCE_FORWARDING, [id])).rows[0];
}

const NOTE_ARRIVAL = statement(
  'note-arrival',
  `UPDATE forwarding SET arrival = $2, arrival_at = now()
   WHERE id = $1 AND state = 'forwarded' AND (arrival IS NULL OR (arrival = 'passed-on' AND $2 = 'delivered'))
   RETURNING attempts`,
);

/** The attempt that arrived; undefined: nothing new. */
export async function noteArrival(
  executor: Executor,
  id: string,
  arrival: 'passed-on' | 'delivered',
): Promise<number | undefined> {
  return (await executor.run<{ attempts: number }>(NOTE_ARRIVAL, [id, arrival])).rows[0]?.attempts;
}
