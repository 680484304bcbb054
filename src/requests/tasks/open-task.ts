import type { Executor } from '../../platform/database/statement.js';
import type { OpenRequest } from '../sealed/request-vault.js';
import { taskField, type TaskWords } from './task.js';
import type { TaskRow } from './tasks.sql.js';

export interface OpenedTask {
  readonly row: TaskRow;
  readonly words: TaskWords;
  /** What the DPO wrote when giving another day, oldest first. */
  readonly notes: readonly string[];
}

/** Everything the department is told. @throws Refusal content-erased */
export async function openTask(request: OpenRequest, executor: Executor, row: TaskRow): Promise<OpenedTask> {
  const words = await request.read<TaskWords>(executor, taskField(row.id));
  const notes: string[] = [];
  for (const field of row.fields.filter((name) => name.startsWith(`task-${row.id}-note-`))) {
    notes.push((await request.read<{ note: string }>(executor, field)).note);
  }
  return { row, words, notes };
}
