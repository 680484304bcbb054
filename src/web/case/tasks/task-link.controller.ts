import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { AttemptLimit } from '../../../identity/attempt-limit.js';
import { TaskDeskService } from '../../../requests/tasks/task-desk.service.js';
import { DepartmentTasks, type TaskPlace } from './department-tasks.js';

const UNKNOWN_LIMIT = 30;
const ANSWERS_LIMIT = 20;

/** A task by its link, without an account. The link is the secret, so its form needs no token of a session. */
@ApiExcludeController()
@Controller('auftrag/:token')
@Allow('public')
export class TaskLinkController {
  constructor(
    @Inject(TaskDeskService) private readonly desk: TaskDeskService,
    @Inject(DepartmentTasks) private readonly tasks: DepartmentTasks,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('token') token: string): Promise<void> {
    const place = await this.placeOf(request, token);
    await (place === undefined ? this.tasks.unknown(request, reply) : this.tasks.show(request, reply, place));
  }

  @Post()
  async answer(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('token') token: string,
  ): Promise<void> {
    const place = await this.placeOf(request, token);
    if (place === undefined) {
      return this.tasks.unknown(request, reply);
    }
    await this.attempts.check('task-answer', place.id, ANSWERS_LIMIT);
    await this.attempts.count('task-answer', place.id);
    await this.tasks.answer(request, reply, place, () => undefined);
  }

  @Get('dateien/:field')
  async file(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('token') token: string,
    @Param('field') field: string,
  ): Promise<void> {
    const place = await this.placeOf(request, token);
    await (place === undefined ? this.tasks.unknown(request, reply) : this.tasks.file(request, reply, place, field));
  }

  /** Undefined: no link of ours, and counted. @throws Refusal too-many-attempts */
  private async placeOf(request: FastifyRequest, token: string): Promise<TaskPlace | undefined> {
    await this.attempts.check('task-link', request.ip, UNKNOWN_LIMIT);
    try {
      const actor = await this.desk.byLink(token);
      return { actor, id: actor.userId ?? '', address: `/auftrag/${token}`, csrfToken: undefined };
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'not-found') {
        throw error;
      }
      await this.attempts.count('task-link', request.ip);
      return undefined;
    }
  }
}
