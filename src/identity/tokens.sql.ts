import { statement, type Executor } from '../platform/database/statement.js';
import type { UserRole } from './user-role.js';

/** `all`: what its user may do; `read`: looking only; `intake`: handing over requests, and how they stand. */
export const TOKEN_SCOPES = ['all', 'read', 'intake'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

const INSERT_TOKEN = statement(
  'insert-token',
  `INSERT INTO api_token (id, token_hash, user_id, organisation_id, name, created_at, scope, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

export async function insertToken(
  executor: Executor,
  token: {
    id: string;
    tokenHash: Buffer;
    userId: string;
    organisationId: string;
    name: string;
    at: Date;
    scope: TokenScope;
    expiresAt: Date | null;
  },
): Promise<void> {
  await executor.run(INSERT_TOKEN, [
    token.id,
    token.tokenHash,
    token.userId,
    token.organisationId,
    token.name,
    token.at,
    token.scope,
    token.expiresAt,
  ]);
}

export interface TokenRow {
  readonly id: string;
  readonly userId: string;
  readonly organisationId: string;
  readonly roles: readonly UserRole[];
  readonly endsOn: string | null;
  readonly used: boolean;
  readonly scope: TokenScope;
  /** It has been used today already. */
  readonly usedToday: boolean;
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
          t.first_used_at IS NOT NULL AS used, t.scope,
          t.last_used_on IS NOT DISTINCT FROM (clock_timestamp() AT TIME ZONE 'UTC')::date AS "usedToday"
   FROM api_token t JOIN user_account u ON u.id = t.user_id JOIN organisation o ON o.id = t.organisation_id
   WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND u.disabled_at IS NULL
     AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())`,
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

const TOUCH_TOKEN = statement(
  'touch-token',
  `UPDATE api_token SET last_used_on = (clock_timestamp() AT TIME ZONE 'UTC')::date WHERE id = $1`,
);

export async function touchToken(executor: Executor, tokenId: string): Promise<void> {
  await executor.run(TOUCH_TOKEN, [tokenId]);
}

export interface ListedToken {
  readonly id: string;
  readonly name: string;
  readonly scope: TokenScope;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** Day (UTC), YYYY-MM-DD. */
  readonly lastUsedOn: string | null;
}

const LIST_TOKENS = statement(
  'list-tokens',
  `SELECT id, name, scope, created_at AS "createdAt", expires_at AS "expiresAt", last_used_on::text AS "lastUsedOn"
   FROM api_token WHERE user_id = $1 AND organisation_id = $2 AND revoked_at IS NULL
     AND (expires_at IS NULL OR expires_at > clock_timestamp())
   ORDER BY created_at, id`,
);

/** Those that work. */
export async function listTokens(
  executor: Executor,
  userId: string,
  organisationId: string,
): Promise<readonly ListedToken[]> {
  return (await executor.run<ListedToken>(LIST_TOKENS, [userId, organisationId])).rows;
}

const REVOKE_TOKENS = statement(
  'revoke-tokens',
  `UPDATE api_token SET revoked_at = $4
   WHERE organisation_id = $1 AND revoked_at IS NULL AND ($2::uuid IS NULL OR user_id = $2)
     AND ($3::uuid IS NULL OR id = $3)
   RETURNING id, user_id AS "userId"`,
);

/** One token of the organisation, or every one of a user there; returns those that were valid until now. */
export async function revokeTokens(
  executor: Executor,
  organisationId: string,
  which: { readonly userId: string } | { readonly tokenId: string },
  at: Date,
): Promise<readonly { readonly id: string; readonly userId: string }[]> {
  const userId = 'userId' in which ? which.userId : null;
  const tokenId = 'tokenId' in which ? which.tokenId : null;
  return (await executor.run<{ id: string; userId: string }>(REVOKE_TOKENS, [organisationId, userId, tokenId, at]))
    .rows;
}
