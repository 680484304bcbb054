import { statement, type Executor } from '../../platform/database/statement.js';
import type { SyntheticPlace, SyntheticRequest } from './synthetic-life.js';

const ACT_AS_OWNER = statement('seed-act-as-owner', 'SET LOCAL ROLE NONE');

/** Until the transaction ends. The application's role cannot give entries the times of the past. */
export async function actAsOwner(executor: Executor): Promise<void> {
  await executor.run(ACT_AS_OWNER);
}

const APPEND = statement(
  'seed-append',
  `INSERT INTO log_entry (organisation_id, index, bytes, event, rights_request_id, at)
   SELECT $1, $2::bigint + e.position - 1, convert_to(e.line, 'UTF8'), e.event, e.request, e.at
   FROM unnest($3::text[], $4::text[], $5::uuid[], $6::timestamptz[]) WITH ORDINALITY
     AS e (line, event, request, at, position)`,
);

export interface SeededEntry {
  readonly line: string;
  readonly event: string;
  readonly request: string | null;
  readonly at: Date;
}

/** Entries with the times of the past that they tell of; only for a log that nobody else writes yet. */
export async function appendSeeded(
  executor: Executor,
  organisationId: string,
  first: number,
  entries: readonly SeededEntry[],
): Promise<void> {
  await executor.run(APPEND, [
    ...[organisationId, first],
    entries.map(({ line }) => line),
    entries.map(({ event }) => event),
    entries.map(({ request }) => request),
    entries.map(({ at }) => at),
  ]);
}

const MOVE_HEAD = statement('seed-move-head', `UPDATE log_head SET size = $2, last_at = $3 WHERE organisation_id = $1`);

export async function moveHead(executor: Executor, organisationId: string, size: number, lastAt: Date): Promise<void> {
  await executor.run(MOVE_HEAD, [organisationId, size, lastAt]);
}

const INSERT_REQUESTS = statement(
  'seed-requests',
  `INSERT INTO rights_request (id, organisation_id, reference, state, channel_id, door, instruction_id, rights,
     received_at, received_on, recorded_at, handover_late, safe_on, due_on, next_on, clock)
   SELECT id, $1, reference, state, channel, 'handover', $2, string_to_array(rights, ','), received, received_on,
          recorded, late, safe, due, due, CASE WHEN state IN ('recorded', 'acknowledged') THEN 'running' ELSE 'ended' END
   FROM unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::timestamptz[], $9::date[],
     $10::timestamptz[], $11::boolean[], $12::date[], $13::date[])
     AS r (id, reference, state, channel, rights, received, received_on, recorded, late, safe, due)`,
);

const INSERT_FORWARDINGS = statement(
  'seed-forwardings',
  `INSERT INTO forwarding (id, organisation_id, rights_request_id, designation_id, message_id, state, attempts, late_at, forwarded_at)
   SELECT id, $1, request, $2, '<' || id || '@seed.example>', CASE WHEN accepted < $4 THEN 'forwarded' ELSE 'queued' END,
          attempts, recorded + make_interval(secs => $3), CASE WHEN accepted < $4 THEN accepted END
   FROM unnest($5::uuid[], $6::uuid[], $7::integer[], $8::timestamptz[], $9::timestamptz[])
     AS f (id, request, attempts, recorded, accepted)`,
);

/** As they are after their erasure: without content and without a key. */
export async function insertSeeded(
  executor: Executor,
  organisationId: string,
  { instruction, designation }: SyntheticPlace,
  requests: readonly (SyntheticRequest & { readonly reference: string })[],
  until: Date,
): Promise<void> {
  await executor.run(INSERT_REQUESTS, [
    ...[organisationId, instruction.id],
    requests.map(({ id }) => id),
    requests.map(({ reference }) => reference),
    requests.map(({ state }) => state),
    requests.map(({ channel }) => channel),
    requests.map(({ rights }) => rights.join(',')),
    requests.map(({ receivedAt }) => new Date(receivedAt)),
    requests.map(({ receivedOn }) => receivedOn),
    requests.map(({ recordedAt }) => new Date(recordedAt)),
    requests.map(({ handoverLate }) => handoverLate),
    requests.map(({ safeOn }) => safeOn),
    requests.map(({ dueOn }) => dueOn),
  ]);
  await executor.run(INSERT_FORWARDINGS, [
    ...[organisationId, designation.id, instruction.forwardingLimitSeconds, until],
    requests.map(({ forwarding }) => forwarding.id),
    requests.map(({ id }) => id),
    requests.map(({ forwarding }) => forwarding.attempts),
    requests.map(({ recordedAt }) => new Date(recordedAt)),
    requests.map(({ forwarding }) => new Date(forwarding.acceptedAt)),
  ]);
}

const HAS_REQUESTS = statement(
  'seed-has-requests',
  `SELECT EXISTS (SELECT 1 FROM rights_request WHERE organisation_id = $1) AS found`,
);

export async function hasRequests(executor: Executor, organisationId: string): Promise<boolean> {
  const { rows } = await executor.run<{ found: boolean }>(HAS_REQUESTS, [organisationId]);
  return rows[0]?.found ?? false;
}
