import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { createKeyFile } from '../vault/key-file.js';
import { APPLICATION_ROLE } from './connection.js';
import type { EmbeddedConnection } from './embedded-postgres.js';

/** A member of `forthwith_app` and nothing else: whatever its session makes of its role, it stays that. */
const LOGIN = 'forthwith_login';

/**
 * The application's own login at the embedded PostgreSQL, made at the first start that needs it. Under the owner, who is
 * a superuser there, `SET ROLE NONE` would undo every restriction.
 */
export async function applicationLogin(owner: EmbeddedConnection, dataDir: string): Promise<EmbeddedConnection> {
  const file = join(dataDir, 'keys', 'postgres-login.password');
  const isNew = createKeyFile(file, randomBytes(24).toString('base64url'));
  const password = readFileSync(file, 'utf8').trim();
  const client = new Client({ ...owner, application_name: 'forthwith-login', ssl: false });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [LOGIN]);
    if (rowCount === 0) {
      await client.query(
        `CREATE ROLE ${LOGIN} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE IN ROLE ${APPLICATION_ROLE}`,
      );
    }
    if (rowCount === 0 || isNew) {
      await client.query(`ALTER ROLE ${LOGIN} PASSWORD ${client.escapeLiteral(password)}`);
    }
  } catch (error) {
    // Another process at its first start was faster.
    if (!['42710', '23505', 'XX000'].includes(String((error as { code?: unknown }).code))) {
      throw error;
    }
  } finally {
    await client.end();
  }
  return { ...owner, user: LOGIN, password };
}
