import { statement, type Executor } from '../../platform/database/statement.js';

/** A case in which a mail did not get there, and nothing else was sent since; to the person, or to a recipient (Art. 19). */
export interface UndeliveredCase {
  readonly rightsRequestId: string;
  readonly reference: string;
  readonly to: 'person' | 'recipient';
}

// Refused, or come back; a later message to the person takes its place, unless it fared no better.
const UNDELIVERED = statement(
  'undelivered-cases',
  `SELECT r.id AS "rightsRequestId", r.reference, u.to
   FROM (SELECT DISTINCT m.rights_request_id, 'person' AS to FROM case_message m
         WHERE m.organisation_id = $1 AND m.direction = 'out' AND m.state IN ('failed', 'bounced')
           AND m.kind IS DISTINCT FROM 'recipients' AND NOT EXISTS (
             SELECT 1 FROM case_message later
             WHERE later.rights_request_id = m.rights_request_id AND later.direction = 'out'
               AND later.created_at > m.created_at AND later.state NOT IN ('failed', 'bounced')
               AND later.kind IS DISTINCT FROM 'recipients')
         UNION ALL
         SELECT DISTINCT rights_request_id, 'recipient' FROM recipient WHERE organisation_id = $1 AND state = 'failed') u
     JOIN rights_request r ON r.id = u.rights_request_id
   WHERE r.id = coalesce($2, r.id)
   ORDER BY r.reference, u.to LIMIT $3`,
);

/** Of all cases, or of one. */
export async function undeliveredCases(
  executor: Executor,
  organisationId: string,
  rightsRequestId: string | null,
  limit: number,
): Promise<readonly UndeliveredCase[]> {
  return (await executor.run<UndeliveredCase>(UNDELIVERED, [organisationId, rightsRequestId, limit])).rows;
}
