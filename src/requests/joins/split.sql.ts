import type { DeadlineEvent } from '../../domain/deadlines/facts.js';
import type { Right } from '../../domain/rights/right.js';
import { statement, type Executor } from '../../platform/database/statement.js';
import type { ForwardingState } from '../request/forwarding.entity.js';
import type { DeadlineClock } from '../request/rights-request.entity.js';

/** What a part takes over from the request that it leaves, besides what everybody may read of it. */
export interface SplitSource {
  readonly referencePrefix: string;
  readonly instructionId: string;
  readonly instructionVersion: number;
  readonly designationId: string;
  readonly designationEmail: string;
  readonly forwardingState: ForwardingState;
}

const SPLIT_SOURCE = statement(
  'split-source',
  `SELECT o.reference_prefix AS "referencePrefix", r.instruction_id AS "instructionId",
          i.version AS "instructionVersion", f.designation_id AS "designationId", d.email AS "designationEmail",
          f.state AS "forwardingState"
   FROM rights_request r
   JOIN organisation o ON o.id = r.organisation_id
   JOIN instruction i ON i.id = r.instruction_id
   JOIN forwarding f ON f.rights_request_id = r.id AND NOT f.to_deputy
   JOIN dpo_designation d ON d.id = f.designation_id
   WHERE r.id = $1`,
);

export async function splitSource(executor: Executor, id: string): Promise<SplitSource | undefined> {
  return (await executor.run<SplitSource>(SPLIT_SOURCE, [id])).rows[0];
}

const SEALED_INTAKE = statement(
  'sealed-intake',
  `SELECT field, ciphertext FROM sealed
   WHERE rights_request_id = $1 AND (field = 'content' OR field LIKE 'attachment-%') ORDER BY field`,
);

/** What came in with a request: content and files. */
export async function sealedIntake(
  executor: Executor,
  id: string,
): Promise<readonly { readonly field: string; readonly ciphertext: Buffer }[]> {
  return (await executor.run<{ field: string; ciphertext: Buffer }>(SEALED_INTAKE, [id])).rows;
}

export interface NewPart {
  readonly id: string;
  readonly originId: string;
  readonly organisationId: string;
  readonly reference: string;
  readonly rights: readonly Right[];
  readonly receivedAt: Date;
  readonly receivedOn: string;
  readonly at: Date;
  readonly userId: string;
  readonly events: readonly DeadlineEvent[];
  readonly safeOn: string;
  readonly dueOn: string;
  readonly clock: DeadlineClock;
  readonly nextOn: string;
  readonly key: { readonly epoch: number; readonly wrapped: Buffer };
  readonly forwardingId: string;
  readonly messageId: string;
}

/**
 * The forwarding is that of the origin, which carried this part too: there is a row, because every request has one, and
 * no job, so that nothing is sent. Nobody handed this part over: it is on nobody's list of hand-overs.
 */
const INSERT_PART = statement(
  'insert-part',
  `WITH part AS (
     INSERT INTO rights_request (id, organisation_id, reference, state, channel_id, door, instruction_id, rights,
       received_at, received_on, recorded_at, handed_over_by, handover_late, safe_on, due_on, acknowledged_at,
       acknowledged_by, deadline_events, clock, next_on)
     SELECT $1, organisation_id, $3, 'acknowledged', channel_id, door, instruction_id, $4,
       $5, $6, $7::timestamptz, NULL, handover_late, $8, $9, $7::timestamptz, $10, $11::jsonb, $12, $13
     FROM rights_request WHERE id = $2
   ), key AS (
     INSERT INTO request_key (rights_request_id, organisation_id, epoch, wrapped) VALUES ($1, $14, $15, $16)
   ), blind AS (
     INSERT INTO blind_index (rights_request_id, organisation_id, value)
     SELECT $1, organisation_id, value FROM blind_index WHERE rights_request_id = $2
   )
   INSERT INTO forwarding (id, organisation_id, rights_request_id, designation_id, message_id, state, late_at, forwarded_at)
   SELECT $17, organisation_id, $1, designation_id, $18, 'forwarded', late_at, forwarded_at
   FROM forwarding WHERE rights_request_id = $2 AND NOT to_deputy`,
);

export async function insertPart(executor: Executor, part: NewPart): Promise<void> {
  await executor.run(INSERT_PART, [
    ...[part.id, part.originId, part.reference, part.rights, part.receivedAt, part.receivedOn, part.at],
    ...[part.safeOn, part.dueOn, part.userId, JSON.stringify(part.events), part.clock, part.nextOn],
    ...[part.organisationId, part.key.epoch, part.key.wrapped, part.forwardingId, part.messageId],
  ]);
}
