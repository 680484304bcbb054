import type { Pool } from 'pg';
import type { DataSource, DataSourceOptions } from 'typeorm';

/** Where a PostgreSQL is: by address (DATABASE_URL) or by parts (the embedded one, on its socket). */
export type PgConnection =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

/** The role the application works under; it owns nothing (migration `create-application-role`). */
export const APPLICATION_ROLE = 'forthwith_app';

export interface ConnectionUse {
  /** Session role, set by the server as the connection starts; undefined: the user's own. */
  readonly role?: string;
  readonly poolSize: number;
}

/** Options both TypeORM and the embedded store agree on; entities and migrations are added by the caller. */
export function dataSourceOptions(
  connection: PgConnection,
  use: ConnectionUse,
): DataSourceOptions & { type: 'postgres' } {
  const settings = ['-c timezone=UTC', '-c lock_timeout=10s', '-c idle_in_transaction_session_timeout=30s'];
  if (use.role !== undefined) {
    settings.push(`-c role=${use.role}`);
  }
  const place =
    'url' in connection
      ? { url: connection.url }
      : {
          host: connection.host,
          port: connection.port,
          username: connection.user,
          password: connection.password,
          database: connection.database,
        };
  return {
    type: 'postgres',
    ...place,
    poolSize: use.poolSize,
    connectTimeoutMS: 5_000,
    logging: false,
    synchronize: false,
    // `pipeline`: statements that need no answer in between share a round trip (measured in bench/).
    extra: { options: settings.join(' '), pipeline: true, keepAlive: true },
  };
}

/**
 * Opens the pool. A connection that the server ends just as it is handed out has nobody listening yet, and an error
 * nobody listens to ends the process: so each has one listener from its first moment. Whoever uses it learns of it all
 * the same, from the statement that fails.
 */
export async function openPool(dataSource: DataSource): Promise<DataSource> {
  const opened = await dataSource.initialize();
  const { master } = opened.driver as unknown as { readonly master: Pool };
  master.on('connect', (client) => client.on('error', () => undefined));
  return opened;
}
