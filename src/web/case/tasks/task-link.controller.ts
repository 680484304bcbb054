import { Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isRefusal } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { AttemptLimit } from '../../../identity/attempt-limit.js';
import { TASK_COOKIE } from '../../../identity/cookies.js';
import { Devices } from '../../../identity/device.js';
import { TaskDeskService } from '../../../requests/tasks/task-desk.service.js';
import { DepartmentTasks, type TaskPlace } from './department-tasks.js';
import { Pages } from '../../shell/pages.service.js';
import { Visit } from '../../shell/visit.js';
import { type Answer, redirect } from '../../../platform/http/answer.js';
import { Upload } from '../../../platform/http/sent-form.js';
import { SecretLink } from '../../../identity/form-token.guard.js';

const ANSWERS_LIMIT = 20;
/** Each is an entry that stays: whoever has the link cannot fill the log with them. */
const OPENINGS_LIMIT = 50;
const OPEN_SECONDS = 12 * 3600;

/**
 * A task by its link, without an account. The link is the secret, so its form needs no token of a session. Scanners of mail
 * follow every link: GET alone shows a cover and records nothing, and a person asks for the task by POST. From then on the
 * browser has a cookie that opens this task.
 */
@ApiExcludeController()
@Controller('auftrag/:token')
@Allow('public')
@SecretLink()
export class TaskLinkController {
  constructor(
    @Inject(TaskDeskService) private readonly departmentTasks: TaskDeskService,
    @Inject(DepartmentTasks) private readonly tasks: DepartmentTasks,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
    @Inject(Devices) private readonly devices: Devices,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Param('token') token: string, @Query('gesendet') sent: unknown): Promise<Answer> {
    const place = await this.placeOf(visit, token);
    if (place === undefined) {
      return this.tasks.unknown(visit);
    }
    const here = this.pages.at(visit, place.actor.organisationId);
    return this.isOpened(visit, place)
      ? this.tasks.show(here, place, sent === '1')
      : this.tasks.cover(here, place, sent === '1');
  }

  @Post('ansehen')
  async open(@Visit() visit: Visit, @Param('token') token: string): Promise<Answer> {
    const place = await this.placeOf(visit, token);
    if (place === undefined) {
      return this.tasks.unknown(visit);
    }
    if (this.isOpened(visit, place) || !(await this.tasks.canBeOpened(place))) {
      return redirect(place.address);
    }
    await this.attempts.take('task-opened', place.id, OPENINGS_LIMIT);
    await this.departmentTasks.open(place.actor, place.id);
    const cookie = { name: TASK_COOKIE, value: this.devices.cookieFor(place.address), maxAgeSeconds: OPEN_SECONDS };
    return redirect(place.address, { cookies: [cookie] });
  }

  @Post()
  async answer(@Visit() visit: Visit, @Param('token') token: string, @Upload() upload: Upload): Promise<Answer> {
    const place = await this.placeOf(visit, token);
    if (place === undefined) {
      return this.tasks.unknown(visit);
    }
    await this.attempts.take('task-answer', place.id, ANSWERS_LIMIT);
    return this.tasks.answer(this.pages.at(visit, place.actor.organisationId), place, upload);
  }

  @Get('dateien/:field')
  async file(@Visit() visit: Visit, @Param('token') token: string, @Param('field') field: string): Promise<Answer> {
    const place = await this.placeOf(visit, token);
    if (place === undefined) {
      return this.tasks.unknown(visit);
    }
    return this.isOpened(visit, place) ? this.tasks.file(visit, place, field) : redirect(place.address);
  }

  private isOpened({ cookies }: Visit, { address }: TaskPlace): boolean {
    return this.devices.recognise(address, cookies[TASK_COOKIE]) !== undefined;
  }

  /** Undefined: no link of ours, which is answered the later the more were tried. One of ours is never held up. */
  private async placeOf({ remoteAddress }: Visit, token: string): Promise<TaskPlace | undefined> {
    try {
      const actor = await this.departmentTasks.byLink(token);
      return { actor, id: actor.userId ?? '', address: `/auftrag/${token}`, csrfToken: undefined };
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'not-found') {
        throw error;
      }
      await this.attempts.slowDown('task-link', remoteAddress);
      return undefined;
    }
  }
}
