import { statement, type Executor } from '../platform/database/statement.js';
import type { Once } from './actor.js';

/** Violated when the same key has come before. */
export const IDEMPOTENCY_KEY_TAKEN = 'idempotency_key_pkey';

const USE_KEY = statement(
  'use-idempotency-key',
  `INSERT INTO idempotency_key (organisation_id, actor, key, fingerprint, rights_request_id, created_at)
   VALUES ($1, $2, $3, $4, $5, $6)`,
);

/** The key is used up in the same commit as what it was used for. */
export async function useKey(
  executor: Executor,
  actor: { readonly organisationId: string; readonly label: string },
  { key, fingerprint, rightsRequestId, at }: Once,
): Promise<void> {
  await executor.run(USE_KEY, [actor.organisationId, actor.label, key, fingerprint, rightsRequestId, at]);
}

export interface UsedKey {
  readonly fingerprint: Buffer;
  readonly rightsRequestId: string;
  readonly createdAt: Date;
}

const FIND_USED_KEY = statement(
  'find-idempotency-key',
  `SELECT fingerprint, rights_request_id AS "rightsRequestId", created_at AS "createdAt" FROM idempotency_key
   WHERE organisation_id = $1 AND actor = $2 AND key = $3`,
);

export async function findUsedKey(
  executor: Executor,
  actor: { readonly organisationId: string; readonly label: string },
  key: string,
): Promise<UsedKey | undefined> {
  return (await executor.run<UsedKey>(FIND_USED_KEY, [actor.organisationId, actor.label, key])).rows[0];
}
