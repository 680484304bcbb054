import { statement, type Executor } from '../../platform/database/statement.js';

export interface WorklistView {
  readonly id: string;
  readonly name: string;
  /** `state=open&right=access&…`, as in the address of the list. */
  readonly query: string;
  /** The list opens with it. */
  readonly starts: boolean;
}

export const VIEW_NAME_TAKEN = 'worklist_view_name_key';

const VIEWS = statement(
  'worklist-views',
  `SELECT id, name, query, starts FROM worklist_view WHERE organisation_id = $1 AND user_id = $2 ORDER BY name, id`,
);

export async function viewsOf(
  executor: Executor,
  organisationId: string,
  userId: string,
): Promise<readonly WorklistView[]> {
  return (await executor.run<WorklistView>(VIEWS, [organisationId, userId])).rows;
}

const INSERT_VIEW = statement(
  'insert-worklist-view',
  `INSERT INTO worklist_view (id, organisation_id, user_id, name, query) VALUES ($1, $2, $3, $4, $5)`,
);

export async function insertView(
  executor: Executor,
  organisationId: string,
  userId: string,
  view: Omit<WorklistView, 'starts'>,
): Promise<void> {
  await executor.run(INSERT_VIEW, [view.id, organisationId, userId, view.name, view.query]);
}

const DELETE_VIEW = statement(
  'delete-worklist-view',
  'DELETE FROM worklist_view WHERE organisation_id = $1 AND user_id = $2 AND id = $3',
);

export async function deleteView(
  executor: Executor,
  organisationId: string,
  userId: string,
  id: string,
): Promise<void> {
  await executor.run(DELETE_VIEW, [organisationId, userId, id]);
}

const CLEAR_START = statement(
  'clear-start-view',
  'UPDATE worklist_view SET starts = false WHERE organisation_id = $1 AND user_id = $2 AND starts',
);
const SET_START = statement(
  'set-start-view',
  'UPDATE worklist_view SET starts = true WHERE organisation_id = $1 AND user_id = $2 AND id = $3',
);

/** At most one of a user's; none where `id` is null. */
export async function startWith(
  executor: Executor,
  organisationId: string,
  userId: string,
  id: string | null,
): Promise<void> {
  await executor.run(CLEAR_START, [organisationId, userId]);
  if (id !== null) {
    await executor.run(SET_START, [organisationId, userId, id]);
  }
}
