import type { RetentionClass } from '../domain/retention/classes.js';
import { statement, type Executor } from '../platform/database/statement.js';

export interface ErasedRequest {
  readonly id: string;
  readonly classes: readonly RetentionClass[];
  readonly whole: boolean;
  readonly swept: boolean;
  readonly erasures: readonly string[];
}

/** What came after a reopened request was erased is its new content, and no trace: rows are judged up to the reopening. */
const ERASED = statement(
  'audit-erased-classes',
  `SELECT e.rights_request_id AS id, array_agg(DISTINCT c.class) AS classes, bool_or(e.whole) AS whole,
     bool_and(e.swept_at IS NOT NULL) AS swept, array_agg(DISTINCT e.id) AS erasures
   FROM erasure e JOIN rights_request r ON r.id = e.rights_request_id, unnest(e.classes) AS c (class)
   WHERE e.organisation_id = $1 AND e.rights_request_id > $2 AND r.state IN ('closed', 'withdrawn', 'merged')
   GROUP BY e.rights_request_id ORDER BY e.rights_request_id LIMIT $3`,
);

/** Which classes of which request were erased, page by page. */
export async function erasedClasses(
  executor: Executor,
  organisationId: string,
  after: string,
  limit: number,
): Promise<readonly ErasedRequest[]> {
  return (await executor.run<ErasedRequest>(ERASED, [organisationId, after, limit])).rows;
}

const KEYS = statement(
  'audit-keys',
  'SELECT rights_request_id AS id FROM request_key WHERE rights_request_id = ANY ($1)',
);

export async function keyStands(executor: Executor, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await executor.run<{ id: string }>(KEYS, [ids])).rows.map(({ id }) => id));
}

const JOBS = statement(
  'audit-jobs',
  `SELECT s.rights_request_id AS id, j.kind FROM outbox_job j
     JOIN (SELECT id, rights_request_id FROM forwarding UNION ALL SELECT id, rights_request_id FROM case_message
       UNION ALL SELECT id, rights_request_id FROM recipient UNION ALL SELECT id, rights_request_id FROM identity_check
       UNION ALL SELECT id, rights_request_id FROM portability_package) s ON s.id = j.subject_id
   WHERE j.organisation_id = $1 AND s.rights_request_id = ANY ($2)
     AND NOT EXISTS (SELECT 1 FROM request_key k WHERE k.rights_request_id = s.rights_request_id)`,
);

/** Kinds of jobs about what is not there any more, by request. */
export async function openJobs(
  executor: Executor,
  organisationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const jobs = new Map<string, string[]>();
  for (const { id, kind } of (await executor.run<{ id: string; kind: string }>(JOBS, [organisationId, ids])).rows) {
    jobs.set(id, [...(jobs.get(id) ?? []), kind]);
  }
  return jobs;
}
