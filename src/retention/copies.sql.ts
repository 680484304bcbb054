import { statement, type Executor } from '../platform/database/statement.js';

export const COPY_PLACES = ['dpo-mailbox', 'department', 'platform'] as const;
export type CopyPlace = (typeof COPY_PLACES)[number];

/** Kinds of channel on which the message itself lies at somebody else's, or in a mailbox of the house. */
export const PLATFORMS = ['linkedin', 'instagram', 'facebook', 'youtube', 'xing', 'x', 'email', 'homepage'] as const;

/**
 * Where content of a request went and may still lie: mails to the DPO that held it, tasks of departments that had files or
 * words of it, and the message on the platform. A mail of which it is not known what it held counts as one that held it.
 */
const PLACES = `
  SELECT 'dpo-mailbox' AS place, f.id AS about, f.message_id FROM forwarding f
    WHERE f.rights_request_id = $1 AND f.forwarded_at IS NOT NULL AND f.carried IS DISTINCT FROM 'notice'
  UNION ALL
  SELECT 'department', t.id, NULL FROM task t
    WHERE t.rights_request_id = $1 AND EXISTS (
      SELECT 1 FROM log_entry e WHERE e.rights_request_id = $1 AND e.event = 'task.opened'
        AND convert_from(e.bytes, 'UTF8') LIKE '%' || t.id || '%')
  UNION ALL
  SELECT 'platform', r.id, NULL FROM rights_request r JOIN channel c ON c.id = r.channel_id
    WHERE r.id = $1 AND c.kind = ANY ($2)`;

/** `program`: in the built-in mailbox, which is its own. */
export type DeletedBy = 'imap' | 'person' | 'program';

export interface CopyRow {
  readonly place: CopyPlace;
  readonly about: string;
  /** Null: nothing was noted about it yet. */
  readonly id: string | null;
  readonly dueAt: Date | null;
  readonly deletedAt: Date | null;
  readonly deletedBy: DeletedBy | null;
}

const COPIES_OF = statement(
  'copies-of-request',
  `SELECT p.place, p.about, c.id, c.due_at AS "dueAt", c.deleted_at AS "deletedAt", c.deleted_by AS "deletedBy"
   FROM (${PLACES}) p LEFT JOIN content_copy c
     ON c.rights_request_id = $1 AND c.place = p.place AND c.about = p.about
   ORDER BY p.place, p.about`,
);

export async function copiesOf(executor: Executor, id: string): Promise<readonly CopyRow[]> {
  return (await executor.run<CopyRow>(COPIES_OF, [id, PLATFORMS])).rows;
}

const FOUND = statement('copies-found', PLACES);
const INSERT_COPY = statement(
  'insert-content-copy',
  `INSERT INTO content_copy (id, organisation_id, rights_request_id, place, about, message_id, due_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
);

/** From now on somebody has to delete them: those of these places are on the list until it is confirmed. */
export async function noteCopies(
  transaction: Executor & { readonly now: Date },
  request: { readonly organisationId: string; readonly id: string },
  places: readonly CopyPlace[],
  newId: () => string,
): Promise<void> {
  const { organisationId, id } = request;
  const { rows } = await transaction.run<{ place: CopyPlace; about: string; message_id: string | null }>(FOUND, [
    id,
    PLATFORMS,
  ]);
  for (const { place, about, message_id: messageId } of rows.filter((row) => places.includes(row.place))) {
    await transaction.run(INSERT_COPY, [newId(), organisationId, id, place, about, messageId, transaction.now]);
  }
}

const MARK_DELETED = statement(
  'mark-copy-deleted',
  `UPDATE content_copy SET deleted_at = $2, deleted_by = $3, message_id = NULL
   WHERE id = $1 AND deleted_at IS NULL RETURNING rights_request_id AS "rightsRequestId", place`,
);

/** Undefined: it was confirmed before, or is not to be seen. */
export async function markCopyDeleted(
  executor: Executor,
  id: string,
  at: Date,
  by: DeletedBy,
): Promise<{ readonly rightsRequestId: string; readonly place: CopyPlace } | undefined> {
  const { rows } = await executor.run<{ rightsRequestId: string; place: CopyPlace }>(MARK_DELETED, [id, at, by]);
  return rows[0];
}

export interface OpenCopy {
  readonly id: string;
  readonly rightsRequestId: string;
  readonly reference: string;
  readonly place: CopyPlace;
  readonly messageId: string | null;
  readonly dueAt: Date;
}

const OPEN_COPIES = statement(
  'open-copies',
  `SELECT c.id, c.rights_request_id AS "rightsRequestId", r.reference, c.place, c.message_id AS "messageId",
     c.due_at AS "dueAt"
   FROM content_copy c JOIN rights_request r ON r.id = c.rights_request_id
   WHERE c.organisation_id = $1 AND c.deleted_at IS NULL ORDER BY c.due_at, c.id LIMIT $2`,
);

/** Copies that nobody has confirmed as deleted, oldest first; whoever asks sees those of their role. */
export async function openCopies(
  executor: Executor,
  organisationId: string,
  limit: number,
): Promise<readonly OpenCopy[]> {
  return (await executor.run<OpenCopy>(OPEN_COPIES, [organisationId, limit])).rows;
}
