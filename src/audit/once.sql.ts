import { statement, type Executor } from '../platform/database/statement.js';
import type { Vault } from '../platform/vault/vault.js';
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

/**
 * What a client chose may be an address or a Message-ID: only its HMAC is kept. `sent` finds what was kept before that.
 */
export interface StoredKey {
  readonly stored: string;
  readonly sent: string;
}

export function storedKey(vault: Pick<Vault, 'blindIndex'>, organisationId: string, key: string): StoredKey {
  return { stored: vault.blindIndex(organisationId, `idempotency-key:${key}`).toString('base64'), sent: key };
}

export interface UsedKey {
  readonly fingerprint: Buffer;
  readonly rightsRequestId: string;
  readonly createdAt: Date;
}

const FIND_USED_KEY = statement(
  'find-idempotency-key',
  `SELECT fingerprint, rights_request_id AS "rightsRequestId", created_at AS "createdAt" FROM idempotency_key
   WHERE organisation_id = $1 AND actor = $2 AND key = ANY($3)`,
);

export async function findUsedKey(
  executor: Executor,
  actor: { readonly organisationId: string; readonly label: string },
  { stored, sent }: StoredKey,
): Promise<UsedKey | undefined> {
  return (await executor.run<UsedKey>(FIND_USED_KEY, [actor.organisationId, actor.label, [stored, sent]])).rows[0];
}
