import { Inject, Injectable } from '@nestjs/common';
import { decide } from '../../../domain/lifecycle/lifecycle.js';
import type { FieldProblem } from '../../../domain/problem.js';
import { IdentityCheckReader } from '../../../requests/identity-check/identity-check-reading.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { errorsOf } from '../../shell/components/form.js';
import { IdentityCheckPage, type IdentityCheckProps, type IdentityNews } from './identity-check.page.js';
import { CaseHeads } from '../case-heads.js';
import { CaseViews } from '../case-views.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import type { Answer } from '../../../platform/http/answer.js';

export interface IdentityCheckState {
  readonly form: IdentityCheckProps['form'];
  readonly problems?: readonly FieldProblem[];
  readonly news?: IdentityNews;
}

/** The page of a request's identity checks. */
@Injectable()
export class IdentityCheckViews {
  constructor(
    @Inject(IdentityCheckReader) private readonly files: IdentityCheckReader,
    @Inject(CaseViews) private readonly views: CaseViews,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
  ) {}

  async page(
    visit: Visit,
    row: RightsRequestRow,
    { form, problems = [], news = { what: undefined, clock: undefined } }: IdentityCheckState,
    status = 200,
  ): Promise<Answer> {
    const { actor, csrfToken } = visit.session;
    const { context } = visit;
    const { id, reference } = row;
    const facts = { state: row.state, recordedAt: row.recordedAt.getTime() };
    const acts = this.views.actsOf(row);
    const content = IdentityCheckPage({
      context,
      id,
      head: await this.heads.of(visit, row),
      csrfToken,
      form,
      news,
      checks: await this.files.ofRequest(actor, id),
      mayBegin: decide('check-identity', facts, visit.now.getTime()).allowed,
      mayStop: acts.includes('request-identity'),
      mayResume: acts.includes('confirm-identity'),
      errors: errorsOf(context.texts, problems),
    });
    return page(visit, context.texts.identityCheck.title(reference), content, { status });
  }
}
