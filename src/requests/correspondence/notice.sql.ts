import type { ClaimedJob } from '../../platform/outbox/outbox.sql.js';
import { statement, type Executor } from '../../platform/database/statement.js';

/** A message the DPO is told of; no content. */
export interface Notice {
  readonly messageId: string;
  readonly state: string;
  readonly rightsRequestId: string;
  readonly reference: string;
  readonly recipient: string;
}

const LOAD = statement(
  'message-load-notice',
  `SELECT m.id AS "messageId", m.state, r.id AS "rightsRequestId", r.reference, d.email AS recipient
   FROM case_message m
   JOIN outbox_job j ON j.subject_id = m.id AND j.id = $1 AND j.claim_token = $2
   JOIN rights_request r ON r.id = m.rights_request_id
   JOIN dpo_designation d ON d.organisation_id = m.organisation_id AND d.valid_until IS NULL AND NOT d.deputy`,
);

/** Undefined: the claim is lost, or nobody is designated just now. */
export async function loadNotice(executor: Executor, job: ClaimedJob): Promise<Notice | undefined> {
  return (await executor.run<Notice>(LOAD, [job.id, job.claimToken])).rows[0];
}
