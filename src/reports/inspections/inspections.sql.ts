import { statement, type Executor } from '../../platform/database/statement.js';

/** A letter of the authority that asks for evidence; days civil. */
export interface AuthorityRequest {
  readonly id: string;
  readonly receivedOn: string;
  readonly dueOn: string;
  readonly from: string;
  readonly to: string;
  readonly enteredAt: Date;
  readonly handedOverOn: string | null;
}

const LIST = statement(
  'authority-requests',
  `SELECT id, received_on::text AS "receivedOn", due_on::text AS "dueOn", from_on::text AS "from", to_on::text AS "to",
          entered_at AS "enteredAt", handed_over_on::text AS "handedOverOn"
   FROM authority_request WHERE organisation_id = $1 ORDER BY entered_at DESC LIMIT 20`,
);

/** Newest first; at most one is open. */
export async function authorityRequests(
  executor: Executor,
  organisationId: string,
): Promise<readonly AuthorityRequest[]> {
  const { rows } = await executor.run<AuthorityRequest>(LIST, [organisationId]);
  return rows;
}

const INSERT = statement(
  'insert-authority-request',
  `INSERT INTO authority_request (id, organisation_id, received_on, due_on, from_on, to_on, entered_at)
   VALUES ($1, $2, $3, $4, $5, $6, now())
   ON CONFLICT (organisation_id) WHERE handed_over_on IS NULL DO NOTHING`,
);

/** False: one is open already. */
export async function insertAuthorityRequest(
  executor: Executor,
  organisationId: string,
  letter: Pick<AuthorityRequest, 'id' | 'receivedOn' | 'dueOn' | 'from' | 'to'>,
): Promise<boolean> {
  const { id, receivedOn, dueOn, from, to } = letter;
  const { count } = await executor.run(INSERT, [id, organisationId, receivedOn, dueOn, from, to]);
  return count === 1;
}

const HAND_OVER = statement(
  'hand-over-to-authority',
  `UPDATE authority_request SET handed_over_on = $3
   WHERE organisation_id = $1 AND id = $2 AND handed_over_on IS NULL`,
);

export async function markHandedOver(
  executor: Executor,
  organisationId: string,
  id: string,
  on: string,
): Promise<boolean> {
  const { count } = await executor.run(HAND_OVER, [organisationId, id, on]);
  return count === 1;
}
