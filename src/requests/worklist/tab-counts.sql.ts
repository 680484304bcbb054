import { addDays, type CivilDate } from '../../domain/civil-date.js';
import { statement, type Executor } from '../../platform/database/statement.js';
import { WEEK_DAYS } from '../request/rights-requests.repository.js';

/** Beyond it a list says "so many and more": what is counted stays bounded, whatever the size of the archive. */
export const COUNT_LIMIT = 999;

export interface TabCounts {
  readonly today: number;
  readonly overdue: number;
  readonly week: number;
  readonly waiting: number;
  readonly open: number;
  readonly unacknowledged: number;
  readonly mine: number;
}

const OPEN = `organisation_id = $1 AND state IN ('recorded', 'acknowledged', 'answered')`;
const counted = (condition: string) => `(SELECT count(*)::int FROM (
  SELECT 1 FROM rights_request WHERE ${condition} LIMIT ${COUNT_LIMIT + 1}) AS bounded)`;

const TAB_COUNTS = statement(
  'worklist-tab-counts',
  `SELECT ${counted(`organisation_id = $1 AND next_on <= $2 AND state IN ('recorded', 'acknowledged')`)} AS today,
          ${counted(`${OPEN} AND clock = 'running' AND due_on < $2`)} AS overdue,
          ${counted(`${OPEN} AND clock = 'running' AND due_on BETWEEN $2 AND $3`)} AS week,
          ${counted(`${OPEN} AND clock = 'paused'`)} AS waiting,
          ${counted(OPEN)} AS open,
          ${counted(`organisation_id = $1 AND state = 'recorded'`)} AS unacknowledged,
          ${counted(`${OPEN} AND acknowledged_by = $4`)} AS mine`,
);

/** As many as the lists behind the tabs hold, up to one more than `COUNT_LIMIT`. */
export async function tabCounts(
  executor: Executor,
  organisationId: string,
  userId: string,
  today: CivilDate,
): Promise<TabCounts> {
  const { rows } = await executor.run<TabCounts>(TAB_COUNTS, [
    organisationId,
    today,
    addDays(today, WEEK_DAYS),
    userId,
  ]);
  const [row] = rows;
  if (row === undefined) {
    throw new Error('a count without a row');
  }
  return row;
}
