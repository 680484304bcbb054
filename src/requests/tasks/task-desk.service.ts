import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, type CivilDate } from '../../domain/civil-date.js';
import { refuse } from '../../domain/problem.js';
import { departmentActor, WORKER_SCOPE, type Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { findSealed } from '../sealed/sealed-fields.sql.js';
import { textProblems } from '../request/typed-text.js';
import type { OpenedAttachment } from '../request/requests.service.js';
import { raiseTaskMail } from './raise-task-mail.js';
import {
  answerField,
  hashOfLink,
  isTaskOutcome,
  taskField,
  TASK_WORDS_LIMIT,
  type TaskAnswer,
  type TaskAnswerWords,
} from './task.js';
import { openTask, type OpenedTask } from './open-task.js';
import { answerTask, findTask, taskOfLink, tasksOfUser, type TaskRow } from './tasks.sql.js';
import { RequestVault } from '../sealed/request-vault.js';

const LINK = /^[\w-]{22}$/;

/** What the department sees of a task. `gone`: what it was about is erased. */
export type TaskStanding = 'open' | 'done' | 'withdrawn' | 'expired' | 'gone';

/** The department's side: it reads its task and answers, by a link or signed in, and sees nothing else (P8). */
@Injectable()
export class TaskDeskService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Who may do what with the task of a link: whoever has it. @throws Refusal not-found: no link, altered, or not ours */
  async byLink(word: string): Promise<Actor> {
    const found = LINK.test(word)
      ? await this.database.ask(WORKER_SCOPE, (executor) => taskOfLink(executor, hashOfLink(word)))
      : undefined;
    return found === undefined ? refuse('not-found', {}) : departmentActor(found.organisationId, found.id);
  }

  /** Tasks of a user, what is open first. */
  async own(actor: Actor): Promise<readonly TaskRow[]> {
    const userId = actor.userId ?? refuse('not-allowed', {});
    return this.database.ask(actor, (executor) => tasksOfUser(executor, actor.organisationId, userId));
  }

  /** Whether there is anything to read, nothing opened. @throws Refusal not-found */
  async standing(actor: Actor, id: string, timeZone: string): Promise<{ row: TaskRow; standing: TaskStanding }> {
    const row = await this.find(actor, id);
    const sealed = await this.database.ask(actor, (executor) =>
      findSealed(executor, row.rightsRequestId, taskField(id)),
    );
    const today: CivilDate = civilDateIn(this.clock.now(), timeZone);
    if (row.state !== 'open') {
      return { row, standing: row.state };
    }
    if (sealed === undefined) {
      return { row, standing: 'gone' };
    }
    // Whoever signs in needs no link.
    return { row, standing: actor.label === 'department' && today > row.linkEndsOn ? 'expired' : 'open' };
  }

  /** The entry that somebody looks at the task, before anything of it is shown. @throws Refusal not-found */
  async open(actor: Actor, id: string): Promise<void> {
    const { rightsRequestId } = await this.find(actor, id);
    await this.auditLog.transact(actor, (transaction) => {
      transaction.record('task.opened', { task: id }, { rightsRequestId });
      return Promise.resolve();
    });
  }

  /** What the task says, to whom `open` was told of. @throws Refusal not-found, content-erased */
  async read(actor: Actor, id: string): Promise<OpenedTask> {
    const row = await this.find(actor, id);
    return this.database.read(actor, async (executor) => openTask(await this.vault.open(executor, row), executor, row));
  }

  /** A file that was chosen for the task, to whom `open` was told of. @throws Refusal not-found, content-erased */
  async file(actor: Actor, id: string, field: string): Promise<OpenedAttachment> {
    const row = await this.find(actor, id);
    return this.database.read(actor, async (executor) => {
      const request = await this.vault.open(executor, row);
      const { words } = await openTask(request, executor, row);
      const record = words.files.find((file) => file.field === field) ?? refuse('not-found', {});
      return { record, bytes: await request.readBytes(executor, field) };
    });
  }

  /**
   * What the department says, under seal; the DPO is told that there is something. Sent twice it is one answer.
   * @throws Refusal not-found, invalid-input, content-erased
   */
  async answer(actor: Actor, id: string, answer: TaskAnswer, today: CivilDate): Promise<void> {
    const row = await this.find(actor, id);
    const { outcome } = answer;
    if (!isTaskOutcome(outcome)) {
      return refuse('invalid-input', {
        fields: [{ field: 'outcome', code: outcome === '' ? 'required' : 'unknown-value' }],
      });
    }
    // "Done" says it all; the others need words.
    const problems = textProblems('text', answer.text, TASK_WORDS_LIMIT, outcome !== 'done');
    if (problems.length > 0) {
      refuse('invalid-input', { fields: problems });
    }
    await this.auditLog.transact(actor, async (transaction) => {
      if (!(await answerTask(transaction, { id, answers: answer.after }, outcome, transaction.now))) {
        return;
      }
      const words = { outcome, text: answer.text.trim() };
      const commit = await this.seal(transaction, row, answer, words);
      const facts = { task: id, outcome, attachments: answer.files.length };
      transaction.record('task.answered', facts, { rightsRequestId: row.rightsRequestId, commit });
      await raiseTaskMail(transaction, { taskId: id, kind: 'answered', on: today, host: this.config.mailDomain });
    });
  }

  private async seal(
    transaction: AuditTransaction,
    row: TaskRow,
    answer: TaskAnswer,
    words: Omit<TaskAnswerWords, 'files'>,
  ): Promise<string> {
    const number = answer.after + 1;
    const request = await this.vault.open(transaction, row);
    const files = request.sealFiles(transaction, `attachment-task-${row.id}-${number}`, answer.files);
    const payload: TaskAnswerWords = { ...words, files };
    return request.seal(transaction, answerField(row.id, number), payload);
  }

  /** Theirs: by the link, or as the user it was given to. What is not theirs does not exist. */
  private async find(actor: Actor, id: string): Promise<TaskRow> {
    const row = await this.database.ask(actor, (executor) => findTask(executor, id));
    const theirs = actor.label === 'department' ? actor.userId === id : row?.assignedTo === actor.userId;
    return row === undefined || actor.userId === null || !theirs ? refuse('not-found', {}) : row;
  }
}
