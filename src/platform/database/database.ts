import type { Writable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { PoolClient, QueryResultRow } from 'pg';
import { SCOPE_KEY, settingsOf, type Scope, type ScopeSettings } from './scope.js';
import { statement, type Executor, type Statement, type StatementResult } from './statement.js';

export const DATA_SOURCE = Symbol('DATA_SOURCE');

/** An open transaction; its owner ends it with exactly one of `commit` and `rollback`. */
export interface OpenTransaction extends Executor {
  /** SQL's `now()`, to the millisecond. The first statement can be sent without awaiting it. */
  readonly now: Promise<Date>;
  readonly manager: EntityManager;
  /** Pipelines `last` and COMMIT; resolves with the result of `last` once both are answered. */
  commit<T = void>(last?: () => Promise<T>): Promise<T>;
  rollback(): Promise<void>;
}

const BEGIN = statement('begin', 'BEGIN');
/** One snapshot for all statements, which READ COMMITTED does not give. */
const BEGIN_READ_ONLY = statement('begin-read-only', 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
const COMMIT = statement('commit', 'COMMIT');
const ROLLBACK = statement('rollback', 'ROLLBACK');

const SET_SCOPE = statement(
  'set-scope',
  `SELECT set_config('forthwith.organisation', $1, true), set_config('forthwith.user', $2, true),
          set_config('forthwith.roles', $3, true), set_config('forthwith.scope', $4, true),
          set_config('synchronous_commit', coalesce($5, current_setting('synchronous_commit')), true),
          date_trunc('milliseconds', now()) AS now`,
);

/** An empty WAL record in a commit of its own: it flushes everything committed before it (decision 0009). */
const FLUSH = statement('flush', `SELECT pg_logical_emit_message(true, 'forthwith', '')`);

/**
 * `durable`: on disk when `commit` resolves. `early`: the same, but locks are given back before the disk has answered,
 * so that those who wait for a lock share one flush. `volatile`: never waits for the disk, for what a crash may forget
 * because it is found out again.
 */
type Mode = 'durable' | 'early' | 'volatile' | 'read';

/** The only opener of transactions: each carries the scope for row-level security from its first statement. */
@Injectable()
export class Database {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(SCOPE_KEY) private readonly scopeKey: Buffer,
  ) {}

  /** Pipelines BEGIN without awaiting it: a failure shows in the first statement that is awaited. */
  async begin(scope: Scope, mode: Mode = 'durable'): Promise<OpenTransaction> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      return opened(runner, client, mode, settingsOf(scope, this.scopeKey));
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  /** Reads in one snapshot under row-level security; nothing can be written. */
  async read<T>(scope: Scope, work: (transaction: OpenTransaction) => Promise<T>): Promise<T> {
    const transaction = await this.begin(scope, 'read');
    try {
      return await work(transaction);
    } finally {
      // Nothing depends on how a reading transaction ends.
      transaction.rollback().catch(() => undefined);
    }
  }

  /**
   * As `read`, in one round trip: all statements of `question` and the end of the transaction are pipelined. A statement sent
   * later is refused, because it would run outside the transaction.
   */
  async ask<T>(scope: Scope, question: (executor: Executor) => Promise<T>): Promise<T> {
    const transaction = await this.begin(scope, 'read');
    const answer = question(transaction);
    transaction.rollback().catch(() => undefined);
    return answer;
  }

  /**
   * Writes technical state that is no fact of a case: sessions, claims on jobs, tiles of the log's tree. Facts go
   * through `AuditLog.transact`, and only through it.
   */
  async writeTechnical<T>(scope: Scope, work: (transaction: OpenTransaction) => Promise<T>): Promise<T> {
    const transaction = await this.begin(scope);
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

  /**
   * For claims, leases and hints, in one round trip like `ask`. A crash may lose the commit; whoever looks again
   * repairs it.
   */
  async writeVolatile<T>(scope: Scope, order: (executor: Executor) => Promise<T>): Promise<T> {
    const transaction = await this.begin(scope, 'volatile');
    return transaction.commit(() => order(transaction));
  }
}

async function execute<Row>(
  client: PoolClient,
  { name, text }: Statement,
  parameters: readonly unknown[] = [],
): Promise<StatementResult<Row>> {
  gather(client);
  const result = await client.query<QueryResultRow>({ name, text, values: [...parameters] });
  return { rows: result.rows as Row[], count: result.rowCount ?? 0, command: result.command };
}

/** Pipelined statements leave in one packet: a system call costs more than encoding a statement. */
function gather(client: PoolClient): void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Writable } }).connection;
  if (stream.writableCorked === 0) {
    stream.cork();
    process.nextTick(() => stream.uncork());
  }
}

function opened(runner: QueryRunner, client: PoolClient, mode: Mode, scope: ScopeSettings): OpenTransaction {
  let over = false;
  const run: Executor['run'] = (wanted, parameters) =>
    over
      ? Promise.reject(new Error(`${wanted.name} after the end of its transaction`))
      : execute(client, wanted, parameters);
  const begun = run(mode === 'read' ? BEGIN_READ_ONLY : BEGIN);
  const scoped = run<{ now: Date }>(SET_SCOPE, [
    scope.organisation,
    scope.user,
    scope.roles,
    scope.mac,
    mode === 'early' || mode === 'volatile' ? 'off' : null,
  ]);
  const now = Promise.all([scoped, begun]).then(([{ rows }]) => rows[0]?.now ?? noTime());
  // The error reaches whoever awaits a statement of this transaction.
  now.catch(() => undefined);
  return {
    now,
    manager: runner.manager,
    run,
    async commit<T>(last?: () => Promise<T>) {
      try {
        // Sent behind one another without waiting: if the last statement fails, COMMIT turns into a rollback.
        const work = last?.();
        const ended = run(COMMIT);
        const flushed = mode === 'early' ? run(FLUSH) : undefined;
        over = true;
        const [, result, { command }] = await Promise.all([now, work, ended, flushed]);
        if (command !== 'COMMIT') {
          throw new Error(`transaction ended with ${command}`);
        }
        return result as T;
      } finally {
        await runner.release();
      }
    },
    async rollback() {
      const ended = run(ROLLBACK);
      over = true;
      try {
        await ended;
      } catch {
        // The connection is gone, and with it the transaction.
      } finally {
        await runner.release();
      }
    },
  };
}

function noTime(): never {
  throw new Error('the database did not answer with its time');
}
