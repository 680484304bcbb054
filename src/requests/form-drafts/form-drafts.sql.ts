import { statement, type Executor } from '../../platform/database/statement.js';

/** Whose draft of what. */
export interface DraftPlace {
  readonly rightsRequestId: string;
  readonly userId: string;
  readonly kind: string;
}

const PUT_DRAFT = statement(
  'put-draft',
  `INSERT INTO request_draft (rights_request_id, user_id, kind, organisation_id, saved_at, ciphertext)
   VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (rights_request_id, user_id, kind)
   DO UPDATE SET saved_at = excluded.saved_at, ciphertext = excluded.ciphertext`,
);

export async function putDraft(
  executor: Executor,
  { rightsRequestId, userId, kind }: DraftPlace,
  draft: { readonly organisationId: string; readonly at: Date; readonly ciphertext: Buffer },
): Promise<void> {
  await executor.run(PUT_DRAFT, [rightsRequestId, userId, kind, draft.organisationId, draft.at, draft.ciphertext]);
}

const ADD_DRAFT = statement(
  'add-draft',
  `INSERT INTO request_draft (rights_request_id, user_id, kind, organisation_id, saved_at, ciphertext)
   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (rights_request_id, user_id, kind) DO NOTHING`,
);
const CHANGE_DRAFT = statement(
  'change-draft',
  `UPDATE request_draft SET saved_at = $4, ciphertext = $5
   WHERE rights_request_id = $1 AND user_id = $2 AND kind = $3 AND ciphertext = $6`,
);

/** As `putDraft`, but only over the draft that was read, or none. False: another window was faster. */
export async function replaceDraft(
  executor: Executor,
  { rightsRequestId, userId, kind }: DraftPlace,
  before: DraftRow | undefined,
  draft: { readonly organisationId: string; readonly at: Date; readonly ciphertext: Buffer },
): Promise<boolean> {
  const place = [rightsRequestId, userId, kind];
  const { count } =
    before === undefined
      ? await executor.run(ADD_DRAFT, [...place, draft.organisationId, draft.at, draft.ciphertext])
      : await executor.run(CHANGE_DRAFT, [...place, draft.at, draft.ciphertext, before.ciphertext]);
  return count === 1;
}

const FIND_DRAFT = statement(
  'find-draft',
  `SELECT d.saved_at AS "savedAt", d.ciphertext, k.epoch, k.wrapped
   FROM request_draft d JOIN request_key k USING (rights_request_id)
   WHERE d.rights_request_id = $1 AND d.user_id = $2 AND d.kind = $3`,
);

export interface DraftRow {
  readonly savedAt: Date;
  readonly ciphertext: Buffer;
  readonly epoch: number;
  readonly wrapped: Buffer;
}

export async function findDraft(
  executor: Executor,
  { rightsRequestId, userId, kind }: DraftPlace,
): Promise<DraftRow | undefined> {
  const { rows } = await executor.run<DraftRow>(FIND_DRAFT, [rightsRequestId, userId, kind]);
  return rows[0];
}

const DELETE_THIS_DRAFT = statement(
  'delete-this-draft',
  `DELETE FROM request_draft WHERE rights_request_id = $1 AND user_id = $2 AND kind = $3 AND ciphertext = $4`,
);

/** Only the draft that was read. False: another window was faster. */
export async function deleteThisDraft(
  executor: Executor,
  { rightsRequestId, userId, kind }: DraftPlace,
  { ciphertext }: DraftRow,
): Promise<boolean> {
  return (await executor.run(DELETE_THIS_DRAFT, [rightsRequestId, userId, kind, ciphertext])).count === 1;
}

const DELETE_DRAFT = statement(
  'delete-draft',
  `DELETE FROM request_draft WHERE rights_request_id = $1 AND user_id = $2 AND kind = $3`,
);

export async function deleteDraft(executor: Executor, { rightsRequestId, userId, kind }: DraftPlace): Promise<void> {
  await executor.run(DELETE_DRAFT, [rightsRequestId, userId, kind]);
}
