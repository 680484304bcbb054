import { statement, type Executor } from '../../platform/database/statement.js';

/** Whom the mail was for, or what it carried. */
export type UndeliveredTo =
  'person' | 'recipient' | 'identity-code' | 'package' | 'department' | 'breach' | 'dpo' | 'confirmation';

/** A mail that did not get there, and nothing else of its kind was accepted since. One line a case and addressee. */
export interface UndeliveredCase {
  /** Null, with an empty reference: a digest of deadlines, about many cases. */
  readonly rightsRequestId: string | null;
  readonly reference: string;
  readonly to: UndeliveredTo;
}

// Refused, or come back; a later message to the person takes its place, unless it fared no better. What a refused mail
// was about may be over: then nobody waits for it.
const UNDELIVERED = statement(
  'undelivered-cases',
  `SELECT r.id AS "rightsRequestId", coalesce(r.reference, '') AS reference, u.to
   FROM (SELECT DISTINCT m.rights_request_id, 'person' AS to FROM case_message m
         WHERE m.organisation_id = $1 AND m.direction = 'out' AND m.state IN ('failed', 'bounced')
           AND m.kind IS DISTINCT FROM 'recipients' AND NOT EXISTS (
             SELECT 1 FROM case_message later
             WHERE later.rights_request_id = m.rights_request_id AND later.direction = 'out'
               AND later.created_at > m.created_at AND later.state NOT IN ('failed', 'bounced')
               AND later.kind IS DISTINCT FROM 'recipients')
         UNION ALL
         SELECT DISTINCT rights_request_id, 'recipient' FROM recipient WHERE organisation_id = $1 AND state = 'failed'
         UNION ALL
         SELECT DISTINCT f.rights_request_id,
           CASE WHEN f.to_dpo THEN 'dpo' WHEN f.kind = 'identity-code' THEN 'identity-code'
                WHEN f.kind = 'task-mail' THEN 'department' WHEN f.kind = 'breach-alarm' THEN 'breach'
                WHEN f.kind = 'mail-confirmation' THEN 'confirmation' ELSE 'package' END
         FROM refused_mail f
           LEFT JOIN rights_request c ON c.id = f.rights_request_id
           LEFT JOIN identity_check i ON f.kind = 'identity-code' AND i.id = f.about_id
           LEFT JOIN portability_package p ON f.kind IN ('package-link', 'package-code') AND p.id = f.about_id
           LEFT JOIN task t ON f.kind = 'task-mail' AND NOT f.to_dpo AND t.id = f.about_id
         WHERE f.organisation_id = $1 AND f.settled_at IS NULL
           AND (f.kind <> 'breach-alarm' OR c.breach_outcome IS NULL) AND c.state IS DISTINCT FROM 'closed'
           AND coalesce(i.state, 'open') = 'open' AND coalesce(p.state, 'ready') = 'ready'
           AND coalesce(t.state, 'open') <> 'done'
           AND (f.kind <> 'mail-confirmation' OR NOT EXISTS (
             SELECT 1 FROM case_message later WHERE later.rights_request_id = f.rights_request_id
               AND later.direction = 'out' AND later.state NOT IN ('failed', 'bounced')))) u
     LEFT JOIN rights_request r ON r.id = u.rights_request_id
   WHERE $2::uuid IS NULL OR r.id = $2
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
