import { statement, type Executor } from '../../platform/database/statement.js';

export interface NoteRow {
  readonly id: string;
  readonly authorId: string;
  readonly addedAt: Date;
  readonly retractedAt: Date | null;
  /** Null once the request is erased. */
  readonly ciphertext: Buffer | null;
}

const INSERT_NOTE = statement(
  'insert-note',
  `INSERT INTO request_note (id, organisation_id, rights_request_id, author_id, added_at) VALUES ($1, $2, $3, $4, $5)`,
);

export async function insertNote(
  executor: Executor,
  organisationId: string,
  rightsRequestId: string,
  note: { readonly id: string; readonly authorId: string; readonly at: Date },
): Promise<void> {
  await executor.run(INSERT_NOTE, [note.id, organisationId, rightsRequestId, note.authorId, note.at]);
}

const NOTES = statement(
  'notes-of-request',
  `SELECT n.id, n.author_id AS "authorId", n.added_at AS "addedAt", n.retracted_at AS "retractedAt", s.ciphertext
   FROM request_note n
   LEFT JOIN sealed s ON s.rights_request_id = n.rights_request_id AND s.field = 'note-' || n.id
   WHERE n.rights_request_id = $1 ORDER BY n.added_at DESC, n.id DESC`,
);

/** Newest first. */
export async function notesOf(executor: Executor, rightsRequestId: string): Promise<readonly NoteRow[]> {
  const { rows } = await executor.run<NoteRow>(NOTES, [rightsRequestId]);
  return rows;
}

const RETRACT_NOTE = statement(
  'retract-note',
  `UPDATE request_note SET retracted_at = $3
   WHERE rights_request_id = $1 AND id = $2 AND author_id = $4 AND retracted_at IS NULL AND added_at >= $5`,
);

/** False: not theirs, taken back before, or written before `since`. */
export async function markRetracted(
  executor: Executor,
  rightsRequestId: string,
  note: { readonly id: string; readonly authorId: string },
  at: Date,
  since: Date,
): Promise<boolean> {
  const { count } = await executor.run(RETRACT_NOTE, [rightsRequestId, note.id, at, note.authorId, since]);
  return count === 1;
}
