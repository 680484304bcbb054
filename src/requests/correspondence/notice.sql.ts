import { designationAt } from '../../organisations/designation-at.sql.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';
import { statement, type Executor } from '../../platform/database/statement.js';

/** What the DPO is told of: a message of the person's thread, a recipient (Art. 19) who was not reached, or a refused mail. No content. */
export interface Notice {
  readonly messageId: string;
  readonly state: string;
  readonly rightsRequestId: string;
  readonly reference: string;
  /** The DPO, or the deputy while the DPO is away. */
  readonly recipient: string;
}

const LOAD = statement(
  'message-load-notice',
  `SELECT m.id AS "messageId", m.state, r.id AS "rightsRequestId", r.reference, d.email AS recipient
   FROM outbox_job j
   JOIN (SELECT id, organisation_id, rights_request_id,
           CASE WHEN direction = 'in' AND origin IN ('mail-server', 'department') THEN origin ELSE state END AS state FROM case_message
         UNION ALL SELECT id, organisation_id, rights_request_id, 'recipient' FROM recipient
         UNION ALL SELECT id, organisation_id, rights_request_id, kind FROM refused_mail) m ON m.id = j.subject_id
   JOIN rights_request r ON r.id = m.rights_request_id
   JOIN organisation o ON o.id = m.organisation_id
   JOIN ${designationAt('$3')}
   WHERE j.id = $1 AND j.claim_token = $2`,
);

/** Undefined: the lease is lost, or nobody is designated just now. */
export async function loadNotice(executor: Executor, job: LeasedJob, now: Date): Promise<Notice | undefined> {
  return (await executor.run<Notice>(LOAD, [job.id, job.leaseToken, now])).rows[0];
}
