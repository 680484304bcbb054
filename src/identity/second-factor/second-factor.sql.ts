import { statement, type Executor } from '../../platform/database/statement.js';

const FIND_FACTOR = statement(
  'find-second-factor',
  `SELECT secret, last_step::int AS "lastStep" FROM second_factor WHERE user_id = $1`,
);

export interface FactorRow {
  /** Encrypted under a key outside the database. */
  readonly secret: Buffer;
  /** Step of the last code that was used. */
  readonly lastStep: number;
}

export async function findFactor(executor: Executor, userId: string): Promise<FactorRow | undefined> {
  return (await executor.run<FactorRow>(FIND_FACTOR, [userId])).rows[0];
}

const ADD_FACTOR = statement(
  'add-second-factor',
  `INSERT INTO second_factor (user_id, secret, created_at, last_step) VALUES ($1, $2, $3, $4)
   ON CONFLICT ON CONSTRAINT second_factor_pkey DO NOTHING`,
);

/** False when there is one already. `step`: of the code that confirmed it, which is used. */
export async function addFactor(
  executor: Executor,
  factor: { userId: string; secret: Buffer; at: Date; step: number },
): Promise<boolean> {
  return (await executor.run(ADD_FACTOR, [factor.userId, factor.secret, factor.at, factor.step])).count === 1;
}

const USE_STEP = statement(
  'use-second-factor',
  `UPDATE second_factor SET last_step = $2 WHERE user_id = $1 AND last_step < $2`,
);

/** True for the first use of a code. */
export async function useStep(executor: Executor, userId: string, step: number): Promise<boolean> {
  return (await executor.run(USE_STEP, [userId, step])).count === 1;
}

const DROP_FACTOR = statement('drop-second-factor', `DELETE FROM second_factor WHERE user_id = $1`);

export async function dropFactor(executor: Executor, userId: string): Promise<boolean> {
  return (await executor.run(DROP_FACTOR, [userId])).count === 1;
}

const PUT_CODES = statement(
  'put-recovery-codes',
  `WITH old AS (DELETE FROM recovery_code WHERE user_id = $1)
   INSERT INTO recovery_code (user_id, code_hash) SELECT $1, unnest($2::bytea[])`,
);

export async function putRecoveryCodes(executor: Executor, userId: string, hashes: readonly Buffer[]): Promise<void> {
  await executor.run(PUT_CODES, [userId, hashes]);
}

const USE_CODE = statement('use-recovery-code', `DELETE FROM recovery_code WHERE user_id = $1 AND code_hash = $2`);

/** True once. */
export async function useRecoveryCode(executor: Executor, userId: string, hash: Buffer): Promise<boolean> {
  return (await executor.run(USE_CODE, [userId, hash])).count === 1;
}
