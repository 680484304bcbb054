import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../../identity/access.js';
import { DismissalService } from '../../../requests/request/dismissal.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import { CasePageViews } from './case-page-views.js';
import { Visit } from '../../shell/visit.js';
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
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(CasePageViews) private readonly views: CasePageViews,
    @Inject(DismissalService) private readonly dismissals: DismissalService,
  ) {}

  @Get(':id')
  async show(@Visit() visit: Visit, @Uuid('id') id: string, @Query('getan') done: unknown): Promise<Answer> {
    return this.views.page(visit, await this.requests.get(visit.actor, id), {
      notice:
        done === 'notiz'
          ? 'noted'
          : done === 'eingetragen'
            ? 'entered'
            : done === 'geantwortet'
              ? 'answered'
              : undefined,
    });
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
      (wrong) => this.views.page(visit, row, { dismissal: values, problems: wrong }, 422),
    );
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
}
