import { statement, type Executor } from '../platform/database/statement.js';

const REQUEST_ROWS = statement(
  'replayed-request-rows',
  `SELECT r.id, r.state, r.received_at AS "receivedAt", r.recorded_at AS "recordedAt", r.due_on::text AS "dueOn",
     r.acknowledged_at IS NOT NULL AS acknowledged, r.instruction_id AS "instructionId",
     EXISTS (SELECT 1 FROM request_key k WHERE k.rights_request_id = r.id) AND
       EXISTS (SELECT 1 FROM sealed s WHERE s.rights_request_id = r.id) AS readable
   FROM rights_request r WHERE r.organisation_id = $1 AND r.id = ANY ($2)`,
);

export interface RequestRow {
  readonly id: string;
  readonly state: string;
  readonly receivedAt: Date;
  readonly recordedAt: Date;
  readonly dueOn: string;
  readonly acknowledged: boolean;
  readonly instructionId: string;
  /** Its key and something sealed under it are there. */
  readonly readable: boolean;
}

export async function requestRows(
  executor: Executor,
  organisationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RequestRow>> {
  const { rows } = await executor.run<RequestRow>(REQUEST_ROWS, [organisationId, ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

const FORWARDING_ROWS = statement(
  'replayed-forwarding-rows',
  `SELECT id, rights_request_id AS "rightsRequestId", forwarded_at AS "forwardedAt" FROM forwarding
   WHERE organisation_id = $1 AND rights_request_id = ANY ($2)`,
);

export interface ForwardingRow {
  readonly id: string;
  readonly rightsRequestId: string;
  readonly forwardedAt: Date | null;
}

export async function forwardingRows(
  executor: Executor,
  organisationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly ForwardingRow[]>> {
  const { rows } = await executor.run<ForwardingRow>(FORWARDING_ROWS, [organisationId, ids]);
  const found = new Map<string, ForwardingRow[]>();
  for (const row of rows) {
    found.set(row.rightsRequestId, [...(found.get(row.rightsRequestId) ?? []), row]);
  }
  return found;
}

const CLAIM_ROWS = statement(
  'replayed-claim-rows',
  `SELECT rights_request_id AS "rightsRequestId", "right", outcome FROM right_claim
   WHERE organisation_id = $1 AND rights_request_id = ANY ($2) AND outcome IS NOT NULL`,
);

export interface ClaimRow {
  readonly rightsRequestId: string;
  readonly right: string;
  readonly outcome: string;
}

/** Rights that were decided on. */
export async function claimRows(
  executor: Executor,
  organisationId: string,
  ids: readonly string[],
): Promise<readonly ClaimRow[]> {
  return (await executor.run<ClaimRow>(CLAIM_ROWS, [organisationId, ids])).rows;
}

const ENTRIES_OF_REQUESTS = statement(
  'replayed-entries',
  `SELECT rights_request_id AS "rightsRequestId", bytes FROM log_entry
   WHERE organisation_id = $1 AND rights_request_id = ANY ($2) AND index >= $3 ORDER BY index`,
);

/** From an index on. */
export async function entriesOfRequests(
  executor: Executor,
  organisationId: string,
  ids: readonly string[],
  from: number,
): Promise<readonly { readonly rightsRequestId: string; readonly bytes: Buffer }[]> {
  return (
    await executor.run<{ rightsRequestId: string; bytes: Buffer }>(ENTRIES_OF_REQUESTS, [organisationId, ids, from])
  ).rows;
}

const INSTRUCTION_ROWS = statement(
  'replayed-instruction-rows',
  `SELECT id, handover_limit_minutes AS "handoverLimitMinutes", forwarding_limit_seconds AS "forwardingLimitSeconds",
     takeover_limit_hours AS "takeoverLimitHours"
   FROM instruction WHERE organisation_id = $1`,
);

interface InstructionRow {
  readonly id: string;
  readonly handoverLimitMinutes: number;
  readonly forwardingLimitSeconds: number;
  readonly takeoverLimitHours: number | null;
}

export async function instructionRows(
  executor: Executor,
  organisationId: string,
): Promise<ReadonlyMap<string, InstructionRow>> {
  const { rows } = await executor.run<InstructionRow>(INSTRUCTION_ROWS, [organisationId]);
  return new Map(rows.map((row) => [row.id, row]));
}

const DESIGNATION_ROWS = statement(
  'replayed-designation-rows',
  `SELECT id, email, deputy, valid_until IS NOT NULL AS ended FROM dpo_designation WHERE organisation_id = $1`,
);

export interface DesignationRow {
  readonly id: string;
  readonly email: string;
  readonly deputy: boolean;
  readonly ended: boolean;
}

export async function designationRows(executor: Executor, organisationId: string): Promise<readonly DesignationRow[]> {
  return (await executor.run<DesignationRow>(DESIGNATION_ROWS, [organisationId])).rows;
}

const ROLE_ROWS = statement(
  'replayed-role-rows',
  `SELECT user_id AS "user", role FROM membership WHERE organisation_id = $1`,
);

export interface RoleRow {
  readonly user: string;
  readonly role: string;
}

export async function roleRows(executor: Executor, organisationId: string): Promise<readonly RoleRow[]> {
  return (await executor.run<RoleRow>(ROLE_ROWS, [organisationId])).rows;
}

const INSTRUCTION_IDS = statement('replayed-instruction-ids', `SELECT id FROM instruction WHERE organisation_id = $1`);

export async function instructionIds(executor: Executor, organisationId: string): Promise<readonly string[]> {
  return (await executor.run<{ id: string }>(INSTRUCTION_IDS, [organisationId])).rows.map(({ id }) => id);
}

const KNOWN_REQUESTS = statement(
  'replayed-known-requests',
  `SELECT id FROM rights_request WHERE organisation_id = $1 AND id = ANY ($2)`,
);

export async function knownRequests(
  executor: Executor,
  organisationId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await executor.run<{ id: string }>(KNOWN_REQUESTS, [organisationId, ids]);
  return new Set(rows.map(({ id }) => id));
}

const COUNT_REQUESTS = statement(
  'replayed-request-count',
  `SELECT count(*)::float8 AS count FROM rights_request WHERE organisation_id = $1`,
);

export async function countRequests(executor: Executor, organisationId: string): Promise<number> {
  return (await executor.run<{ count: number }>(COUNT_REQUESTS, [organisationId])).rows[0]?.count ?? 0;
}

const UNRECORDED_REQUESTS = statement(
  'replayed-unrecorded-requests',
  `SELECT r.id FROM rights_request r WHERE r.organisation_id = $1 AND NOT EXISTS (
     SELECT 1 FROM log_entry e WHERE e.organisation_id = $1 AND e.rights_request_id = r.id AND e.event = 'request.recorded')
   ORDER BY r.id LIMIT 20`,
);

/** Rows that no entry has recorded. Costs a look into the log for each row: to be asked where the counts differ. */
export async function unrecordedRequests(executor: Executor, organisationId: string): Promise<readonly string[]> {
  return (await executor.run<{ id: string }>(UNRECORDED_REQUESTS, [organisationId])).rows.map(({ id }) => id);
}
