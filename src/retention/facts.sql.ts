import type { CivilDate } from '../domain/civil-date.js';
import { civilDateIn, laterOf } from '../domain/civil-date.js';
import type { State } from '../domain/lifecycle/lifecycle.js';
import type { Blocker, RetentionFacts } from '../domain/retention/plan.js';
import { statement, type Executor } from '../platform/database/statement.js';

interface FactsRow {
  readonly id: string;
  readonly state: State;
  readonly timeZone: string;
  readonly endedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly sentOn: CivilDate | null;
  readonly refused: boolean;
  readonly toldOn: CivilDate | null;
  readonly liftedOn: CivilDate | null;
  readonly concludedOn: CivilDate | null;
  readonly unforwarded: boolean;
  readonly restricted: boolean;
  readonly checking: boolean;
  readonly unsent: boolean;
  readonly bounced: boolean;
  readonly untold: boolean;
  readonly uncollected: boolean;
  readonly complained: boolean;
  readonly breached: boolean;
  readonly held: boolean;
}

/** A merged request is judged with the one in which its work went on: it ends with that one. */
const FACTS = statement(
  'retention-facts',
  `WITH RECURSIVE step (id, root_id, depth) AS (
     SELECT asked, asked, 0 FROM unnest($1::uuid[]) asked
     UNION ALL
     SELECT s.id, j.into_id, s.depth + 1 FROM step s
       JOIN request_join j ON j.from_id = s.root_id AND j.kind = 'merge' AND j.undone_at IS NULL
     WHERE s.depth < 10
   ), root AS (SELECT DISTINCT ON (id) id, root_id FROM step ORDER BY id, depth DESC)
   SELECT w.id, r.state, o.time_zone AS "timeZone",
     CASE r.state WHEN 'closed' THEN r.closed_at WHEN 'withdrawn' THEN coalesce(
       (SELECT max(e.at) FROM log_entry e WHERE e.rights_request_id = r.id
          AND e.event IN ('request.dismissed', 'request.withdrawn')), r.withdrawn_at) END AS "endedAt",
     r.answered_at AS "answeredAt",
     (SELECT max(m.sent_on)::text FROM case_message m
       WHERE m.rights_request_id IN (w.id, w.root_id) AND m.direction = 'out' AND m.state = 'sent') AS "sentOn",
     (r.deadline_events @> '[{"type": "refused"}]' OR EXISTS (SELECT 1 FROM right_claim c
       WHERE c.rights_request_id IN (w.id, w.root_id)
         AND c.outcome IN ('partly', 'refused', 'not-applicable', 'not-identifiable', 'fee'))) AS refused,
     (SELECT max(p.settled_on)::text FROM recipient p WHERE p.rights_request_id IN (w.id, w.root_id)) AS "toldOn",
     (SELECT max(x.lifted_on)::text FROM restriction x WHERE x.rights_request_id IN (w.id, w.root_id)) AS "liftedOn",
     (SELECT max(a.concluded_on)::text FROM complaint a WHERE a.rights_request_id IN (w.id, w.root_id)) AS "concludedOn",
     EXISTS (SELECT 1 FROM forwarding f WHERE f.rights_request_id = w.id)
       AND NOT EXISTS (SELECT 1 FROM forwarding f WHERE f.rights_request_id = w.id AND f.forwarded_at IS NOT NULL)
       AS unforwarded,
     EXISTS (SELECT 1 FROM restriction x WHERE x.rights_request_id IN (w.id, w.root_id) AND x.lifted_on IS NULL)
       AS restricted,
     EXISTS (SELECT 1 FROM identity_check i WHERE i.rights_request_id IN (w.id, w.root_id) AND i.state = 'open')
       AS checking,
     EXISTS (SELECT 1 FROM case_message m WHERE m.rights_request_id IN (w.id, w.root_id) AND m.direction = 'out'
       AND m.state IN ('queued', 'made')) AS unsent,
     EXISTS (SELECT 1 FROM case_message m WHERE m.rights_request_id IN (w.id, w.root_id) AND m.direction = 'out'
       AND m.state IN ('failed', 'bounced') AND NOT EXISTS (
         SELECT 1 FROM case_message n WHERE n.rights_request_id IN (w.id, w.root_id) AND n.direction = 'out'
           AND n.state = 'sent' AND (n.created_at, n.id) > (m.created_at, m.id))) AS bounced,
     EXISTS (SELECT 1 FROM recipient p WHERE p.rights_request_id IN (w.id, w.root_id)
       AND p.state NOT IN ('told', 'left-out')) AS untold,
     EXISTS (SELECT 1 FROM portability_package g WHERE g.rights_request_id IN (w.id, w.root_id)
       AND g.state = 'ready') AS uncollected,
     EXISTS (SELECT 1 FROM complaint a WHERE a.rights_request_id IN (w.id, w.root_id) AND a.concluded_on IS NULL)
       AS complained,
     (r.breach_since IS NOT NULL AND r.breach_outcome IS NULL) OR EXISTS (SELECT 1 FROM rights_request b
       WHERE b.id = w.id AND b.breach_since IS NOT NULL AND b.breach_outcome IS NULL) AS breached,
     EXISTS (SELECT 1 FROM legal_hold h WHERE h.rights_request_id IN (w.id, w.root_id) AND h.released_at IS NULL)
       AS held
   FROM root w JOIN rights_request r ON r.id = w.root_id JOIN organisation o ON o.id = r.organisation_id`,
);

const BLOCKING: readonly (readonly [keyof FactsRow, Blocker])[] = [
  ['unforwarded', 'not-forwarded'],
  ['restricted', 'restriction-running'],
  ['checking', 'identity-check-open'],
  ['unsent', 'answer-unsent'],
  ['bounced', 'answer-bounced'],
  ['untold', 'recipient-untold'],
  ['uncollected', 'package-uncollected'],
  ['complained', 'complaint-open'],
  ['breached', 'breach-open'],
  ['held', 'hold'],
];

/** What is on record of each request that the retention schedule asks for; those that are not there are left out. */
export async function retentionFactsOf(
  executor: Executor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RetentionFacts>> {
  const { rows } = await executor.run<FactsRow>(FACTS, [ids]);
  return new Map(rows.map((row) => [row.id, factsIn(row)]));
}

function factsIn(row: FactsRow): RetentionFacts {
  const dayOf = (moment: Date | null) => (moment === null ? null : civilDateIn(moment, row.timeZone));
  const [endedOn, recordedOn] = [dayOf(row.endedAt), dayOf(row.answeredAt)];
  return {
    endedOn,
    // What was sent later, about the answer or instead of it, is what has to be delivered.
    answeredOn: recordedOn === null || row.sentOn === null ? recordedOn : laterOf(recordedOn, row.sentOn),
    outcome: row.refused ? 'refused' : 'granted',
    recipientsToldOn: row.toldOn,
    restrictionLiftedOn: row.liftedOn,
    authorityConcludedOn: row.concludedOn,
    blockers: [
      ...(endedOn === null ? (['not-ended'] as const) : []),
      ...BLOCKING.filter(([column]) => row[column] === true).map(([, blocker]) => blocker),
    ],
  };
}
