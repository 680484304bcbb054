import { Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { refuse } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import type { Answer } from '../../platform/http/answer.js';
import { Upload } from '../../platform/http/sent-form.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../requests/request/rights-requests.repository.js';
import { EnteredForms, type ShownEntered } from '../case/entered-forms.js';
import { page } from '../shell/page.js';
import { Uuid } from '../shell/route-params.js';
import { Visit } from '../shell/visit.js';
import { SupplementPage } from './supplement.page.js';

/** One more message or picture to what somebody has handed over themselves. */
@ApiExcludeController()
@Controller('weitergaben/:id/ergaenzen')
@Allow('staff', 'dpo')
export class SupplementController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(EnteredForms) private readonly forms: EnteredForms,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    return this.page(visit, await this.own(visit, id), this.forms.empty(visit));
  }

  @Post()
  async supplement(@Visit() visit: Visit, @Uuid('id') id: string, @Upload() upload: Upload): Promise<Answer> {
    const row = await this.own(visit, id);
    return this.forms.take(visit, id, upload, `/weitergaben/${id}?getan=ergaenzt`, (shown, status) =>
      this.page(visit, row, shown, status),
    );
  }

  /** @throws Refusal not-allowed: somebody else handed it over */
  private async own({ session }: Visit, id: string): Promise<RightsRequestRow> {
    const row = await this.requests.get(session.actor, id);
    return row.handedOverBy === session.userId ? row : refuse('not-allowed', {});
  }

  private page(visit: Visit, { id, reference }: RightsRequestRow, shown: ShownEntered, status = 200): Promise<Answer> {
    const { context, today, session } = visit;
    const content = SupplementPage({ context, id, reference, today, csrfToken: session.csrfToken, ...shown });
    return Promise.resolve(page(visit, context.texts.entering.supplementTitle(reference), content, { status }));
  }
}
