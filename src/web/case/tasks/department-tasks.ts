import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn } from '../../../domain/civil-date.js';
import { refuse, type FieldProblem } from '../../../domain/problem.js';
import type { Actor } from '../../../audit/actor.js';
import { Clock } from '../../../platform/clock.js';
import { readMultipart } from '../../../platform/http/multipart.js';
import { TaskDeskService, type TaskStanding } from '../../../requests/tasks/task-desk.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { ClosedTaskPage, DepartmentTaskPage, type TaskContact } from './department-task.page.js';
import type { PageContext } from '../../shell/page-context.js';
import { Pages } from '../../shell/pages.service.js';
import { SettingsReader, type Settings } from '../../shell/settings-reader.js';
import { answerOf, type AnswerForm } from './task-answer-form.js';
import { problemsOf } from '../../shell/form-body.js';

/** Where a task is shown, and to whom. */
export interface TaskPlace {
  readonly actor: Actor;
  readonly id: string;
  readonly address: `/${string}`;
  readonly csrfToken: string | undefined;
}

const STATUS: Readonly<Record<Exclude<TaskStanding, 'open'>, number>> = {
  done: 200,
  withdrawn: 410,
  expired: 410,
  gone: 410,
};

/** The page of one task, the same by its link and for whoever signs in. */
@Injectable()
export class DepartmentTasks {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(TaskDeskService) private readonly desk: TaskDeskService,
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async show(request: FastifyRequest, reply: FastifyReply, place: TaskPlace): Promise<void> {
    const saved = (request.query as { gesendet?: unknown }).gesendet === '1';
    await this.page(request, reply, place, { form: { outcome: '', text: '' }, problems: [], saved });
  }

  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    place: TaskPlace,
    check: (csrf: unknown) => void,
  ): Promise<void> {
    if (!request.isMultipart()) {
      refuse('unsupported-media-type', { allowed: ['multipart/form-data'] });
    }
    const settings = await this.settings.of(place.actor);
    const { timeZone } = settings.organisation;
    const { standing } = await this.desk.standing(place.actor, place.id, timeZone);
    if (standing !== 'open') {
      // Not even read: nothing is taken here any more.
      return this.closed(request, reply, standing, settings);
    }
    const multipart = await readMultipart(request);
    check(multipart.fields.get('csrf')?.[0]);
    const { form, answer, problems } = answerOf(multipart);
    if (problems.length > 0) {
      return this.page(request, reply, place, { form, problems, saved: false });
    }
    try {
      await this.desk.answer(place.actor, place.id, answer, civilDateIn(this.clock.now(), timeZone));
      await reply.redirect(`${place.address}?gesendet=1`, 303);
    } catch (error) {
      const fields = problemsOf(error);
      await this.page(request, reply, place, { form, problems: fields, saved: false });
    }
  }

  async file(request: FastifyRequest, reply: FastifyReply, place: TaskPlace, field: string): Promise<void> {
    const settings = await this.settings.of(place.actor);
    const { standing } = await this.desk.standing(place.actor, place.id, settings.organisation.timeZone);
    if (standing !== 'open') {
      return this.closed(request, reply, standing, settings);
    }
    const { record, bytes } = await this.desk.file(place.actor, place.id, field);
    await reply
      .header('content-type', record.contentType)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(record.filename)}`)
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex, nofollow')
      .send(bytes);
  }

  /** Whoever comes by a link that is none: we do not know whose it was meant to be. */
  async unknown(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const context = this.pages.context(request);
    const page = ClosedTaskPage({ context, standing: 'unknown', contact: undefined });
    await this.send(request, reply, context.texts.tasks.department.closed.unknown.title, page, 404);
  }

  private async page(
    request: FastifyRequest,
    reply: FastifyReply,
    { actor, id, address, csrfToken }: TaskPlace,
    shown: { form: AnswerForm; problems: readonly FieldProblem[]; saved: boolean },
  ): Promise<void> {
    const settings = await this.settings.of(actor);
    const { timeZone, name: organisation } = settings.organisation;
    const { standing } = await this.desk.standing(actor, id, timeZone);
    if (standing !== 'open') {
      return this.closed(request, reply, standing, settings);
    }
    const context = { ...this.pages.context(request), timeZone };
    const page = DepartmentTaskPage({
      ...{ context, organisation, address, csrfToken, form: shown.form, saved: shown.saved },
      ...(await this.desk.read(actor, id)),
      contact: contactOf(context, settings),
      today: civilDateIn(this.clock.now(), timeZone),
      errors: errorsOf(context.texts, shown.problems),
    });
    const status = shown.problems.length === 0 ? 200 : 422;
    await this.send(request, reply, context.texts.tasks.department.title, page, status);
  }

  private async closed(
    request: FastifyRequest,
    reply: FastifyReply,
    standing: Exclude<TaskStanding, 'open'>,
    settings: Settings,
  ): Promise<void> {
    const context = this.pages.context(request);
    const page = ClosedTaskPage({ context, standing, contact: contactOf(context, settings) });
    // Done is a result; but what is sent to it is not taken any more.
    const status = standing === 'done' && request.method !== 'GET' ? 409 : STATUS[standing];
    await this.send(request, reply, context.texts.tasks.department.closed[standing].title, page, status);
  }

  private send(
    request: FastifyRequest,
    reply: FastifyReply,
    title: string,
    page: Parameters<Pages['send']>[3],
    status: number,
  ): Promise<void> {
    return this.pages.send(request, reply.header('x-robots-tag', 'noindex, nofollow'), title, page, status);
  }
}

export function contactOf({ language }: PageContext, { designation }: Settings): TaskContact | undefined {
  return designation === null
    ? undefined
    : {
        title: language === 'en' ? designation.titleEn : designation.titleDe,
        email: designation.email,
        telephone: designation.telephone,
      };
}
