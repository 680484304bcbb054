import type { DeadlineEvent } from '../../domain/deadlines/facts.js';
import type { State } from '../../domain/lifecycle/lifecycle.js';
import type { Right } from '../../domain/rights/right.js';
import type { DeadlineClock } from './rights-request.entity.js';
import { statement, type Executor } from '../../platform/database/statement.js';

const ACKNOWLEDGE = statement(
  'acknowledge',
  `UPDATE rights_request SET state = 'acknowledged', version = version + 1, acknowledged_at = $3, acknowledged_by = $4
   WHERE id = $1 AND version = $2 AND state = 'recorded'`,
);

/** False: someone else changed the request since `version` was read. */
export async function markAcknowledged(
  executor: Executor,
  request: { readonly id: string; readonly version: number },
  at: Date,
  userId: string,
): Promise<boolean> {
  const { count } = await executor.run(ACKNOWLEDGE, [request.id, request.version, at, userId]);
  return count === 1;
}

const NOTE_MISTAKE = statement(
  'note-mistake',
  `UPDATE rights_request SET version = version + 1, withdrawn_at = $3
   WHERE id = $1 AND version = $2 AND state = 'recorded' AND withdrawn_at IS NULL`,
);

/** A remark of whoever handed it over; nothing ends. False: someone else changed the request, or it was said before. */
export async function noteMistake(
  executor: Executor,
  request: { readonly id: string; readonly version: number },
  at: Date,
): Promise<boolean> {
  const { count } = await executor.run(NOTE_MISTAKE, [request.id, request.version, at]);
  return count === 1;
}

const DISMISS = statement(
  'dismiss',
  `UPDATE rights_request SET state = 'withdrawn', clock = 'ended' WHERE id = $1 AND state IN ('recorded', 'acknowledged')`,
);

/** No request: its clock ends. The version was raised by whoever changes the case. */
export async function markDismissed(executor: Executor, id: string): Promise<boolean> {
  return (await executor.run(DISMISS, [id])).count === 1;
}

/** Day by which an authority's letter to request $1 wants our statement; null: none waits. */
export const LETTER_WAITS_UNTIL = `(SELECT min(due_on) FROM complaint
  WHERE rights_request_id = $1 AND stated_on IS NULL AND concluded_on IS NULL)`;

const MOVE_DEADLINE = statement(
  'move-deadline',
  `UPDATE rights_request SET state = $3, version = version + 1, deadline_events = deadline_events || $4::jsonb,
     safe_on = $5, due_on = $6, clock = $7, next_on = least($8::date, ${LETTER_WAITS_UNTIL}), rights = $9,
     answered_at = CASE $3 WHEN 'answered' THEN $10::timestamptz END, closed_at = NULL,
     -- Moved into the future again, it can be missed again.
     overdue_noted_on = CASE WHEN $6::date >= $11::date THEN NULL ELSE overdue_noted_on END
   WHERE id = $1 AND version = $2`,
);

/** What an act makes of a request. */
export interface MovedDeadline {
  readonly id: string;
  readonly version: number;
  readonly state: State;
  readonly event: DeadlineEvent;
  readonly safeOn: string;
  readonly dueOn: string;
  readonly clock: DeadlineClock;
  readonly nextOn: string;
  readonly rights: readonly Right[];
  readonly at: Date;
  readonly today: string;
}

/** False: someone else changed the request since `version` was read. */
export async function moveDeadline(executor: Executor, moved: MovedDeadline): Promise<boolean> {
  const { count } = await executor.run(MOVE_DEADLINE, [
    moved.id,
    moved.version,
    moved.state,
    JSON.stringify([moved.event]),
    moved.safeOn,
    moved.dueOn,
    moved.clock,
    moved.nextOn,
    moved.rights,
    moved.at,
    moved.today,
  ]);
  return count === 1;
}

const HOLD_STATE = statement('hold-state', 'SELECT state FROM rights_request WHERE id = $1 FOR SHARE');

/** The state as it is now; whoever wants to change it waits until this transaction has ended. */
export async function holdState(executor: Executor, id: string): Promise<State | undefined> {
  return (await executor.run<{ state: State }>(HOLD_STATE, [id])).rows[0]?.state;
}

const CLOSE = statement(
  'close',
  `UPDATE rights_request SET state = 'closed', version = version + 1, closed_at = $3, clock = 'ended'
   WHERE id = $1 AND version = $2 AND state IN ('answered', 'retracted')`,
);

/** False: someone else changed the request since `version` was read. */
export async function markClosed(
  executor: Executor,
  request: { readonly id: string; readonly version: number },
  at: Date,
): Promise<boolean> {
  const { count } = await executor.run(CLOSE, [request.id, request.version, at]);
  return count === 1;
}
