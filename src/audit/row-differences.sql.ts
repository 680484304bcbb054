import { statement, type Executor } from '../platform/database/statement.js';

const REQUEST_ROWS = statement(
  'replayed-request-rows',
  `SELECT id, state, received_at AS "receivedAt" FROM rights_request WHERE organisation_id = $1 AND id = ANY ($2)`,
);

interface RequestRow {
  readonly id: string;
  readonly state: string;
  readonly receivedAt: Date;
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

interface ForwardingRow {
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

const ENTRIES_OF_REQUESTS = statement(
  'replayed-entries',
  `SELECT rights_request_id AS "rightsRequestId", bytes FROM log_entry
   WHERE organisation_id = $1 AND rights_request_id = ANY ($2) ORDER BY index`,
);

export async function entriesOfRequests(
  executor: Executor,
  organisationId: string,
  ids: readonly string[],
): Promise<readonly { readonly rightsRequestId: string; readonly bytes: Buffer }[]> {
  return (await executor.run<{ rightsRequestId: string; bytes: Buffer }>(ENTRIES_OF_REQUESTS, [organisationId, ids]))
    .rows;
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
