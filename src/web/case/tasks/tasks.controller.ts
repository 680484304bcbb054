import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn, type CivilDate } from '../../../domain/civil-date.js';
import { usualTaskDay } from '../../../domain/deadlines/task-due.js';
import { Allow } from '../../../identity/access.js';
import { Clock } from '../../../platform/clock.js';
import { uuidv7 } from '../../../platform/ids.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { TaskFileService } from '../../../requests/tasks/task-reading.service.js';
import { liesAfterSafe, TasksService } from '../../../requests/tasks/tasks.service.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import type { ChangeForm, TaskForm } from './tasks.page.js';
import { mustBeUuid } from '../case-views.js';
import { TaskViews, type TasksShown } from './task-views.js';
import { orShow, versionIn } from '../../shell/form-body.js';

/** The tasks of a request: given, followed and ended by the DPO. */
@ApiExcludeController()
@Controller('vorgaenge/:id/auftraege')
@Allow('dpo')
export class TasksController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(TasksService) private readonly tasks: TasksService,
    @Inject(TaskFileService) private readonly files: TaskFileService,
    @Inject(TaskViews) private readonly views: TaskViews,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query('getan') done: unknown,
  ): Promise<void> {
    const row = await this.requests.get(sessionOf(request).actor, mustBeUuid(id));
    const saved = done === 'gesendet' || done === 'erledigt' ? done : undefined;
    await this.views.send(request, reply, row, { form: this.emptyForm(row), saved });
  }

  @Post()
  async assign(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor } = sessionOf(request);
    const row = await this.requests.get(actor, mustBeUuid(id));
    const form = formOf(body ?? {});
    const afterSafe = body?.['trotzdem'] === '1';
    if (!afterSafe && liesAfterSafe(form.until, row.safeOn)) {
      return this.views.send(request, reply, row, { form, afterSafe: true }, 422);
    }
    await this.orShow(request, reply, row, { form }, async () => {
      await this.tasks.assign(actor, id, { ...form, afterSafe });
      await reply.redirect(`/vorgaenge/${id}/auftraege?getan=gesendet`, 303);
    });
  }

  @Post(':task/termin')
  async extend(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('task') task: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor } = sessionOf(request);
    const row = await this.requests.get(actor, mustBeUuid(id));
    const value = textsOf(body ?? {});
    const change: ChangeForm = { task, until: value(`until-${task}`), note: value(`note-${task}`) };
    await this.orShow(request, reply, row, { form: this.emptyForm(row), change }, async () => {
      await this.tasks.extend(actor, mustBeUuid(task), change, versionIn(body) ?? NO_VERSION);
      await reply.redirect(`/vorgaenge/${id}/auftraege?getan=gesendet`, 303);
    });
  }

  @Post(':task/zurueckziehen')
  async withdraw(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('task') task: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    await this.tasks.withdraw(sessionOf(request).actor, mustBeUuid(task), versionIn(body) ?? NO_VERSION);
    await reply.redirect(`/vorgaenge/${mustBeUuid(id)}/auftraege?getan=gesendet`, 303);
  }

  @Post(':task/erledigt')
  async finish(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('task') task: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    await this.tasks.finish(sessionOf(request).actor, mustBeUuid(task), versionIn(body) ?? NO_VERSION);
    await reply.redirect(`/vorgaenge/${mustBeUuid(id)}/auftraege?getan=erledigt`, 303);
  }

  @Get(':task/dateien/:field')
  async file(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('task') task: string,
    @Param('field') field: string,
  ): Promise<void> {
    const { actor } = sessionOf(request);
    const { record, bytes } = await this.files.file(actor, mustBeUuid(id), mustBeUuid(task), field);
    await reply
      .header('content-type', record.contentType)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(record.filename)}`)
      .header('cache-control', 'no-store')
      .send(bytes);
  }

  /** What is wrong stands beside its field, and what was typed is kept. */
  private async orShow(
    request: FastifyRequest,
    reply: FastifyReply,
    row: RightsRequestRow,
    shown: TasksShown,
    act: () => Promise<void>,
  ): Promise<void> {
    await orShow(act, (problems) => this.views.send(request, reply, row, { ...shown, problems }, 422));
  }

  private emptyForm({ timeZone, safeOn, land, municipality }: RightsRequestRow): TaskForm {
    const now = this.clock.now();
    const place = municipality === null ? { land } : { land, municipality };
    const until = usualTaskDay(civilDateIn(now, timeZone), safeOn as CivilDate, place);
    return { id: uuidv7(now.getTime()), what: '', until, user: '', address: '', files: [] };
  }
}

function formOf(body: Record<string, unknown>): TaskForm {
  const value = textsOf(body);
  const files = [body['files'] ?? []].flat().filter((file) => typeof file === 'string');
  const [id, what, until] = [value('id'), value('what'), value('until')];
  return { id, what, until, user: value('user'), address: value('address'), files };
}

function textsOf(body: Record<string, unknown>): (name: string) => string {
  return (name) => (typeof body[name] === 'string' ? body[name].replaceAll('\r\n', '\n') : '');
}

const NO_VERSION = -1;
