import type { Precision } from '../../domain/forwarding/verdict.js';
import type { Right } from '../../domain/rights/right.js';
import { statement, type Executor } from '../../platform/database/statement.js';
import type { Door } from './rights-request.entity.js';

/** Everything a new request is made of but its sealed content; `null` members are left out. */
export interface NewRightsRequest {
  readonly id: string;
  readonly organisationId: string;
  readonly reference: string;
  readonly channelId: string;
  readonly door: Door;
  readonly instructionId: string;
  readonly rights: readonly Right[];
  readonly receivedAt: Date;
  readonly receivedOn: string;
  readonly recordedAt: Date;
  readonly arrival: Precision | null;
  readonly seenAt: Date | null;
  readonly seen: 'moment' | 'day' | null;
  readonly handedOverBy: string | null;
  readonly handoverLate: boolean;
  readonly safeOn: string;
  readonly dueOn: string;
  readonly key: { readonly epoch: number; readonly wrapped: Buffer };
  readonly blindIndexes: readonly Buffer[];
  /** Keyed hashes of the words under which the person is found (`person_word.value`). */
  readonly personWords: readonly string[];
  readonly forwarding: {
    readonly id: string;
    readonly designationId: string;
    readonly messageId: string;
    readonly lateAt: Date;
  };
  readonly idempotency: { readonly actor: string; readonly key: string; readonly fingerprint: Buffer } | null;
}

const RECORD_REQUEST = statement(
  'record-request',
  `WITH request AS (
     INSERT INTO rights_request (id, organisation_id, reference, state, channel_id, door, instruction_id, rights,
       received_at, received_on, recorded_at, handed_over_by, handover_late, safe_on, due_on,
       next_on, arrival, seen_at, seen)
     VALUES ($1, $2, $3, 'recorded', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $26, $27, $28)
   ), key AS (
     INSERT INTO request_key (rights_request_id, organisation_id, epoch, wrapped, words_kept)
     VALUES ($1, $2, $15, $16, true)
   ), blind AS (
     INSERT INTO blind_index (rights_request_id, organisation_id, value) SELECT $1, $2, unnest($17::bytea[])
   ), words AS (
     INSERT INTO person_word (organisation_id, value, rights_request_id) SELECT $2, unnest($25::bigint[]), $1
   ), forwarding AS (
     INSERT INTO forwarding (id, organisation_id, rights_request_id, designation_id, message_id, state, late_at)
     VALUES ($18, $2, $1, $19, $20, 'queued', $21)
   )
   INSERT INTO idempotency_key (organisation_id, actor, key, fingerprint, rights_request_id, created_at)
   SELECT $2, $22, $23, $24, $1, $10 WHERE $23::text IS NOT NULL`,
);

export const REFERENCE_TAKEN = 'rights_request_reference_key';

/** One statement for all rows: round trips cost more than fsync. */
export async function recordRequest(executor: Executor, request: NewRightsRequest): Promise<void> {
  await executor.run(RECORD_REQUEST, [
    request.id,
    request.organisationId,
    request.reference,
    request.channelId,
    request.door,
    request.instructionId,
    request.rights,
    request.receivedAt,
    request.receivedOn,
    request.recordedAt,
    request.handedOverBy,
    request.handoverLate,
    request.safeOn,
    request.dueOn,
    request.key.epoch,
    request.key.wrapped,
    request.blindIndexes,
    request.forwarding.id,
    request.forwarding.designationId,
    request.forwarding.messageId,
    request.forwarding.lateAt,
    request.idempotency?.actor ?? null,
    request.idempotency?.key ?? null,
    request.idempotency?.fingerprint ?? null,
    request.personWords,
    request.arrival,
    request.seenAt,
    request.seen,
  ]);
}
