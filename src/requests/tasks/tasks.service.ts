import { Inject, Injectable } from '@nestjs/common';
import { addDays, civilDateIn, parseCivilDate, type CivilDate } from '../../domain/civil-date.js';
import { isCalledFor } from '../../domain/duties/duties.js';
import { linkEndsOn } from '../../domain/deadlines/task-due.js';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import { systemActor, type Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { listUsers, type ListedUser } from '../../identity/identity.sql.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { isUuid, randomToken } from '../../platform/ids.js';
import { isMailAddress } from '../../platform/mail/compose.js';
import { claimsOf } from '../claims/claim-state.js';
import { findClaims } from '../claims/claims.sql.js';
import { refuseFaults } from '../request/case-work.js';
import { holdState } from '../request/commands.sql.js';
import { CONTENT_FIELD, type AttachmentRecord, type RequestContent } from '../sealed/content.js';
import { mustAllow, mustBeDpo } from '../request/permission.js';
import { RightsRequestsRepository, type RightsRequestRow } from '../request/rights-requests.repository.js';
import { textProblems } from '../request/typed-text.js';
import { raiseTaskMail } from './raise-task-mail.js';
import {
  hashOfLink,
  linkField,
  noteField,
  taskField,
  TASK_WORDS_LIMIT,
  type TaskOrder,
  type TaskWords,
} from './task.js';
import { countTasks, endTask, extendTask, findTask, insertTask, type TaskRow } from './tasks.sql.js';
import { RequestVault, type OpenRequest } from '../sealed/request-vault.js';
import type { Executor } from '../../platform/database/statement.js';

/** 128 bits. */
const LINK_BYTES = 16;
const LONGEST_DAYS = 366;

/** Not an error to anyone: the same form was sent twice. */
class KnownTaskError extends Error {}

/** What the DPO does with tasks: give, extend, withdraw, take as done. */
@Injectable()
export class TasksService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Whom a task can be given to. @throws Refusal not-allowed */
  async assignees(actor: Actor): Promise<readonly ListedUser[]> {
    mustBeDpo(actor);
    return this.database.ask(systemActor(actor.organisationId), (executor) =>
      listUsers(executor, actor.organisationId),
    );
  }

  /** How many are overdue, and how many have an answer that waits for the DPO. */
  async counts(actor: Actor, today: CivilDate): Promise<{ readonly overdue: number; readonly answered: number }> {
    return this.database.ask(actor, (executor) => countTasks(executor, actor.organisationId, today));
  }

  /** Twice with the same id is once. @throws Refusal not-allowed, not-found, command-not-allowed, invalid-input */
  async assign(actor: Actor, rightsRequestId: string, order: TaskOrder): Promise<void> {
    const userId = mustBeDpo(actor);
    const row = await this.findRequest(actor, rightsRequestId);
    const today = this.today(row);
    const users = order.user === '' ? [] : await this.assignees(actor);
    const until = checked(order, today, users, row.safeOn);
    const work = async (transaction: AuditTransaction): Promise<void> => {
      // Held: a task is not given to a matter that is closed in the same instant.
      const state = (await holdState(transaction, rightsRequestId)) ?? refuse('not-found', {});
      mustAllow('assign-task', { ...row, state }, transaction.now, undefined);
      if (order.duty !== undefined) {
        await mustFollow(transaction, row, order.duty);
      }
      const { fields, link, linkHash, commitment, files } = await this.seal(transaction, row, order);
      const fresh = await insertTask(transaction, {
        ...{ id: order.id, organisationId: actor.organisationId, rightsRequestId, fields, link, linkHash },
        ...{ assignedTo: order.user === '' ? null : order.user, assignedBy: userId, assignedAt: transaction.now },
        ...{ untilOn: until, linkEndsOn: linkEndsOn(until), today, duty: order.duty },
      });
      if (!fresh) {
        throw new KnownTaskError();
      }
      const to = order.user === '' ? ({ to: 'address' } as const) : ({ to: 'user', user: order.user } as const);
      transaction.record(
        'task.assigned',
        { task: order.id, until, attachments: files, ...to, ...order.duty },
        { rightsRequestId, commit: commitment },
      );
      await this.mail(transaction, order.id, 'assigned', today);
    };
    await this.auditLog.transact(actor, work).catch(knownAlready);
  }

  /** Another day, and a word to the department if there is something to say. @throws Refusal … version-conflict */
  async extend(actor: Actor, taskId: string, to: { until: string; note: string }, version: number): Promise<void> {
    mustBeDpo(actor);
    const { task, row } = await this.find(actor, taskId);
    const today = this.today(row);
    const problems = [...dayProblems(to.until, today), ...textProblems('note', to.note, TASK_WORDS_LIMIT, false)];
    if (problems.length > 0) {
      refuse('invalid-input', { fields: problems });
    }
    const until = parseCivilDate(to.until) ?? today;
    await this.auditLog.transact(actor, async (transaction) => {
      const state = (await holdState(transaction, row.id)) ?? refuse('not-found', {});
      mustAllow('assign-task', { ...row, state }, transaction.now, undefined);
      const field = noteField(taskId, version + 1);
      const note =
        to.note.trim() === ''
          ? undefined
          : (await this.vault.open(transaction, task)).seal(transaction, field, { note: to.note });
      const fields = note === undefined ? [] : [field];
      const next = { until, linkEndsOn: linkEndsOn(until), today, fields };
      if (!(await extendTask(transaction, { id: taskId, version }, next))) {
        refuse('version-conflict', { current: task.version });
      }
      const commit = note === undefined ? {} : { commit: note };
      transaction.record('task.extended', { task: taskId, until }, { rightsRequestId: row.id, ...commit });
      await this.mail(transaction, taskId, 'extended', today);
    });
  }

  /** @throws Refusal not-allowed, not-found, version-conflict */
  async withdraw(actor: Actor, taskId: string, version: number): Promise<void> {
    mustBeDpo(actor);
    const { task, row } = await this.find(actor, taskId);
    await this.auditLog.transact(actor, async (transaction) => {
      await holdState(transaction, row.id);
      if (!(await endTask(transaction, { id: taskId, version }, 'withdrawn', transaction.now))) {
        refuse('version-conflict', { current: task.version });
      }
      transaction.record('task.withdrawn', { task: taskId }, { rightsRequestId: row.id });
      await this.mail(transaction, taskId, 'withdrawn', this.today(row));
    });
  }

  /** After an answer, or because the department said so on the telephone. @throws Refusal … version-conflict */
  async finish(actor: Actor, taskId: string, version: number): Promise<void> {
    mustBeDpo(actor);
    const { task, row } = await this.find(actor, taskId);
    const by = task.turn === 'dpo' ? 'answer' : 'telephone';
    await this.auditLog.transact(actor, async (transaction) => {
      if (!(await endTask(transaction, { id: taskId, version }, 'done', transaction.now))) {
        refuse('version-conflict', { current: task.version });
      }
      transaction.record('task.finished', { task: taskId, by }, { rightsRequestId: row.id });
    });
  }

  /** The task, if it is one of this request. @throws Refusal not-allowed, not-found */
  async mustBeOf(actor: Actor, rightsRequestId: string, taskId: string): Promise<TaskRow> {
    mustBeDpo(actor);
    const task = await this.database.ask(actor, (executor) => findTask(executor, taskId));
    return task?.rightsRequestId === rightsRequestId ? task : refuse('not-found', {});
  }

  private async find(actor: Actor, taskId: string): Promise<{ task: TaskRow; row: RightsRequestRow }> {
    const task = await this.database.ask(actor, (executor) => findTask(executor, taskId));
    return task === undefined
      ? refuse('not-found', {})
      : { task, row: await this.findRequest(actor, task.rightsRequestId) };
  }

  private async findRequest(actor: Actor, id: string): Promise<RightsRequestRow> {
    return (await this.database.ask(actor, (executor) => this.requests.find(executor, id))) ?? refuse('not-found', {});
  }

  private async seal(transaction: AuditTransaction, row: RightsRequestRow, order: TaskOrder) {
    const of = { organisationId: transaction.actor.organisationId, rightsRequestId: row.id };
    const request = await this.vault.open(transaction, of);
    const files = order.files.length === 0 ? [] : await this.chosen(transaction, request, order.files);
    const words: TaskWords = { what: order.what.trim(), address: order.address.trim(), files };
    const commitment = request.seal(transaction, taskField(order.id), words);
    const word = randomToken(LINK_BYTES);
    const link = request.encrypt(linkField(order.id), Buffer.from(word));
    const fields = [taskField(order.id), ...files.map(({ field }) => field)];
    return { fields, link, linkHash: hashOfLink(word), commitment, files: files.length };
  }

  /** The request's files that were chosen, by what is recorded of them. */
  private async chosen(
    executor: Executor,
    request: OpenRequest,
    fields: readonly string[],
  ): Promise<readonly AttachmentRecord[]> {
    const { attachments } = await request.read<RequestContent>(executor, CONTENT_FIELD);
    const known = attachments.map(({ field }) => field);
    // Chosen, but not there (any more): said, never left out in silence.
    refuseFaults(fields.every((field) => known.includes(field)) ? [] : [{ field: 'files', code: 'unknown-value' }]);
    return attachments.filter(({ field }) => fields.includes(field));
  }

  private mail(
    transaction: AuditTransaction,
    taskId: string,
    kind: 'assigned' | 'extended' | 'withdrawn',
    on: CivilDate,
  ): Promise<void> {
    return raiseTaskMail(transaction, { taskId, kind, on, host: this.config.mailDomain });
  }

  private today({ timeZone }: RightsRequestRow): CivilDate {
    return civilDateIn(this.clock.now(), timeZone);
  }
}

