import type { CivilDate } from '../../domain/civil-date.js';
import type { Land } from '../../domain/deadlines/land.js';
import { statement, type Executor } from '../../platform/database/statement.js';
import type { TaskOrder, TaskOutcome, TaskState } from './task.js';

export interface TaskRow {
  readonly id: string;
  readonly organisationId: string;
  readonly rightsRequestId: string;
  readonly assignedTo: string | null;
  readonly assignedAt: Date;
  readonly untilOn: CivilDate;
  readonly state: TaskState;
  /** Whose turn it is while the task is open. */
  readonly turn: 'department' | 'dpo';
  readonly version: number;
  readonly fields: readonly string[];
  readonly linkEndsOn: CivilDate;
  readonly answers: number;
  readonly outcome: TaskOutcome | null;
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
}

const COLUMNS = `t.id, t.organisation_id AS "organisationId", t.rights_request_id AS "rightsRequestId",
  t.assigned_to AS "assignedTo", t.assigned_at AS "assignedAt", t.until_on::text AS "untilOn", t.state, t.turn, t.version,
  t.fields, t.link_ends_on::text AS "linkEndsOn", t.answers, t.outcome, t.answered_at AS "answeredAt",
  t.ended_at AS "endedAt"`;

const INSERT_TASK = statement(
  'insert-task',
  `INSERT INTO task (id, organisation_id, rights_request_id, assigned_to, assigned_by, assigned_at, until_on, fields,
     link_hash, link, link_ends_on, reminded_on, "right", duty)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT ON CONSTRAINT task_pkey DO NOTHING`,
);

export interface NewTask {
  readonly id: string;
  readonly organisationId: string;
  readonly rightsRequestId: string;
  readonly assignedTo: string | null;
  readonly assignedBy: string;
  readonly assignedAt: Date;
  readonly untilOn: string;
  readonly fields: readonly string[];
  readonly linkHash: Buffer;
  readonly link: Buffer;
  readonly linkEndsOn: string;
  readonly today: string;
  readonly duty: TaskOrder['duty'];
}

/** False: there is this task already. */
export async function insertTask(executor: Executor, task: NewTask): Promise<boolean> {
  const { count } = await executor.run(INSERT_TASK, [
    task.id,
    task.organisationId,
    task.rightsRequestId,
    task.assignedTo,
    task.assignedBy,
    task.assignedAt,
    task.untilOn,
    task.fields,
    task.linkHash,
    task.link,
    task.linkEndsOn,
    task.today,
    task.duty?.right ?? null,
    task.duty?.duty ?? null,
  ]);
  return count === 1;
}

const FIND_TASK = statement('find-task', `SELECT ${COLUMNS} FROM task t WHERE t.id = $1`);

export async function findTask(executor: Executor, id: string): Promise<TaskRow | undefined> {
  const { rows } = await executor.run<TaskRow>(FIND_TASK, [id]);
  return rows[0];
}

const TASK_OF_LINK = statement(
  'task-of-link',
  `SELECT id, organisation_id AS "organisationId" FROM task WHERE link_hash = $1`,
);

/** Needs no organisation: the link says which task it is. */
export async function taskOfLink(
  executor: Executor,
  linkHash: Buffer,
): Promise<{ readonly id: string; readonly organisationId: string } | undefined> {
  const { rows } = await executor.run<{ id: string; organisationId: string }>(TASK_OF_LINK, [linkHash]);
  return rows[0];
}

const TASKS_OF_REQUEST = statement(
  'tasks-of-request',
  `SELECT ${COLUMNS} FROM task t WHERE t.rights_request_id = $1 ORDER BY t.assigned_at DESC, t.id`,
);

export async function tasksOfRequest(executor: Executor, rightsRequestId: string): Promise<readonly TaskRow[]> {
  const { rows } = await executor.run<TaskRow>(TASKS_OF_REQUEST, [rightsRequestId]);
  return rows;
}

const TASKS_OF_USER = statement(
  'tasks-of-user',
  `SELECT ${COLUMNS} FROM task t WHERE t.organisation_id = $1 AND t.assigned_to = $2
   ORDER BY (t.state = 'open') DESC, t.until_on, t.id LIMIT 200`,
);

export async function tasksOfUser(
  executor: Executor,
  organisationId: string,
  userId: string,
): Promise<readonly TaskRow[]> {
  const { rows } = await executor.run<TaskRow>(TASKS_OF_USER, [organisationId, userId]);
  return rows;
}

const ANSWER_TASK = statement(
  'answer-task',
  `UPDATE task SET answers = answers + 1, outcome = $3, answered_at = $4, turn = 'dpo', version = version + 1
   WHERE id = $1 AND answers = $2 AND state = 'open'`,
);

/** False: it has ended, or this answer is known. */
export async function answerTask(
  executor: Executor,
  task: { readonly id: string; readonly answers: number },
  outcome: TaskOutcome,
  at: Date,
): Promise<boolean> {
  const { count } = await executor.run(ANSWER_TASK, [task.id, task.answers, outcome, at]);
  return count === 1;
}

