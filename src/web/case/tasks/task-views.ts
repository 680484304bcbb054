import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { civilDateIn } from '../../../domain/civil-date.js';
import { decide } from '../../../domain/lifecycle/lifecycle.js';
import { isRefusal, type FieldProblem } from '../../../domain/problem.js';
import type { Actor } from '../../../audit/actor.js';
import { Clock } from '../../../platform/clock.js';
import type { AttachmentRecord } from '../../../requests/sealed/content.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { TaskFileService } from '../../../requests/tasks/task-reading.service.js';
import { TasksService } from '../../../requests/tasks/tasks.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { TasksPage, type ChangeForm, type TaskForm, type TasksProps } from './tasks.page.js';

export interface TasksShown {
  readonly form: TaskForm;
  readonly change?: ChangeForm;
  readonly problems?: readonly FieldProblem[];
  readonly afterSafe?: boolean;
  readonly saved?: TasksProps['saved'];
}

/** The page of a request's tasks. */
@Injectable()
export class TaskViews {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(TasksService) private readonly tasks: TasksService,
    @Inject(TaskFileService) private readonly files: TaskFileService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    row: RightsRequestRow,
    shown: TasksShown,
    status = 200,
  ): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const now = this.clock.now();
    const { id, reference, safeOn } = row;
    const facts = { state: row.state, recordedAt: row.recordedAt.getTime() };
    const mayAssign = decide('assign-task', facts, now.getTime()).allowed;
    const page = TasksPage({
      ...{ context, id, reference, safeOn, mayAssign, csrfToken, form: shown.form, change: shown.change },
      tasks: await this.files.ofRequest(actor, id),
      today: civilDateIn(now, row.timeZone),
      errors: errorsOf(context.texts, shown.problems ?? []),
      users: (await this.tasks.assignees(actor)).map((user) => ({ value: user.id, label: user.email })),
      attachments: mayAssign ? await this.attachmentsOf(actor, id) : [],
      afterSafe: shown.afterSafe ?? false,
      saved: shown.saved,
    });
    await this.pages.send(request, reply, context.texts.tasks.title(reference), page, status);
  }

  private async attachmentsOf(actor: Actor, id: string): Promise<readonly AttachmentRecord[]> {
    try {
      return (await this.requests.readContent(actor, id)).attachments;
    } catch (error) {
      if (isRefusal(error) && (error.code === 'not-found' || error.code === 'content-erased')) {
        return [];
      }
      throw error;
    }
  }
}
