import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type CivilDate, civilDateIn } from '../../../domain/civil-date.js';
import { isSettledDuty } from '../../../domain/duties/duty.js';
import { isRight } from '../../../domain/rights/right.js';
import { usualTaskDay } from '../../../domain/deadlines/task-due.js';
import { Allow } from '../../../identity/access.js';
import { uuidv7 } from '../../../platform/ids.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { TaskReader } from '../../../requests/tasks/task-reading.service.js';
import { liesAfterSafe, TasksService } from '../../../requests/tasks/tasks.service.js';
import type { ChangeForm, TaskForm } from './tasks.page.js';
import { type TasksState, TaskViews } from './task-views.js';
import { dutyWords } from '../duty-list.js';
import { Visit } from '../../shell/visit.js';
import { type Answer, download, redirect } from '../../../platform/http/answer.js';
import { Uuid } from '../../shell/route-params.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { box, fieldsIn, int, list, named, orShow, readForm, text } from '../../shell/form-body.js';

/** The tasks of a request: given, followed and ended by the DPO. */
@ApiExcludeController()
@Controller('vorgaenge/:id/auftraege')
@Allow('dpo')
export class TasksController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(TasksService) private readonly tasks: TasksService,
    @Inject(TaskReader) private readonly files: TaskReader,
    @Inject(TaskViews) private readonly views: TaskViews,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Uuid('id') id: string, @Query() query: Form): Promise<Answer> {
    const { getan: done, recht: right = '', pflicht: duty = '' } = fieldsIn(query);
    const row = await this.requests.get(visit.actor, id);
    const saved = done === 'gesendet' || done === 'erledigt' ? done : undefined;
    const given = dutyOf(right, duty);
    const what = given === undefined ? '' : visit.context.texts.duties.taskWords(dutyWords(visit.context, given.duty));
    return this.views.page(visit, row, { form: { ...emptyForm(visit, row), what, right, duty }, saved });
  }

  @Post()
  async assign(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { actor } = visit;
    const row = await this.requests.get(actor, id);
    const { values, typed: form } = readForm(body, TASK);
    const { afterSafe } = readForm(body, { afterSafe: box('1') }).values;
    if (!afterSafe && liesAfterSafe(values.until, row.safeOn)) {
      return this.views.page(visit, row, { form, afterSafe: true }, 422);
    }
    return this.orShow(visit, row, { form }, async () => {
      const { right, duty, ...order } = values;
      await this.tasks.assign(actor, id, { ...order, afterSafe, duty: dutyOf(right, duty) });
      return redirect(`/vorgaenge/${id}/auftraege?getan=gesendet`);
    });
  }

  @Post(':task/termin')
  async extend(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @Uuid('task') task: string,
    @Body() body: Form,
  ): Promise<Answer> {
    const { actor } = visit;
    const row = await this.requests.get(actor, id);
    const { version, ...fields } = readForm(body, {
      until: named(`until-${task}`, text()),
      note: named(`note-${task}`, text()),
      version: int,
    }).values;
    const change: ChangeForm = { task, ...fields };
    return this.orShow(visit, row, { form: emptyForm(visit, row), change }, async () => {
      await this.tasks.extend(actor, task, change, version ?? NO_VERSION);
      return redirect(`/vorgaenge/${id}/auftraege?getan=gesendet`);
    });
  }

  @Post(':task/zurueckziehen')
  async withdraw(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @Uuid('task') task: string,
    @Body() body: Form,
  ): Promise<Answer> {
    await this.tasks.withdraw(visit.actor, task, versionOf(body));
    return redirect(`/vorgaenge/${id}/auftraege?getan=gesendet`);
  }

  @Post(':task/erledigt')
  async finish(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @Uuid('task') task: string,
    @Body() body: Form,
  ): Promise<Answer> {
    await this.tasks.finish(visit.actor, task, versionOf(body));
    return redirect(`/vorgaenge/${id}/auftraege?getan=erledigt`);
  }

  @Get(':task/dateien/:field')
  async file(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @Uuid('task') task: string,
    @Param('field') field: string,
  ): Promise<Answer> {
    const { record, bytes } = await this.files.file(visit.actor, id, task, field);
    return download({ name: record.filename, type: record.contentType, content: bytes });
  }

  /** What is wrong stands beside its field, and what was typed is kept. */
  private orShow(visit: Visit, row: RightsRequestRow, shown: TasksState, act: () => Promise<Answer>): Promise<Answer> {
    return orShow([], act, (problems) => this.views.page(visit, row, { ...shown, problems }, 422));
  }
}

const TASK = {
  id: text(),
  what: text(),
  until: text(),
  user: text(),
  address: text(),
  files: list,
  // The duty that it is given for, if it is for one.
  right: text(),
  duty: text(),
};

function dutyOf(right: string, duty: string) {
  return isRight(right) && isSettledDuty(duty) ? { right, duty } : undefined;
}

const NO_VERSION = -1;

/** A task is changed by whoever has seen it: a form without a version is one of none. */
function versionOf(body: Form): number {
  return readForm(body, { version: int }).values.version ?? NO_VERSION;
}

function emptyForm({ now }: Visit, { timeZone, safeOn, land, municipality }: RightsRequestRow): TaskForm {
  const place = municipality === null ? { land } : { land, municipality };
  const until = usualTaskDay(civilDateIn(now, timeZone), safeOn as CivilDate, place);
  return { id: uuidv7(now.getTime()), what: '', until, user: '', address: '', files: [], right: '', duty: '' };
}
