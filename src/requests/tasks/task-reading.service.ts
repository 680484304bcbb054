import { Inject, Injectable } from '@nestjs/common';
import { isRefusal, refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Database } from '../../platform/database/database.js';
import type { Executor } from '../../platform/database/statement.js';
import { RequestVault, type OpenRequest } from '../sealed/request-vault.js';
import { mustBeDpo } from '../request/permission.js';
import type { OpenedAttachment } from '../request/requests.service.js';
import { answerField, type TaskAnswerWords } from './task.js';
import { openTask, type OpenedTask } from './open-task.js';
import { findTask, tasksOfRequest, type TaskRow } from './tasks.sql.js';

/** A task with all that was said; `words` is missing once the request is erased. */
export interface TaskFile extends Partial<Omit<OpenedTask, 'row'>> {
  readonly row: TaskRow;
  readonly answers: readonly TaskAnswerWords[];
}

/** What the DPO reads of a request's tasks; the reading is an entry. */
@Injectable()
export class TaskReader {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RequestVault) private readonly vault: RequestVault,
  ) {}

  /** How they stand, nothing opened. */
  async standings(actor: Actor, rightsRequestId: string): Promise<readonly TaskRow[]> {
    return this.database.ask(actor, (executor) => tasksOfRequest(executor, rightsRequestId));
  }

  /** Newest first, with all words. @throws Refusal not-allowed */
  async ofRequest(actor: Actor, rightsRequestId: string): Promise<readonly TaskFile[]> {
    const user = mustBeDpo(actor);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const rows = await tasksOfRequest(transaction, rightsRequestId);
      const files: TaskFile[] = [];
      for (const row of rows) {
        files.push(await this.open(transaction, row));
      }
      if (files.some(({ words }) => words !== undefined)) {
        transaction.record('content.read', { user, purpose: 'casework' }, { rightsRequestId });
      }
      return files;
    });
    return result;
  }

  /** A file of an answer. @throws Refusal not-allowed, not-found, content-erased */
  async file(actor: Actor, rightsRequestId: string, taskId: string, field: string): Promise<OpenedAttachment> {
    const user = mustBeDpo(actor);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const row = await findTask(transaction, taskId);
      if (row?.rightsRequestId !== rightsRequestId) {
        return refuse('not-found', {});
      }
      const request = await this.vault.open(transaction, row);
      const answers = await answersOf(transaction, request, row);
      const record =
        answers.flatMap(({ files }) => files).find((file) => file.field === field) ?? refuse('not-found', {});
      transaction.record('content.read', { user, purpose: 'casework' }, { rightsRequestId });
      return { record, bytes: await request.readBytes(transaction, field) };
    });
    return result;
  }

  private async open(executor: Executor, row: TaskRow): Promise<TaskFile> {
    try {
      const request = await this.vault.open(executor, row);
      const { words, notes } = await openTask(request, executor, row);
      return { row, words, notes, answers: await answersOf(executor, request, row) };
    } catch (error) {
      return { row, answers: erased(error) };
    }
  }
}

async function answersOf(executor: Executor, request: OpenRequest, row: TaskRow): Promise<readonly TaskAnswerWords[]> {
  const answers: TaskAnswerWords[] = [];
  for (let number = 1; number <= row.answers; number += 1) {
    answers.push(await request.read<TaskAnswerWords>(executor, answerField(row.id, number)));
  }
  return answers;
}

/** Facts and states stay to be seen. */
function erased(error: unknown): readonly TaskAnswerWords[] {
  if (isRefusal(error, 'content-erased')) {
    return [];
  }
  throw error;
}
