import { statement, type Executor } from '../platform/database/statement.js';

/** Whose form a token stood in. */
export interface FormOwner {
  readonly userId: string;
  readonly organisationId: string;
}

const ISSUE_TOKEN = statement(
  'issue-form-token',
  `INSERT INTO form_token (token_hash, user_id, organisation_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
);

export async function issueFormToken(executor: Executor, hash: Buffer, owner: FormOwner): Promise<void> {
  await executor.run(ISSUE_TOKEN, [hash, owner.userId, owner.organisationId]);
}

const TOKEN_OWNER = statement(
  'form-token-owner',
  `SELECT user_id AS "userId", organisation_id AS "organisationId" FROM form_token
   WHERE token_hash = $1 AND issued_at > clock_timestamp() - interval '36 hours'`,
);

export async function formTokenOwner(executor: Executor, hash: Buffer): Promise<FormOwner | undefined> {
  return (await executor.run<FormOwner>(TOKEN_OWNER, [hash])).rows[0];
}

const SWEEP_TOKENS = statement(
  'sweep-form-tokens',
  `DELETE FROM form_token WHERE issued_at < clock_timestamp() - interval '36 hours'`,
);
const SWEEP_FORMS = statement('sweep-kept-forms', `DELETE FROM kept_form WHERE expires_at <= clock_timestamp()`);

export async function sweepKept(executor: Executor): Promise<void> {
  await executor.run(SWEEP_TOKENS);
  await executor.run(SWEEP_FORMS);
}

export interface KeptRow {
  readonly id: string;
  readonly path: string;
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly ciphertext: Buffer;
  readonly createdAt: Date;
}

const INSERT_FORM = statement(
  'insert-kept-form',
  `INSERT INTO kept_form (id, organisation_id, owner_id, path, epoch, wrapped, ciphertext, expires_at)
   SELECT $1, $2, $3, $4, $5, $6, $7, clock_timestamp() + interval '1 day'
   WHERE (SELECT count(*) FROM kept_form WHERE organisation_id = $2 AND owner_id = $3) < $8`,
);

/** False: this user has so many already. */
export async function insertKeptForm(
  executor: Executor,
  owner: FormOwner,
  form: Omit<KeptRow, 'createdAt'>,
  limit: number,
): Promise<boolean> {
  const { id, path, epoch, wrapped, ciphertext } = form;
  const { count } = await executor.run(INSERT_FORM, [
    id,
    owner.organisationId,
    owner.userId,
    path,
    epoch,
    wrapped,
    ciphertext,
    limit,
  ]);
  return count === 1;
}

const DROP_OLDER = statement(
  'drop-older-kept-forms',
  `DELETE FROM kept_form WHERE id IN (
     SELECT id FROM kept_form WHERE organisation_id = $1 AND owner_id = $2 AND path = $3
     ORDER BY created_at DESC OFFSET $4)`,
);

/** Of those for one address, all but the newest. */
export async function dropOlderForms(executor: Executor, owner: FormOwner, path: string, but: number): Promise<void> {
  await executor.run(DROP_OLDER, [owner.organisationId, owner.userId, path, but]);
}

const FIND_FORM = statement(
  'find-kept-form',
  `SELECT id, path, epoch, wrapped, ciphertext, created_at AS "createdAt" FROM kept_form
   WHERE organisation_id = $1 AND owner_id = $2 AND id = $3 AND expires_at > clock_timestamp()`,
);

export async function findKeptForm(executor: Executor, owner: FormOwner, id: string): Promise<KeptRow | undefined> {
  return (await executor.run<KeptRow>(FIND_FORM, [owner.organisationId, owner.userId, id])).rows[0];
}

const LET_FORM_GO = statement(
  'let-kept-form-go',
  `UPDATE kept_form SET expires_at = least(expires_at, clock_timestamp() + interval '10 minutes')
   WHERE organisation_id = $1 AND owner_id = $2 AND id = $3`,
);

/** A second click soon after the first still finds it. */
export async function letKeptFormGo(executor: Executor, owner: FormOwner, id: string): Promise<void> {
  await executor.run(LET_FORM_GO, [owner.organisationId, owner.userId, id]);
}

const DROP_FORM = statement(
  'drop-kept-form',
  `DELETE FROM kept_form WHERE organisation_id = $1 AND owner_id = $2 AND id = $3`,
);

export async function dropKeptForm(executor: Executor, owner: FormOwner, id: string): Promise<void> {
  await executor.run(DROP_FORM, [owner.organisationId, owner.userId, id]);
}
