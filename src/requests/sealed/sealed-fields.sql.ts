import { refuse } from '../../domain/problem.js';
import { statement, type Executor } from '../../platform/database/statement.js';

export interface SealedContentRow {
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly ciphertext: Buffer;
}

const FIND_SEALED = statement(
  'find-sealed',
  `SELECT k.epoch, k.wrapped, s.ciphertext FROM sealed s JOIN request_key k USING (rights_request_id)
   WHERE s.rights_request_id = $1 AND s.field = $2`,
);

/** A sealed field with its request's wrapped key; undefined when it never was or is erased. */
export async function findSealed(
  executor: Executor,
  rightsRequestId: string,
  field: string,
): Promise<SealedContentRow | undefined> {
  const { rows } = await executor.run<SealedContentRow>(FIND_SEALED, [rightsRequestId, field]);
  return rows[0];
}

const FIND_ALL_SEALED = statement(
  'find-all-sealed',
  `SELECT k.epoch, k.wrapped, s.ciphertext, s.field FROM sealed s JOIN request_key k USING (rights_request_id)
   WHERE s.rights_request_id = $1 AND s.field NOT LIKE 'attachment-%' AND ($2 OR s.field NOT LIKE 'note-%')
   ORDER BY s.field`,
);

/** Every sealed field that the log has committed to; empty once it is erased. Internal notes only where asked for. */
export async function findAllSealed(
  executor: Executor,
  rightsRequestId: string,
  notes: boolean,
): Promise<readonly (SealedContentRow & { readonly field: string })[]> {
  const { rows } = await executor.run<SealedContentRow & { readonly field: string }>(FIND_ALL_SEALED, [
    rightsRequestId,
    notes,
  ]);
  return rows;
}

const FIND_WITH_LATE_REASON = statement(
  'find-with-late-reason',
  `SELECT r.id FROM rights_request r JOIN sealed s ON s.rights_request_id = r.id AND s.field = $2
   JOIN request_key k ON k.rights_request_id = r.id
   WHERE r.id = ANY($1) AND r.handover_late ORDER BY r.recorded_at, r.id`,
);

/** Those of them that were handed over late and whose content, sealed in `field`, is there still. */
export async function findWithLateReason(
  executor: Executor,
  ids: readonly string[],
  field: string,
): Promise<readonly { readonly id: string }[]> {
  const { rows } = await executor.run<{ id: string }>(FIND_WITH_LATE_REASON, [ids, field]);
  return rows;
}

const IS_THERE = statement('request-is-there', 'SELECT 1 FROM rights_request WHERE id = $1');

/**
 * What is sealed is not there: it was erased, or whoever asks sees no such request.
 * @throws Refusal content-erased, not-found
 */
export async function refuseUnsealed(executor: Executor, rightsRequestId: string): Promise<never> {
  const { count } = await executor.run(IS_THERE, [rightsRequestId]);
  return count === 1 ? refuse('content-erased', {}) : refuse('not-found', {});
}