const EXTEND_TASK = statement(
  'extend-task',
  `UPDATE task SET until_on = $3, link_ends_on = $4, turn = 'department', version = version + 1, reminded_on = $5,
     overdue_noted_on = NULL, fields = fields || $6::text[]
   WHERE id = $1 AND version = $2 AND state = 'open'`,
);

/** False: it has changed since `version` was read. */
export async function extendTask(
  executor: Executor,
  task: { readonly id: string; readonly version: number },
  to: { until: string; linkEndsOn: string; today: string; fields: readonly string[] },
): Promise<boolean> {
  const { count } = await executor.run(EXTEND_TASK, [
    ...[task.id, task.version, to.until, to.linkEndsOn, to.today, to.fields],
  ]);
  return count === 1;
}

const END_TASK = statement(
  'end-task',
  `UPDATE task SET state = $3, ended_at = $4, version = version + 1 WHERE id = $1 AND version = $2 AND state = 'open'`,
);

/** False: it has changed since `version` was read. */
export async function endTask(
  executor: Executor,
  task: { readonly id: string; readonly version: number },
  state: TaskState,
  at: Date,
): Promise<boolean> {
  const { count } = await executor.run(END_TASK, [task.id, task.version, state, at]);
  return count === 1;
}

const WITHDRAW_TASKS = statement(
  'withdraw-tasks',
  `UPDATE task SET state = 'withdrawn', ended_at = $2, version = version + 1
   WHERE rights_request_id = $1 AND state = 'open' RETURNING id`,
);

/** Ends all open ones of a request; which they were. */
export async function withdrawTasks(executor: Executor, rightsRequestId: string, at: Date): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(WITHDRAW_TASKS, [rightsRequestId, at]);
  return rows.map(({ id }) => id);
}

const COUNT_TASKS = statement(
  'count-tasks',
  `SELECT count(*) FILTER (WHERE turn = 'department' AND until_on < $2)::int AS overdue,
          count(*) FILTER (WHERE turn = 'dpo')::int AS answered
   FROM task WHERE organisation_id = $1 AND state = 'open'`,
);

/** Open ones whose day has passed, and those with an answer that nobody has looked at. */
export async function countTasks(
  executor: Executor,
  organisationId: string,
  today: string,
): Promise<{ readonly overdue: number; readonly answered: number }> {
  const { rows } = await executor.run<{ overdue: number; answered: number }>(COUNT_TASKS, [organisationId, today]);
  return rows[0] ?? { overdue: 0, answered: 0 };
}

/** An open task that waits for its department. */
export interface WaitingTask {
  readonly id: string;
  readonly organisationId: string;
  readonly rightsRequestId: string;
  readonly untilOn: CivilDate;
  readonly remindedOn: CivilDate;
  readonly overdueNoted: boolean;
  readonly linkEndsOn: CivilDate;
  readonly timeZone: string;
  readonly land: Land;
  readonly municipality: string | null;
  readonly reminderHour: number;
}

const WAITING_TASKS = statement(
  'waiting-tasks',
  `SELECT t.id, t.organisation_id AS "organisationId", t.rights_request_id AS "rightsRequestId",
          t.until_on::text AS "untilOn", t.reminded_on::text AS "remindedOn",
          t.overdue_noted_on IS NOT NULL AS "overdueNoted", t.link_ends_on::text AS "linkEndsOn",
          o.time_zone AS "timeZone", o.land, o.municipality, o.reminder_hour AS "reminderHour"
   FROM task t JOIN organisation o ON o.id = t.organisation_id
   WHERE t.state = 'open' AND t.turn = 'department' AND t.until_on <= $1::date + 10
   ORDER BY t.until_on, t.id`,
);

/** Of all organisations, by day: whose day has come or comes within ten. */
export async function waitingTasks(executor: Executor, today: string): Promise<readonly WaitingTask[]> {
  const { rows } = await executor.run<WaitingTask>(WAITING_TASKS, [today]);
  return rows;
}

const NOTE_REMINDED = statement(
  'note-task-reminded',
  `UPDATE task SET reminded_on = $2 WHERE id = $1 AND reminded_on < $2 AND state = 'open' AND turn = 'department'`,
);

/** False: another instance did it first, or nothing is left to remind of. */
export async function noteReminded(executor: Executor, id: string, today: string): Promise<boolean> {
  const { count } = await executor.run(NOTE_REMINDED, [id, today]);
  return count === 1;
}

const NOTE_OVERDUE = statement(
  'note-task-overdue',
  `UPDATE task SET overdue_noted_on = $2
   WHERE id = $1 AND overdue_noted_on IS NULL AND until_on < $2 AND state = 'open' AND turn = 'department'`,
);

/** False: it was noted before, or is not overdue any more. */
export async function noteTaskOverdue(executor: Executor, id: string, today: string): Promise<boolean> {
  const { count } = await executor.run(NOTE_OVERDUE, [id, today]);
  return count === 1;
}
