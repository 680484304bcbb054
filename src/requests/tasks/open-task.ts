import { refuse } from '../../domain/problem.js';
import type { Executor } from '../../platform/database/statement.js';
import type { DataKey, Vault } from '../../platform/vault/vault.js';
import { findSealed } from '../sealed/sealed-fields.sql.js';
import { openCommitted } from '../sealed/sealed-payload.js';
import { taskField, type TaskWords } from './task.js';
import type { TaskRow } from './tasks.sql.js';

export interface OpenedTask {
  readonly row: TaskRow;
  readonly words: TaskWords;
  /** What the DPO wrote when giving another day, oldest first. */
  readonly notes: readonly string[];
}

type Place = Pick<TaskRow, 'organisationId' | 'rightsRequestId'>;

/** One sealed and committed field. @throws Refusal content-erased */
export async function openField<T>(vault: Vault, executor: Executor, of: Place, field: string): Promise<T> {
  const sealed = (await findSealed(executor, of.rightsRequestId, field)) ?? refuse('content-erased', {});
  const dataKey = vault.unwrap(sealed, of.organisationId, of.rightsRequestId);
  return openCommitted(vault, dataKey, placeOf(of, field), sealed.ciphertext).payload as T;
}

/** Everything the department is told. @throws Refusal content-erased */
export async function openTask(vault: Vault, executor: Executor, row: TaskRow): Promise<OpenedTask> {
  const words = await openField<TaskWords>(vault, executor, row, taskField(row.id));
  const notes: string[] = [];
  for (const field of row.fields.filter((name) => name.startsWith(`task-${row.id}-note-`))) {
    notes.push((await openField<{ note: string }>(vault, executor, row, field)).note);
  }
  return { row, words, notes };
}

/** The bytes of a file. @throws Refusal content-erased */
export async function openFile(vault: Vault, executor: Executor, of: Place, field: string): Promise<Buffer> {
  const sealed = (await findSealed(executor, of.rightsRequestId, field)) ?? refuse('content-erased', {});
  const dataKey: DataKey = vault.unwrap(sealed, of.organisationId, of.rightsRequestId);
  return vault.open(dataKey, placeOf(of, field), sealed.ciphertext);
}

export function placeOf(of: Place, field: string): { organisation: string; request: string; field: string } {
  return { organisation: of.organisationId, request: of.rightsRequestId, field };
}
