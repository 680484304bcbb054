import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { PoolClient, QueryResultRow } from 'pg';
import { statement, type Executor, type Statement, type StatementResult } from './statement.js';

export const DATA_SOURCE = Symbol('DATA_SOURCE');

/** Who a transaction acts for, as row-level security sees it. */
export interface Scope {
  readonly organisationId: string | null;
  readonly userId: string | null;
  readonly roles: readonly string[];
}

/** An open transaction; its owner ends it with exactly one of `commit` and `rollback`. */
export interface OpenTransaction extends Executor {
  /** The database's clock at the start of the transaction. */
  readonly now: Date;
  readonly manager: EntityManager;
  commit(last?: () => Promise<void>): Promise<void>;
  rollback(): Promise<void>;
}

const SET_SCOPE = statement(
  'set-scope',
  `SELECT set_config('forthwith.organisation', $1, true), set_config('forthwith.user', $2, true),
          set_config('forthwith.roles', $3, true), clock_timestamp() AS now`,
);

/** `volatile`: committed without waiting for the disk, for what a crash may forget because it is found out again. */
const BEGIN = {
  write: 'BEGIN',
  read: 'BEGIN READ ONLY',
  volatile: 'BEGIN; SET LOCAL synchronous_commit = off',
} as const;

/** The only opener of transactions: each carries the scope for row-level security from its first statement. */
@Injectable()
export class Database {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async begin(scope: Scope, mode: keyof typeof BEGIN = 'write'): Promise<OpenTransaction> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      const begun = client.query(BEGIN[mode]);
      const scoped = execute<{ now: Date }>(client, SET_SCOPE, [
        scope.organisationId ?? '',
        scope.userId ?? '',
        scope.roles.join(','),
      ]);
      const [, { rows }] = await Promise.all([begun, scoped]);
      return opened(runner, client, rows[0]?.now);
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  /** Reads in one snapshot under row-level security; nothing can be written. */
  async read<T>(scope: Scope, work: (transaction: OpenTransaction) => Promise<T>): Promise<T> {
    return this.within(await this.begin(scope, 'read'), work);
  }

  /**
   * Writes technical state that is no fact of a case: sessions, claims on jobs, tiles of the log's tree. Facts go
   * through `AuditLog.transact`, and only through it.
   */
  async writeTechnical<T>(scope: Scope, work: (transaction: OpenTransaction) => Promise<T>): Promise<T> {
    return this.within(await this.begin(scope), work);
  }

  /** As `writeTechnical`, for claims, leases and hints: a crash may lose the commit, and whoever looks again repairs it. */
  async writeVolatile<T>(scope: Scope, work: (transaction: OpenTransaction) => Promise<T>): Promise<T> {
    return this.within(await this.begin(scope, 'volatile'), work);
  }

  private async within<T>(
    transaction: OpenTransaction,
    work: (transaction: OpenTransaction) => Promise<T>,
  ): Promise<T> {
    let result: T;
    try {
      result = await work(transaction);
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
    await transaction.commit();
    return result;
  }
}

async function execute<Row>(
  client: PoolClient,
  { name, text }: Statement,
  parameters: readonly unknown[] = [],
): Promise<StatementResult<Row>> {
  const result = await client.query<QueryResultRow>({ name, text, values: [...parameters] });
  return { rows: result.rows as Row[], count: result.rowCount ?? 0 };
}

function opened(runner: QueryRunner, client: PoolClient, now: Date | undefined): OpenTransaction {
  if (now === undefined) {
    throw new Error('the database did not tell its time');
  }
  return {
    now,
    manager: runner.manager,
    run: (wanted, parameters) => execute(client, wanted, parameters),
    async commit(last) {
      try {
        // Sent behind one another without waiting: if the last statement fails, COMMIT turns into a rollback.
        const [, ended] = await Promise.all([last?.(), client.query('COMMIT')]);
        if (ended.command !== 'COMMIT') {
          throw new Error(`transaction ended with ${ended.command}`);
        }
      } finally {
        await runner.release();
      }
    },
    async rollback() {
      try {
        await client.query('ROLLBACK');
      } catch {
        // The connection is gone, and with it the transaction.
      } finally {
        await runner.release();
      }
    },
  };
}
