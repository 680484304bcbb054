import type { OpenAftercare } from '../domain/rights/aftercare.js';
import { statement, type Executor } from '../platform/database/statement.js';

const OPEN_AFTERCARE = statement(
  'open-aftercare',
  `SELECT
     (SELECT count(*)::int FROM restriction WHERE rights_request_id = $1 AND lifted_on IS NULL) AS restrictions,
     (SELECT count(*)::int FROM recipient WHERE rights_request_id = $1 AND state NOT IN ('told', 'left-out')) AS recipients,
     (SELECT count(*)::int FROM portability_package WHERE rights_request_id = $1 AND state = 'ready') AS packages,
     (SELECT count(*)::int FROM complaint WHERE rights_request_id = $1 AND concluded_on IS NULL) AS complaints,
     (SELECT count(*)::int FROM task WHERE rights_request_id = $1 AND state = 'open' AND NOT id = ANY ($2)) AS tasks,
     (SELECT count(*)::int FROM identity_check
      WHERE rights_request_id = $1 AND state = 'open' AND NOT id = ANY ($2)) AS checks`,
);

/** What keeps a matter from being closed, less those tasks and checks that are `confirmed` to end with it. */
export async function openAftercare(
  executor: Executor,
  rightsRequestId: string,
  confirmed: readonly string[] = [],
): Promise<OpenAftercare> {
  const { rows } = await executor.run<OpenAftercare>(OPEN_AFTERCARE, [rightsRequestId, confirmed]);
  const [open] = rows;
  if (open === undefined) {
    throw new Error('a SELECT without FROM returned no row');
  }
  return open;
}
