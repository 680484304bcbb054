import { statement, type Executor } from '../database/statement.js';

export interface StagedPlace {
  readonly id: string;
  readonly organisationId: string;
  readonly ownerId: string;
}

export interface StagedRow {
  readonly id: string;
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly ciphertext: Buffer;
}

const INSERT_STAGED = statement(
  'insert-staged-upload',
  `INSERT INTO staged_upload (id, organisation_id, owner_id, epoch, wrapped, ciphertext, size, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + $8 * interval '1 second')`,
);

export async function insertStaged(
  executor: Executor,
  { id, organisationId, ownerId }: StagedPlace,
  sealed: Omit<StagedRow, 'id'> & { readonly size: number; readonly seconds: number },
): Promise<void> {
  const { epoch, wrapped, ciphertext, size, seconds } = sealed;
  await executor.run(INSERT_STAGED, [id, organisationId, ownerId, epoch, wrapped, ciphertext, size, seconds]);
}

const FIND_STAGED = statement(
  'find-staged-uploads',
  `SELECT id, epoch, wrapped, ciphertext FROM staged_upload
   WHERE organisation_id = $1 AND owner_id = $2 AND id = ANY($3) AND expires_at > clock_timestamp()`,
);

export async function findStaged(
  executor: Executor,
  { organisationId, ownerId }: Omit<StagedPlace, 'id'>,
  ids: readonly string[],
): Promise<readonly StagedRow[]> {
  return (await executor.run<StagedRow>(FIND_STAGED, [organisationId, ownerId, ids])).rows;
}

const STAGED_BYTES = statement(
  'staged-bytes',
  `SELECT coalesce(sum(size), 0)::bigint::text AS bytes FROM staged_upload
   WHERE organisation_id = $1 AND owner_id = $2 AND expires_at > clock_timestamp()`,
);

export async function stagedBytes(
  executor: Executor,
  { organisationId, ownerId }: Omit<StagedPlace, 'id'>,
): Promise<number> {
  const { rows } = await executor.run<{ bytes: string }>(STAGED_BYTES, [organisationId, ownerId]);
  return Number(rows[0]?.bytes ?? 0);
}

const LET_GO = statement(
  'let-staged-uploads-go',
  `UPDATE staged_upload SET expires_at = least(expires_at, clock_timestamp() + $4 * interval '1 second')
   WHERE organisation_id = $1 AND owner_id = $2 AND id = ANY($3)`,
);

/** They end in so many seconds, if not before. */
export async function letStagedGo(
  executor: Executor,
  { organisationId, ownerId }: Omit<StagedPlace, 'id'>,
  ids: readonly string[],
  seconds: number,
): Promise<void> {
  await executor.run(LET_GO, [organisationId, ownerId, ids, seconds]);
}

const SWEEP_STAGED = statement(
  'sweep-staged-uploads',
  `DELETE FROM staged_upload WHERE expires_at <= clock_timestamp()`,
);

export async function sweepStaged(executor: Executor): Promise<void> {
  await executor.run(SWEEP_STAGED);
}
