import { createHmac } from 'node:crypto';
import { Client, type ClientConfig } from 'pg';
import type { PgConnection } from './connection.js';

/** Who a transaction acts for, as row-level security sees it. */
export interface Scope {
  readonly organisationId: string | null;
  readonly userId: string | null;
  readonly roles: readonly string[];
}

export const SCOPE_KEY = Symbol('SCOPE_KEY');

/** The values of the three settings that row-level security reads, and of the one that signs them. */
export interface ScopeSettings {
  readonly organisation: string;
  readonly user: string;
  readonly roles: string;
  /** HMAC-SHA-256 over the others, a line each, in base64: `forthwith_scope_is_signed` computes the same. */
  readonly mac: string;
}

export function settingsOf({ organisationId, userId, roles }: Scope, key: Buffer): ScopeSettings {
  const values = { organisation: organisationId ?? '', user: userId ?? '', roles: roles.join(',') };
  const message = `${values.organisation}\n${values.user}\n${values.roles}`;
  return { ...values, mac: createHmac('sha256', key).update(message).digest('base64') };
}

/** Read as the owner: the application's own role must not. */
export async function readScopeKey(owner: PgConnection): Promise<Buffer> {
  const place: ClientConfig = 'url' in owner ? { connectionString: owner.url } : owner;
  const client = new Client({ ...place, application_name: 'forthwith-scope' });
  await client.connect();
  try {
    const { rows } = await client.query<{ key: Buffer }>('SELECT key FROM scope_key');
    return rows[0]?.key ?? missing();
  } finally {
    await client.end();
  }
}

function missing(): never {
  throw new Error('scope_key is empty: the migration that fills it did not run');
}
