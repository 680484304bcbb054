import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { LIFECYCLE } from '../../../domain/lifecycle/lifecycle.js';
import { isRefusal, type FieldProblem } from '../../../domain/problem.js';
import { LogService } from '../../../audit/log.service.js';
import type { Actor } from '../../../audit/actor.js';
import { Allow } from '../../../identity/access.js';
import { ClaimsService } from '../../../requests/claims/claims.service.js';
import type { RequestContent } from '../../../requests/sealed/content.js';
import { DutiesService } from '../../../requests/duties/duties.service.js';
import { JoinsService } from '../../../requests/joins/joins.service.js';
import { DismissalService } from '../../../requests/request/dismissal.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { errorsOf } from '../../shell/components/form.js';
import type { DismissFields } from './dismiss-form.js';
import { CasePage } from './case.page.js';
import { CaseHeads } from '../case-heads.js';
import { CaseViews } from '../case-views.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import { type Answer, download, redirect } from '../../../platform/http/answer.js';
import { Uuid } from '../../shell/route-params.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { int, orShow, readForm, text } from '../../shell/form-body.js';

/** A case as the DPO has it before them: the request with its content, and taking it over. */
@ApiExcludeController()
@Controller('vorgaenge')
@Allow('dpo')
export class CaseController {
  constructor(
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(CaseViews) private readonly views: CaseViews,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
    @Inject(LogService) private readonly log: LogService,
    @Inject(JoinsService) private readonly joins: JoinsService,
    @Inject(DutiesService) private readonly duties: DutiesService,
    @Inject(DismissalService) private readonly dismissals: DismissalService,
  ) {}

  @Get(':id')
  async show(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    const { actor } = visit;
    return this.send(visit, await this.requests.get(actor, id), {});
  }

  /** No request at all: decided by the DPO, with the reason. */
  @Post(':id/kein-vorgang')
  async dismiss(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const row = await this.requests.get(visit.actor, id);
    const { values, problems } = readForm(body, { why: text(), reason: text(), passedOn: text(), version: int });
    return orShow(
      problems,
      async () => {
        const { version, ...form } = values;
        await this.dismissals.dismiss(visit.actor, id, form, version);
        return redirect(`/vorgaenge/${id}`);
      },
      (wrong) => this.send(visit, row, { dismissal: values, problems: wrong }, 422),
    );
  }

  private async send(
    visit: Visit,
    row: RightsRequestRow,
    shown: { readonly dismissal?: DismissFields; readonly problems?: readonly FieldProblem[] },
    status = 200,
  ): Promise<Answer> {
    const { context, actor } = visit;
    const { id } = row;
    const content = await this.contentOf(actor, id);
    const timeline = await this.log.timeline(actor, id);
    const casePage = CasePage({
      context,
      head: await this.heads.of(visit, row, content?.from),
      ...(await this.views.receipt(context, actor, row)),
      state: row.state,
      version: row.version,
      claims: await this.claims.list(actor, row),
      content,
      acts: this.views.actsOf(row),
      alerts: await this.views.alerts.ofRequest(actor, row),
      related: await this.joins.related(actor, id),
      timeline: timeline.map(({ index, entry }) => ({
        index,
        at: new Date(entry.at),
        event: entry.event,
        actor: entry.actor,
      })),
      duties: await this.duties.ofRequest(actor, row),
      mayDismiss: LIFECYCLE[row.state].dismiss !== undefined,
      remarked: row.withdrawnAt !== null,
      dismissal: shown.dismissal,
      errors: errorsOf(context.texts, shown.problems ?? []),
      csrfToken: visit.session.csrfToken,
    });
    return page(visit, context.texts.request.title(row.reference), casePage, { status });
  }

  @Get(':id/dateien/:field')
  async file(@Visit() visit: Visit, @Uuid('id') id: string, @Param('field') field: string): Promise<Answer> {
    const { record, bytes } = await this.requests.readAttachment(visit.actor, id, field);
    return download({ name: record.filename, type: record.contentType, content: bytes });
  }

  @Post(':id/uebernehmen')
  async acknowledge(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { values } = readForm(body, { version: int });
    await this.requests.acknowledge(visit.actor, id, values.version);
    return redirect(`/vorgaenge/${id}`);
  }

  private async contentOf(actor: Actor, id: string): Promise<RequestContent | undefined> {
    try {
      return await this.requests.readContent(actor, id);
    } catch (error) {
      // Erased: facts and history stay to be seen.
      if (isRefusal(error) && (error.code === 'not-found' || error.code === 'content-erased')) {
        return undefined;
      }
      throw error;
    }
  }
}
