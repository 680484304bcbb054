import { Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../../identity/access.js';
import type { Answer } from '../../../platform/http/answer.js';
import { Upload } from '../../../platform/http/sent-form.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { page } from '../../shell/page.js';
import { Uuid } from '../../shell/route-params.js';
import { Visit } from '../../shell/visit.js';
import { CaseHeads } from '../case-heads.js';
import { EnteredForms, type ShownEntered } from '../entered-forms.js';
import { EnteredPage } from './entered.page.js';

/** A direct message, a call or a letter that came in to a case: entered into its thread. */
@ApiExcludeController()
@Controller('vorgaenge/:id/eingang')
@Allow('dpo')
export class EnteredController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(EnteredForms) private readonly forms: EnteredForms,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    return this.page(visit, await this.requests.get(visit.actor, id), this.forms.empty(visit));
  }

  @Post()
  async enter(@Visit() visit: Visit, @Uuid('id') id: string, @Upload() upload: Upload): Promise<Answer> {
    const row = await this.requests.get(visit.actor, id);
    return this.forms.take(visit, id, upload, `/vorgaenge/${id}?getan=eingetragen`, (shown, status) =>
      this.page(visit, row, shown, status),
    );
  }

  private async page(visit: Visit, row: RightsRequestRow, shown: ShownEntered, status = 200): Promise<Answer> {
    const { context, today, session } = visit;
    const head = await this.heads.of(visit, row);
    const content = EnteredPage({ context, head, today, csrfToken: session.csrfToken, ...shown });
    return page(visit, context.texts.entering.title(row.reference), content, { status });
  }
}
