import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn } from '../../../domain/civil-date.js';
import { Allow } from '../../../identity/access.js';
import { Clock } from '../../../platform/clock.js';
import { TaskDeskService } from '../../../requests/tasks/task-desk.service.js';
import { DepartmentTasks, type TaskPlace } from './department-tasks.js';
import { OwnTasksPage } from './department-task.page.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { mustBeUuid } from '../case-views.js';

/** Tasks of whoever is signed in: theirs, and nothing of the case. */
@ApiExcludeController()
@Controller('auftraege')
@Allow('staff', 'dpo', 'auditor', 'admin')
export class OwnTasksController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(TaskDeskService) private readonly desk: TaskDeskService,
    @Inject(DepartmentTasks) private readonly tasks: DepartmentTasks,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { actor, timeZone } = sessionOf(request);
    const context = this.pages.context(request);
    const rows = await this.desk.own(actor);
    const page = OwnTasksPage({ context, rows, today: civilDateIn(this.clock.now(), timeZone) });
    await this.pages.send(request, reply, context.texts.tasks.own.title, page);
  }

  @Get(':id')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    await this.tasks.show(request, reply, placeOf(request, id));
  }

  @Post(':id')
  async answer(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    await this.tasks.answer(request, reply, placeOf(request, id), (csrf) => this.pages.checkForm(request, csrf));
  }

  @Get(':id/dateien/:field')
  async file(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('field') field: string,
  ): Promise<void> {
    await this.tasks.file(request, reply, placeOf(request, id), field);
  }
}

function placeOf(request: FastifyRequest, id: string): TaskPlace {
  const { actor, csrfToken } = sessionOf(request);
  return { actor, csrfToken, id: mustBeUuid(id), address: `/auftraege/${id}` };
}
