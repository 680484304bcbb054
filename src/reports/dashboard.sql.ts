import { statement, type Executor } from '../platform/database/statement.js';

/** What needs somebody now. */
export interface Standing {
  readonly open: number;
  readonly overdue: number;
  readonly dueSoon: number;
  readonly unacknowledged: number;
  readonly late: number;
}

const STANDING = statement(
  'dashboard-standing',
  `SELECT count(*)::int AS open,
          count(*) FILTER (WHERE r.clock = 'running' AND r.due_on < $2)::int AS overdue,
          count(*) FILTER (WHERE r.clock = 'running' AND r.due_on BETWEEN $2 AND $3)::int AS "dueSoon",
          count(*) FILTER (WHERE r.state = 'recorded')::int AS unacknowledged,
          (SELECT count(*)::int FROM forwarding f
           WHERE f.organisation_id = $1 AND NOT f.to_deputy
             AND (f.state IN ('failed', 'bounced') OR (f.state = 'queued' AND f.late_at < now()))) AS late
   FROM rights_request r WHERE r.organisation_id = $1 AND r.state IN ('recorded', 'acknowledged', 'answered')`,
);

/** Days civil; `until` is the last one that counts as soon. */
export async function standingOn(
  executor: Executor,
  organisationId: string,
  today: string,
  until: string,
): Promise<Standing> {
  const { rows } = await executor.run<Standing>(STANDING, [organisationId, today, until]);
  return rows[0] ?? { open: 0, overdue: 0, dueSoon: 0, unacknowledged: 0, late: 0 };
}