/** @throws Refusal invalid-input: no decision makes this duty follow */
async function mustFollow(
  executor: Executor,
  row: RightsRequestRow,
  { right, duty }: NonNullable<TaskOrder['duty']>,
): Promise<void> {
  const claims = claimsOf(row.rights, await findClaims(executor, row.id));
  refuseFaults(isCalledFor(claims, right, duty) ? [] : [{ field: 'duty', code: 'not-for-this-outcome' }]);
}

function knownAlready(error: unknown): void {
  if (!(error instanceof KnownTaskError)) {
    throw error;
  }
}

/** A department that answers only then may leave too little time for the answer to the person. */
export function liesAfterSafe(until: string, safeOn: string): boolean {
  return parseCivilDate(until) !== undefined && until > safeOn;
}

/** The day, when all is well. @throws Refusal invalid-input with every field that is wrong */
function checked(order: TaskOrder, today: CivilDate, users: readonly ListedUser[], safeOn: string): CivilDate {
  const problems: FieldProblem[] = [
    ...textProblems('what', order.what, TASK_WORDS_LIMIT, true),
    ...dayProblems(order.until, today),
  ];
  if (!order.afterSafe && liesAfterSafe(order.until, safeOn) && problems.every(({ field }) => field !== 'until')) {
    problems.push({ field: 'until', code: 'too-far-ahead', limit: safeOn });
  }
  if (!isUuid(order.id)) {
    problems.push({ field: 'id', code: 'unknown-value' });
  }
  if (order.user !== '' && !users.some(({ id }) => id === order.user)) {
    problems.push({ field: 'user', code: 'unknown-value' });
  }
  if (order.user === '' && order.address.trim() === '') {
    problems.push({ field: 'address', code: 'required' });
  } else if (order.user === '' && !isMailAddress(order.address.trim())) {
    problems.push({ field: 'address', code: 'not-an-address' });
  } else if (order.user !== '' && order.address.trim() !== '') {
    problems.push({ field: 'address', code: 'only-one-of-these' });
  }
  return problems.length > 0 ? refuse('invalid-input', { fields: problems }) : (parseCivilDate(order.until) ?? today);
}

function dayProblems(text: string, today: CivilDate): readonly FieldProblem[] {
  const day = parseCivilDate(text);
  if (day === undefined) {
    return [{ field: 'until', code: text === '' ? 'required' : 'not-a-date' }];
  }
  if (day < today) {
    return [{ field: 'until', code: 'before-start', limit: today }];
  }
  return day > addDays(today, LONGEST_DAYS)
    ? [{ field: 'until', code: 'too-far-ahead', limit: addDays(today, LONGEST_DAYS) }]
    : [];
}
