import { Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../../identity/access.js';
import { TaskDeskService } from '../../../requests/tasks/task-desk.service.js';
import { DepartmentTasks, type TaskPlace } from './department-tasks.js';
import { OwnTasksPage } from './department-task.page.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import type { Answer } from '../../../platform/http/answer.js';
import { Uuid } from '../../shell/route-params.js';
import { Upload } from '../../../platform/http/sent-form.js';

/** Tasks of whoever is signed in: theirs, and nothing of the case. */
@ApiExcludeController()
@Controller('auftraege')
@Allow('staff', 'dpo', 'decider', 'auditor', 'admin')
export class OwnTasksController {
  constructor(
    @Inject(TaskDeskService) private readonly departmentTasks: TaskDeskService,
    @Inject(DepartmentTasks) private readonly tasks: DepartmentTasks,
  ) {}

  @Get()
  async list(@Visit() visit: Visit): Promise<Answer> {
    const { context, today } = visit;
    const rows = await this.departmentTasks.own(visit.actor);
    return page(visit, context.texts.tasks.own.title, OwnTasksPage({ context, rows, today }));
  }

  @Get(':id')
  async show(@Visit() visit: Visit, @Uuid('id') id: string, @Query('gesendet') sent: unknown): Promise<Answer> {
    await this.departmentTasks.open(visit.actor, id);
    return this.tasks.show(visit, placeOf(visit, id), sent === '1');
  }

  @Post(':id')
  async answer(@Visit() visit: Visit, @Uuid('id') id: string, @Upload() upload: Upload): Promise<Answer> {
    return this.tasks.answer(visit, placeOf(visit, id), upload);
  }

  @Get(':id/dateien/:field')
  async file(@Visit() visit: Visit, @Uuid('id') id: string, @Param('field') field: string): Promise<Answer> {
    await this.departmentTasks.open(visit.actor, id);
    return this.tasks.file(visit, placeOf(visit, id), field);
  }
}

function placeOf({ session }: Visit, id: string): TaskPlace {
  return { actor: session.actor, csrfToken: session.csrfToken, id, address: `/auftraege/${id}` };
}
