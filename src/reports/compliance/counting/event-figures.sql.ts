import {
  CARRIED_OVER,
  EVENT_FIGURES,
  STANDING_FIGURES,
  type EventFigure,
} from '../../../domain/reports/event-figures.js';
import { statement, type Executor } from '../../../platform/database/statement.js';
import type { Cohort } from './figures.sql.js';

const FACTS = `convert_from(e.bytes, 'UTF8')::jsonb -> 'facts'`;

/** `$4`: behind which index, `$5`: how many; the count is of all, on whatever page. */
function paged(name: string, from: string) {
  return statement(
    `behind-${name}`,
    `WITH found AS (${from})
     SELECT id, index::float8 AS index, (SELECT count(*)::float8 FROM found) AS count
     FROM found WHERE index > $4 ORDER BY index LIMIT $5`,
  );
}

const IN_PERIOD = paged(
  'events',
  `SELECT e.rights_request_id AS id, e.index FROM log_entry e
   WHERE e.organisation_id = $1 AND e.index >= $2 AND e.index < $3 AND e.event = $6
     AND ($7::text IS NULL OR ${FACTS} ->> 'kind' = $7)`,
);

const AT_END = paged(
  'lasting',
  `SELECT e.rights_request_id AS id, e.index FROM log_entry e
   WHERE e.organisation_id = $1 AND e.index < $3 AND $2::bigint IS NOT NULL AND e.event = $6 AND NOT EXISTS (
     SELECT 1 FROM log_entry o
     WHERE o.organisation_id = $1 AND o.rights_request_id = e.rights_request_id AND o.index < $3 AND o.event = $7
       AND convert_from(o.bytes, 'UTF8')::jsonb -> 'facts' ->> $8 = ${FACTS} ->> $8)`,
);

/** An odd number of turns before the first day: the last of them made it somebody's task. */
const CARRIED = paged(
  'carried-over',
  `SELECT c.rights_request_id AS id, c.recorded_index AS index FROM compliance_request c
   WHERE c.organisation_id = $1 AND c.recorded_index < $2 AND $3::bigint IS NOT NULL
     AND (SELECT count(*) FROM unnest(c.open) AS turn (day) WHERE turn.day < $6) % 2 = 1`,
);

export interface EventBehind {
  readonly id: string;
  readonly index: number;
}

/** One line an entry, oldest first: a request whose recipients were three stands there three times. */
export async function requestsOfEvents(
  executor: Executor,
  figure: EventFigure,
  { organisationId, first, end, from }: Cohort,
  after: number,
  limit: number,
): Promise<{ readonly count: number; readonly found: readonly EventBehind[] }> {
  const where = [organisationId, first, end];
  const run = (asked: typeof CARRIED, ...more: readonly (string | null)[]) =>
    executor.run<EventBehind & { readonly count: number }>(asked, [...where, after, limit, ...more]);
  const answer = async () => {
    if (figure === CARRIED_OVER) {
      return run(CARRIED, from);
    }
    if (figure in STANDING_FIGURES) {
      const { begins, ends, by } = STANDING_FIGURES[figure as keyof typeof STANDING_FIGURES];
      return run(AT_END, begins, ends, by);
    }
    const counted = EVENT_FIGURES[figure as keyof typeof EVENT_FIGURES];
    return run(IN_PERIOD, counted.event, 'kind' in counted ? counted.kind : null);
  };
  const { rows } = await answer();
  return { count: rows[0]?.count ?? 0, found: rows.map(({ id, index }) => ({ id, index })) };
}
