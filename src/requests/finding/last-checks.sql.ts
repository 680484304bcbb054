import type { IdentityOutcome } from '../../domain/rights/identity-check.js';
import { statement, type Executor } from '../../platform/database/statement.js';

export interface LastCheck {
  readonly rightsRequestId: string;
  readonly state: 'open' | IdentityOutcome | 'withdrawn';
}

const LAST_CHECKS = statement(
  'last-identity-checks',
  `SELECT DISTINCT ON (rights_request_id) rights_request_id AS "rightsRequestId", state
   FROM identity_check WHERE rights_request_id = ANY($1) ORDER BY rights_request_id, started_at DESC`,
);

/** How the newest identity check of each of these requests stands. */
export async function lastChecks(executor: Executor, ids: readonly string[]): Promise<readonly LastCheck[]> {
  return (await executor.run<LastCheck>(LAST_CHECKS, [ids])).rows;
}
