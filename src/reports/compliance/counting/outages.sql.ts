import { statement, type Executor } from '../../../platform/database/statement.js';
import type { Cohort } from './figures.sql.js';

const TURNS = statement(
  'compliance-turns',
  `SELECT index::float8 AS index, at, failed FROM (
     SELECT index, at, event <> 'forwarding.accepted' AS failed,
            lag(event <> 'forwarding.accepted') OVER (ORDER BY index) AS before
     FROM log_entry WHERE organisation_id = $1 AND index >= $2 AND index < $3
       AND event IN ('forwarding.accepted', 'forwarding.deferred', 'forwarding.refused')
   ) e WHERE failed IS DISTINCT FROM before ORDER BY index`,
);

export interface Turn {
  readonly index: number;
  readonly at: Date;
  readonly failed: boolean;
}

/** Where the forwarding of mail began to fail, and where it worked again. */
export async function turnsOfForwarding(
  executor: Executor,
  organisationId: string,
  from: number,
  until: number,
): Promise<readonly Turn[]> {
  const { rows } = await executor.run<Turn>(TURNS, [organisationId, from, until]);
  return rows;
}

const END_OUTAGE = statement(
  'compliance-end-outage',
  `UPDATE compliance_outage SET to_index = $2, to_at = $3 WHERE organisation_id = $1 AND to_index IS NULL`,
);

const BEGIN_OUTAGE = statement(
  'compliance-begin-outage',
  `INSERT INTO compliance_outage (organisation_id, from_index, from_at)
   SELECT $1, $2, $3 WHERE NOT EXISTS (
     SELECT 1 FROM compliance_outage WHERE organisation_id = $1 AND to_index IS NULL)`,
);

export async function noteTurn(executor: Executor, organisationId: string, turn: Turn): Promise<void> {
  await executor.run(turn.failed ? BEGIN_OUTAGE : END_OUTAGE, [organisationId, turn.index, turn.at]);
}

const OUTAGES = statement(
  'compliance-outages',
  `SELECT o.from_at AS "from", o.to_at AS "to", o.from_index::float8 AS "fromIndex", o.to_index::float8 AS "toIndex"
   FROM compliance_outage o
   WHERE organisation_id = $1 AND from_index < $3 AND (to_index IS NULL OR to_index >= $2)
   ORDER BY coalesce(CASE WHEN to_index < $3 THEN to_at END, 'infinity') - from_at DESC, from_index LIMIT $4`,
);

export interface OutageRow {
  readonly from: Date;
  readonly to: Date | null;
  readonly fromIndex: number;
  readonly toIndex: number | null;
}

/** The longest; those that began first where as long. `toIndex` may lie behind the period. */
export async function longestOutages(
  executor: Executor,
  { organisationId, first, end }: Cohort,
  limit: number,
): Promise<readonly OutageRow[]> {
  const { rows } = await executor.run<OutageRow>(OUTAGES, [organisationId, first, end, limit]);
  return rows;
}

const OUTAGE_COUNT = statement(
  'compliance-outage-count',
  `SELECT count(*)::float8 AS count FROM compliance_outage
   WHERE organisation_id = $1 AND from_index < $3 AND (to_index IS NULL OR to_index >= $2)`,
);

export async function outagesIn(executor: Executor, { organisationId, first, end }: Cohort): Promise<number> {
  const { rows } = await executor.run<{ count: number }>(OUTAGE_COUNT, [organisationId, first, end]);
  return rows[0]?.count ?? 0;
}

const OUTAGE_REQUESTS = statement(
  'compliance-outage-requests',
  // LATERAL, so that each outage is a short range of the log and not a join with all of it.
  `SELECT o."from"::float8 AS "from", e.count::float8 AS count
   FROM unnest($2::bigint[], $3::bigint[]) AS o ("from", until), LATERAL (
     SELECT count(DISTINCT rights_request_id) AS count FROM log_entry
     WHERE organisation_id = $1 AND index >= o."from" AND index < o.until
       AND event IN ('forwarding.deferred', 'forwarding.refused')) e`,
);

/** By the index at which the outage began. */
export async function requestsOfOutages(
  executor: Executor,
  organisationId: string,
  outages: readonly { readonly from: number; readonly until: number }[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await executor.run<{ from: number; count: number }>(OUTAGE_REQUESTS, [
    organisationId,
    outages.map(({ from }) => from),
    outages.map(({ until }) => until),
  ]);
  return new Map(rows.map(({ from, count }) => [from, count]));
}
