import { statement, type Executor, type Statement } from '../platform/database/statement.js';
import { WRAPPED_KEYS } from './wrapped-keys.js';

export interface KeyEpochRow {
  readonly epoch: number;
  readonly begunAt: Date;
  readonly destroyedAt: Date | null;
}

const EPOCHS = statement(
  'key-epochs',
  `SELECT epoch, begun_at AS "begunAt", destroyed_at AS "destroyedAt" FROM key_epoch
   WHERE organisation_id = $1 ORDER BY epoch`,
);
const INSERT_EPOCH = statement(
  'insert-key-epoch',
  `INSERT INTO key_epoch (organisation_id, epoch, begun_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
);
const MARK_DESTROYED = statement(
  'mark-key-epoch-destroyed',
  `UPDATE key_epoch SET destroyed_at = $3 WHERE organisation_id = $1 AND epoch = $2 AND destroyed_at IS NULL`,
);

export async function keyEpochs(executor: Executor, organisationId: string): Promise<readonly KeyEpochRow[]> {
  return (await executor.run<KeyEpochRow>(EPOCHS, [organisationId])).rows;
}

/** False: another instance was faster. */
export async function insertKeyEpoch(
  executor: Executor,
  organisationId: string,
  epoch: number,
  begunAt: Date,
): Promise<boolean> {
  return (await executor.run(INSERT_EPOCH, [organisationId, epoch, begunAt])).count === 1;
}

/** False: another instance was faster. */
export async function markKeyEpochDestroyed(
  executor: Executor,
  organisationId: string,
  epoch: number,
  at: Date,
): Promise<boolean> {
  return (await executor.run(MARK_DESTROYED, [organisationId, epoch, at])).count === 1;
}

export interface OldKey {
  readonly id: string;
  readonly epoch: number;
  readonly wrapped: Buffer;
}

interface Orders {
  readonly old: Statement;
  readonly renew: Statement;
}

const ORDERS: ReadonlyMap<string, Orders> = new Map(
  WRAPPED_KEYS.map(({ table, id }) => [
    table,
    {
      // One that is being written just now is met again in the next round.
      old: statement(
        `old-keys-of-${table}`,
        `SELECT ${id} AS id, epoch, wrapped FROM ${table}
         WHERE organisation_id = $1 AND epoch < $2 AND ${id} > $3 ORDER BY ${id} LIMIT $4 FOR UPDATE SKIP LOCKED`,
      ),
      renew: statement(
        `renew-keys-of-${table}`,
        `UPDATE ${table} t SET epoch = n.epoch, wrapped = n.wrapped
         FROM unnest($1::uuid[], $2::int[], $3::bytea[]) AS n (id, epoch, wrapped) WHERE t.${id} = n.id`,
      ),
    },
  ]),
);

/** Rows wrapped before `newest`, held until the transaction ends. */
export async function oldKeys(
  executor: Executor,
  table: string,
  from: { readonly organisationId: string; readonly newest: number; readonly after: string; readonly limit: number },
): Promise<readonly OldKey[]> {
  const { organisationId, newest, after, limit } = from;
  return (await executor.run<OldKey>(ordersOf(table).old, [organisationId, newest, after, limit])).rows;
}

export async function renewKeys(executor: Executor, table: string, keys: readonly OldKey[]): Promise<void> {
  await executor.run(ordersOf(table).renew, [
    keys.map(({ id }) => id),
    keys.map(({ epoch }) => epoch),
    keys.map(({ wrapped }) => wrapped),
  ]);
}

const EPOCHS_IN_USE = statement(
  'key-epochs-in-use',
  WRAPPED_KEYS.map(
    ({ table }) => `SELECT DISTINCT epoch FROM ${table} WHERE organisation_id = $1 AND epoch IS NOT NULL`,
  ).join(' UNION '),
);

/** Epochs under which something is still wrapped. */
export async function epochsInUse(executor: Executor, organisationId: string): Promise<ReadonlySet<number>> {
  const { rows } = await executor.run<{ epoch: number }>(EPOCHS_IN_USE, [organisationId]);
  return new Set(rows.map(({ epoch }) => epoch));
}

function ordersOf(table: string): Orders {
  const orders = ORDERS.get(table);
  if (orders === undefined) {
    throw new Error(`no wrapped keys are known in ${table}`);
  }
  return orders;
}
