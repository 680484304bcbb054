import type { CivilDate } from '../../domain/civil-date.js';
import { ANSWERING_KINDS } from '../../domain/correspondence/kinds.js';
import type { IdentityStanding } from '../../domain/lifecycle/case-steps.js';
import type { AnswerStanding } from '../../domain/lifecycle/next-step.js';
import { statement, type Executor } from '../../platform/database/statement.js';

/** What other tables know of a case, as its next step needs it. */
export interface CaseStanding {
  readonly id: string;
  readonly authorityUntil: CivilDate | null;
  readonly undelivered: boolean;
  readonly unread: number;
  readonly identity: IdentityStanding;
  readonly tasksAnswered: number;
  readonly tasksWaiting: number;
  readonly tasksUntilOn: CivilDate | null;
  readonly answer: AnswerStanding;
}

const STANDINGS = statement(
  'next-step-standings',
  // An answer counts from the last time the case was taken up again: what was said before answers nothing after it.
  `SELECT r.id,
     (SELECT min(due_on)::text FROM complaint c
      WHERE c.rights_request_id = r.id AND stated_on IS NULL AND concluded_on IS NULL) AS "authorityUntil",
     coalesce((SELECT m.state IN ('failed', 'bounced') FROM case_message m
      WHERE m.rights_request_id = r.id AND m.direction = 'out' AND m.kind IS DISTINCT FROM 'recipients'
      ORDER BY m.created_at DESC, m.id DESC LIMIT 1), false) AS undelivered,
     (SELECT count(*)::int FROM case_message m
      WHERE m.rights_request_id = r.id AND m.direction = 'in' AND m.read_at IS NULL) AS unread,
     coalesce((SELECT i.state FROM identity_check i
      WHERE i.rights_request_id = r.id ORDER BY i.started_at DESC LIMIT 1), 'none') AS identity,
     t.answered AS "tasksAnswered", t.waiting AS "tasksWaiting", t.until AS "tasksUntilOn",
     coalesce((SELECT CASE WHEN bool_or(m.state = 'sent') THEN 'sent' WHEN bool_or(m.state = 'made') THEN 'made'
                WHEN bool_or(m.state = 'queued') THEN 'queued' END
      FROM case_message m WHERE m.rights_request_id = r.id AND m.direction = 'out' AND m.kind = ANY ($2)
        AND m.created_at > coalesce((SELECT max(l.at) FROM log_entry l
          WHERE l.rights_request_id = r.id AND l.event = 'request.reopened'), '-infinity')), 'none') AS answer
   FROM rights_request r
     CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE turn = 'dpo')::int AS answered,
       count(*) FILTER (WHERE turn = 'department')::int AS waiting,
       (min(until_on) FILTER (WHERE turn = 'department'))::text AS until
       FROM task WHERE rights_request_id = r.id AND state = 'open') t
   WHERE r.id = ANY ($1)`,
);

export async function standingsOf(executor: Executor, ids: readonly string[]): Promise<readonly CaseStanding[]> {
  return (await executor.run<CaseStanding>(STANDINGS, [ids, ANSWERING_KINDS])).rows;
}
