import { statement, type Executor } from '../../platform/database/statement.js';

const SAVE = statement(
  'message-save-draft',
  `INSERT INTO message_draft (rights_request_id, organisation_id, user_id, ciphertext, saved_at)
   VALUES ($1, $2, $3, $4, now())
   ON CONFLICT ON CONSTRAINT message_draft_pkey DO UPDATE SET ciphertext = excluded.ciphertext, saved_at = now()`,
);

export async function saveDraft(
  executor: Executor,
  place: { readonly rightsRequestId: string; readonly organisationId: string; readonly userId: string },
  ciphertext: Buffer,
): Promise<void> {
  await executor.run(SAVE, [place.rightsRequestId, place.organisationId, place.userId, ciphertext]);
}

const ADD = statement(
  'message-add-draft',
  `INSERT INTO message_draft (rights_request_id, organisation_id, user_id, ciphertext, saved_at)
   VALUES ($1, $2, $3, $4, now()) ON CONFLICT ON CONSTRAINT message_draft_pkey DO NOTHING`,
);
const CHANGE = statement(
  'message-change-draft',
  `UPDATE message_draft SET ciphertext = $3, saved_at = now()
   WHERE rights_request_id = $1 AND user_id = $2 AND ciphertext = $4`,
);

/** As `saveDraft`, but only over the draft that was read, or none. False: another window was faster. */
export async function replaceDraft(
  executor: Executor,
  place: { readonly rightsRequestId: string; readonly organisationId: string; readonly userId: string },
  before: DraftRow | undefined,
  ciphertext: Buffer,
): Promise<boolean> {
  const { rightsRequestId, organisationId, userId } = place;
  const { count } =
    before === undefined
      ? await executor.run(ADD, [rightsRequestId, organisationId, userId, ciphertext])
      : await executor.run(CHANGE, [rightsRequestId, userId, ciphertext, before.ciphertext]);
  return count === 1;
}

const FIND = statement(
  'message-find-draft',
  `SELECT d.ciphertext, k.epoch, k.wrapped, d.saved_at AS "savedAt"
   FROM message_draft d JOIN request_key k USING (rights_request_id)
   WHERE d.rights_request_id = $1 AND d.user_id = $2`,
);

export interface DraftRow {
  readonly ciphertext: Buffer;
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly savedAt: Date;
}

export async function findDraft(
  executor: Executor,
  rightsRequestId: string,
  userId: string,
): Promise<DraftRow | undefined> {
  return (await executor.run<DraftRow>(FIND, [rightsRequestId, userId])).rows[0];
}

const DELETE = statement(
  'message-delete-draft',
  'DELETE FROM message_draft WHERE rights_request_id = $1 AND user_id = $2',
);

export async function deleteDraft(executor: Executor, rightsRequestId: string, userId: string): Promise<void> {
  await executor.run(DELETE, [rightsRequestId, userId]);
}
