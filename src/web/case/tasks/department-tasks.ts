import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../../domain/civil-date.js';
import type { FieldProblem } from '../../../domain/problem.js';
import type { Actor } from '../../../audit/actor.js';
import { TaskDeskService, type TaskStanding } from '../../../requests/tasks/task-desk.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { ClosedTaskPage, DepartmentTaskPage, TaskCoverPage } from './department-task.page.js';
import { type Settings, SettingsReader } from '../../shell/settings-reader.js';
import { type AnswerForm, answerOf } from './task-answer-form.js';
import { Visit } from '../../shell/visit.js';
import { HIDDEN, page } from '../../shell/page.js';
import { type Answer, download, redirect } from '../../../platform/http/answer.js';
import { type StagedFile, StagedUploads } from '../../../platform/staging/staged-uploads.js';
import { Upload } from '../../../platform/http/sent-form.js';
import { orShow } from '../../shell/form-body.js';
import { contactOf } from '../../shell/dpo-contact.js';

/** Where a task is shown, and to whom. */
export interface TaskPlace {
  readonly actor: Actor;
  readonly id: string;
  readonly address: `/${string}`;
  readonly csrfToken: string | undefined;
}

interface ShownForm {
  readonly form: AnswerForm;
  readonly problems: readonly FieldProblem[];
  /** What was chosen before. */
  readonly files: readonly StagedFile[];
  readonly saved: boolean;
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
    @Inject(TaskDeskService) private readonly departmentTasks: TaskDeskService,
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(StagedUploads) private readonly staged: StagedUploads,
  ) {}

  async show(visit: Visit, place: TaskPlace, saved: boolean): Promise<Answer> {
    return this.page(visit, place, { form: { outcome: '', text: '' }, problems: [], files: [], saved });
  }

  /** Before anybody asked for it: whose task, until when, and the button. Nothing is opened. */
  async cover(visit: Visit, { actor, id, address }: TaskPlace, saved: boolean): Promise<Answer> {
    const settings = await this.settings.of(actor);
    const { timeZone, name: organisation } = settings.organisation;
    const { standing, row } = await this.departmentTasks.standing(actor, id, timeZone);
    if (standing !== 'open') {
      return this.closed(visit, standing, settings);
    }
    const context = { ...visit.context, timeZone };
    const content = TaskCoverPage({ context, organisation, address, untilOn: row.untilOn, saved });
    return page({ context }, context.texts.tasks.department.title, content, { hidden: true });
  }

  async canBeOpened({ actor, id }: TaskPlace): Promise<boolean> {
    const settings = await this.settings.of(actor);
    return (await this.departmentTasks.standing(actor, id, settings.organisation.timeZone)).standing === 'open';
  }

  async answer(visit: Visit, place: TaskPlace, upload: Upload): Promise<Answer> {
    const settings = await this.settings.of(place.actor);
    const { timeZone } = settings.organisation;
    const { standing } = await this.departmentTasks.standing(place.actor, place.id, timeZone);
    if (standing !== 'open') {
      // Not even read: nothing is taken here any more. Done is a result, but what is sent to it is not taken.
      return this.closed(visit, standing, settings, standing === 'done' ? 409 : STATUS[standing]);
    }
    const sent = await this.staged.gather(place.actor, await upload.inspected());
    const { form, answer, problems } = answerOf(sent);
    const again = (wrong: readonly FieldProblem[]) =>
      this.page(visit, place, { form, problems: wrong, files: sent.files, saved: false });
    if (sent.takenOut) {
      return again([]);
    }
    return orShow(
      problems,
      async () => {
        await this.departmentTasks.answer(place.actor, place.id, answer, civilDateIn(visit.now, timeZone));
        await this.staged.sent(place.actor, sent.files);
        return redirect(`${place.address}?gesendet=1`);
      },
      again,
    );
  }

  async file(visit: Visit, place: TaskPlace, field: string): Promise<Answer> {
    const settings = await this.settings.of(place.actor);
    const { standing } = await this.departmentTasks.standing(place.actor, place.id, settings.organisation.timeZone);
    if (standing !== 'open') {
      return this.closed(visit, standing, settings);
    }
    const { record, bytes } = await this.departmentTasks.file(place.actor, place.id, field);
    return download({ name: record.filename, type: record.contentType, content: bytes, headers: HIDDEN });
  }

  /** An invalid link: which organisation it was for is not known. */
  unknown(visit: Visit): Answer {
    const { context } = visit;
    const content = ClosedTaskPage({ context, standing: 'unknown', contact: undefined });
    const { title } = context.texts.tasks.department.closed.unknown;
    return page(visit, title, content, { status: 404, hidden: true });
  }

  private async page(
    visit: Visit,
    { actor, id, address, csrfToken }: TaskPlace,
    { form, problems: found, files, saved }: ShownForm,
  ): Promise<Answer> {
    const settings = await this.settings.of(actor);
    const { timeZone, name: organisation } = settings.organisation;
    const { standing } = await this.departmentTasks.standing(actor, id, timeZone);
    if (standing !== 'open') {
      return this.closed(visit, standing, settings);
    }
    const { staged, problems: notKept } = await this.staged.keep(actor, files);
    const problems = [...found, ...notKept];
    const context = { ...visit.context, timeZone };
    const content = DepartmentTaskPage({
      context,
      organisation,
      address,
      csrfToken,
      form,
      staged,
      saved,
      ...(await this.departmentTasks.read(actor, id)),
      contact: contactOf(context, settings),
      today: civilDateIn(visit.now, timeZone),
      errors: errorsOf(context.texts, problems),
    });
    const status = problems.length === 0 ? 200 : 422;
    return page({ context }, context.texts.tasks.department.title, content, { status, hidden: true });
  }

  private closed(
    visit: Visit,
    standing: Exclude<TaskStanding, 'open'>,
    settings: Settings,
    status = STATUS[standing],
  ): Answer {
    const { context } = visit;
    const content = ClosedTaskPage({ context, standing, contact: contactOf(context, settings) });
    return page(visit, context.texts.tasks.department.closed[standing].title, content, { status, hidden: true });
  }
}
