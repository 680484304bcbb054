import { Inject, Injectable } from '@nestjs/common';
import type { FieldProblem } from '../../domain/problem.js';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { Database } from '../../platform/database/database.js';
import { violatedConstraint } from '../../platform/database/sql-state.js';
import { isMailAddress } from '../../platform/mail/compose.js';
import { NOTE_LIMIT } from '../notes/notes.service.js';
import { refuseFaults } from '../request/case-work.js';
import { mustBeDpo } from '../request/permission.js';
import { textProblems } from '../request/typed-text.js';
import { TASK_WORDS_LIMIT } from '../tasks/task.js';
import { dropMacro, MACRO_NAME_TAKEN, macrosOf, saveMacro, type Macro } from './macros.sql.js';

export const MACRO_NAME_LIMIT = 60;
const MACROS_LIMIT = 50;
const LONGEST_DAYS = 366;

/** Several steps under one name, which an organisation edits: a setting of the desk, no fact of a case. */
@Injectable()
export class MacrosService {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** By name. @throws Refusal not-allowed */
  async list(actor: Actor): Promise<readonly Macro[]> {
    mustBeDpo(actor);
    return this.database.ask(actor, (executor) => macrosOf(executor, actor.organisationId));
  }

  /** @throws Refusal not-allowed, not-found */
  async get(actor: Actor, id: string): Promise<Macro> {
    return (await this.list(actor)).find((macro) => macro.id === id) ?? refuse('not-found', {});
  }

  /** A new one, or another shape of a known one. @throws Refusal not-allowed, invalid-input */
  async save(actor: Actor, macro: Macro): Promise<void> {
    const known = await this.list(actor);
    const tidy = { ...macro, name: macro.name.trim(), taskAddress: macro.taskAddress.trim() };
    const isOneMore = known.every(({ id }) => id !== macro.id);
    refuseFaults([
      ...problemsOf(tidy),
      ...(isOneMore && known.length >= MACROS_LIMIT
        ? [{ field: 'name', code: 'too-many', limit: MACROS_LIMIT } as const]
        : []),
    ]);
    try {
      await this.database.writeTechnical(actor, (transaction) => saveMacro(transaction, actor.organisationId, tidy));
    } catch (error) {
      if (violatedConstraint(error) === MACRO_NAME_TAKEN) {
        refuse('invalid-input', { fields: [{ field: 'name', code: 'only-once' }] });
      }
      throw error;
    }
  }

  /** Twice is once. @throws Refusal not-allowed */
  async drop(actor: Actor, id: string): Promise<void> {
    mustBeDpo(actor);
    await this.database.writeTechnical(actor, (transaction) => dropMacro(transaction, actor.organisationId, id));
  }
}

function problemsOf(macro: Macro): readonly FieldProblem[] {
  const { name, takeOver, confirmReceipt, taskAddress, taskWhat, taskDays, note } = macro;
  const givesTask = taskAddress !== '' || taskWhat.trim() !== '';
  const isEmpty = !takeOver && !confirmReceipt && !givesTask && note.trim() === '';
  return [
    ...textProblems('name', name, MACRO_NAME_LIMIT, true),
    ...(isEmpty ? [{ field: 'takeOver', code: 'required' } as const] : []),
    ...(givesTask && !isMailAddress(taskAddress) ? [{ field: 'taskAddress', code: 'not-an-address' } as const] : []),
    ...textProblems('taskWhat', taskWhat, TASK_WORDS_LIMIT, givesTask),
    ...(Number.isInteger(taskDays) && taskDays >= 1 && taskDays <= LONGEST_DAYS
      ? []
      : [{ field: 'taskDays', code: 'unknown-value' } as const]),
    ...textProblems('note', note, NOTE_LIMIT, false),
  ];
}
