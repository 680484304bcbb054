import { statement, type Executor } from '../platform/database/statement.js';

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

const WITHDRAW = statement(
  'withdraw',
  `UPDATE rights_request SET state = 'withdrawn', version = version + 1, withdrawn_at = $3
   WHERE id = $1 AND version = $2 AND state = 'recorded'`,
);

/**
 * Its forwarding goes on all the same: the DPO learns of everything that was ever handed over. False: someone else
 * changed the request meanwhile.
 */
export async function markWithdrawn(
  executor: Executor,
  request: { readonly id: string; readonly version: number },
  at: Date,
): Promise<boolean> {
  const { count } = await executor.run(WITHDRAW, [request.id, request.version, at]);
  return count === 1;
}
