import { statement, type Executor } from '../platform/database/statement.js';
import type { UserRole } from './user-role.js';

const INSERT_TOKEN = statement(
  'insert-token',
  `INSERT INTO api_token (id, token_hash, user_id, organisation_id, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
);

export async function insertToken(
  executor: Executor,
  token: { id: string; tokenHash: Buffer; userId: string; organisationId: string; name: string; at: Date },
): Promise<void> {
  await executor.run(INSERT_TOKEN, [
    token.id,
    token.tokenHash,
    token.userId,
    token.organisationId,
    token.name,
    token.at,
  ]);
}

export interface TokenRow {
  readonly id: string;
  readonly userId: string;
  readonly organisationId: string;
  readonly roles: readonly UserRole[];
  readonly endsOn: string | null;
  readonly used: boolean;
}

const FIND_TOKEN = statement(
  'find-token',
  `SELECT t.id, t.user_id AS "userId", t.organisation_id AS "organisationId",
          array(SELECT m.role FROM membership m
                WHERE m.user_id = t.user_id AND m.organisation_id = t.organisation_id
                  AND (m.ends_on IS NULL OR m.ends_on >= (clock_timestamp() AT TIME ZONE o.time_zone)::date)
                ORDER BY m.role) AS roles,
          (SELECT max(m.ends_on)::text FROM membership m
           WHERE m.user_id = t.user_id AND m.organisation_id = t.organisation_id) AS "endsOn",
          t.first_used_at IS NOT NULL AS used
   FROM api_token t JOIN user_account u ON u.id = t.user_id JOIN organisation o ON o.id = t.organisation_id
   WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND u.disabled_at IS NULL`,
);

export async function findToken(executor: Executor, tokenHash: Buffer): Promise<TokenRow | undefined> {
  const { rows } = await executor.run<TokenRow>(FIND_TOKEN, [tokenHash]);
  return rows[0];
}

const MARK_USED = statement(
  'mark-token-used',
  `UPDATE api_token SET first_used_at = $2 WHERE id = $1 AND first_used_at IS NULL`,
);

/** True for the first use, and for nobody else's. */
export async function markUsed(executor: Executor, tokenId: string, at: Date): Promise<boolean> {
  const { count } = await executor.run(MARK_USED, [tokenId, at]);
  return count === 1;
}
