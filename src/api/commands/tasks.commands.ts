import { SETTLED_DUTIES, type SettledDuty } from '../../domain/duties/duty.js';
import { refuse } from '../../domain/problem.js';
import { RIGHT_NAMES, type Right } from '../../domain/rights/right.js';
import { TASK_WORDS_LIMIT } from '../../requests/tasks/task.js';
import { TasksService } from '../../requests/tasks/tasks.service.js';
import { command, CommandDto, making, type CommandCall, type Commands, type Services } from './command.js';
import { Choice, Day, Flag, Id, OptionalId, Texts, WholeNumber, Words } from './fields.js';

const ADDRESS_LIMIT = 300;
const FILES_LIMIT = 10;

export class AssignTaskDto extends CommandDto {
  @Words(TASK_WORDS_LIMIT, { description: 'All that the department is told; kept under seal' })
  what!: string;

  @Day({ description: 'By when' })
  until!: string;

  @OptionalId('A user of the organisation, of GET /api/v1/assignees; or `address`')
  user?: string;

  @Words(ADDRESS_LIMIT, { optional: true, description: 'A mail address; or `user`' })
  address?: string;

  @Texts(FILES_LIMIT, { optional: true, description: 'Files of the request that they get to see, by `field`' })
  files?: string[];

  @Choice(RIGHT_NAMES, { optional: true, description: 'With `duty`: the right whose decision makes it follow' })
  right?: Right;

  @Choice(SETTLED_DUTIES, { optional: true, description: 'With `right`: the duty that the answer is to prove' })
  duty?: SettledDuty;

  @Flag('The day lies after the safe day, and that is meant')
  afterSafe?: boolean;
}

export class TaskDto extends CommandDto {
  @Id('The task, of GET …/tasks')
  task!: string;

  @WholeNumber('The version of the task that the decision rests on')
  taskVersion?: number;
}

export class ExtendTaskDto extends TaskDto {
  @Day({ description: 'The new day' })
  until!: string;

  @Words(TASK_WORDS_LIMIT, { optional: true, description: 'A word to the department; kept under seal' })
  note?: string;
}

async function versionOf(services: Services, { actor, id }: CommandCall, { task, taskVersion }: TaskDto) {
  const { version } = await services.of(TasksService).mustBeOf(actor, id, task);
  return taskVersion ?? version;
}

/** What departments are asked to do. The program reminds them by itself. */
export const TASK_COMMANDS = {
  'assign-task': making(AssignTaskDto, async (services, { actor, id, freshId }, fields) => {
    const { what, until, user = '', address = '', files = [], afterSafe = false } = fields;
    const { right, duty } = fields;
    if ((right === undefined) !== (duty === undefined)) {
      refuse('invalid-input', { fields: [{ field: right === undefined ? 'right' : 'duty', code: 'required' }] });
    }
    const given = right === undefined || duty === undefined ? undefined : { right, duty };
    const order = { id: freshId, what, until, user, address, files, afterSafe, duty: given };
    await services.of(TasksService).assign(actor, id, order);
    return freshId;
  }),
  'extend-task': command(ExtendTaskDto, async (services, call, fields) => {
    const { task, until, note = '' } = fields;
    await services.of(TasksService).extend(call.actor, task, { until, note }, await versionOf(services, call, fields));
  }),
  'withdraw-task': command(TaskDto, async (services, call, fields) =>
    services.of(TasksService).withdraw(call.actor, fields.task, await versionOf(services, call, fields)),
  ),
  'finish-task': command(TaskDto, async (services, call, fields) =>
    services.of(TasksService).finish(call.actor, fields.task, await versionOf(services, call, fields)),
  ),
} as const satisfies Commands;
