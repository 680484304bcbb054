import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../../domain/civil-date.js';
import { decide } from '../../../domain/lifecycle/lifecycle.js';
import { type FieldProblem, isRefusal } from '../../../domain/problem.js';
import type { Actor } from '../../../audit/actor.js';
import type { AttachmentRecord } from '../../../requests/sealed/content.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { TaskReader } from '../../../requests/tasks/task-reading.service.js';
import { TasksService } from '../../../requests/tasks/tasks.service.js';
import { CaseHeads } from '../case-heads.js';
import { errorsOf } from '../../shell/components/form.js';
import { type ChangeForm, type TaskForm, TasksPage, type TasksProps } from './tasks.page.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import type { Answer } from '../../../platform/http/answer.js';

export interface TasksState {
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
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(TasksService) private readonly tasks: TasksService,
    @Inject(TaskReader) private readonly files: TaskReader,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
  ) {}

  async page(visit: Visit, row: RightsRequestRow, shown: TasksState, status = 200): Promise<Answer> {
    const { actor, csrfToken } = visit.session;
    const { context } = visit;
    const { id, reference, safeOn } = row;
    const facts = { state: row.state, recordedAt: row.recordedAt.getTime() };
    const mayAssign = decide('assign-task', facts, visit.now.getTime()).allowed;
    const content = TasksPage({
      context,
      id,
      head: await this.heads.of(visit, row),
      safeOn,
      mayAssign,
      csrfToken,
      form: shown.form,
      change: shown.change,
      tasks: await this.files.ofRequest(actor, id),
      today: civilDateIn(visit.now, row.timeZone),
      errors: errorsOf(context.texts, shown.problems ?? []),
      users: (await this.tasks.assignees(actor)).map((user) => ({ value: user.id, label: user.email })),
      attachments: mayAssign ? await this.attachmentsOf(actor, id) : [],
      afterSafe: shown.afterSafe ?? false,
      saved: shown.saved,
    });
    return page(visit, context.texts.tasks.title(reference), content, { status });
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
